"""A helper program in a process of its own that tells what it does as lines of JSON."""

import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.prepared_process import PreparedProcess
from tests.support.waiting import PATIENCE, wait_until

_ROOT = Path(__file__).parents[2]


class JsonLinesProcess:
    """Runs `python -m module arguments` and collects what it prints, one JSON value per line.

    A context manager: on leaving, the program is asked to end (SIGTERM) and killed if it does not
    within `patience` seconds. What it wrote to stderr is in `errors()` and in every failure.
    `before` are words that go before the command, as `env` and its values. A class that is
    `prepared` runs it in a fork of a process that has imported VidGear.
    """

    patience = 8.0
    prepared = False

    def __init__(self, module: str, arguments: list[str], before: Sequence[str] = ()) -> None:
        self._module, self._arguments = module, arguments
        self._command = [*before, sys.executable, "-m", module, *arguments]
        self._lines: list[Any] = []
        self._lock = threading.Lock()
        self._stderr = tempfile.NamedTemporaryFile("w+b")  # noqa: SIM115 (closed at the end)
        self._process: subprocess.Popen[str] | PreparedProcess | None = None
        self._reader = threading.Thread(target=self._read, name=f"reader of {module}", daemon=True)

    def __enter__(self) -> Self:
        if self.prepared:
            self._process = PreparedProcess(self._module, self._arguments, self._stderr.name)
        else:
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.PIPE, stderr=self._stderr, text=True, cwd=_ROOT
            )
        self._reader.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if error is not None:
            error.add_note(f"{' '.join(self._command)}\n{self.errors()}")
        self._stderr.close()

    @property
    def lines(self) -> list[Any]:
        """Everything printed so far."""
        with self._lock:
            return list(self._lines)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._running().pid

    @property
    def exit_code(self) -> int | None:
        """How the program ended, None while it runs."""
        return self._running().poll()

    def wait_for(self, count: int, timeout: float = PATIENCE) -> list[Any]:
        """Return all lines once there are at least `count`."""
        wait_until(lambda: len(self.lines) >= count, timeout, lambda: self._told(f"{count} lines"))
        return self.lines

    def freeze(self) -> None:
        """Stop the process where it stands, as a hanging machine would (SIGSTOP)."""
        self._running().send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen process go on (SIGCONT)."""
        self._running().send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without a goodbye (SIGKILL)."""
        self._running().kill()
        self._running().wait(PATIENCE)

    def stop(self) -> None:
        """Ask it to end, with a goodbye (SIGTERM); kill it when it does not obey."""
        process = self._running()
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            try:
                process.wait(self.patience)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if process.stdout is not None:
            process.stdout.close()

    def errors(self) -> str:
        """Return the end of what it wrote to stderr."""
        self._stderr.seek(0)
        return self._stderr.read().decode(errors="replace")[-3000:]

    def _running(self) -> subprocess.Popen[str] | PreparedProcess:
        assert self._process is not None, "use it in a with statement"
        return self._process

    def _told(self, wanted: str) -> str:
        newest = self.lines[-3:]
        return f"{wanted} of {' '.join(self._command)}; newest: {newest}\n{self.errors()}"

    def _read(self) -> None:
        stdout = self._running().stdout
        assert stdout is not None
        for line in stdout:
            with self._lock:
                self._lines.append(json.loads(line))
