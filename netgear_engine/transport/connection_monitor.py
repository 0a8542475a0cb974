"""What a socket's monitor says about its connections, in our words.

ZeroMQ reports an accepted TCP connection, then the handshake, and names the connection only in the
first and in the last report. A handshake is counted for the youngest connection that waits for
one, because a real peer's handshake follows within milliseconds.

When a handshake fails, the end that notices closes the connection, and only that end is told why;
the other one hears that it "failed without detail". A difference of security or pattern is noticed
by either end, mostly by the one that connects, and a wrong copy of the receiver's public key by the
receiver alone. The end that is not told sees one broken handshake after the other.
"""

from dataclasses import dataclass, field

import zmq
from zmq.utils.monitor import parse_monitor_message


@dataclass(frozen=True, slots=True)
class PeerConnected:
    """A peer finished its handshake."""


@dataclass(frozen=True, slots=True)
class PeerDisconnected:
    """A connected peer's connection closed; `connection` is ZeroMQ's number for it."""

    connection: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class PeerRefused:
    """A peer was turned away; `reason` says why."""

    reason: str


ConnectionChange = PeerConnected | PeerDisconnected | PeerRefused

_FAILURES = (
    zmq.Event.HANDSHAKE_FAILED_AUTH,
    zmq.Event.HANDSHAKE_FAILED_PROTOCOL,
    zmq.Event.HANDSHAKE_FAILED_NO_DETAIL,
)
_WRONG_PATTERN = "the other end uses another pattern"
_UNKNOWN_KEY = "the key is not accepted"
_WRONG_PROTOCOL: dict[int, str] = {
    zmq.PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC: (
        "the other end has a wrong copy of our public key, server.key"
    ),
    zmq.PROTOCOL_ERROR_ZMTP_INVALID_METADATA: _WRONG_PATTERN,
}
_OTHER_IS_OPEN = "the other end uses no security and this one does; both need the same"
_OTHER_IS_SECURE = "the other end uses security and this one does not; both need the same"
_OTHER_PROTOCOL = "the other end uses another pattern or other security"
_BROKEN_OFF = "the other end breaks off each handshake: security, server.key or pattern differ"
# Somebody who ends just now, or only looks whether the port is open, breaks off one, too.
_TOO_OFTEN_BROKEN_OFF = 3


@dataclass(slots=True)
class ConnectionMonitor:
    """Follows the connections of one socket.

    With `broken_off_is_refusal`, which is for sockets with keys, several handshakes in a row that
    were broken off are a refusal.
    `stranger` says in words whose key was refused last; the authenticator knows, ZeroMQ's reports
    do not tell.
    """

    broken_off_is_refusal: bool = True
    stranger: str = ""
    _waiting: list[int] = field(default_factory=list)
    _connected: set[int] = field(default_factory=set)
    _failed: bool = False
    _broken_off: int = 0

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
            self._broken_off = 0
            return PeerConnected()
        elif event is zmq.Event.DISCONNECTED:
            return self._closed(connection)
        else:
            return self._refused(event, detail=report["value"])
        return None

    def _refused(self, event: zmq.Event, detail: int) -> PeerRefused | None:
        if event in _FAILURES:
            self._failed = True
        if event is zmq.Event.HANDSHAKE_FAILED_AUTH:
            who = f" ({self.stranger})" if self.stranger else ""
            return PeerRefused(_UNKNOWN_KEY + who)
        if event is zmq.Event.HANDSHAKE_FAILED_PROTOCOL:
            if detail == zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH:
                has_keys = self.broken_off_is_refusal
                return PeerRefused(_OTHER_IS_OPEN if has_keys else _OTHER_IS_SECURE)
            return PeerRefused(_WRONG_PROTOCOL.get(detail, _OTHER_PROTOCOL))
        if event is zmq.Event.HANDSHAKE_FAILED_NO_DETAIL:
            self._broken_off += 1
            if self.broken_off_is_refusal and self._broken_off >= _TOO_OFTEN_BROKEN_OFF:
                return PeerRefused(_BROKEN_OFF)
        return None

    def _closed(self, connection: int) -> ConnectionChange | None:
        failed, self._failed = self._failed, False
        if connection in self._connected:
            self._connected.remove(connection)
            return PeerDisconnected(connection)
        if connection in self._waiting:
            self._waiting.remove(connection)
            # ZeroMQ drops a peer with the wrong kind of socket without calling it a failure.
            return None if failed else PeerRefused(_WRONG_PATTERN)
        return None
