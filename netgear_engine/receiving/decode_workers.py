"""Threads that decode the newest frame of each port at the size its tile needs.

**Nobody holds up the others.** A picture that takes over a second to decode takes its thread's
place; another thread is begun for the others, up to four more in all, and the first one ends when
it is done. Its port is suspect then: its picture is not shown, it is told as unusable, and not
decoded for a pause that doubles each time, up to a minute. Of all suspect ports one is decoded at a
time, until it shows that it can be decoded in time. So they hold one thread at most.
"""

import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from logging import getLogger

from netgear_engine.clock import Clock
from netgear_engine.codecs.decode_scale import decode
from netgear_engine.frame import Frame, Picture
from netgear_engine.held_signals import start_whole
from netgear_engine.net import in_net
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.limits import Limits
from netgear_engine.receiving.overload import DecodeCounts

_log = getLogger("netgear.decode")

_MOST_WORKERS = 4
_MOST_EXTRA = 4
SLOW_S = 1.0
LONGEST_PAUSE_S = 60.0
# A decode cannot be broken off: one that still runs then is left behind.
_CLOSE_WITHIN_S = 1.0
_TOO_SLOW = f"its pictures take more than {SLOW_S:g} s to decode"


@dataclass(slots=True)
class _Slot:
    """One port's newest frame, and what is to be done with it.

    `slow` counts decodes that took too long, one after the other; `paused_until` is monotonic.
    """

    frame: Frame | None = None
    fresh: bool = False
    size: tuple[int, int] | None = None
    decoding: bool = False
    decoded: int = 0
    dropped: int = 0
    not_shown: int = 0
    slow: int = 0
    paused_until: float = float("-inf")

    @property
    def waits(self) -> bool:
        """Whether a frame that is to be shown waits to be decoded."""
        return self.fresh and self.size is not None


@dataclass(slots=True, eq=False)
class _Job:
    """A decode under way; `since` is None when its picture is made. `is_slow` is set once."""

    slot: _Slot
    frame: Frame
    size: tuple[int, int]
    since: float | None
    begun_at: float
    is_slow: bool = False
    is_delivered: bool = False


