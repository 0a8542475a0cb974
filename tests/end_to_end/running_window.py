"""The real window over the real engine, with real senders around it, inside the test."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import key_of_port
from gui.presenters.presenters import Presenters
from gui.wall.tile.state import Condition
from gui.wall.tile.tile import Tile
from gui.window.main_window import MainWindow
from netgear_engine.clock import SystemClock
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.receiving.port_status import PortStatus
from tests.support.presenters import presenters_for
from tests.support.waiting import PATIENCE


class RunningWindow:
    """What a test wants to know of the window."""

    def __init__(
        self, window: MainWindow, engine: EngineThread, presenters: Presenters, qtbot: QtBot
    ) -> None:
        self.window = window
        self.engine = engine
        self.presenters = presenters
        self._qtbot = qtbot
        self._clock = SystemClock()

    def tile(self, port: int) -> Tile:
        """Return a port's tile."""
        return self.window.wall.tile(key_of_port(port))

    def wait_for_condition(
        self, port: int, condition: Condition, timeout: float = PATIENCE
    ) -> float:
        """Wait until the tile looks like this; return the monotonic time at which it did."""

        def is_there() -> None:
            assert key_of_port(port) in self.window.wall.arrangement.keys, f"no tile of {port}"
            state = self.tile(port).state
            assert state.condition is condition, state

        self._qtbot.waitUntil(is_there, timeout=int(timeout * 1000))
        return self._clock.monotonic()

    def status(self, port: int) -> PortStatus:
        """Return what the engine says of a port now."""
        return self.engine.engine.statuses()[port]

    def last_frame_at(self, port: int) -> float:
        """Return when the port's last frame came."""
        at = self.status(port).last_frame_at
        assert at is not None
        return at

    def painted(self, port: int) -> int:
        """Return how many pictures of a port were painted."""
        return self.engine.feed.figures(port).painted


@contextmanager
def running_window(
    qtbot: QtBot,
    ports: Sequence[int],
    *,
    pattern: Pattern = Pattern.REQUEST_REPLY,
    names: Mapping[int, str] | None = None,
    size: tuple[int, int] = (1280, 800),
) -> Iterator[RunningWindow]:
    """Open the window on these ports, until the block ends."""
    clock = SystemClock()
    engine = EngineThread(ports, address="127.0.0.1", pattern=pattern, clock=clock)
    window = MainWindow(clock=clock, feed=engine.feed, command_for=str, names=names)
    qtbot.addWidget(window)
    presenters = presenters_for(window, engine)
    engine.start()
    window.resize(*size)
    window.show()
    try:
        yield RunningWindow(window, engine, presenters, qtbot)
    finally:
        window.close()
        engine.stop()
