"""Handing frames from a camera library's thread to the one that reads."""

import threading

from netgear_engine.frame import CapturedFrame


class NewestFrame:
    """One place for the newest frame; an older one that nobody took is dropped and counted."""

    def __init__(self) -> None:
        self._arrived = threading.Condition()
        self._frame: CapturedFrame | None = None
        self.dropped = 0

    def put(self, frame: CapturedFrame) -> None:
        """Leave a frame; never waits for whoever takes them."""
        with self._arrived:
            if self._frame is not None:
                self.dropped += 1
            self._frame = frame
            self._arrived.notify()

    def take(self, seconds: float) -> CapturedFrame | None:
        """Return the newest frame, or None when none comes within `seconds`."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._frame is not None, seconds)
            frame, self._frame = self._frame, None
            return frame
