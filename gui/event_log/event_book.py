"""The events that are kept, and which of them still want to be acknowledged. No Qt."""

import itertools
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from gui.event_log.event_text import Alarm, EventLine

MOST_EVENTS = 10_000
GRACE = 10.0
"""Seconds that a loss may last before it becomes an alarm; the picture tells of it at once."""


@dataclass(slots=True)
class Entry:
    """A kept event; `times` counts the same alarm coming again before it was acknowledged."""

    line: EventLine
    alarm: bool = False
    times: int = 1

    @property
    def text(self) -> str:
        """Return what the list shows."""
        return f"{self.line.text}, {self.times} times" if self.times > 1 else self.line.text


class EventBook:
    """Unacknowledged alarms first, then everything else; the newest first in both.

    A loss becomes an alarm when it has lasted for GRACE seconds. The same alarm coming again while
    it is unacknowledged is counted in its entry, so a camera that comes and goes fills no list.
    """

    def __init__(self) -> None:
        self._alarms: deque[Entry] = deque(maxlen=MOST_EVENTS)
        self._others: deque[Entry] = deque(maxlen=MOST_EVENTS)
        self._losses: dict[int, tuple[float, Entry]] = {}

    def __len__(self) -> int:
        return min(MOST_EVENTS, len(self._alarms) + len(self._others))

    def entries(self) -> list[Entry]:
        """Return what the list shows, from the top."""
        return list(itertools.islice(itertools.chain(self._alarms, self._others), MOST_EVENTS))

    def alarms(self) -> list[Entry]:
        """Return what still wants to be acknowledged, the newest first."""
        return list(self._alarms)

    def add(self, lines: Iterable[EventLine], now: float) -> None:
        """Take new events; `now` is in monotonic seconds."""
        for line in lines:
            entry = Entry(line)
            if line.good:
                self._losses.pop(line.port, None)
            if line.alarm is Alarm.AT_ONCE:
                self._raise(entry)
                continue
            self._others.appendleft(entry)
            if line.alarm is Alarm.AFTER_GRACE:
                # A loss that turns into another one, a fault for example, lasts since the first.
                due, _ = self._losses.get(line.port, (now + GRACE, entry))
                self._losses[line.port] = (due, entry)

    def raise_due(self, now: float) -> bool:
        """Turn losses that have lasted long enough into alarms; return whether there were any."""
        due = [port for port, (at, _) in self._losses.items() if at <= now]
        for port in due:
            _, entry = self._losses.pop(port)
            if entry in self._others:
                self._others.remove(entry)
            self._raise(entry)
        return bool(due)

    def next_due(self) -> float | None:
        """Return when the next loss becomes an alarm, None when none is waiting."""
        return min((at for at, _ in self._losses.values()), default=None)

    def acknowledge(self, entries: Iterable[Entry]) -> None:
        """Move alarms to where everything else is, in the order of their times."""
        gone = {id(entry) for entry in entries}
        moved = [entry for entry in self._alarms if id(entry) in gone]
        self._alarms = deque(
            (entry for entry in self._alarms if id(entry) not in gone), maxlen=MOST_EVENTS
        )
        for entry in moved:
            entry.alarm = False
        merged = sorted([*moved, *self._others], key=lambda entry: -entry.line.wall)
        self._others = deque(merged[:MOST_EVENTS], maxlen=MOST_EVENTS)

    def _raise(self, entry: Entry) -> None:
        for known in self._alarms:
            if (known.line.port, known.line.text) == (entry.line.port, entry.line.text):
                entry.times += known.times
                self._alarms.remove(known)
                break
        entry.alarm = True
        self._alarms.appendleft(entry)
