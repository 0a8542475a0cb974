"""How a sender's clock stands to ours, from frames and their answers.

The rule is NTP's: of a frame sent at t1 (sender), received at t2 and answered at t3 (here) with
the answer back at t4 (sender), the offset is ((t2 - t1) + (t3 - t4)) / 2, wrong by at most half
the round trip. The exchange with the shortest round trip of the last 30 is believed.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass

from netgear_engine.protocol.ext import AnswerTimes

_EXCHANGES = 30
_ANSWERS_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class _Exchange:
    round_trip: float
    offset: float


class ClockOffset:
    """Learns one sender's clock. All times are monotonic seconds, ours or the sender's."""

    def __init__(self) -> None:
        self._answered: OrderedDict[int, tuple[float, float]] = OrderedDict()
        self._exchanges: deque[_Exchange] = deque(maxlen=_EXCHANGES)

    def answer_sent(self, sequence: int, received: float, answered: float) -> None:
        """Remember when a frame came and when it was answered, by our clock."""
        self._answered[sequence] = received, answered
        if len(self._answered) > _ANSWERS_REMEMBERED:
            self._answered.popitem(last=False)

    def answer_came_back(self, times: AnswerTimes) -> None:
        """Take in the sender's times of an exchange; one that we do not remember is ignored."""
        ours = self._answered.pop(times.sequence, None)
        if ours is None:
            return
        received, answered = ours
        round_trip = (times.answered - times.sent) - (answered - received)
        if round_trip < 0:
            return
        offset = ((received - times.sent) + (answered - times.answered)) / 2
        self._exchanges.append(_Exchange(round_trip, offset))

    def in_our_time(self, theirs: float) -> tuple[float, float] | None:
        """Return a sender's time by our clock and its uncertainty; None while it is unknown."""
        if not self._exchanges:
            return None
        best = min(self._exchanges, key=lambda exchange: exchange.round_trip)
        return theirs + best.offset, best.round_trip / 2

    def forget(self) -> None:
        """Start anew: another sender, or the same one after a restart."""
        self._answered.clear()
        self._exchanges.clear()
