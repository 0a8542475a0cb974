"""The lane on which events reach the GUI: a bounded list of each port, and one wake-up."""

import threading
from collections import deque
from collections.abc import Callable
from itertools import chain, count

from netgear_engine.events import Event

_MOST_EVENTS = 10_000


class EventMailbox:
    """Keeps events in order until the GUI takes them all at once.

    `wake` is called when the list stops being empty, so at most one call is on its way. When the
    GUI does not come, 10 000 events are kept: the oldest of the port that has the most are dropped
    and counted, so a port that says too much costs the others nothing.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self.dropped = 0
        self._wake = wake
        self._lock = threading.Lock()
        self._numbers = count()
        self._events: dict[int, deque[tuple[int, Event]]] = {}

    def put(self, event: Event) -> None:
        """Add an event. Called by the engine's thread."""
        with self._lock:
            tell = not self._events
            if sum(map(len, self._events.values())) == _MOST_EVENTS:
                max(self._events.values(), key=len).popleft()
                self.dropped += 1
            self._events.setdefault(event.port, deque()).append((next(self._numbers), event))
        if tell:
            self._wake()

    def take_all(self) -> list[Event]:
        """Return the events since the last call, oldest first."""
        with self._lock:
            events, self._events = self._events, {}
        return [event for _, event in sorted(chain(*events.values()), key=lambda one: one[0])]
