"""Who watches a camera at the moment, and what each of them wants of it."""

from collections.abc import Iterable, Mapping

from netgear_engine.protocol.ext import WantedStream
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState

# A receiver that answers nothing for so long is taken for one that looks at nothing. It still gets
# a frame now and then: only by an answer to one can it show that it is back.
STALLED_FOR_S = 5.0
_LOOKS_AT_NOTHING = WantedStream(0, 0)


class Audience:
    """The wishes of those receivers that take frames.

    `wanted` may be called by another thread than the rest.
    """

    def __init__(self) -> None:
        self._wishes: dict[Receiver, WantedStream | None] = {}
        self._states: dict[Receiver, ReceiverState] = {}
        self._stalled_since: dict[Receiver, float] = {}

    def wanted(self, receiver: Receiver, wish: WantedStream | None) -> None:
        """A receiver's wish is another now; None is the stream as it is configured."""
        self._wishes[receiver] = wish

    def states_are(self, states: Mapping[Receiver, ReceiverState], now: float) -> None:
        """Take how every receiver is at `now`. One that has gone takes its wish along."""
        self._states = dict(states)
        for receiver, state in states.items():
            if state is ReceiverState.STALLED:
                self._stalled_since.setdefault(receiver, now)
                continue
            self._stalled_since.pop(receiver, None)
            if state is not ReceiverState.CONNECTED:
                self._wishes.pop(receiver, None)

    def wishes(self, now: float) -> list[WantedStream | None]:
        """Return one wish for each receiver that is there."""
        return [self._wish(receiver, now) for receiver in self._present()]

    def _present(self) -> Iterable[Receiver]:
        there = (ReceiverState.CONNECTED, ReceiverState.STALLED)
        return (receiver for receiver, state in self._states.items() if state in there)

    def _wish(self, receiver: Receiver, now: float) -> WantedStream | None:
        if now - self._stalled_since.get(receiver, now) >= STALLED_FOR_S:
            return _LOOKS_AT_NOTHING
        return self._wishes.get(receiver)
