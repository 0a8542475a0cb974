"""Frames that wait for a program to take them: in order, but never old.

A program that takes frames as fast as they come gets every one. One that is slower gets those of
the last quarter of a second, so its delay does not grow.
"""

import threading
from collections import deque

from netgear_engine.frame import Frame

MOST_FRAMES = 96
CROWDED_FROM = 4
OLDEST_S = 0.25


class FreshFrames:
    """Hands frames from the poll loop's thread to the program's, sender by sender."""

    def __init__(self) -> None:
        self.dropped = 0
        self._waiting: dict[int, deque[Frame]] = {}
        self._ended = False
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)

    @property
    def ended(self) -> bool:
        """Whether no more frames will come; those that wait may still be taken."""
        return self._ended

    def put(self, frame: Frame) -> bool:
        """Add a frame; drops those of the same sender that are too old by now, or too many.

        Returns whether there is room for more: fewer than four of this sender wait. After the end
        nothing is added.
        """
        with self._changed:
            if self._ended:
                return True
            waiting = self._waiting.setdefault(frame.port, deque())
            while waiting and (
                len(waiting) >= MOST_FRAMES or frame.received_at - waiting[0].received_at > OLDEST_S
            ):
                waiting.popleft()
                self.dropped += 1
            waiting.append(frame)
            self._changed.notify()
            return len(waiting) < CROWDED_FROM

    def end(self) -> None:
        """Let takers know that no more frames will come."""
        # Not `with self._changed`: a Ctrl+C in there may leave it locked for ever.
        with self._lock:
            self._ended = True
            self._changed.notify_all()

    def take(self, timeout: float | None) -> Frame | None:
        """Return the frame that came first of all that wait.

        None when the stream has ended, or nothing came for `timeout` seconds.
        """
        with self._changed:
            self._changed.wait_for(lambda: any(self._waiting.values()) or self._ended, timeout)
            filled = [waiting for waiting in self._waiting.values() if waiting]
            if not filled:
                return None
            return min(filled, key=lambda waiting: waiting[0].received_at).popleft()
