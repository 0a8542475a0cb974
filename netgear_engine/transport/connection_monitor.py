"""What a socket's monitor says about its connections, in our words.

ZeroMQ reports an accepted TCP connection, then the handshake, and names the connection only in the
first and in the last report. A handshake is counted for the youngest connection that waits for
one, because a real peer's handshake follows within milliseconds.
"""

from dataclasses import dataclass, field

import zmq
from zmq.utils.monitor import parse_monitor_message


@dataclass(frozen=True, slots=True)
class PeerConnected:
    """A peer finished its handshake."""


@dataclass(frozen=True, slots=True)
class PeerDisconnected:
    """A connected peer's connection closed."""


@dataclass(frozen=True, slots=True)
class PeerRefused:
    """A peer was turned away; `reason` says why."""

    reason: str


ConnectionChange = PeerConnected | PeerDisconnected | PeerRefused

_WRONG_PATTERN = "the other end uses another pattern"
_REFUSED = {
    zmq.Event.HANDSHAKE_FAILED_AUTH: "the key is not accepted",
    zmq.Event.HANDSHAKE_FAILED_PROTOCOL: "the other end uses another pattern or other security",
}


@dataclass(slots=True)
class ConnectionMonitor:
    """Follows the connections of one socket."""

    _waiting: list[int] = field(default_factory=list)
    _connected: set[int] = field(default_factory=set)
    _failed: bool = False

    @property
    def peers(self) -> int:
        """How many peers are connected now."""
        return len(self._connected)

    def receive_parts(self, parts: list[bytes]) -> ConnectionChange | None:
        """Return what a message of the monitor socket means, None when it means nothing to us."""
        report = parse_monitor_message(parts)
        event = zmq.Event(report["event"])
        connection = report["value"]
        if event in (zmq.Event.ACCEPTED, zmq.Event.CONNECTED):
            self._waiting.append(connection)
        elif event is zmq.Event.HANDSHAKE_SUCCEEDED and self._waiting:
            self._connected.add(self._waiting.pop())
            return PeerConnected()
        elif event is zmq.Event.DISCONNECTED:
            return self._closed(connection)
        elif event in _REFUSED:
            self._failed = True
            return PeerRefused(_REFUSED[event])
        elif event is zmq.Event.HANDSHAKE_FAILED_NO_DETAIL:
            self._failed = True
        return None

    def _closed(self, connection: int) -> ConnectionChange | None:
        failed, self._failed = self._failed, False
        if connection in self._connected:
            self._connected.remove(connection)
            return PeerDisconnected()
        if connection in self._waiting:
            self._waiting.remove(connection)
            # ZeroMQ drops a peer with the wrong kind of socket without calling it a failure.
            return None if failed else PeerRefused(_WRONG_PATTERN)
        return None
