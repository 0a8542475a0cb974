"""One thread that does one thing after the other, so that what it owns needs no locks."""

import queue
import threading
from collections.abc import Callable

Job = Callable[[], None]


class JobThread:
    """Does jobs in their order, and `turn` after each, at least every `interval` seconds."""

    def __init__(self, name: str, turn: Job, interval: float) -> None:
        self._turn = turn
        self._interval = interval
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        """Begin with the jobs."""
        self._thread.start()

    def do(self, job: Job) -> None:
        """Have a job done soon; never waits."""
        self._jobs.put(job)

    def turn_now(self) -> None:
        """Have the next turn taken at once; never waits."""
        if self._jobs.empty():
            self._jobs.put(None)

    @property
    def waiting(self) -> int:
        """How many jobs are not done yet."""
        return self._jobs.qsize()

    def stop(self, timeout: float) -> None:
        """Let the job that is being done be the last; wait at most `timeout` seconds for it."""
        self._ended.set()
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout)

    def is_alive(self) -> bool:
        """Tell whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._ended.is_set():
            job = self._next()
            if job is not None:
                job()
            if not self._ended.is_set():
                self._turn()

    def _next(self) -> Job | None:
        try:
            return self._jobs.get(timeout=self._interval)
        except queue.Empty:
            return None
