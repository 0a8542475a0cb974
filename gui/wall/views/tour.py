"""A tour: page after page, then view after view, each for its time. No Qt."""

SHORTEST_DWELL_S = 1.0
LONGEST_DWELL_S = 3600.0


class Tour:
    """Says when it is time to go on; `now` is in monotonic seconds.

    Whatever the operator does holds the tour for as long as a stay lasts.
    """

    def __init__(self, now: float) -> None:
        self._arrived = now

    def touched(self, now: float) -> None:
        """Note that the operator did something: stay here from now on."""
        self._arrived = now

    def is_time(self, now: float, dwell_s: float) -> bool:
        """Return whether the stay is over; the next one begins then."""
        dwell_s = min(max(dwell_s, SHORTEST_DWELL_S), LONGEST_DWELL_S)
        if now - self._arrived < dwell_s:
            return False
        self._arrived = now
        return True
