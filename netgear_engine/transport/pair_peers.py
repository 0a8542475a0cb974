"""PAIR serves one peer at a time: keeps its place for whoever speaks.

ZeroMQ (libzmq 4.3.5, `pair_t::xattach_pipe`) takes whoever comes to a PAIR socket while another one
is there for connected, and never reads what it says: not even when the other one is gone. So a
camera that came back a moment before the end of its old connection was seen would not be heard, and
nor would one that found a stranger at its port who says nothing. Only a new socket serves somebody
else. Nor is it seen that somebody who spoke in vain is gone: each holds a handle for ever.

So while somebody is served, whoever else knocks is cut off before he can speak. And if nobody is
heard, but somebody speaks, the socket is to be made anew.
"""

from netgear_engine.transport.connection_monitor import (
    ConnectionChange,
    ConnectionMonitor,
    PeerConnected,
    PeerCutOff,
    PeerDisconnected,
)
from netgear_engine.transport.peer_connection import PeerConnection

# In looks: how long somebody may speak unheard, and how late the end of a connection may be seen.
_PATIENCE = 10
# Bytes: who has sent more has not only shaken hands, with or without keys.
_HANDSHAKE = 1024


class PairPeers:
    """Follows the peers of a PAIR socket that listens; `monitor` knows who is connected."""

    def __init__(self, monitor: ConnectionMonitor) -> None:
        self._monitor = monitor
        self._came_second: set[PeerConnection] = set()
        self._looks_since_an_end = _PATIENCE
        self._looks_in_vain = 0

    def note(self, change: ConnectionChange | None) -> list[PeerCutOff]:
        """Take a change of the connections; return who was cut off since another one is served."""
        if isinstance(change, PeerDisconnected):
            self._looks_since_an_end = 0
        elif isinstance(change, PeerConnected) and (
            self._monitor.peers > 1 or self._looks_since_an_end < _PATIENCE
        ):
            self._came_second.add(self._monitor.connected()[-1])
        if not self._is_served():
            return []
        connections = self._monitor.connections.values()
        late = [one for one in connections if not one.is_cut and not one.has_spoken]
        for one in late:
            one.cut()
        return [PeerCutOff(one.address, "PAIR serves one peer, and one is there") for one in late]

    def look(self) -> bool:
        """Tell whether somebody has spoken in vain for 2 s; called five times a second."""
        self._looks_since_an_end += 1
        self._came_second.intersection_update(self._monitor.connected())
        in_vain = not self._is_served() and any(_speaks(one) for one in self._came_second)
        self._looks_in_vain = self._looks_in_vain + 1 if in_vain else 0
        return self._looks_in_vain >= _PATIENCE

    def _is_served(self) -> bool:
        connections = self._monitor.connections.values()
        return any(one.has_spoken and not one.is_cut for one in connections)


def _speaks(connection: PeerConnection) -> bool:
    counts = connection.counts()
    return counts is not None and counts.received > _HANDSHAKE
