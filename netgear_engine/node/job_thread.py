"""One thread that does one thing after the other, so that what it owns needs no locks.

Two things go wrong in such a thread. If it looked at the clock after each job, it would judge by
old news: after a job that took long it would call a camera silent whose pictures wait behind that
job. So it does all that waits, and only then takes a turn. And if it ended in the middle of what
waits, a setting that was answered as applied would be lost. So its end is a job as well, behind all
that was asked for before. Both are bounded: a turn comes after the jobs that waited when it was
last looked, however many came since, and nobody waits for the end longer than he likes.

What a job throws costs that job alone. A turn that fails again and again is another thing: then the
thread decides nothing any more, and ends, if it was told to, for its owner to notice.
"""

import queue
import threading
from collections.abc import Callable
from functools import partial

from netgear_engine.net import in_net

Job = Callable[[], object]


class JobThread:
    """Does jobs in their order, and a `turn` after those that wait, at least every `interval` s.

    Jobs and turns must not block where pictures or commands wait behind them. `on_error` is told of
    what they throw, once for the same thing in a row of jobs or of turns. After
    `most_failed_turns` in a row it ends; None goes on for ever.
    """

    def __init__(
        self,
        name: str,
        turn: Job = lambda: None,
        interval: float | None = None,
        *,
        on_error: Callable[[BaseException], object] = lambda error: None,
        most_failed_turns: int | None = None,
    ) -> None:
        self._turn = turn
        self._on_error = on_error
        self._most_failed_turns = most_failed_turns
        self._failed_turns = 0
        self._told: dict[str, str] = {}
        self._interval = interval
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._ending = False
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
            self._jobs.put(lambda: None)

    @property
    def waiting(self) -> int:
        """How many jobs are not done yet."""
        return self._jobs.qsize()

    def stop(self, timeout: float) -> None:
        """Let the jobs that wait now be the last; wait at most `timeout` seconds for them."""
        self._jobs.put(self._end)
        if self._thread.is_alive():
            self._thread.join(timeout)

    def is_alive(self) -> bool:
        """Tell whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._ending:
            self._do_what_waits()
            if not self._ending:
                self._take_turn()

    def _take_turn(self) -> None:
        self._failed_turns = 0 if self._try(self._turn, "turn") else self._failed_turns + 1
        if self._failed_turns == self._most_failed_turns:
            self._ending = True

    def _try(self, call: Job, kind: str) -> bool:
        went_well = in_net(call, partial(self._tell, kind))
        if went_well:
            # What is thrown after that is news again.
            self._told.pop(kind, None)
        return went_well

    def _tell(self, kind: str, error: Exception) -> None:
        if repr(error) != self._told.get(kind):
            self._told[kind] = repr(error)
            self._on_error(error)

    def _do_what_waits(self) -> None:
        try:
            job = self._jobs.get(timeout=self._interval)
        except queue.Empty:
            return
        self._try(job, "job")
        for _ in range(self._jobs.qsize()):
            self._try(self._jobs.get_nowait(), "job")

    def _end(self) -> None:
        self._ending = True
