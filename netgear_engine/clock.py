"""Time as something handed in, so that tests can turn it by hand.

This is the only module that reads the computer's clocks.
"""

import time
from typing import Protocol


class Clock(Protocol):
    """The two kinds of time the engine needs."""

    def monotonic(self) -> float:
        """Return seconds that never jump, for measuring how long something took."""

    def wall(self) -> float:
        """Return seconds since 1970 (UTC), for telling a person when something happened."""

    def sleep(self, seconds: float) -> None:
        """Wait in the calling thread."""


class SystemClock:
    """The computer's own clocks."""

    def monotonic(self) -> float:
        """Return seconds that never jump; on Linux the same for every process."""
        return time.monotonic()

    def wall(self) -> float:
        """Return seconds since 1970 (UTC)."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait in the calling thread."""
        time.sleep(seconds)
