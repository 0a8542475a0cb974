"""The lane on which events reach the GUI: a bounded list and one wake-up."""

import threading
from collections import deque
from collections.abc import Callable

from netgear_engine.events import Event

_MOST_EVENTS = 10_000


class EventMailbox:
    """Keeps events in order until the GUI takes them all at once.

    `wake` is called when the list stops being empty, so at most one call is on its way. When the
    GUI does not come, the oldest of 10 000 events are dropped and counted.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self.dropped = 0
        self._wake = wake
        self._lock = threading.Lock()
        self._events: deque[Event] = deque(maxlen=_MOST_EVENTS)

    def put(self, event: Event) -> None:
        """Add an event. Called by the engine's thread."""
        with self._lock:
            tell = not self._events
            if len(self._events) == _MOST_EVENTS:
                self.dropped += 1
            self._events.append(event)
        if tell:
            self._wake()

    def take_all(self) -> list[Event]:
        """Return the events since the last call, oldest first."""
        with self._lock:
            events = list(self._events)
            self._events.clear()
        return events
