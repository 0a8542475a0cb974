"""What has happened to one camera's connection since the program began, in words. No Qt."""

from collections import deque
from dataclasses import dataclass

from gui.look.time_words import outage_time
from netgear_engine.events import (
    BadInput,
    CommandAnswered,
    Event,
    SenderConnected,
    SenderDisconnected,
    StateChanged,
)
from netgear_engine.protocol.port_state import PortState

_KEPT = 50
_FAULT = "camera fault: "
_HOUR = 3600.0
_WITH_A_PICTURE = frozenset({PortState.LIVE, PortState.REPEATING})
_FAULTS = frozenset({PortState.LOST, PortState.REJECTED, PortState.FAILED, PortState.FAULT})

_WORDS = {
    PortState.LOST: "lost",
    PortState.ENDED: "said goodbye",
    PortState.REPEATING: "repeats one picture",
    PortState.REJECTED: "refused",
    PortState.FAILED: "cannot listen",
}


def fault_reason(told: str) -> str:
    """Return why a camera gives no pictures, without the words that our nodes begin with."""
    return told.removeprefix(_FAULT) or "it gives no pictures"


def fault_words(told: str) -> str:
    """Return the reason after the word for it."""
    return _FAULT + fault_reason(told)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the connection's history; `wall` is seconds since 1970."""

    wall: float
    words: str


class CameraRecord:
    """Keeps the newest fifty happenings, and what went wrong last."""

    def __init__(self) -> None:
        self.happenings: deque[Happening] = deque(maxlen=_KEPT)
        self.last_error: Happening | None = None
        self.last_rejected = ""
        self._gone_since: float | None = None
        self._connected: deque[float] = deque(maxlen=1000)

    def receive(self, event: Event) -> None:
        """Note what concerns the connection."""
        if isinstance(event, SenderConnected):
            self._connected.append(event.wall)
            self._note(event.wall, "connected")
        elif isinstance(event, SenderDisconnected):
            self._note(event.wall, "disconnected")
        elif isinstance(event, BadInput):
            self.last_rejected = event.reason
            self.last_error = Happening(event.wall, f"unusable message: {event.reason}")
        elif isinstance(event, StateChanged):
            self._receive_state(event)
        elif isinstance(event, CommandAnswered) and event.result.refused:
            self.last_error = Happening(event.wall, f"refused: {event.result.refused}")

    def reconnects(self, now_wall: float) -> int:
        """Return how often it has come back in the last hour; the first time is no return."""
        recent = [wall for wall in self._connected if now_wall - wall <= _HOUR]
        all_are_recent = len(recent) == len(self._connected) < (self._connected.maxlen or 0)
        return max(0, len(recent) - 1) if all_are_recent else len(recent)

    def _receive_state(self, event: StateChanged) -> None:
        if event.previous in _WITH_A_PICTURE and event.state not in _WITH_A_PICTURE:
            self._gone_since = self._gone_since or event.wall
        words = self._state_words(event)
        if words:
            self._note(event.wall, words)
            if event.state in _FAULTS:
                self.last_error = Happening(event.wall, words)

    def _state_words(self, event: StateChanged) -> str:
        if event.state is PortState.LIVE:
            return self._live_words(event)
        if event.state is PortState.FAULT:
            return fault_words(event.reason)
        words = _WORDS.get(event.state, "")
        return f"{words}: {event.reason}" if words and event.reason else words

    def _live_words(self, event: StateChanged) -> str:
        since, self._gone_since = self._gone_since, None
        if event.previous is PortState.STALE:
            return ""
        if event.previous is PortState.REPEATING:
            return "shows new pictures again"
        return "live" if since is None else f"back after {outage_time(event.wall - since)}"

    def _note(self, wall: float, words: str) -> None:
        self.happenings.append(Happening(wall, words))
