"""How long to wait before trying again: longer each time, short again after a success."""

SHORTEST_S = 0.5
LONGEST_S = 5.0


class BackOff:
    """Waits that double from half a second to five seconds."""

    def __init__(self) -> None:
        self._next = SHORTEST_S
        self._present = 0.0

    def failed(self) -> float:
        """Return the seconds to wait now."""
        self._present = self._next
        self._next = min(self._next * 2, LONGEST_S)
        return self._present

    def worked_for(self, seconds: float) -> bool:
        """Start from the shortest wait again once it has worked for as long as the last wait.

        So a camera that comes for a moment and goes again is not tried every half second. Returns
        whether all is well.
        """
        if seconds >= self._present:
            self._next = SHORTEST_S
            self._present = 0.0
        return self._present == 0.0
