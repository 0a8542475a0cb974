"""A visitor in the real program: runs netgear-monitor as it is, and acts in its window."""

import os
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from gui.app import run
from gui.program.command_line import read_command_line
from gui.program.end_signals import EndSignals
from gui.window.main_window import MainWindow
from netgear_engine.clock import SystemClock

_LOOK_MS = 50

Visit = Callable[[MainWindow], None]


def run_with_visitor(visit: Visit) -> int:
    """Run the program with its own command line; `visit` is called once its window is shown."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt's offscreen plugin repeats that it has no window manager.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    options = read_command_line()
    visitors: list[_Visitor] = []
    threading.Thread(target=lambda: visitors.append(_enter(visit)), daemon=True).start()
    signals = EndSignals()
    try:
        return run(options, signals)
    finally:
        signals.close()


def _enter(visit: Visit) -> "_Visitor":
    clock = SystemClock()
    while (application := QApplication.instance()) is None:
        clock.sleep(0.02)
    visitor = _Visitor(application, visit)
    visitor.entered.emit()
    return visitor


class _Visitor(QObject):
    """Lives in the window's thread and waits there for the window."""

    entered = Signal()

    def __init__(self, application: QCoreApplication, visit: Visit) -> None:
        super().__init__()
        self._visit = visit
        self.moveToThread(application.thread())
        self.entered.connect(self._look_for_the_window, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _look_for_the_window(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                self._visit(window)
                return
        QTimer.singleShot(_LOOK_MS, self._look_for_the_window)
