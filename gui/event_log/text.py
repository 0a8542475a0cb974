"""Events of the engine in the operator's words. No Qt."""

import enum
from dataclasses import dataclass

from gui.cameras.key import CameraKey
from gui.cameras.names import place_words
from gui.cameras.record import fault_words
from gui.event_log.record import Kind, Record
from gui.look.sign import Sign
from gui.look.time_words import clock_time, date_and_time, outage_time
from netgear_engine.events import AnotherSender, BadInput, CommandAnswered, Event, StateChanged
from netgear_engine.protocol.port_state import PortState


class Alarm(enum.Enum):
    """Whether an event wants to be acknowledged."""

    NEVER = "only told"
    AT_ONCE = "a fault that does not mend itself"
    AFTER_GRACE = "a loss that may be over in a moment"


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in words, before it is kept; `outage` is how many seconds were without a picture.

    `key` is NO_CAMERA for what is not about one.
    """

    key: CameraKey
    wall: float
    text: str
    sign: Sign
    kind: Kind
    alarm: Alarm = Alarm.NEVER
    camera: str = ""
    outage: float | None = None


_STATES_WITH_A_PICTURE = frozenset({PortState.LIVE, PortState.REPEATING})


_LONGEST_VALUE = 60

_ORDERS = {
    "identify": "show which one it is",
    "still": "take a picture",
    "restart_camera": "restart its camera",
    "restart_process": "start its program anew",
}


class EventTeller:
    """Turns events into lines; adds up for how long each camera has been without a picture.

    It adds what the engine measured: the time of day may be set while a camera is out.
    """

    def __init__(self) -> None:
        self._gone_for: dict[CameraKey, float] = {}

    def tell(self, key: CameraKey, event: Event, name: str) -> EventLine | None:
        """Return an event's line, None for what the camera list shows well enough."""
        if isinstance(event, BadInput):
            return _tell_bad_input(key, event, name)
        if isinstance(event, AnotherSender):
            text = f"{name}: another sender, {event.who}, sends to this port; it is not shown"
            return EventLine(key, event.wall, text, Sign.TRIANGLE, Kind.INPUT, camera=name)
        if isinstance(event, StateChanged):
            return self._tell_state(key, event, name)
        if isinstance(event, CommandAnswered):
            return _tell_answer(key, event, name)
        return None

    def _tell_state(self, key: CameraKey, event: StateChanged, name: str) -> EventLine | None:
        if key in self._gone_for:
            self._gone_for[key] += event.lasted
        elif event.previous in _STATES_WITH_A_PICTURE and event.state is not PortState.LIVE:
            self._gone_for[key] = 0.0
        if event.state is PortState.LIVE:
            return self._tell_live(key, event, name)
        return _tell_fault(key, event, name)

    def _tell_live(self, key: CameraKey, event: StateChanged, name: str) -> EventLine | None:
        outage = self._gone_for.pop(key, None)
        kind = Kind.LIVE if outage is None else Kind.BACK
        if event.previous is PortState.STALE:
            # Only a hesitation, and nothing was told of it.
            text = None if outage is None else f"{name} hesitated"
        elif event.previous is PortState.REPEATING:
            text = f"{name} shows new pictures again"
        elif outage is None:
            text = f"{name} is live"
        else:
            text = f"{name} back after {outage_time(outage)}"
        if text is None:
            return None
        return EventLine(key, event.wall, text, Sign.DOT, kind, camera=name, outage=outage)


def _tell_fault(key: CameraKey, event: StateChanged, name: str) -> EventLine | None:
    because = f": {event.reason}" if event.reason else ""
    sign, alarm = Sign.CROSS, Alarm.AT_ONCE
    if event.state is PortState.LOST:
        text, kind, alarm = f"{name} lost{because}", Kind.LOST, Alarm.AFTER_GRACE
    elif event.state is PortState.FAULT:
        # The node restarts its camera by itself, so this may be over in a moment too.
        text, kind, alarm = f"{name}: {fault_words(event.reason)}", Kind.FAULT, Alarm.AFTER_GRACE
    elif event.state is PortState.ENDED:
        text, kind = f"{name} said goodbye", Kind.ENDED
        sign, alarm = Sign.BAR, Alarm.NEVER
    elif event.state is PortState.REPEATING:
        text, kind, sign = f"{name} repeats one picture", Kind.REPEATING, Sign.TRIANGLE
    elif event.state is PortState.REJECTED:
        text, kind = f"{name} refused{because}", Kind.REFUSED
    elif event.state is PortState.FAILED:
        text, kind = f"Cannot listen on {place_words(key)}{because}", Kind.FAULT
    else:
        return None
    return EventLine(key, event.wall, text, sign, kind, alarm, name)


def _tell_bad_input(key: CameraKey, event: BadInput, name: str) -> EventLine:
    plural = "" if event.count == 1 else "s"
    last = "" if event.count == 1 else "last: "
    text = f"{name}: {event.count} unusable message{plural}, {last}{event.reason}"
    return EventLine(key, event.wall, text, Sign.TRIANGLE, Kind.INPUT, camera=name)


def _tell_answer(key: CameraKey, event: CommandAnswered, name: str) -> EventLine:
    command, result = event.command, event.result
    order = _ORDERS.get(command.command, f"obey {_short(command.command)}")
    if command.command == "set":
        order = f"set {_short(command.arguments.get('name', 'something'))}"
    if result.refused:
        text, sign = f"{name} refused to {order}: {result.refused}", Sign.TRIANGLE
    elif command.command == "set":
        text, sign = f"{name} {order} to {_short(result.applied)}", Sign.DOT
    else:
        text, sign = f"{name} was told to {order}", Sign.DOT
    return EventLine(key, event.wall, text, sign, Kind.COMMAND, camera=name)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


# Several cameras at once -------------------------------------------------------------------------


def group_lost(count: int, since_wall: float, still_out: int) -> str:
    """Return how a loss of many cameras at once is told, while it lasts."""
    since = clock_time(since_wall)[:5]
    if still_out < count:
        return f"{count} cameras lost since {since}, {still_out} still out"
    return f"{count} cameras lost since {since}: this computer's network?"


def group_was_lost(count: int, since_wall: float, outage: float) -> str:
    """Return how the same alarm reads when it is over and nobody has acknowledged it."""
    return f"{count} cameras lost at {clock_time(since_wall)[:5]}, back after {outage_time(outage)}"


def group_back(count: int, outage: float) -> str:
    """Return how the end of it is told."""
    return f"{count} cameras back after {outage_time(outage)}"


def event_tip(record: Record) -> str:
    """Return the event with its date, its outage, and by whom it was acknowledged."""
    lines = [date_and_time(record.wall), record.words]
    if record.outage is not None:
        lines.append(f"Without a picture for {outage_time(record.outage)}")
    if record.is_open:
        lines.append("Nobody has acknowledged this yet")
    elif record.acknowledged is not None:
        by = record.initials or "somebody"
        lines.append(f"Acknowledged by {by}, {date_and_time(record.acknowledged)}")
    if record.note:
        lines.append(record.note)
    return "\n".join(lines)
