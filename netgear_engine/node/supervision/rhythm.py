"""How far apart a camera's pictures are: what it tells of itself, and what is seen of it.

What it tells need not be so: streams call themselves 25 frames a second that give one in eight
seconds. So the longest of the last intervals counts, if it is longer than what was told.
"""

from collections import deque

_INTERVALS = 5
# Two reports of the same picture are not two pictures.
_SAME_S = 0.001


class Rhythm:
    """Follows one camera. Times are those at which pictures were taken, in monotonic seconds."""

    def __init__(self) -> None:
        self._told: float | None = None
        self._last: float | None = None
        self._intervals: deque[float] = deque(maxlen=_INTERVALS)

    def tell(self, fps: float | None) -> None:
        """Pictures should come at this rate; None: nobody knows."""
        self._told = 1 / fps if fps else None

    def opened(self) -> None:
        """The camera is opened anew: what lies between is no interval, and it may be another."""
        self._last = None
        self._intervals.clear()

    def picture(self, captured_at: float) -> None:
        """A picture was taken."""
        if self._last is not None and captured_at - self._last > _SAME_S:
            self._intervals.append(captured_at - self._last)
        self._last = captured_at

    @property
    def fps(self) -> float | None:
        """The rate at which pictures must be expected; None when nothing is known of it yet."""
        longest = max([*self._intervals, self._told or 0.0])
        return 1 / longest if longest else None
