"""How well a camera has come through in the last hour. No Qt."""

from collections import deque

_MINUTES = 60


class Quality:
    """Adds up, minute by minute, for how long a camera was live; times are monotonic seconds."""

    def __init__(self) -> None:
        self._minutes: deque[list[float]] = deque(maxlen=_MINUTES)
        self._minute = -1
        self._before: float | None = None
        self._was_live = True
        self._outages: deque[float] = deque(maxlen=1000)

    def note(self, now: float, *, live: bool) -> None:
        """Note how the camera is; what lies between two notes counts as it was before."""
        if self._before is not None:
            self._count(now, now - self._before)
            if self._was_live and not live:
                self._outages.append(now)
        self._before, self._was_live = now, live

    def words(self, now: float) -> str:
        """Return as in "98 % live, 2 outages in the last hour"; empty while nothing is known."""
        total = sum(minute[0] for minute in self._minutes)
        if total <= 0:
            return ""
        percent = 100 * sum(minute[1] for minute in self._minutes) / total
        # 99.96 % is not all of it.
        percent = min(percent, 99.9) if self.outages(now) else percent
        outages = self.outages(now)
        plural = "" if outages == 1 else "s"
        return f"{percent:.3g} % live, {outages} outage{plural} in the last hour"

    def outages(self, now: float) -> int:
        """Return how often the picture was lost in the last hour."""
        while self._outages and now - self._outages[0] > _MINUTES * 60:
            self._outages.popleft()
        return len(self._outages)

    def _count(self, now: float, seconds: float) -> None:
        minute = int(now // 60)
        if minute != self._minute:
            # Minutes in which nothing was noted are not known, and leave the hour too.
            self._minutes.extend([0.0, 0.0] for _ in range(min(minute - self._minute, _MINUTES)))
            self._minute = minute
        self._minutes[-1][0] += seconds
        self._minutes[-1][1] += seconds if self._was_live else 0.0
