"""Whether every camera has left, as NetGear's own client asks before it ends. No Qt."""

from collections.abc import Iterable

from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus


class Departures:
    """Notices the moment in which the last camera says goodbye.

    A camera that is lost has not left: it is a fault, which the operator must see. One that was
    never seen is not waited for.
    """

    def __init__(self) -> None:
        self._someone_was_there = False

    def all_have_left(self, statuses: Iterable[PortStatus]) -> bool:
        """Return whether all cameras seen so far said goodbye since this was asked before."""
        states = [status.state for status in statuses if status.received]
        left = bool(states) and all(state is PortState.ENDED for state in states)
        if not left:
            self._someone_was_there = bool(states)
            return False
        just_now, self._someone_was_there = self._someone_was_there, False
        return just_now
