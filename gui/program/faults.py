"""The net at the program's edge: what nobody caught, wherever it was raised, arrives here."""

import asyncio
import contextlib
import sys
import threading
import traceback
from dataclasses import dataclass
from logging import CRITICAL, ERROR, WARNING, getLogger
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

_log = getLogger(__name__)

_QT_LEVELS = {
    QtMsgType.QtWarningMsg: WARNING,
    QtMsgType.QtCriticalMsg: ERROR,
    QtMsgType.QtFatalMsg: CRITICAL,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of this program, in words that are the same each time it comes, and its trace."""

    words: str
    trace: str = ""

    @classmethod
    def of(cls, error: BaseException) -> "Fault":
        """Return an exception as a fault, named for its kind and the place that raised it."""
        frames = traceback.extract_tb(error.__traceback__)
        place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
        trace = "".join(traceback.format_exception(error))
        return cls(f"{type(error).__name__}{place}", trace)


class Faults(QObject):
    """Catches what is raised in any thread, in Qt's callbacks, in the loop, and while deleting.

    Every fault is logged at once, in its own thread; `arose` carries the Fault to the GUI thread.
    Qt's own messages are only logged: few of them are faults.
    """

    arose = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        self._qt_before = qInstallMessageHandler(_log_qt)

    def close(self) -> None:
        """Leave it to whoever caught them before."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._qt_before)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Catch what is raised in the callbacks of a loop, and in tasks that nobody awaits."""
        loop.set_exception_handler(self._on_loop)

    def note(self, where: str, error: BaseException) -> None:
        """Take a fault; from any thread."""
        _log.critical("%s: %s", where, error, exc_info=error)
        with contextlib.suppress(RuntimeError):  # the window has gone
            self.arose.emit(Fault.of(error))

    def _on_exception(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        self.note("The window", error)

    def _on_thread(self, hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None and not isinstance(hook.exc_value, SystemExit):
            self.note(f"Thread {hook.thread.name if hook.thread else '?'}", hook.exc_value)

    def _on_unraisable(self, hook: Any) -> None:
        if hook.exc_value is not None:
            self.note(hook.err_msg or f"Ignored in {hook.object!r}", hook.exc_value)

    def _on_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is None:
            _log.error("%s", context.get("message"))
        else:
            self.note(str(context.get("message")), error)


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    if kind in _QT_LEVELS:
        _log.log(_QT_LEVELS[kind], "Qt: %s", text)
