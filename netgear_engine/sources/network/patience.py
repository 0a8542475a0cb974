"""How long a camera in the network may give nothing before it is taken for dead."""

# Intervals between pictures.
_INTERVALS = 5
# A camera of known rate is not waited for any longer than this, or five of its intervals.
_USUAL_SECONDS = 5.0


class Patience:
    """Nobody knows a camera's rate before its second picture; some give one in ten seconds."""

    def __init__(self, seconds: float, fps: float | None) -> None:
        """`seconds` is the patience with a camera of unknown rate, `fps` the rate asked for."""
        self._asked = max(seconds, _INTERVALS / fps) if fps else 0.0
        self._usual = min(seconds, _USUAL_SECONDS)
        self._last: float | None = None
        self._interval = 0.0
        self.seconds = self._asked or seconds

    def picture(self, now: float) -> None:
        """A picture came at `now`, in monotonic seconds."""
        if self._last is not None:
            # The longest of late, for some cameras give pictures only while something moves.
            self._interval = max(now - self._last, self._interval * 0.9)
            self.seconds = max(self._asked, self._usual, _INTERVALS * self._interval)
        self._last = now
