"""Start-up and shut-down of the window, in order."""

import signal
import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gui.background.tasks import window_loop
from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import CameraKey, port_of_key
from gui.cameras.node_command import node_command, reachable_address
from gui.event_log.store import Keep
from gui.presenters.presenters import Presenters
from gui.presenters.settings import wear
from gui.program.autostart import own_command
from gui.program.command_line import FLAGS, Options
from gui.program.demo import ADDRESS, demo_address, free_ports
from gui.program.files import ProgramFiles
from gui.program.report import write_report
from gui.settings import store
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.snapshots.saver import SnapshotSaver
from gui.wall.views.book import ViewBook
from gui.wall.views.file import WallFile
from gui.window.main_window import MainWindow
from netgear_engine.clock import Clock, SystemClock
from netgear_engine.protocol.patterns import Pattern


def run(options: Options) -> int:
    """Open the window and run until it closes; returns 0, or 1 when a file was not written."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("NetGear Monitor")
    # The main window says when the program ends, which goes on a little after the last one closed.
    application.setQuitOnLastWindowClosed(False)
    with window_loop(application) as loop:
        program = _Program(options, SystemClock())
        program.ended.connect(loop.stop)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: program.close())
        # Within the loop, so that whoever closes the window at once finds a loop to stop.
        loop.call_soon(program.start)
        loop.run_forever()
        code: int = loop.run_until_complete(program.finish())
        return code


class _Program(QObject):
    """One run: the engine, the window and, when asked for, the demo's cameras."""

    ended = Signal()
    trouble = Signal(str)

    def __init__(self, options: Options, clock: Clock) -> None:
        super().__init__()
        self._options = options
        self._clock = clock
        self._started_at = clock.monotonic()
        self._settings = _settings_for(options)
        self._pattern = Pattern(self._settings.pattern)
        self._ports = self._settings.port_numbers()
        self._engine = EngineThread(
            self._ports,
            address=self._settings.listen,
            pattern=self._pattern,
            clock=clock,
            keys=options.keys,
        )
        self._holder = SettingsHolder(self._settings, self)
        wear(self._settings.look)
        self._window = MainWindow(
            clock=clock,
            feed=self._engine.feed,
            command_for=self._command_for,
            names=self._settings.camera_names(),
        )
        self._is_saved = True
        self._files = ProgramFiles(options.settings_path, self.trouble.emit)
        kept = self._settings.events
        self._window.event_log.keeper.open(
            self._files.events_path, Keep(kept.keep_days, kept.keep_count)
        )
        wall, wall_trouble = self._files.load_wall()
        self._views = ViewBook(wall.view)
        self._saver = SnapshotSaver(self._settings.snapshots.folder)
        self._connections = connections = Presenters(
            self._window,
            engine=self._engine,
            holder=self._holder,
            book=self._views,
            saver=self._saver,
        )
        self._windows = connections.windows
        self._windows.restore(wall.window)
        self._holder.changed.connect(self._save_settings)
        connections.first_run.closed.connect(lambda: self._save_settings(self._holder.settings))
        self.trouble.connect(self._window.event_log.warn, Qt.ConnectionType.QueuedConnection)
        connections.program.command = own_command(_kept_flags(options))
        not_there = self._windows.begin_with(options.view, options.screen)
        self._windows.changed.connect(self._save_wall)
        for trouble in filter(None, (options.trouble, wall_trouble, *not_there)):
            self.trouble.emit(trouble)

    def start(self) -> None:
        """Listen, show the window, and start the demo."""
        self._window.installEventFilter(self)
        self._engine.start()
        if self._options.full_screen:
            self._window.actions_table["full_screen"].setChecked(True)
        if self._options.kiosk:
            self._connections.lock.start_kiosk()
        self._window.show()
        if self._options.demo:
            address = demo_address(self._settings.listen)
            self._connections.first_run.play(self._ports, address)
        if self._options.is_first_run:
            self._connections.first_run.open(is_first=True)
        if self._options.exit_after is not None:
            QTimer.singleShot(int(self._options.exit_after * 1000), self.close)

    def close(self) -> None:
        """Close the window, and with it the program, even a kiosk."""
        self._connections.lock.is_kiosk = False
        self._window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the picture while the window is still open, then end."""
        if event.type() is QEvent.Type.Close and watched is self._window:
            if not self._connections.lock.may_close():
                event.ignore()
                return True
            self._window.removeEventFilter(self)
            self._is_saved = self._save_screenshot()
            self._save_wall()
            self.ended.emit()
        return False

    async def finish(self) -> int:
        """Stop everything that runs; returns the program's exit code.

        The engine stops before the demo's cameras, so that the report has them as they were.
        """
        uptime_s = self._clock.monotonic() - self._started_at
        await self._saver.finished()
        await self._connections.tasks.cancel()
        self._engine.stop()
        await self._connections.first_run.stop()
        self._window.event_log.close_file()
        await self._files.close()
        return 0 if self._write_report(uptime_s) and self._is_saved else 1

    def _save_wall(self) -> None:
        self._files.save_wall(WallFile(view=self._views.views, window=self._windows.places()))

    def _save_settings(self, settings: Settings) -> None:
        """Save what was chosen; what came from the command line counts for this run only."""
        begun, kept = self._settings, self._options.stored
        flags = {
            name: getattr(kept, name)
            for name in FLAGS
            if getattr(settings, name) == getattr(begun, name)
        }
        self._files.save_settings(msgspec.structs.replace(settings, **flags))

    def _save_screenshot(self) -> bool:
        path = self._options.screenshot
        if path is None or self._window.grab().save(str(path)):
            return True
        return _complain(path, "the picture cannot be saved there")

    def _write_report(self, uptime_s: float) -> bool:
        path = self._options.report
        if path is None:
            return True
        try:
            write_report(
                path,
                uptime_s=uptime_s,
                statuses=self._engine.engine.statuses(),
                names=self._holder.settings.camera_names(),
                feed=self._engine.feed,
            )
        except OSError as error:
            return _complain(path, error.strerror or str(error))
        return True

    def _command_for(self, key: CameraKey) -> str:
        port = port_of_key(key)
        if port is None:
            return ""
        host = reachable_address(self._settings.listen)
        return node_command(host, port, pattern=self._pattern, secure=self._settings.secure)


def _kept_flags(options: Options) -> list[str]:
    """Return what the program is to be started with at login, too."""
    path = options.settings_path
    return [] if path in (None, store.OWN_PATH) else ["--config", str(path.resolve())]


def _settings_for(options: Options) -> Settings:
    """Return the settings; the demo stays on this computer and looks for free ports."""
    if not options.demo:
        return options.settings
    changes: dict[str, str] = {}
    if options.settings.listen == "*":
        changes["listen"] = ADDRESS
    if not options.ports_given:
        changes["ports"] = ",".join(map(str, free_ports(options.demo)))
    return msgspec.structs.replace(options.settings, **changes)


def _complain(path: Path, reason: str) -> bool:
    print(f"netgear-monitor: {path}: {reason}", file=sys.stderr)
    return False
