"""netgear-server while it runs: one camera, its receivers, and an end that comes in time."""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.node.camera_loop import CameraLoop
from netgear_engine.node.console import Console
from netgear_engine.node.standard_input import read_messages
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.sources.source import Source

# Together under the two seconds in which the program must have ended.
_GOODBYE_S = 1.0
_SOURCE_END_S = 0.5


class StoppableClock:
    """A clock whose sleep ends at once when the program is to stop."""

    def __init__(self, clock: Clock, stop: threading.Event) -> None:
        self._clock = clock
        self._stop = stop

    def monotonic(self) -> float:
        """Return seconds that never jump."""
        return self._clock.monotonic()

    def wall(self) -> float:
        """Return seconds since 1970 (UTC)."""
        return self._clock.wall()

    def sleep(self, seconds: float) -> None:
        """Wait in the calling thread, at most until the program is to stop."""
        self._stop.wait(seconds)


class Program:
    """Runs until the source ends, standard input closes or a signal asks it to stop."""

    def __init__(
        self,
        source: Source,
        engine: SendEngine,
        console: Console,
        *,
        clock: StoppableClock,
        stop: threading.Event,
    ) -> None:
        self._source = source
        self._engine = engine
        self._console = console
        self._stop = stop
        self._camera = CameraLoop(
            source, engine.send, listener=console, clock=clock, should_stop=stop.is_set
        )
        # Each entry asks the program to end with that exit code. A SimpleQueue, because putting
        # into it is safe in a signal handler; setting an Event is not.
        self._ends: queue.SimpleQueue[int] = queue.SimpleQueue()

    def run(self, *, with_standard_input: bool) -> int:
        """Run to the end and return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)
        self._engine.start()
        camera = threading.Thread(target=self._run_camera, name="camera")
        camera.start()
        if with_standard_input:
            # Daemon, because nothing can wake a thread that waits for standard input.
            threading.Thread(target=self._run_standard_input, name="stdin", daemon=True).start()
        code = self._ends.get()
        self._stop.set()
        self._engine.stop(_GOODBYE_S)
        camera.join(_SOURCE_END_S)
        if camera.is_alive():
            self._leave(code)
        return code

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._ends.put(0)

    def _run_camera(self) -> None:
        self._until_the_end(self._play)

    def _play(self) -> None:
        self._camera.run()
        if not self._stop.is_set():
            self._console.say(f"{self._source.title} has ended")

    def _run_standard_input(self) -> None:
        self._until_the_end(lambda: read_messages(self._engine.say, self._console.complain))

    def _until_the_end(self, work: Callable[[], None]) -> None:
        """Do the work of a thread, then end the program; 1 when it went wrong."""
        code = 1
        try:
            work()
            code = 0
        except SourceError as error:
            self._console.complain(str(error))
        finally:
            self._ends.put(code)

    def _leave(self, code: int) -> None:
        """End although the camera's thread still waits inside a camera library.

        The receivers have had their goodbye. A read in there ends only at its own time-out, which
        may be seconds away, nothing can break it off, and the interpreter would wait for it.
        """
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
