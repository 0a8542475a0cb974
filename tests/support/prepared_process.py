"""A helper program in a process that has imported what takes long already.

Importing VidGear takes most of the processor time that a stock peer of a test needs. So a server
imports it once for each process that runs tests, and each peer is a fork of it: multiprocessing's
"forkserver", which has no thread and no socket that a fork could spoil.
"""

import contextlib
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from typing import IO

# pytest, as multiprocessing lets each child import the program that started it.
_IMPORTED = ["vidgear.gears", "netgear_engine", "pytest"]

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(_IMPORTED)


class PreparedProcess:
    """Runs `python -m module arguments`, and answers to a few of the names of `Popen`.

    `stdout` are the lines that it prints; what it writes to stderr goes into the file of that path.
    """

    def __init__(self, module: str, arguments: list[str], errors: str) -> None:
        reader, writer = _server.Pipe(duplex=False)
        self._process = _server.Process(target=_run, args=(module, arguments, writer, errors))
        self._process.start()
        writer.close()
        self.stdout: IO[str] = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Return how it ended, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Return how it ended once it has; raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs; it may have ended just now."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def _run(module: str, arguments: list[str], output: Connection, errors: str) -> None:
    """Be the program, in the fork."""
    os.dup2(output.fileno(), sys.stdout.fileno())
    os.dup2(os.open(errors, os.O_WRONLY | os.O_APPEND), sys.stderr.fileno())
    output.close()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
