"""The real window over the real engine with settings that a test changes."""

from collections.abc import Iterator
from contextlib import contextmanager

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import key_of_port
from gui.cameras.node_command import node_command
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.wall.tile.state import Condition
from gui.window.main_window import MainWindow
from netgear_engine.clock import Clock, SystemClock
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.security.curve_keys import ReceiverKeys
from tests.support.presenters import presenters_for
from tests.support.window_plugin import PatientQtBot

HOST = "127.0.0.1"


class CameraWindow:
    """What a test needs of the window. `clock` is the window's, the engine has the real one."""

    def __init__(
        self, qtbot: PatientQtBot, settings: Settings, clock: Clock, keys: ReceiverKeys | None
    ) -> None:
        self._qtbot = qtbot
        pattern = Pattern(settings.pattern)
        self.settings = SettingsHolder(settings)
        self.engine = EngineThread(
            settings.port_numbers(), address=HOST, pattern=pattern, clock=SystemClock(), keys=keys
        )
        self.window = MainWindow(
            clock=clock,
            feed=self.engine.feed,
            command_for=lambda key: node_command(
                HOST, int(key), pattern=pattern, secure=settings.secure
            ),
            names=settings.camera_names(),
        )
        qtbot.addWidget(self.window)
        self.presenters = presenters_for(self.window, self.engine, self.settings)
        self.window.resize(1280, 800)

    @property
    def ports(self) -> list[int]:
        """Return the ports on the wall."""
        return [int(key) for key in self.window.wall.arrangement.keys]

    def wait_for_ports(self, *ports: int) -> None:
        """Wait until the wall shows exactly these."""
        self._qtbot.waitUntil(lambda: self.ports == list(ports))

    def wait_for_condition(self, port: int, condition: Condition) -> None:
        """Wait until a tile looks like this."""
        wall = self.window.wall
        self._qtbot.waitUntil(
            lambda: (
                port in self.ports and wall.tile(key_of_port(port)).state.condition is condition
            ),
        )


@contextmanager
def camera_window(
    qtbot: PatientQtBot,
    settings: Settings,
    clock: Clock | None = None,
    keys: ReceiverKeys | None = None,
) -> Iterator[CameraWindow]:
    """Open the window until the block ends."""
    opened = CameraWindow(qtbot, settings, clock or SystemClock(), keys)
    opened.engine.start()
    opened.window.show()
    try:
        yield opened
    finally:
        qtbot.awaited(opened.presenters.tasks.cancel())
        qtbot.awaited(opened.presenters.first_run.stop())
        opened.window.close()
        opened.engine.stop()
