"""The real window with cameras, and what a benchmark does with it."""

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import key_of_port
from gui.settings.holder import SettingsHolder
from gui.settings.schema import AlarmSettings, ProgramSettings, Settings
from gui.wall.layouts import Layout
from gui.wall.tile.state import Condition
from gui.wall.tile.tile import Tile
from gui.wall.video_wall import PictureFeed
from gui.window.main_window import MainWindow
from netgear_engine.clock import Clock, SystemClock
from netgear_engine.frame import Picture
from netgear_engine.protocol.patterns import Pattern
from tests.support.presenters import presenters_for

_SIZE = (1280, 800)
_LIVE_WITHIN_S = 60.0
_HIDDEN_MS = 5000
_LOOK_MS = 10
_MOST_ON_AUTO_PAGE = 36


class LoadedWindow:
    """A window that is open as long as the block runs."""

    def __init__(
        self,
        ports: Sequence[int],
        clock: Clock,
        *,
        size: tuple[int, int] = _SIZE,
        painted: Callable[[Picture], None] | None = None,
    ) -> None:
        self._size = size
        self._ports = list(ports)
        self._clock = clock
        self._engine = EngineThread(
            ports, address="127.0.0.1", pattern=Pattern.REQUEST_REPLY, clock=clock
        )
        feed = _Feed(self._engine.feed, painted) if painted else self._engine.feed
        self._window = MainWindow(clock=clock, feed=feed, command_for=str)
        quiet = Settings(
            ports=f"{ports[0]}-{ports[-1]}",
            alarms=AlarmSettings(sound=False, notification=False),
            program=ProgramSettings(keep_awake=False),
        )
        holder = SettingsHolder(quiet, self._window)
        self._presenters = presenters_for(self._window, self._engine, holder)

    def __enter__(self) -> Self:
        self._engine.start()
        self._window.resize(*self._size)
        self._window.show()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._window.close()
        self._engine.stop()
        self._window.event_log.close_file()

    def wait_until_live(self, ports: Sequence[int]) -> None:
        """Wait until all these cameras are LIVE."""
        wall = self._window.wall
        wait_for(
            lambda: (
                set(map(key_of_port, ports)) <= set(wall.arrangement.keys)
                and all(
                    wall.tile(key_of_port(port)).state.condition is Condition.LIVE for port in ports
                )
            ),
            _LIVE_WITHIN_S,
            "all cameras to be live",
        )

    def wait_until_usable(self) -> None:
        """Wait until every tile is there and a click on the last one has been painted."""
        wall = self._window.wall
        wait_for(lambda: len(wall.arrangement.keys) == len(self._ports), 30, "the tiles")
        self._click(wall.tile(key_of_port(self._ports[-1])))

    def painted(self) -> list[int]:
        """Return how many pictures of each camera were painted."""
        return [self._engine.feed.figures(port).painted for port in self._ports]

    def receive_to_paint(self) -> dict[int, list[float]]:
        """Return for each camera how old its newest pictures were when painted, in seconds."""
        feed = self._engine.feed
        return {port: list(feed.figures(port).receive_to_paint) for port in self._ports}

    def picture_size(self, whole: tuple[int, int]) -> tuple[int, int]:
        """Return how large a picture with the proportions of `whole` is in the first tile."""
        tile = self._window.wall.tile(key_of_port(self._ports[0])).size()
        scale = min(tile.width() / whole[0], tile.height() / whole[1])
        return round(whole[0] * scale), round(whole[1] * scale)

    def show_only_the_wall(self) -> None:
        """Hide what lies beside the wall, and show every camera on one page."""
        self._window.docks.set_visible(False)
        if len(self._ports) > _MOST_ON_AUTO_PAGE:
            self._window.wall.set_layout_choice(Layout.EIGHT)

    def hide(self) -> None:
        """Take the window off the screen."""
        self._window.hide()

    def minimise(self) -> None:
        """Do as the operating system does when it is asked to."""
        self._window.showMinimized()

    def click_for(self, seconds: float, clicks_a_second: float) -> list[float]:
        """Click on one tile after the other; return how long each took to be seen as selected."""
        taken: list[float] = []
        end = self._clock.monotonic() + seconds
        while self._clock.monotonic() < end:
            port = self._ports[len(taken) % len(self._ports)]
            taken.append(self._click(self._window.wall.tile(key_of_port(port))))
            _run_for(int(1000 / clicks_a_second))
        return taken

    def restore(self) -> float:
        """Minimise the window for a while; return how long after it every picture is fresh."""
        self._window.showMinimized()
        _run_for(_HIDDEN_MS)
        begun = self._clock.monotonic()
        self._window.showNormal()
        wait_for(lambda: all(self._is_fresh(port, begun) for port in self._ports), 30, "pictures")
        return self._clock.monotonic() - begun

    def _is_fresh(self, port: int, since: float) -> bool:
        picture = self._window.wall.tile(key_of_port(port)).picture
        return picture is not None and picture.frame.received_at > since

    def _click(self, tile: Tile) -> float:
        """Queue a click as the operating system does, and wait until its effect is painted."""
        watcher = _PaintWatcher(tile)
        begun = self._clock.monotonic()
        QTimer.singleShot(0, lambda: QTest.mouseClick(tile, Qt.MouseButton.LeftButton))
        watcher.loop.exec()
        tile.removeEventFilter(watcher)
        return self._clock.monotonic() - begun


class _Feed:
    """Tells one more of what was painted."""

    def __init__(self, feed: PictureFeed, painted: Callable[[Picture], None]) -> None:
        self._feed = feed
        self._tell = painted

    def painted(self, picture: Picture) -> None:
        self._feed.painted(picture)
        self._tell(picture)


class _PaintWatcher(QObject):
    """Ends a loop when a tile has been painted as the selected one."""

    def __init__(self, tile: Tile) -> None:
        super().__init__()
        self.loop = QEventLoop()
        self._tile = tile
        tile.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the paint event that comes once the selection is in the tile's face."""
        if event.type() is QEvent.Type.Paint and self._tile.face.selected:
            # By the time this has left the queue the tile has been painted.
            QTimer.singleShot(0, self.loop.quit)
        return False


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Run the window's loop until the condition holds; raises AssertionError after the time."""
    clock = SystemClock()
    end = clock.monotonic() + seconds
    while not condition():
        if clock.monotonic() > end:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}")
        _run_for(_LOOK_MS)


def _run_for(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
