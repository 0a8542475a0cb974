"""A camera's process as its supervision has it: sent to, received from, killed with all its own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Protocol

from netgear_engine.node.camera.message_pipe import (
    BrokenMessageError,
    MessageReader,
    MessageWriter,
    enlarge,
)
from netgear_engine.node.camera.messages import Order, ProcessSettings, Report


class ChildListener(Protocol):
    """Called on the thread that reads what the process reports."""

    def report_received(self, child: "ChildProcess", report: Report, payload: bytes) -> None:
        """Take a report; `payload` is the picture that comes with it, or empty."""
        ...

    def gone(self, child: "ChildProcess", how: str) -> None:
        """The process has ended, in the words of `how`, and nothing more comes of it."""
        ...


def camera_command() -> list[str]:
    """Return the command that starts a camera's process: this same program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "camera-process"]
    return [sys.executable, "-m", "netgear_engine.node", "camera-process"]


class ChildProcess:
    """Starts the process at once, in a process group of its own.

    Ctrl+C in a terminal does not reach it, and whatever it starts dies with it. What it writes to
    standard error goes where ours goes.
    """

    def __init__(
        self, command: Sequence[str], settings: ProcessSettings, listener: ChildListener
    ) -> None:
        """Raises OSError when the program cannot be started."""
        self._listener = listener
        self._lock = threading.Lock()
        self._reaped = False
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        descriptor = os.dup(self._process.stdin.fileno())
        self._process.stdin.close()
        enlarge(self._process.stdout.fileno())
        if sys.platform != "win32":
            # A process that hangs does not read; whoever gives it an order must not wait for it.
            os.set_blocking(descriptor, False)
        self._orders = MessageWriter(descriptor)
        self._reader = threading.Thread(target=self._read, name="camera-reports", daemon=True)
        self._reader.start()
        self._send(settings)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def send(self, order: Order) -> None:
        """Give an order. A process that does not take it is killed."""
        self._send(order)

    def kill(self) -> None:
        """End it by force, with everything that it started; harmless when it has ended."""
        with self._lock:
            if not self._reaped:
                self._kill_group()

    def wait(self, timeout: float) -> bool:
        """Wait until it is gone and everything was received; tell whether it is."""
        self._reader.join(timeout)
        return not self._reader.is_alive()

    def _send(self, message: Order | ProcessSettings) -> None:
        try:
            self._orders.write(message)
        except OSError:
            self.kill()

    def _read(self) -> None:
        try:
            how = self._read_to_the_end()
        except Exception as error:  # noqa: BLE001 (whatever it is, the end must be told)
            how = f"sent what could not be taken: {type(error).__name__}: {error}"
        if how:
            self.kill()  # nothing after it could be understood
        self._orders.close()
        self._reap()
        self._listener.gone(self, how or _words(self._process.returncode))

    def _read_to_the_end(self) -> str:
        """Pass on every report; return what was wrong with the last one, "" for nothing."""
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            reader = MessageReader[Report](stream, Report)
            try:
                while (received := reader.read()) is not None:
                    self._listener.report_received(self, *received)
            except BrokenMessageError as error:
                return f"sent {error}"
        return ""

    def _reap(self) -> None:
        """Wait for the end, and let no zombie and no part of its group remain."""
        if sys.platform != "win32":
            # As long as it is not reaped, no other process can have got its number.
            os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        with self._lock:
            self._kill_group()
            self._process.wait()
            self._reaped = True

    def _kill_group(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # it has ended between two looks
        except PermissionError:
            return  # macOS says so of a zombie


def _words(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
