"""What was said between the operator and one camera, the newest of it. No Qt."""

import enum
from collections import deque
from dataclasses import dataclass

from gui.time_words import clock_time

MOST_BUBBLES = 1000


class Delivery(enum.Enum):
    """How far a bubble has come."""

    RECEIVED = "from the camera"
    WAITING = "waiting for the camera's next frame"
    SENT = "sent"
    REPLACED = "not sent, a newer reply took its place"


@dataclass(slots=True)
class Bubble:
    """One message or reply; `times` counts the same message coming again and again."""

    text: str
    wall: float
    delivery: Delivery
    times: int = 1

    @property
    def own(self) -> bool:
        """Return whether it is the operator's own."""
        return self.delivery is not Delivery.RECEIVED

    @property
    def note(self) -> str:
        """Return the small line below the text."""
        again = f" · {self.times} times" if self.times > 1 else ""
        return f"{clock_time(self.wall)} {self.delivery.value}{again}"


class Conversation:
    """The newest 1000 bubbles of one camera, the oldest first; `total` counts all there were."""

    def __init__(self) -> None:
        self.bubbles: deque[Bubble] = deque(maxlen=MOST_BUBBLES)
        self.total = 0

    def hear(self, text: str, wall: float) -> bool:
        """Take a message; return False when it only repeats the newest bubble."""
        newest = self.bubbles[-1] if self.bubbles else None
        if newest is not None and not newest.own and newest.text == text:
            newest.times += 1
            newest.wall = wall
            return False
        self._add(Bubble(text, wall, Delivery.RECEIVED))
        return True

    def say(self, text: str, wall: float) -> None:
        """Take a reply that waits to be sent; only the newest waiting reply will be."""
        self._settle(Delivery.REPLACED, None)
        self._add(Bubble(text, wall, Delivery.WAITING))

    def sent(self, text: str, wall: float) -> None:
        """Note that the waiting reply has left; one that was not typed here is added."""
        if not self._settle(Delivery.SENT, wall):
            self._add(Bubble(text, wall, Delivery.SENT))

    def _settle(self, delivery: Delivery, wall: float | None) -> bool:
        """Say what became of the waiting reply; return whether there was one."""
        for bubble in reversed(self.bubbles):
            if bubble.delivery is Delivery.WAITING:
                bubble.delivery = delivery
                bubble.wall = bubble.wall if wall is None else wall
                return True
        return False

    def _add(self, bubble: Bubble) -> None:
        self.bubbles.append(bubble)
        self.total += 1
