"""A clock that stands still until a test turns it."""

import threading


class ManualClock:
    """A netgear_engine.clock.Clock whose two times go on together, only when told to.

    `sleep` does not wait: it turns the clock on by the time asked for.
    """

    def __init__(self, monotonic: float = 1000.0, wall: float = 1_700_000_000.0) -> None:
        self._lock = threading.Lock()
        self._monotonic = monotonic
        self._wall = wall

    def monotonic(self) -> float:
        """Return the seconds shown now."""
        with self._lock:
            return self._monotonic

    def wall(self) -> float:
        """Return the seconds since 1970 shown now."""
        with self._lock:
            return self._wall

    def sleep(self, seconds: float) -> None:
        """Turn the clock on by `seconds` and return at once."""
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Turn both times on by `seconds`."""
        with self._lock:
            self._monotonic += seconds
            self._wall += seconds

    def set_wall(self, wall: float) -> None:
        """Set the wall time alone, as when somebody corrects the computer's clock."""
        with self._lock:
            self._wall = wall
