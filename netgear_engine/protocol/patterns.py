"""NetGear's three messaging patterns and what each can do, as one table."""

import enum
from dataclasses import dataclass


class Pattern(enum.IntEnum):
    """NetGear's `pattern` numbers."""

    PAIR = 0
    REQUEST_REPLY = 1
    PUBLISH_SUBSCRIBE = 2


@dataclass(frozen=True, slots=True)
class PatternFacts:
    """What a pattern offers: its name for people, answers to frames, several peers."""

    title: str
    answers_frames: bool
    answers_goodbye: bool
    several_peers: bool


FACTS = {
    Pattern.PAIR: PatternFacts(
        "pair", answers_frames=True, answers_goodbye=False, several_peers=False
    ),
    Pattern.REQUEST_REPLY: PatternFacts(
        "request/reply", answers_frames=True, answers_goodbye=True, several_peers=True
    ),
    Pattern.PUBLISH_SUBSCRIBE: PatternFacts(
        "publish/subscribe", answers_frames=False, answers_goodbye=False, several_peers=True
    ),
}
