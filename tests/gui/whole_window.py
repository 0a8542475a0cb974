"""The whole window with every connection, over an engine that watches no port."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import CameraKey
from gui.presenters.presenters import Presenters
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.snapshots.saver import SnapshotSaver
from gui.window.main_window import MainWindow
from netgear_engine.clock import Clock, SystemClock
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.receiving.port_status import PortStatus
from tests.support.presenters import presenters_for
from tests.support.window_plugin import PatientQtBot


class WholeWindow:
    """What a test wants to know of it."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        holder: SettingsHolder,
        presenters: Presenters,
    ) -> None:
        self.window = window
        self.engine = engine
        self.presenters = presenters
        self.holder = holder

    def tell(self, *statuses: PortStatus) -> None:
        """Let the engine say something of its ports."""
        self.engine.statuses_changed.emit({status.port: status for status in statuses})

    def trigger(self, action: str) -> None:
        """Do what an action does, if it can be done now."""
        self.window.actions_table[action].trigger()


@contextmanager
def whole_window(
    qtbot: PatientQtBot,
    folder: object,
    settings: Settings | None = None,
    clock: Clock | None = None,
) -> Iterator[WholeWindow]:
    """Open the window until the block ends; `folder` is for what it saves."""
    clock = clock or SystemClock()
    engine = EngineThread(
        (), address="127.0.0.1", pattern=Pattern.REQUEST_REPLY, clock=SystemClock()
    )
    # What the engine says, the test says.
    engine._status_timer.stop()
    command: Callable[[CameraKey], str] = "netgear-server --connect 192.168.1.20:{}".format
    window = MainWindow(clock=clock, feed=engine.feed, command_for=command)
    qtbot.addWidget(window)
    saver = SnapshotSaver(str(folder))
    holder = SettingsHolder(settings or Settings())
    presenters = presenters_for(window, engine, holder, saver=saver)
    engine.start()
    window.resize(1280, 800)
    window.show()
    try:
        yield WholeWindow(window, engine, holder, presenters)
    finally:
        presenters.lock.is_kiosk = False
        window.close()
        engine.stop()
        window.event_log.close_file()
        qtbot.awaited(saver.finished())
        qtbot.awaited(presenters.tasks.cancel())
