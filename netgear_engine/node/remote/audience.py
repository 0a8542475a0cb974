"""Who watches a camera at the moment, and what each of them wants of it."""

from collections.abc import Iterable

from netgear_engine.protocol.ext import WantedStream
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState, ReceiverStatus

# A receiver that answers nothing for so long is taken for one that looks at nothing. It still gets
# a frame now and then: only by an answer to one can it show that it is back.
STALLED_FOR_S = 5.0
_THERE = (ReceiverState.CONNECTED, ReceiverState.STALLED)
_LOOKS_AT_NOTHING = WantedStream(0, 0)


class Audience:
    """The wishes of those receivers that take frames. For one thread."""

    def __init__(self) -> None:
        self._stalled_since: dict[Receiver, float] = {}

    def wishes(self, statuses: Iterable[ReceiverStatus], now: float) -> list[WantedStream | None]:
        """Return one wish for each receiver that is there at `now` (monotonic seconds)."""
        there = [one for one in statuses if one.state in _THERE]
        self._stalled_since = {
            one.receiver: self._stalled_since.get(one.receiver, now)
            for one in there
            if one.state is ReceiverState.STALLED
        }
        return [
            _LOOKS_AT_NOTHING
            if now - self._stalled_since.get(one.receiver, now) >= STALLED_FOR_S
            else one.wanted
            for one in there
        ]
