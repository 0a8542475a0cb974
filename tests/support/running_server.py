"""netgear-server as users run it: a process of its own, its lines collected."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psutil

from netgear_engine.clock import SystemClock
from tests.support.waiting import PATIENCE, wait_until

_ROOT = Path(__file__).parents[2]
_RUN = "import sys; from netgear_engine.node.cli import main; sys.exit(main(sys.argv[1:]))"


class RunningServer:
    """Starts `python -m netgear_engine.node ARGUMENTS`; leaving the block kills what still runs.

    It knows nothing of a node that this computer may be: neither its configuration, unless the
    arguments name one, nor the settings that were applied on it. `sabotage` is a program that
    runs in its process before it.
    """

    def __init__(self, *arguments: object, sabotage: str = "") -> None:
        words = [str(argument) for argument in arguments]
        if words[0].startswith("-") and not {"--config", "--no-config"}.intersection(words):
            words.append("--no-config")
        command = [sys.executable, "-m", "netgear_engine.node", *words]
        if sabotage:
            command[1:3] = ["-c", f"{sabotage}\n{_RUN}"]
        self._state = tempfile.TemporaryDirectory(prefix="netgear-state-")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env={**os.environ, "STATE_DIRECTORY": self._state.name},
        )
        self.lines: list[str] = []
        self.errors: list[str] = []
        self._readers = [
            threading.Thread(target=self._collect, args=pair)
            for pair in ((self.process.stdout, self.lines), (self.process.stderr, self.errors))
        ]
        for reader in self._readers:
            reader.start()

    def wait_for(self, text: str, timeout: float = PATIENCE, count: int = 1) -> str:
        """Return the line with `text` in it once `count` of them were printed."""

        def found() -> str:
            matches = [line for line in list(self.lines) if text in line]
            return matches[-1] if len(matches) >= count else ""

        return wait_until(found, timeout, lambda: f"{text!r} in {self.lines}, errors {self.errors}")

    def write(self, text: str) -> None:
        """Write to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; return the exit code and how many seconds it took."""
        clock = SystemClock()
        begin = clock.monotonic()
        self.process.send_signal(number)
        code = self.wait()
        return code, clock.monotonic() - begin

    def wait(self) -> int:
        """Return the exit code once it has ended and everything it printed was read."""
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code

    def camera_process(self) -> psutil.Process:
        """Return the process that owns the camera, once it is there."""
        node = psutil.Process(self.process.pid)
        return wait_until(node.children, what="the camera's process")[0]

    def _collect(self, stream: IO[str], lines: list[str]) -> None:
        for line in stream:
            lines.append(line.rstrip("\n"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        self._state.cleanup()
