"""Pictures from the engine to every wall that shows them, and how they are seen there."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot

from gui.cameras.key import CameraKey, key_of_port, port_of_key
from gui.presenters.engine import Engine
from gui.wall.sight import Sight
from gui.wall.video_wall import VideoWall
from netgear_engine.frame import Picture

Size = tuple[int, int]
Sights = Mapping[CameraKey, Sight | None]


class PicturesPresenter(QObject):
    """Hands each camera's newest picture to all walls.

    A camera on several walls is decoded once, as large as the largest of its tiles, and made from
    that as each of them shows it.
    """

    def __init__(self, *, engine: Engine, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._sights: dict[VideoWall, Sights] = {}
        self._asked_for: dict[CameraKey, Size | None] = {}
        self._watchers: dict[CameraKey, tuple[Size, Callable[[Picture], None]]] = {}
        engine.picture_ready.connect(self._hand_out)

    def add(self, wall: VideoWall) -> None:
        """Let a wall show pictures from now on."""
        self._sights[wall] = {}
        wall.sights_changed.connect(lambda sights: self._change_sights(wall, sights))

    def remove(self, wall: VideoWall) -> None:
        """Forget a wall that is closed; what only it showed is no longer decoded."""
        del self._sights[wall]
        self._ask_for_largest()

    def watch(self, key: CameraKey, size: Size, show: Callable[[Picture], None]) -> None:
        """Hand a camera's pictures to someone else as well, decoded at least at this size."""
        self._watchers[key] = size, show
        self.ask_anew(key)

    def unwatch(self, key: CameraKey) -> None:
        """Hand them to the walls alone again."""
        del self._watchers[key]
        self._ask_for_largest()

    def ask_anew(self, key: CameraKey) -> None:
        """Say again how large a camera is seen: the engine forgets it with the port."""
        self._asked_for.pop(key, None)
        self._ask_for_largest()

    @property
    def walls(self) -> list[VideoWall]:
        """Every wall, that of the main window first."""
        return list(self._sights)

    @Slot(int)
    def _hand_out(self, port: int) -> None:
        fitted = self._engine.feed.take(port)
        if fitted is None:
            return
        key = key_of_port(port)
        for wall in self._sights:
            wall.show_picture(key, *fitted)
        if key in self._watchers:
            self._watchers[key][1](fitted.picture)

    def _change_sights(self, wall: VideoWall, sights: Sights) -> None:
        if wall in self._sights:
            self._sights[wall] = sights
            self._ask_for_largest()

    def _ask_for_largest(self) -> None:
        """Tell the engine what differs from what it was told; a camera that is gone is hidden."""
        largest: dict[CameraKey, Size | None] = {
            key: size for key, (size, _show) in self._watchers.items()
        }
        seen: dict[CameraKey, set[Sight]] = {}
        for sights in self._sights.values():
            for key, sight in sights.items():
                largest[key] = _larger(largest.get(key), sight.size_wanted if sight else None)
                seen.setdefault(key, set()).update([sight] if sight else [])
        before, self._asked_for = self._asked_for, largest
        for key in before | largest:
            port, size = port_of_key(key), largest.get(key)
            if port is None:
                continue
            self._engine.feed.fit(port, seen.get(key, set()))
            if key not in before or before[key] != size:
                self._engine.show_port(port, size)


def _larger(one: Size | None, other: Size | None) -> Size | None:
    """Return what both fit into."""
    if one is None or other is None:
        return one or other
    return max(one[0], other[0]), max(one[1], other[1])
