"""The state of one port, judged from its frames and from time alone."""

from dataclasses import dataclass

from netgear_engine.protocol.port_state import PortInput, PortState, next_state

# An operator must see "stale" within 1.5 s and "lost" within 5 s of the last frame. The engine
# speaks a little earlier, so that the word is on the screen by then.
STALE_AFTER_S = 1.35
LOST_AFTER_S = 4.8
_INTERVALS_UNTIL_STALE = 3


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of state; the port was `lasted` seconds in the state before."""

    previous: PortState
    state: PortState
    lasted: float
    reason: str


class PortHealth:
    """Follows one port through the table of states. All times are monotonic seconds."""

    def __init__(self, now: float) -> None:
        self.state = PortState.WAITING
        self.since = now
        self.reason = ""
        self.last_frame: float | None = None
        self._last_new_picture: float | None = None
        self._interval = 0.0

    @property
    def stale_after(self) -> float:
        """How long this port may go without a new picture: three of its own frame intervals."""
        return max(STALE_AFTER_S, _INTERVALS_UNTIL_STALE * self._interval)

    def frame(self, now: float, *, same_picture: bool) -> Transition | None:
        """A good frame came; `same_picture` when it is identical to the one before."""
        if self.last_frame is not None and self.state is not PortState.FAULT:
            self._learn_interval(now - self.last_frame)
        self.last_frame = now
        if not same_picture or self._last_new_picture is None:
            self._last_new_picture = now
            return self._happened(PortInput.NEW_PICTURE, now)
        if now - self._last_new_picture > self.stale_after:
            return self._happened(PortInput.SAME_PICTURE, now)
        return None

    def placeholder(self, now: float, fault: str) -> Transition | None:
        """A placeholder came in place of a picture; `fault` says why. The newest reason counts."""
        self.last_frame = now
        transition = self._happened(PortInput.PLACEHOLDER, now, fault)
        if self.state is PortState.FAULT:
            self.reason = fault
        return transition

    def time_passed(self, now: float) -> Transition | None:
        """Look whether the silence has become too long."""
        if self.last_frame is None:
            return None
        silence = now - self.last_frame
        if silence > LOST_AFTER_S:
            return self._happened(PortInput.SILENT, now)
        if silence > self.stale_after:
            return self._happened(PortInput.QUIET, now)
        return None

    def happened(self, what: PortInput, now: float, reason: str = "") -> Transition | None:
        """Take in anything that is not a frame and not the passing of time."""
        return self._happened(what, now, reason)

    def _happened(self, what: PortInput, now: float, reason: str = "") -> Transition | None:
        state = next_state(self.state, what)
        if state is self.state:
            return None
        transition = Transition(self.state, state, now - self.since, reason)
        self.state, self.since, self.reason = state, now, reason
        if state in (PortState.LOST, PortState.ENDED, PortState.FAULT):
            # What comes after an outage is a new stream with a rhythm of its own.
            self._interval = 0.0
        return transition

    def _learn_interval(self, interval: float) -> None:
        if interval < LOST_AFTER_S:
            self._interval += (interval - self._interval) * (0.2 if self._interval else 1.0)
