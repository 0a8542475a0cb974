"""A time without pictures: what is reported of it, and when it is over."""

# The camera has to give pictures for so long before all is said to be well: one that comes for a
# moment and goes again is not reported each time.
PROVEN_S = 1.0


class Outage:
    """Follows one camera from the first trouble until it has worked for a while again."""

    def __init__(self) -> None:
        self.reason = ""
        self._since = 0.0
        self._reasons: set[str] = set()
        self._well_since: float | None = None

    @property
    def is_dark(self) -> bool:
        """Whether there is nothing to show but the reason."""
        return bool(self._reasons) and self._well_since is None

    def trouble(self, reason: str, since: float) -> bool:
        """Take why there are no pictures since `since` (monotonic seconds).

        Return whether that is new in this outage.
        """
        if not self._reasons:
            self._since = since
        self.reason = reason
        self._well_since = None
        is_new = reason not in self._reasons
        self._reasons.add(reason)
        return is_new

    def picture(self, now: float) -> None:
        """The camera gave a picture."""
        if self._reasons and self._well_since is None:
            self._well_since = now

    def end(self, now: float) -> float | None:
        """Return how many seconds it took once all is well again; None before and after that."""
        if self._well_since is None or now - self._well_since < PROVEN_S:
            return None
        lasted = self._well_since - self._since
        self._reasons.clear()
        self._well_since = None
        self.reason = ""
        return lasted
