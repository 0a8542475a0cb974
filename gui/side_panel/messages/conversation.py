"""What was said between the operator and one camera, the newest of it. No Qt."""

import enum
from collections import deque
from dataclasses import dataclass

from gui.look.time_words import clock_time

MOST_BUBBLES = 1000
ANSWER_WITHIN_S = 10.0
SEND_WITHIN_S = 30.0

_SHORT = 480

SHORT_LINES = 8
"""How many lines of a long message are shown until it is opened."""
_LONGEST_OPEN = 20_000
_MOST_LONG = 500_000


class Delivery(enum.Enum):
    """How far a bubble has come."""

    RECEIVED = "from the camera"
    SKIPPED = "came too fast to be shown"
    WAITING = "queued, goes with the next frame"
    SENT = "sent"
    KEPT = "goes with every frame"
    REPLACED = "not sent: a newer reply took its place"
    EXPIRED = "not sent: no frame came"
    CLEARED = "not sent: cleared before a frame came"


@dataclass(slots=True)
class Bubble:
    """One message or reply; `times` counts the same message coming again and again.

    A reply that `repeats` goes with every frame until `ended_wall`. `answered_in` is how long after
    it had left the camera said something.
    """

    text: str
    wall: float
    delivery: Delivery
    times: int = 1
    repeats: bool = False
    ended_wall: float | None = None
    answered_in: float | None = None
    is_open: bool = False

    @property
    def own(self) -> bool:
        """Whether it is the operator's own."""
        return self.delivery not in (Delivery.RECEIVED, Delivery.SKIPPED)

    @property
    def is_long(self) -> bool:
        """Whether only its beginning is shown until it is opened."""
        return len(self.text) > _SHORT or self.text.count("\n") >= SHORT_LINES

    @property
    def shown(self) -> str:
        """What of the text is shown now."""
        if not self.is_long:
            return self.text
        if self.is_open:
            more = len(self.text) - _LONGEST_OPEN
            copy = f"… ({more} characters more: copy to have them all)" if more > 0 else ""
            return self.text[:_LONGEST_OPEN] + copy
        return "\n".join(self.text[:_SHORT].split("\n")[:SHORT_LINES]) + "…"

    @property
    def note(self) -> str:
        """The small line below the text."""
        words = self.delivery.value
        if self.repeats and self.delivery is Delivery.SENT:
            words = "sent with every frame"
        if self.ended_wall is not None:
            words += f" until {clock_time(self.ended_wall)}"
        again = f" · {self.times} times" if self.times > 1 else ""
        answered = ""
        if self.answered_in is not None:
            answered = f" · answered in {round_trip_words(self.answered_in)}"
        return f"{clock_time(self.wall)} {words}{answered}{again}"


class Conversation:
    """The newest 1000 bubbles of one camera, the oldest first; `total` counts all there were."""

    def __init__(self) -> None:
        self.bubbles: deque[Bubble] = deque(maxlen=MOST_BUBBLES)
        self.total = 0
        self.round_trip: float | None = None
        self._waiting: Bubble | None = None
        self._waits_since = 0.0
        self._unanswered: Bubble | None = None
        self._repeating: Bubble | None = None
        self._long: deque[Bubble] = deque()

    def received(self, text: str, wall: float) -> bool:
        """Take a message; return whether it changed an older bubble: one that it answers."""
        answers = self._answer(wall)
        newest = self.bubbles[-1] if self.bubbles else None
        if newest is not None and newest.delivery is Delivery.RECEIVED and newest.text == text:
            newest.times += 1
            newest.wall = wall
        else:
            self._add(Bubble(text, wall, Delivery.RECEIVED))
        return answers

    def skip(self, count: int, wall: float) -> bool:
        """Note that so many messages came too fast to be shown; return as `received` does."""
        answers = self._answer(wall)
        words = "1 message" if count == 1 else f"{count} messages"
        self._add(Bubble(words, wall, Delivery.SKIPPED))
        self.total += count - 1
        return answers

    def say(self, text: str, wall: float, now: float = 0.0, *, repeats: bool = False) -> None:
        """Take a reply that waits to be sent; only the newest waiting reply will be.

        `now` is in monotonic seconds.
        """
        self._replace_waiting()
        if repeats:
            self.end_repeating(wall)
        bubble = Bubble(text, wall, Delivery.WAITING, repeats=repeats)
        self._waiting, self._waits_since = bubble, now
        if repeats:
            self._repeating = bubble
        self._add(bubble)

    def sent(self, text: str, wall: float) -> None:
        """Note that a reply has left; one that was not typed here is added."""
        bubble = self._waiting
        if bubble is None or bubble.text != text:
            self._replace_waiting()
            bubble = self._expired(text)
        if bubble is None:
            bubble = Bubble(text, wall, Delivery.SENT)
            self._add(bubble)
        bubble.delivery, bubble.wall = Delivery.SENT, wall
        self._waiting, self._unanswered = None, bubble

    def end_repeating(self, wall: float) -> bool:
        """Note that a reply goes no longer with every frame; return whether it never left."""
        bubble, self._repeating = self._repeating, None
        if bubble is None:
            return False
        if bubble is self._waiting:
            bubble.delivery, self._waiting = Delivery.CLEARED, None
            return True
        bubble.ended_wall = wall
        return False

    def expire(self, now: float) -> bool:
        """Give up the waiting reply when it has waited too long; return whether it had."""
        bubble = self._waiting
        if bubble is None or bubble.repeats or now - self._waits_since < SEND_WITHIN_S:
            return False
        bubble.delivery = Delivery.EXPIRED
        self._waiting = None
        return True

    @property
    def waits(self) -> bool:
        """Whether a reply waits that is given up after a while."""
        return self._waiting is not None and not self._waiting.repeats

    def _replace_waiting(self) -> None:
        if self._waiting is not None:
            kept = self._waiting.repeats
            self._waiting.delivery = Delivery.KEPT if kept else Delivery.REPLACED
            self._waiting = None

    def _expired(self, text: str) -> Bubble | None:
        """Return the reply that was given up just when it left after all."""
        newest = next((bubble for bubble in reversed(self.bubbles) if bubble.own), None)
        gave_up = newest is not None and newest.delivery is Delivery.EXPIRED
        return newest if gave_up and newest is not None and newest.text == text else None

    def _answer(self, wall: float) -> bool:
        """Let the newest reply be answered by what comes next, if that comes soon."""
        bubble, self._unanswered = self._unanswered, None
        if bubble is None or not 0 <= wall - bubble.wall <= ANSWER_WITHIN_S:
            return False
        bubble.answered_in = self.round_trip = wall - bubble.wall
        return True

    def _add(self, bubble: Bubble) -> None:
        if len(self.bubbles) == MOST_BUBBLES and self._long and self._long[0] is self.bubbles[0]:
            self._long.popleft()
        self.bubbles.append(bubble)
        self.total += 1
        if bubble.is_long:
            self._long.append(bubble)
            self._shorten_oldest()

    def _shorten_oldest(self) -> None:
        """Keep only the beginnings of old long messages: a thousand of them would fill memory."""
        length = sum(len(bubble.text) for bubble in self._long)
        while length > _MOST_LONG and len(self._long) > 1:
            bubble = self._long.popleft()
            length -= len(bubble.text)
            bubble.is_open = False
            bubble.text = f"{bubble.shown[: _SHORT - 40]} (the rest is no longer kept)"


def round_trip_words(seconds: float) -> str:
    """Return a short time as in 34 ms or 1.2 s."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
