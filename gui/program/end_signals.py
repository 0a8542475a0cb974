"""Ctrl+C, an end asked for by the system, and a terminal that closes. No Qt.

Nothing is done inside a signal handler: it may run in the middle of anything, with any lock taken.
What comes is written into a socket by Python itself (`signal.set_wakeup_fd`) and read by the
window's loop when it has time, so it is not lost while the program still starts. The second one
ends the process at once, whatever it does. Windows knows SIGINT alone of them (and SIGBREAK, which
ends at once); its wake-up descriptor must be a socket, so it is one everywhere.
"""

import contextlib
import signal
import socket
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class EndSignals:
    """Takes the signals that ask for the end, from the main thread, until `close`."""

    def __init__(self) -> None:
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)
        self._wakes_before = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        self._before = {}
        for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
            # Who starts a program with nohup wants it to outlive the terminal.
            if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._let_the_next_end)

    @property
    def descriptor(self) -> int:
        """The descriptor that can be read when a signal came."""
        return self._ear.fileno()

    def take(self) -> bool:
        """Return whether a signal came since the last call."""
        with contextlib.suppress(BlockingIOError):
            return bool(self._ear.recv(64))
        return False

    def close(self) -> None:
        """Leave the signals to whoever had them."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakes_before)
        self._ear.close()
        self._mouth.close()

    def _let_the_next_end(self, _number: int, _frame: FrameType | None) -> None:
        for number in self._before:
            signal.signal(number, signal.SIG_DFL)
