"""What came in on one port: counters, and rates over the last two seconds."""

from collections import deque
from dataclasses import dataclass, field

_RATE_WINDOW_S = 2.0


@dataclass(slots=True)
class PortStatistics:
    """Counts one port's frames and messages where they happen."""

    received: int = 0
    bytes: int = 0
    messages: int = 0
    rejected_messages: int = 0
    connects: int = 0
    disconnects: int = 0
    _recent: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=1000))

    def count_frame(self, size: int, now: float) -> None:
        """Count a good frame of `size` bytes."""
        self.received += 1
        self.bytes += size
        self._recent.append((now, size))

    def rates(self, now: float) -> tuple[float, float]:
        """Return frames per second and bits per second over the last two seconds."""
        while self._recent and now - self._recent[0][0] > _RATE_WINDOW_S:
            self._recent.popleft()
        if len(self._recent) < 2:
            return 0.0, 0.0
        span = self._recent[-1][0] - self._recent[0][0]
        if now - self._recent[-1][0] > span / (len(self._recent) - 1) * 2:
            # The stream paused: count the silence, or the rate would stand still with it.
            span = now - self._recent[0][0]
        if span <= 0:
            return 0.0, 0.0
        frames = len(self._recent) - 1
        bits = 8 * sum(size for _, size in self._recent) * frames / len(self._recent)
        return frames / span, bits / span
