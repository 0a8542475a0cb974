"""How long a receiver may leave frames unanswered before it is connected to anew.

Stock's sender does so after 4 s. The receiver may be gone behind a tunnel that still stands, where
TCP sees nothing. Or it is only slow: a large frame has the time that it takes on a line of
1 Mbit/s, with another one before it. Each time that it was in vain the next wait is twice as long;
each answer that would have come within half of it makes it so again.
"""

from collections import deque

from netgear_engine.clock import Clock

SHORTEST_S = 5.0
LONGEST_S = 60.0
_SLOWEST_BYTES_S = 125_000
# Looked at less often than this, we stood still ourselves.
_STOOD_STILL_S = 1.0
_MOST_ON_THE_WAY = 128


class Unanswered:
    """What is known of one receiver's silence."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: float | None = None
        self._left: deque[float] = deque(maxlen=_MOST_ON_THE_WAY)
        self._patience_s = 0.0
        self._wait_s = SHORTEST_S
        self._looked_at = clock.monotonic()

    def frame_left(self, size: int) -> None:
        """Note that a frame of so many bytes was sent."""
        self._left.append(self._clock.monotonic())
        if self._since is None:
            self._since = self._clock.monotonic()
            self._patience_s = self._wait_s + 2 * size / _SLOWEST_BYTES_S

    def answered(self) -> None:
        """Note that anything came back."""
        left = self._left.popleft() if self._left else self._clock.monotonic()
        if self._clock.monotonic() - left <= self._wait_s / 2:
            self._wait_s = max(self._wait_s / 2, SHORTEST_S)
        self._since = None

    def connection_ended(self) -> None:
        """Note that what was sent will not be answered any more."""
        self._left.clear()
        self._since = None

    def is_too_long(self) -> bool:
        """Tell, once each time, whether to connect anew; asked a few times a second."""
        now = self._clock.monotonic()
        if self._since is not None and now - self._looked_at > _STOOD_STILL_S:
            self._since = now
        self._looked_at = now
        if self._since is None or now - self._since <= self._patience_s:
            return False
        self._wait_s = min(2 * self._wait_s, LONGEST_S)
        return True
