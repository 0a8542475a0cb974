"""The sending side of the protocol towards one receiver: frames out, answers in.

Several frames may be on their way unanswered, so that the link's round trip does not set the frame
rate. A stock receiver gets two. Ours gets as many as fit into one round trip, at most 16; the
shortest round trip of the connection counts, because a full window makes its own round trips long.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.ext import (
    EXT_VERSION,
    AnswerTimes,
    CommandResult,
    Health,
    NodeReport,
    SenderExt,
)
from netgear_engine.protocol.header import (
    ArrayLayout,
    Compression,
    FrameHeader,
    Goodbye,
    write_goodbye,
    write_header,
)
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import FACTS, Pattern
from netgear_engine.protocol.reply import Answer, read_answer

SMALLEST_WINDOW = 2
LARGEST_WINDOW = 16
ANSWER_OVERDUE_S = 4.0
# A round trip under load is longer than the shortest. Without a margin a program that sends as
# fast as it may would be held to the rate that the window allowed it before.
_ROUND_TRIP_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class NodeIdentity:
    """Who sends: a stable id, the name people gave it, and its software's version."""

    node: str = ""
    name: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class NodeNews:
    """What a frame tells of its node beside the picture; each as in SenderExt."""

    fault: str = ""
    still: str = ""
    health: Health | None = None
    report: NodeReport | None = None
    results: tuple[CommandResult, ...] = ()


NO_NEWS = NodeNews()


@dataclass(frozen=True, slots=True)
class AnswerReceived:
    """A receiver answered the frame with this number; `round_trip` is in seconds.

    Both are None for an answer to a frame that is no longer waited for; `number` also for one that
    had none.
    """

    answer: Answer
    number: int | None
    round_trip: float | None


class SenderSession:
    """Writes frames for one receiver and keeps count of those not answered yet."""

    def __init__(
        self, pattern: Pattern, *, port: int | str | None, identity: NodeIdentity, limits: Limits
    ) -> None:
        self._pattern = pattern
        self._port = port
        self._identity = identity
        self._limits = limits
        self._sequence = 0
        self._unanswered: OrderedDict[int, _Sent] = OrderedDict()
        self._last_answer: AnswerTimes | None = None
        self._receiver_is_ours = False
        self._shortest_round_trip = math.inf
        self._was_answered = False

    @property
    def receiver_is_ours(self) -> bool:
        """Whether the receiver understands what frames tell beside the picture."""
        return self._receiver_is_ours

    @property
    def shortest_round_trip(self) -> float | None:
        """The shortest round trip of this connection in seconds, None before the first."""
        return None if math.isinf(self._shortest_round_trip) else self._shortest_round_trip

    def window(self, frames_per_second: float) -> int:
        """Return how many frames may be unanswered at this frame rate."""
        if not self._receiver_is_ours or math.isinf(self._shortest_round_trip):
            return SMALLEST_WINDOW
        needed = self._shortest_round_trip * frames_per_second * _ROUND_TRIP_MARGIN
        in_flight = math.ceil(needed) + 1
        return max(SMALLEST_WINDOW, min(in_flight, LARGEST_WINDOW))

    def may_send(self, frames_per_second: float, now: float) -> bool:
        """Tell whether the window has room; answers that are long overdue no longer count."""
        if not FACTS[self._pattern].answers_frames:
            return True
        if self._unanswered and now - next(iter(self._unanswered.values())).at > ANSWER_OVERDUE_S:
            self._unanswered.clear()
        return len(self._unanswered) < self.window(frames_per_second)

    def frame_to_send(
        self,
        content: Compression | ArrayLayout,
        payload: Part,
        *,
        number: int | None,
        now: float,
        message: Any = None,
        captured: float | None = None,
        news: NodeNews = NO_NEWS,
    ) -> list[Part]:
        """Return the parts of one frame. Its answer will name it by `number`.

        Raises LocalProtocolError when the message is nothing that JSON can carry.
        """
        sequence = self._sequence + 1
        ext = SenderExt(
            EXT_VERSION,
            sequence,
            captured,
            self._last_answer,
            self._identity.node,
            self._identity.name,
            self._identity.version,
            news.fault,
            news.still,
            news.health,
            news.report,
            news.results,
        )
        header = write_header(FrameHeader(content, message, self._port, ext), self._pattern)
        self._sequence = sequence
        self._last_answer = None
        if FACTS[self._pattern].answers_frames:
            self._unanswered[sequence] = _Sent(number, now)
        return self._enveloped([header, payload])

    def frame_not_sent(self) -> None:
        """Count the newest frame no longer: it could not leave, so no answer to it will come."""
        self._unanswered.pop(self._sequence, None)

    def receive_parts(self, parts: list[bytes], now: float) -> AnswerReceived:
        """Read an answer; raises RemoteProtocolError when it is not one."""
        if self._pattern is Pattern.REQUEST_REPLY:
            if len(parts) < 2 or parts[0]:
                raise RemoteProtocolError("an answer without its empty first part")
            parts = parts[1:]
        answer = read_answer(parts, self._limits)
        self._receiver_is_ours = answer.ext is not None
        self._was_answered = True
        sequence = answer.ext.sequence if answer.ext else next(iter(self._unanswered), 0)
        sent = self._settle(sequence)
        if sent is None:
            return AnswerReceived(answer, None, None)
        round_trip = now - sent.at
        self._shortest_round_trip = min(self._shortest_round_trip, round_trip)
        if answer.ext:
            self._last_answer = AnswerTimes(sequence, sent.at, now)
        return AnswerReceived(answer, sent.number, round_trip)

    def goodbye_to_send(self) -> list[Part] | None:
        """Return the goodbye, or None when the receiver must not get one.

        A stock receiver jams on a goodbye from a sender that it has not seen a frame of.
        """
        if FACTS[self._pattern].answers_frames and not self._was_answered:
            return None
        return self._enveloped([write_goodbye(Goodbye(self._port))])

    def connection_lost(self) -> None:
        """Forget what belongs to the old connection; answers to its frames will not come."""
        self._unanswered.clear()
        self._last_answer = None
        self._receiver_is_ours = False
        self._shortest_round_trip = math.inf
        self._was_answered = False

    def _settle(self, sequence: int) -> "_Sent | None":
        """Take `sequence` and all before it off the unanswered frames; return what it was."""
        sent = self._unanswered.get(sequence)
        if sent is None:
            return None
        while self._unanswered and next(iter(self._unanswered)) <= sequence:
            self._unanswered.popitem(last=False)
        return sent

    def _enveloped(self, parts: list[Part]) -> list[Part]:
        return [b"", *parts] if self._pattern is Pattern.REQUEST_REPLY else parts


@dataclass(frozen=True, slots=True)
class _Sent:
    """A frame that waits for its answer."""

    number: int | None
    at: float