class DecodeWorkers:
    """Decodes frames fairly between ports: the selected port first, then whoever waited longest.

    The selected one takes every other turn at most, or with one thread nobody else had any.

    A port has at most one frame waiting and at most one being decoded. A port that is not shown
    is not decoded; its newest frame is kept, so that it can be shown at once when it is.
    """

    def __init__(
        self,
        deliver: Callable[[Picture], None],
        unusable: Callable[[int, str], None],
        limits: Limits,
        clock: Clock,
        threads: int | None = None,
    ) -> None:
        self._deliver = deliver
        self._unusable = unusable
        self._limits = limits
        self._clock = clock
        self._slots: dict[int, _Slot] = {}
        self._ready: deque[int] = deque()
        self._jobs: list[_Job] = []
        self._selected: int | None = None
        self._last_taken: int | None = None
        self._running = True
        self._changed = threading.Condition()
        self._wanted = threads or min(_MOST_WORKERS, os.cpu_count() or 1)
        # Those that are not held by a slow picture.
        self._free = self._wanted
        self._begun = 0
        self._busy_s = 0.0
        self._decoded = self._left_out = 0
        self._threads = [self._thread() for _ in range(self._wanted)]

    def start(self) -> None:
        """Begin to decode; what was offered before waits until then."""
        for thread in self._threads:
            start_whole(thread)

    def offer(self, frame: Frame) -> None:
        """Take a port's newest frame; one that waits is replaced, and counted."""
        with self._changed:
            slot = self._slots.setdefault(frame.port, _Slot())
            if slot.fresh:
                slot.dropped += slot.size is not None
                self._left_out += slot.size is not None
                slot.not_shown += slot.size is None
            slot.frame = frame
            slot.fresh = True
            self._queue(frame.port, slot)
        self.time_passed()

    def show(self, port: int, size: tuple[int, int] | None) -> None:
        """Decode the port to be fitted into `size` (width, height) from now on; None: never."""
        with self._changed:
            slot = self._slots.setdefault(port, _Slot())
            grown = size is not None and (
                slot.size is None or size[0] > slot.size[0] or size[1] > slot.size[1]
            )
            comes_back = slot.size is None and size is not None
            slot.size = size
            if grown and slot.frame is not None:
                slot.fresh = True
            self._queue(port, slot)
        if comes_back and slot.slow:
            self._tell(port, _TOO_SLOW)

    def select(self, port: int | None) -> None:
        """Let this port go first."""
        with self._changed:
            self._selected = port

    def forget(self, port: int) -> None:
        """Drop everything of a port that is no longer listened on."""
        with self._changed:
            self._slots.pop(port, None)

    def waits(self, port: int) -> bool:
        """Tell whether a frame of a port that is shown waits while others are decoded."""
        with self._changed:
            slot = self._slots.get(port)
            return slot is not None and slot.waits

    def total(self) -> DecodeCounts:
        """Return what all threads did so far for all ports."""
        with self._changed:
            return DecodeCounts(self._busy_s, self._wanted, self._decoded, self._left_out)

    def counts(self, port: int) -> tuple[int, int, int]:
        """Return how many frames were decoded, dropped undecoded, and not wanted as none shows."""
        with self._changed:
            slot = self._slots.get(port)
            return (slot.decoded, slot.dropped, slot.not_shown) if slot else (0, 0, 0)

    def time_passed(self) -> None:
        """Notice what takes too long, and begin a thread for the others in its place."""
        with self._changed:
            late = [job for job in self._jobs if self._is_late(job)]
            for job in late:
                self._hold(job)
        for job in late:
            self._begin_extra()
            self._tell(job.frame.port, _TOO_SLOW)

    def close(self) -> None:
        """End the threads that `start` began; a decode under way has a second to be finished."""
        with self._changed:
            self._running = False
            self._changed.notify_all()
            threads = list(self._threads)
        end = self._clock.monotonic() + _CLOSE_WITHIN_S
        for thread in threads:
            thread.join(max(0.0, end - self._clock.monotonic()))

    def _hold(self, job: _Job) -> None:
        job.is_slow = True
        self._free -= 1

    def _begin_extra(self) -> None:
        with self._changed:
            if not self._running or len(self._threads) >= self._wanted + _MOST_EXTRA:
                return
            thread = self._thread()
            self._threads.append(thread)
            self._free += 1
        try:
            start_whole(thread)
        except RuntimeError:  # the system gives no more threads
            _log.exception("no thread could be begun in place of one that is held")
            with self._changed:
                self._threads.remove(thread)
                self._free -= 1

    def _thread(self) -> threading.Thread:
        self._begun += 1
        return threading.Thread(target=self._work, name=f"decode-{self._begun - 1}", daemon=True)

    def _queue(self, port: int, slot: _Slot) -> None:
        waits = slot.slow and self._clock.monotonic() < slot.paused_until
        if slot.fresh and slot.size is not None and not slot.decoding and not waits:
            if port not in self._ready:
                self._ready.append(port)
            self._changed.notify()

    def _work(self) -> None:
        while (job := self._next_job()) is not None:
            try:
                in_net(partial(self._do, job), partial(self._not_passed_on, job))
            finally:
                self._finished(job)

    def _do(self, job: _Job) -> None:
        """Decode and deliver."""
        try:
            picture = decode(job.frame, job.size, self._limits)
        except RemoteProtocolError as error:
            self._made(job)
            self._tell(job.frame.port, str(error))
            return
        if self._made(job):
            # Delivered before the next decode of this port may begin, so never out of order.
            self._deliver(picture)
            job.is_delivered = True

    def _not_passed_on(self, job: _Job, error: Exception) -> None:
        _log.error("port %s: a picture could not be passed on", job.frame.port, exc_info=error)
        self._tell(job.frame.port, f"a picture could not be passed on: {error!r}")

    def _made(self, job: _Job) -> bool:
        """The decode is over; tell whether it was in time, and we are not closed meanwhile."""
        with self._changed:
            is_late = self._is_late(job)
            if is_late:
                self._hold(job)
            job.since = None
            in_time = self._running and not job.is_slow
        if is_late:
            self._tell(job.frame.port, _TOO_SLOW)
        return in_time

    def _tell(self, port: int, reason: str) -> None:
        if self._running:
            in_net(partial(self._unusable, port, reason))

    def _next_job(self) -> _Job | None:
        with self._changed:
            while self._running and self._free <= self._wanted:
                while self._ready:
                    slot = self._slots.get(self._take_ready())
                    if slot and slot.fresh and slot.frame and slot.size and self._may_begin(slot):
                        slot.fresh = False
                        slot.decoding = True
                        now = self._clock.monotonic()
                        job = _Job(slot, slot.frame, slot.size, since=now, begun_at=now)
                        self._jobs.append(job)
                        return job
                self._changed.wait()
            self._free -= 1
            self._threads.remove(threading.current_thread())
        return None

    def _take_ready(self) -> int:
        """Return whose turn it is: the selected port's, but not twice while others wait."""
        port, selected = self._ready[0], self._selected
        if selected is not None and selected != self._last_taken and selected in self._ready:
            port = selected
        elif port == selected == self._last_taken and len(self._ready) > 1:
            port = self._ready[1]
        self._ready.remove(port)
        self._last_taken = port
        return port

    def _may_begin(self, slot: _Slot) -> bool:
        """Tell whether a port may be decoded now; its next frame asks again."""
        return not slot.slow or not any(job.slot.slow or job.is_slow for job in self._jobs)

    def _is_late(self, job: _Job) -> bool:
        """Tell whether a decode has just become too long."""
        if job.is_slow or job.since is None:
            return False
        return self._clock.monotonic() - job.since > SLOW_S

    def _finished(self, job: _Job) -> None:
        slot = job.slot
        with self._changed:
            self._jobs.remove(job)
            # What a slow picture takes holds up nobody else.
            self._busy_s += 0.0 if job.is_slow else self._clock.monotonic() - job.begun_at
            slot.decoding = False
            slot.decoded += job.is_delivered
            self._decoded += job.is_delivered
            if job.is_slow:
                self._free += 1
                slot.slow += 1
                pause = min(SLOW_S * 2.0 ** min(slot.slow - 1, 10), LONGEST_PAUSE_S)
                slot.paused_until = self._clock.monotonic() + pause
            else:
                slot.slow = 0
            self._queue(job.frame.port, slot)
