"""How many events of one kind a camera may have in the list. No Qt."""

from dataclasses import dataclass

from gui.event_log.record import Record

AT_ONCE = 100
"""So many may come at once, ..."""

_ONE_MORE_EVERY_S = 60.0


@dataclass(slots=True)
class Flow:
    """The events of one kind of one camera: a hundred at once, then one a minute.

    `last` is the newest record.
    """

    filled_at: float
    room: float = float(AT_ONCE)
    last: Record | None = None

    def has_room(self, now: float) -> bool:
        """Return whether there is room for a record of its own, and take it."""
        gained = (now - self.filled_at) / _ONE_MORE_EVERY_S
        self.room = min(float(AT_ONCE), self.room + gained)
        self.filled_at = now
        if self.room < 1.0:
            return False
        self.room -= 1.0
        return True
