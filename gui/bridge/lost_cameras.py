"""What is true of the cameras of an engine that died, until another one hears of them. No Qt."""

from collections.abc import Mapping
from dataclasses import replace

from netgear_engine.clock import Clock
from netgear_engine.events import Event, StateChanged
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus

ENDED = "the receiving engine failed"
"""Why cameras are lost when it is not their fault."""

_WITH_FRAMES = frozenset({PortState.LIVE, PortState.STALE, PortState.REPEATING, PortState.FAULT})
_TOLD_OF_THE_PORT = frozenset({PortState.FAILED, PortState.REJECTED})

_KNOWN_BETTER = frozenset({PortState.LOST, PortState.ENDED})
"""What was true of a camera stays true; of a port only the engine that listens there can tell."""


class LostCameras:
    """The statuses of ports as they are since the death of the engine that knew them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.statuses: Mapping[int, PortStatus] = {}

    def lose(self, before: Mapping[int, PortStatus]) -> list[StateChanged]:
        """Take the last statuses of an engine that died; return what has changed by that."""
        self.statuses = {port: self._without_engine(status) for port, status in before.items()}
        return [
            StateChanged(
                port,
                lost.since_wall,
                lost.state,
                before[port].state,
                lost.since_at - before[port].since_at,
                ENDED,
            )
            for port, lost in self.statuses.items()
            if lost.state is not before[port].state
        ]

    def forget(self, port: int) -> None:
        """Forget a port: nobody asks for it any more, or the engine of now knows better."""
        self.statuses = {one: status for one, status in self.statuses.items() if one != port}

    def known(self, statuses: Mapping[int, PortStatus]) -> dict[int, PortStatus]:
        """Return the statuses of the engine of now, with those that are lost until it hears."""
        return {
            port: self.statuses[port] if self._is_unheard(status) else status
            for port, status in {**self.statuses, **statuses}.items()
        }

    def following(self, event: Event) -> Event:
        """Return an event of the engine of now as it follows what was told before the death."""
        lost = self.statuses.get(event.port)
        if lost is None or not isinstance(event, StateChanged) or event.state is PortState.WAITING:
            return event
        if event.state not in _TOLD_OF_THE_PORT:
            self.forget(event.port)
        lasted = self._clock.monotonic() - lost.since_at
        return replace(event, previous=lost.state, lasted=lasted)

    def _without_engine(self, status: PortStatus) -> PortStatus:
        """Return what is true of a port on which nobody listens."""
        status = replace(status, connected=0, fps=0.0, bits_per_second=0.0)
        if status.state not in _WITH_FRAMES:
            return status
        now, wall = self._clock.monotonic(), self._clock.wall()
        return replace(status, state=PortState.LOST, reason=ENDED, since_at=now, since_wall=wall)

    def _is_unheard(self, status: PortStatus) -> bool:
        knows_nothing = status.received == 0 and status.state not in _TOLD_OF_THE_PORT
        before = self.statuses.get(status.port)
        return before is not None and before.state in _KNOWN_BETTER and knows_nothing
