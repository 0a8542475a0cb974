"""When the next frame is due: for sources that make frames, and for those that get too many."""

from netgear_engine.clock import Clock

# A camera's rhythm trembles; a frame this early, in parts of the interval, is still in time.
_EARLY = 0.25
# A film may be late for so long and catches up; a longer step between two pictures is an error.
_LATE = 0.1
_LONGEST_STEP = 60.0


class Pace:
    """Spaces frames evenly. Whoever is late goes on from now: lost time is never caught up."""

    def __init__(self, fps: float, clock: Clock) -> None:
        self._interval = 1.0 / fps
        self._clock = clock
        self._due = clock.monotonic()

    def wait(self) -> float:
        """Wait until the next frame is due; return the monotonic time then."""
        now = self._clock.monotonic()
        if now < self._due:
            self._clock.sleep(self._due - now)
            now = self._clock.monotonic()
        following = self._due + self._interval
        self._due = following if following > now else now + self._interval
        return now


class RateLimit:
    """Picks frames out of a faster stream so that at most `fps` a second are left."""

    def __init__(self, fps: float | None) -> None:
        self._interval = 1.0 / fps if fps else 0.0
        self._due: float | None = None

    def allows(self, now: float) -> bool:
        """Return whether a frame that came at `now` (monotonic seconds) is to be used."""
        if self._due is None:
            self._due = now
        if now < self._due - _EARLY * self._interval:
            return False
        following = self._due + self._interval
        self._due = following if following > now else now + self._interval
        return True


class FilmPace:
    """Spaces pictures as their time stamps say. Whoever is late for long goes on from now."""

    def __init__(self, interval: float, clock: Clock) -> None:
        """`interval` in seconds stands in for a step that cannot be."""
        self._interval = interval
        self._clock = clock
        self._due: float | None = None
        self._stamp = 0.0

    def wait(self, stamp: float) -> float:
        """Wait until the picture of this stamp (seconds) is due; return the monotonic time then."""
        now = self._clock.monotonic()
        step = stamp - self._stamp
        self._stamp = stamp
        if not 0 < step <= _LONGEST_STEP:
            step = self._interval
        self._due = now if self._due is None else max(self._due + step, now - _LATE)
        if now < self._due:
            self._clock.sleep(self._due - now)
            now = self._clock.monotonic()
        return now
