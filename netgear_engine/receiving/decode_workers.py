"""Threads that decode the newest frame of each port at the size its tile needs."""

import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from netgear_engine.codecs.decode_scale import decode
from netgear_engine.frame import Frame, Picture
from netgear_engine.held_signals import start_whole
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.limits import Limits

_MOST_WORKERS = 4


@dataclass(slots=True)
class _Slot:
    """One port's newest frame, and what is to be done with it."""

    frame: Frame | None = None
    fresh: bool = False
    size: tuple[int, int] | None = None
    decoding: bool = False
    decoded: int = 0
    dropped: int = 0


class DecodeWorkers:
    """Decodes frames fairly between ports: the selected port first, then whoever waited longest.

    A port has at most one frame waiting and at most one being decoded. A port that is not shown
    is not decoded; its newest frame is kept, so that it can be shown at once when it is.
    """

    def __init__(
        self,
        deliver: Callable[[Picture], None],
        unusable: Callable[[int, str], None],
        limits: Limits,
        threads: int | None = None,
    ) -> None:
        self._deliver = deliver
        self._unusable = unusable
        self._limits = limits
        self._slots: dict[int, _Slot] = {}
        self._ready: deque[int] = deque()
        self._selected: int | None = None
        self._running = True
        self._changed = threading.Condition()
        self._threads = [
            threading.Thread(target=self._work, name=f"decode-{number}", daemon=True)
            for number in range(threads or min(_MOST_WORKERS, os.cpu_count() or 1))
        ]

    def start(self) -> None:
        """Begin to decode; what was offered before waits until then."""
        for thread in self._threads:
            start_whole(thread)

    def offer(self, frame: Frame) -> None:
        """Take a port's newest frame; one that waits is replaced and counted as dropped."""
        with self._changed:
            slot = self._slots.setdefault(frame.port, _Slot())
            if slot.fresh and slot.size is not None:
                slot.dropped += 1
            slot.frame = frame
            slot.fresh = True
            self._queue(frame.port, slot)

    def show(self, port: int, size: tuple[int, int] | None) -> None:
        """Decode the port to be fitted into `size` (width, height) from now on; None: never."""
        with self._changed:
            slot = self._slots.setdefault(port, _Slot())
            grown = size is not None and (
                slot.size is None or size[0] > slot.size[0] or size[1] > slot.size[1]
            )
            slot.size = size
            if grown and slot.frame is not None:
                slot.fresh = True
            self._queue(port, slot)

    def select(self, port: int | None) -> None:
        """Let this port go first."""
        with self._changed:
            self._selected = port

    def forget(self, port: int) -> None:
        """Drop everything of a port that is no longer listened on."""
        with self._changed:
            self._slots.pop(port, None)

    def counts(self, port: int) -> tuple[int, int]:
        """Return how many frames of a port were decoded and how many were dropped undecoded."""
        with self._changed:
            slot = self._slots.get(port)
            return (slot.decoded, slot.dropped) if slot else (0, 0)

    def close(self) -> None:
        """End the threads that `start` began; a decode under way is finished first."""
        with self._changed:
            self._running = False
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _queue(self, port: int, slot: _Slot) -> None:
        if slot.fresh and slot.size is not None and not slot.decoding:
            if port not in self._ready:
                self._ready.append(port)
            self._changed.notify()

    def _work(self) -> None:
        while (job := self._next_job()) is not None:
            slot, frame, size = job
            try:
                picture = decode(frame, size, self._limits)
            except RemoteProtocolError as error:
                self._unusable(frame.port, str(error))
                self._finished(frame.port, slot, decoded=False)
            else:
                # Delivered before the next decode of this port may begin, so never out of order.
                self._deliver(picture)
                self._finished(frame.port, slot, decoded=True)

    def _next_job(self) -> tuple[_Slot, Frame, tuple[int, int]] | None:
        with self._changed:
            while self._running:
                while self._ready:
                    slot = self._slots.get(self._take_ready())
                    if slot and slot.fresh and slot.frame and slot.size:
                        slot.fresh = False
                        slot.decoding = True
                        return slot, slot.frame, slot.size
                self._changed.wait()
        return None

    def _take_ready(self) -> int:
        selected = self._selected
        if selected is not None and selected in self._ready:
            self._ready.remove(selected)
            return selected
        return self._ready.popleft()

    def _finished(self, port: int, slot: _Slot, *, decoded: bool) -> None:
        with self._changed:
            slot.decoding = False
            slot.decoded += decoded
            self._queue(port, slot)
