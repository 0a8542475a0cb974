"""Bad input, counted and reported at most once a second, so that a flood of it floods nothing."""

_INTERVAL_S = 1.0


class BadInputLog:
    """Collects one port's bad input until it is due to be reported."""

    def __init__(self) -> None:
        self._count = 0
        self._reason = ""
        self._taken_at = float("-inf")

    def add(self, reason: str) -> None:
        """Count one piece of bad input; the last reason is the one that is reported."""
        self._count += 1
        self._reason = reason

    def take_due(self, now: float) -> tuple[str, int] | None:
        """Return the last reason and the count since it was last taken, None when not due."""
        if not self._count or now - self._taken_at < _INTERVAL_S:
            return None
        due = self._reason, self._count
        self._count = 0
        self._taken_at = now
        return due
