"""How long something took."""

import time


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._started
