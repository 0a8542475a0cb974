"""What the camera's thread hands to the thread that makes and writes pictures: newest wins."""

import threading
from collections import deque

from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.messages import Report

ReportWithPayload = tuple[Report, bytes]


class Outbox:
    """Reports in their order and among them at most one picture: a newer one takes its place.

    So a node that reads too slowly costs pictures, but neither memory nor the camera's time.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[CapturedFrame | ReportWithPayload] = deque()
        self._closed = False
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many pictures were replaced by newer ones."""
        return self._dropped

    def put(self, report: Report, payload: bytes = b"") -> None:
        """Add a report."""
        with self._changed:
            self._waiting.append((report, payload))
            self._changed.notify_all()

    def offer(self, frame: CapturedFrame) -> None:
        """Add a picture in place of the one that still waits."""
        with self._changed:
            older = [one for one in self._waiting if isinstance(one, CapturedFrame)]
            for one in older:
                self._waiting.remove(one)
            self._dropped += len(older)
            self._waiting.append(frame)
            self._changed.notify_all()

    def close(self) -> None:
        """Let `take` return None once everything was taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self) -> CapturedFrame | ReportWithPayload | None:
        """Wait for what is next; None when the outbox is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting) or self._closed)
            return self._waiting.popleft() if self._waiting else None
