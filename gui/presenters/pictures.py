"""Pictures from the engine to every wall that shows them, and the size at which they are seen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from gui.cameras.key import CameraKey, key_of_port, port_of_key
from gui.presenters.engine import Engine
from gui.wall.video_wall import VideoWall
from netgear_engine.frame import Picture

Size = tuple[int, int]


class PicturesPresenter(QObject):
    """Hands each camera's newest picture to all walls.

    A camera on several walls is decoded once, as large as the largest of its tiles.
    """

    def __init__(self, *, engine: Engine, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._sizes: dict[VideoWall, dict[CameraKey, Size | None]] = {}
        self._asked_for: dict[CameraKey, Size | None] = {}
        self._watchers: dict[CameraKey, tuple[Size, Callable[[Picture], None]]] = {}
        engine.picture_ready.connect(self._hand_out)

    def add(self, wall: VideoWall) -> None:
        """Let a wall show pictures from now on."""
        self._sizes[wall] = {}
        wall.view_changed.connect(lambda key, size: self._change_size(wall, key, size))

    def remove(self, wall: VideoWall) -> None:
        """Forget a wall that is closed; what only it showed is no longer decoded."""
        for key in self._sizes.pop(wall):
            self._ask_for_largest(key)

    def watch(self, key: CameraKey, size: Size, show: Callable[[Picture], None]) -> None:
        """Hand a camera's pictures to someone else as well, decoded at least at this size."""
        self._watchers[key] = size, show
        self._ask_for_largest(key)

    def unwatch(self, key: CameraKey) -> None:
        """Hand them to the walls alone again."""
        self._watchers.pop(key, None)
        self._ask_for_largest(key)

    @property
    def walls(self) -> list[VideoWall]:
        """Every wall, that of the main window first."""
        return list(self._sizes)

    @Slot(int)
    def _hand_out(self, port: int) -> None:
        picture = self._engine.feed.take(port)
        if picture is None:
            return
        key = key_of_port(port)
        for wall in self._sizes:
            wall.show_picture(key, picture)
        if key in self._watchers:
            self._watchers[key][1](picture)

    def _change_size(self, wall: VideoWall, key: CameraKey, size: Size | None) -> None:
        if wall in self._sizes:
            self._sizes[wall][key] = size
            self._ask_for_largest(key)

    def _ask_for_largest(self, key: CameraKey) -> None:
        sizes = [size for seen in self._sizes.values() if (size := seen.get(key)) is not None]
        if key in self._watchers:
            sizes.append(self._watchers[key][0])
        largest = (max(s[0] for s in sizes), max(s[1] for s in sizes)) if sizes else None
        port = port_of_key(key)
        if port is not None and (key not in self._asked_for or self._asked_for[key] != largest):
            self._asked_for[key] = largest
            self._engine.show_port(port, largest)
