"""Events of the engine in the operator's words. No Qt."""

import enum
from dataclasses import dataclass

from gui.fault_words import fault_words
from gui.sign import Sign
from gui.time_words import outage_time
from netgear_engine.events import BadInput, Event, StateChanged
from netgear_engine.protocol.port_state import PortState


class Alarm(enum.Enum):
    """Whether an event wants to be acknowledged."""

    NEVER = "only told"
    AT_ONCE = "a fault that does not mend itself"
    AFTER_GRACE = "a loss that may be over in a moment"


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as the list shows it; `good` says that a loss before it is over."""

    port: int
    wall: float
    text: str
    sign: Sign
    alarm: Alarm = Alarm.NEVER
    good: bool = False


_STATES_WITH_A_PICTURE = frozenset({PortState.LIVE, PortState.REPEATING})


class EventTeller:
    """Turns events into lines; remembers since when each camera has been without a picture."""

    def __init__(self) -> None:
        self._gone_since: dict[int, float] = {}

    def tell(self, event: Event, name: str) -> EventLine | None:
        """Return an event's line, None for what the camera list shows well enough."""
        if isinstance(event, BadInput):
            return _tell_bad_input(event, name)
        if isinstance(event, StateChanged):
            return self._tell_state(event, name)
        return None

    def _tell_state(self, event: StateChanged, name: str) -> EventLine | None:
        if event.previous in _STATES_WITH_A_PICTURE and event.state is not PortState.LIVE:
            self._gone_since.setdefault(event.port, event.wall)
        if event.state is PortState.LIVE:
            return self._tell_live(event, name)
        return _tell_fault(event, name)

    def _tell_live(self, event: StateChanged, name: str) -> EventLine | None:
        since = self._gone_since.pop(event.port, None)
        if event.previous is PortState.STALE:
            # Only a hesitation, and nothing was told of it.
            return None if since is None else _line(event, f"{name} hesitated", good=True)
        if event.previous is PortState.REPEATING:
            return _line(event, f"{name} shows new pictures again", good=True)
        if since is None:
            return _line(event, f"{name} is live", good=True)
        return _line(event, f"{name} back after {outage_time(event.wall - since)}", good=True)


def _tell_fault(event: StateChanged, name: str) -> EventLine | None:
    because = f": {event.reason}" if event.reason else ""
    sign, alarm = Sign.CROSS, Alarm.AT_ONCE
    match event.state:
        case PortState.LOST:
            text, alarm = f"{name} lost{because}", Alarm.AFTER_GRACE
        case PortState.FAULT:
            # The node restarts its camera by itself, so this may be over in a moment too.
            text, alarm = f"{name}: {fault_words(event.reason)}", Alarm.AFTER_GRACE
        case PortState.ENDED:
            text, sign, alarm = f"{name} said goodbye", Sign.BAR, Alarm.NEVER
        case PortState.REPEATING:
            text, sign = f"{name} repeats one picture", Sign.TRIANGLE
        case PortState.REJECTED:
            text = f"{name} refused{because}"
        case PortState.FAILED:
            text = f"Cannot listen on port {event.port}{because}"
        case _:
            return None
    return _line(event, text, sign, alarm)


def _tell_bad_input(event: BadInput, name: str) -> EventLine:
    plural = "" if event.count == 1 else "s"
    last = "" if event.count == 1 else "last: "
    text = f"{name}: {event.count} unusable message{plural}, {last}{event.reason}"
    return EventLine(event.port, event.wall, text, Sign.TRIANGLE)


def _line(
    event: StateChanged,
    text: str,
    sign: Sign = Sign.DOT,
    alarm: Alarm = Alarm.NEVER,
    *,
    good: bool = False,
) -> EventLine:
    return EventLine(event.port, event.wall, text, sign, alarm, good)
