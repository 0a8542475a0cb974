"""The sound of an alarm: at once, and again until everything is acknowledged.

Qt's own sounds need an add-on of 150 MB. Every desktop has a small program that plays a file, so
one of those is started, and where there is none the computer beeps.
"""

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Slot
from PySide6.QtWidgets import QApplication

import resources

_FILE = "sounds/alarm.wav"
_PLAYERS: tuple[tuple[str, ...], ...] = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("canberra-gtk-play", "-f"),
    ("afplay",),
)
_LONGEST_MS = 10_000
_ENDED_WITHIN_MS = 1000


class AlarmSound(QObject):
    """Heard while it is `on` and alarms are open. At most one player runs at a time."""

    def __init__(
        self, parent: QObject | None = None, *, beep: Callable[[], object] = QApplication.beep
    ) -> None:
        super().__init__(parent)
        self.on = True
        self._beep = beep
        self._open = 0
        self._players = _players(resources.path(_FILE))
        self._process: QProcess | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.ring)
        self.set_repeat(30.0)

    def means(self) -> str:
        """Return how alarms are heard, in words."""
        if sys.platform == "win32":
            return "through Windows"
        return f"through {Path(self._players[0][0]).stem}" if self._players else "as a beep"

    def set_on(self, on: bool) -> None:
        """Let alarms be heard or not."""
        self.on = on
        if not on:
            self._stop()

    def set_repeat(self, seconds: float) -> None:
        """Sound again after this time, as long as an alarm is open."""
        self._timer.setInterval(int(seconds * 1000))

    def set_open(self, count: int) -> None:
        """Take how many alarms are open; the first one is heard at once."""
        before, self._open = self._open, count
        if count == 0:
            self._timer.stop()
            self._stop()
        elif before == 0:
            self.ring()
            self._timer.start()

    @Slot()
    def close(self) -> None:
        """Be silent for good; a player that runs is ended and waited for."""
        process = self._process
        self.set_open(0)
        if process is not None:
            process.waitForFinished(_ENDED_WITHIN_MS)

    @Slot()
    def ring(self) -> None:
        """Sound once, unless it sounds already or nothing is open."""
        if not (self.on and self._open) or self._process is not None:
            return
        if sys.platform == "win32":
            _play_on_windows()
        elif self._players:
            self._start(self._players[0])
        else:
            self._beep()

    def _start(self, command: Sequence[str]) -> None:
        process = QProcess(self)
        self._process = process
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        QTimer.singleShot(_LONGEST_MS, process, process.kill)
        process.start(command[0], list(command[1:]))

    @Slot(int)
    def _finished(self, code: int) -> None:
        if self._let_go() and code != 0:
            self._try_the_next()

    @Slot(QProcess.ProcessError)
    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._let_go():
            self._try_the_next()

    def _try_the_next(self) -> None:
        """A player may be there and yet have no sound server to talk to."""
        self._players = self._players[1:]
        self.ring()

    def _stop(self) -> None:
        process = self._process
        if self._let_go() and process is not None:
            process.kill()

    def _let_go(self) -> bool:
        process, self._process = self._process, None
        if process is None:
            return False
        process.finished.connect(process.deleteLater)
        if process.state() is QProcess.ProcessState.NotRunning:
            process.deleteLater()
        return True


def _players(file: Path) -> list[tuple[str, ...]]:
    found = ((shutil.which(name), arguments) for name, *arguments in _PLAYERS)
    return [(program, *arguments, str(file)) for program, arguments in found if program]


def _play_on_windows() -> None:
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415 - it exists on Windows only

        file = str(resources.path(_FILE))
        winsound.PlaySound(file, winsound.SND_FILENAME | winsound.SND_ASYNC)
