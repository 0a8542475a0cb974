"""Start-up and shut-down of the window, in order."""

import signal
import sys
from pathlib import Path

import msgspec
import qasync
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.bridge.engine_thread import EngineThread
from gui.command_line import Options
from gui.connections import Connections
from gui.demo import ADDRESS, Demo, free_ports
from gui.main_window import MainWindow
from gui.own_address import reachable_address
from gui.report import write_report
from gui.settings.schema import Settings
from netgear_engine.clock import Clock, SystemClock
from netgear_engine.protocol.patterns import Pattern


def run(options: Options) -> int:
    """Open the window and run until it closes; returns 0, or 1 when a file was not written."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("NetGear Monitor")
    theme.apply(application)
    with qasync.QEventLoop(application) as loop:
        program = _Program(options, SystemClock())
        program.ended.connect(loop.stop)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: program.close())
        program.start()
        loop.run_forever()
        return program.finish()


class _Program(QObject):
    """One run: the engine, the window and, when asked for, the demo's cameras."""

    ended = Signal()

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
        self._window = MainWindow(
            clock=clock,
            feed=self._engine.feed,
            command_for=self._command_for,
            names=self._settings.camera_names(),
        )
        Connections(self._window, self._engine)
        self._demo: Demo | None = None
        self._is_saved = True

    def start(self) -> None:
        """Listen, show the window, and start the demo."""
        self._window.installEventFilter(self)
        self._engine.start()
        self._window.show()
        if self._options.demo:
            self._demo = Demo(self._ports, self._pattern, self._engine.reply, self)
        if self._options.exit_after is not None:
            QTimer.singleShot(int(self._options.exit_after * 1000), self.close)

    def close(self) -> None:
        """Close the window, and with it the program."""
        self._window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the picture while the window is still open, then end."""
        if event.type() is QEvent.Type.Close and watched is self._window:
            self._window.removeEventFilter(self)
            self._is_saved = self._save_screenshot()
            self.ended.emit()
        return False

    def finish(self) -> int:
        """Stop everything that runs, the engine first; returns the program's exit code."""
        uptime_s = self._clock.monotonic() - self._started_at
        self._engine.stop()
        if self._demo is not None:
            self._demo.stop()
        return 0 if self._write_report(uptime_s) and self._is_saved else 1

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
                names=self._settings.camera_names(),
                feed=self._engine.feed,
            )
        except OSError as error:
            return _complain(path, error.strerror or str(error))
        return True

    def _command_for(self, port: int) -> str:
        host = reachable_address(self._settings.listen)
        pattern = "" if self._pattern is Pattern.REQUEST_REPLY else f" --pattern {self._pattern}"
        secure = f" --secure {self._settings.secure}" if self._settings.secure else ""
        return f"netgear-server --connect {host}:{port} --source 0{pattern}{secure}"


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
