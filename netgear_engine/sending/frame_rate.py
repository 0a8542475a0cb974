"""How often frames come, smoothed; an interval counts a tenth of what is known already."""

_WEIGHT = 0.1


class FrameRate:
    """Measures frames per second from one frame to the next."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._interval = 0.0

    def frame(self, now: float) -> float:
        """Count a frame at `now` (monotonic seconds); return frames per second so far."""
        if self._last is not None:
            interval = now - self._last
            self._interval += (interval - self._interval) * (_WEIGHT if self._interval else 1.0)
        self._last = now
        return 1 / self._interval if self._interval > 0 else 0.0
