"""The one loop that owns sockets: waits for them, hands over their messages, runs timers and jobs.

Everything it calls runs in its thread. Other threads reach it only by `call`, over an inproc pair
of sockets, of which the loop polls the door and `call` rings the bell.

**The wake-up.** A job is put into a list, and the bell only makes the poll look there. Four things
could go wrong. A wake-up could get lost: a job comes when the loop has emptied the list but does
not poll yet. So the flag that says "it is woken" is cleared before the list is emptied for that
ring; a job is either in that list or rings again. The bell could fill up, when thousands
of jobs come while the loop is busy; then `call` would fail or wait. So it is rung once, however
many jobs wait, and `call` never waits for anything but the lock, under which nobody does more than
that. The bell could be used by two threads at once, which no ZeroMQ socket bears, or when it is
closed already. So it is touched under the lock only, and is gone from sight before it closes; a
job that comes later is dropped. And a job could wait for ever because it came before the loop ran.
So the loop rings its own bell once when it begins.

Jobs run outside the lock and may call `call`. The end is a job as well: what was asked for before
it is done.

**The nets.** What a handler, a timer or a job throws goes to the `on_fault` of whoever registered
it, or into the log, and the loop goes on. Only what the loop itself throws ends `run`.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import zmq

from netgear_engine.clock import Clock
from netgear_engine.net import OnFault, in_net
from netgear_engine.transport import message_memory
from netgear_engine.transport.held_memory import HeldMemory
from netgear_engine.transport.sockets import Socket

OnParts = Callable[[list[bytes]], None]
OnFrames = Callable[[list[zmq.Frame]], None]
Job = Callable[[], None]

_WAKE = b""
# How much a socket may bring before it is the next one's turn, whichever comes first.
_MOST_MESSAGES_A_TURN = 32
_MOST_BYTES_A_TURN = 8 * 1024 * 1024
_LONGEST_TURN_S = 0.02


@dataclass(frozen=True, slots=True)
class _Watch:
    receive: Callable[[], list[Any] | None]
    on_parts: Callable[[list[Any]], None]
    on_fault: OnFault | None


@dataclass(slots=True, eq=False)
class _Timer:
    interval: float
    job: Job
    due: float
    on_fault: OnFault | None


class PollLoop:
    """Polls sockets, timers and jobs in the thread that calls `run`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._poller = zmq.Poller()
        self._watched: dict[Socket, _Watch] = {}
        self._timers: list[_Timer] = []
        self._jobs: deque[Job] = deque()
        self._lock = threading.Lock()
        self._running = True
        self._bell: Socket | None = None
        # One wake-up is enough, however many jobs wait.
        self._woken = False
        # Held until it is closed. A Ctrl+C in an Event's wait may leave the Event locked for ever.
        self._is_closed = False
        self._open = threading.Lock()
        self._open.acquire()

    @cached_property
    def context(self) -> zmq.Context[Socket]:
        """ZeroMQ's resources; made when first needed, so that a loop that never ran holds none."""
        return zmq.Context()

    @cached_property
    def held_memory(self) -> HeldMemory:
        """What ZeroMQ holds for the sockets of this loop."""
        return HeldMemory()

    def call(self, job: Job) -> None:
        """Run `job` in the loop's thread soon. May be called from any thread."""
        with self._lock:
            if not self._running:
                return
            self._jobs.append(job)
            if self._bell is not None and not self._woken:
                self._bell.send(_WAKE, zmq.NOBLOCK)
                # Not before it rang: a Ctrl+C in between would leave everybody waiting.
                self._woken = True

    def stop(self) -> None:
        """End `run` after the jobs that wait now. May be called from any thread."""
        self.call(self._end)

    def watch(self, socket: Socket, on_parts: OnParts, on_fault: OnFault | None = None) -> None:
        """Hand every message of `socket` to `on_parts`."""
        reader = message_memory.MessageReader(socket)
        self._watch(socket, _Watch(lambda: _bytes_of(reader.receive()), on_parts, on_fault))

    def watch_frames(
        self, socket: Socket, on_frames: OnFrames, on_fault: OnFault | None = None
    ) -> None:
        """Hand every message of `socket` to `on_frames`, in ZeroMQ's own memory, not copied."""
        reader = message_memory.MessageReader(socket)
        self._watch(socket, _Watch(reader.receive, on_frames, on_fault))

    def unwatch(self, socket: Socket) -> None:
        """Stop watching `socket`."""
        del self._watched[socket]
        self._poller.unregister(socket)

    def every(self, seconds: float, job: Job, on_fault: OnFault | None = None) -> Job:
        """Run `job` again and again; a late turn is not made up for. Returns what ends that."""
        timer = _Timer(seconds, job, self._clock.monotonic() + seconds, on_fault)
        self._timers.append(timer)
        return lambda: self._timers.remove(timer)

    def now(self) -> float:
        """Return the loop's time: monotonic seconds."""
        return self._clock.monotonic()

    def run(self) -> None:
        """Run until `stop`; raises only what the loop itself cannot go on with."""
        message_memory.keep_freed_memory()
        address = f"inproc://poll-loop-{id(self)}"
        with self.context.socket(zmq.PAIR) as door, self.context.socket(zmq.PAIR) as bell:
            door.bind(address)
            bell.connect(address)
            with self._lock:
                self._bell = bell
                self._woken = True
                bell.send(_WAKE)
            self.watch(door, self._answer_bell)
            try:
                while self._running:
                    self._turn()
            finally:
                with self._lock:
                    self._running = False
                    self._bell = None
                self.unwatch(door)

    def close(self) -> None:
        """Free ZeroMQ's resources after `run`; waits for the linger of sockets already closed.

        A socket that a fault left open is closed as well: the context would wait for it for ever.
        """
        if "context" in self.__dict__:
            self.context.destroy(linger=0)
        self._is_closed = True
        if self._open.locked():
            self._open.release()

    def join(self, thread: threading.Thread, timeout: float) -> None:
        """Wait until `thread`, which runs this loop, has closed it and ended.

        After a Ctrl+C in its `join` Python 3.11 takes a thread for ended that still runs, so that
        alone would not do.
        """
        if thread.ident is None:
            return
        if not self._is_closed and self._open.acquire(timeout=timeout):
            self._open.release()
        if self._is_closed:
            thread.join(timeout)

    def _watch(self, socket: Socket, watch: _Watch) -> None:
        self._watched[socket] = watch
        self._poller.register(socket, zmq.POLLIN)

    def _turn(self) -> None:
        for socket, _ in self._poller.poll(self._milliseconds_to_next_timer()):
            self._drain(socket)
        self._run_due_timers()

    def _drain(self, socket: Socket) -> None:
        """Take what waits, but leave a turn for the other sockets."""
        taken = 0
        ends_at = self._clock.monotonic() + _LONGEST_TURN_S
        for _ in range(_MOST_MESSAGES_A_TURN):
            watch = self._watched.get(socket)
            if watch is None:
                return
            size = self._take(socket, watch)
            if size is None:
                return
            taken += size
            if taken >= _MOST_BYTES_A_TURN or self._clock.monotonic() >= ends_at:
                return

    def _take(self, socket: Socket, watch: _Watch) -> int | None:
        """Hand one message over, unless it goes on, and return its size; None when none waits."""
        sizes: list[int] = []

        def take() -> None:
            try:
                parts = watch.receive()
            except zmq.Again:
                return
            sizes.append(sum(map(len, parts or ())))
            # The poll may have looked for the bell just before it rang: without this, a frame would
            # now and then be answered with the return data before those that were given last.
            self._do_jobs()
            if parts is not None and self._watched.get(socket) is watch:
                watch.on_parts(parts)

        in_net(take, watch.on_fault)
        return sizes[0] if sizes else None

    def _answer_bell(self, _: list[bytes]) -> None:
        with self._lock:
            self._woken = False
        self._do_jobs()

    def _do_jobs(self) -> None:
        if not self._jobs:
            return
        with self._lock:
            jobs, self._jobs = self._jobs, deque()
        for job in jobs:
            in_net(job)

    def _run_due_timers(self) -> None:
        now = self._clock.monotonic()
        for timer in list(self._timers):
            if timer.due <= now:
                timer.due = now + timer.interval
                in_net(timer.job, timer.on_fault)

    def _milliseconds_to_next_timer(self) -> int | None:
        if not self._timers:
            return None
        wait = min(timer.due for timer in self._timers) - self._clock.monotonic()
        return max(0, int(wait * 1000) + 1)

    def _end(self) -> None:
        self._running = False


def _bytes_of(frames: list[zmq.Frame] | None) -> list[bytes] | None:
    return None if frames is None else [frame.bytes for frame in frames]
