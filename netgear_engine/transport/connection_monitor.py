"""What a socket's monitor says about its connections, in our words.

ZeroMQ reports an accepted TCP connection, then the handshake, and names the connection only in the
first and in the last report. A handshake is counted for the youngest connection that waits for
one, because a real peer's handshake follows within milliseconds.

When a handshake fails, the end that notices closes the connection, and only that end is told why;
the other one hears that it "failed without detail". A difference of security or pattern is noticed
by either end, mostly by the one that connects, and a wrong copy of the receiver's public key by the
receiver alone. The end that is not told sees one broken handshake after the other.

Whoever scans ports fails in his handshake, too. He is told from a peer that is really refused by
what went over the connection: ZeroMQ answers each step of the greeting, and a peer that meets
another security or pattern stops at an exact place. Where the bytes are not counted
(`peer_connection`) each failure is taken for a peer's.
"""

from dataclasses import dataclass, field

import zmq
from zmq.utils.monitor import parse_monitor_message

from netgear_engine.transport.peer_connection import PeerConnection


@dataclass(frozen=True, slots=True)
class PeerConnected:
    """A peer finished its handshake; `address` is "" where it is not known."""

    address: str = ""


@dataclass(frozen=True, slots=True)
class PeerDisconnected:
    """A connected peer's connection closed; `connection` is ZeroMQ's number for it."""

    connection: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class PeerRefused:
    """A peer was turned away; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class ScanSeen:
    """Somebody at `address` knocked who does not speak our protocol. It says nothing of a peer."""

    address: str


@dataclass(frozen=True, slots=True)
class PeerCutOff:
    """The peer at `address` took more than it may and was cut off; `reason` says what."""

    address: str
    reason: str


ConnectionChange = PeerConnected | PeerDisconnected | PeerRefused | ScanSeen | PeerCutOff

_FAILURES = (
    zmq.Event.HANDSHAKE_FAILED_AUTH,
    zmq.Event.HANDSHAKE_FAILED_PROTOCOL,
    zmq.Event.HANDSHAKE_FAILED_NO_DETAIL,
)
_UNKNOWN = "somebody who was gone at once"
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
# Of ZMTP 3, in bytes: the greeting; with CURVE's HELLO; with what says a peer's pattern. The end of
# a connection counts as one more.
_GREETING, _WITH_HELLO, _LEAST_READY, _MOST_READY = 64, 266, 88, 160


@dataclass(slots=True)
class ConnectionMonitor:
    """Follows the connections of one socket.

    With `scans_are_told`, which needs TCP and `peer_connection.BYTES_ARE_COUNTED`, who only scans
    is told from a peer. With `broken_off_is_refusal`, which is for sockets with keys, several
    handshakes in a row that were broken off are a refusal.
    `stranger` says in words whose key was refused last; the authenticator knows, ZeroMQ's reports
    do not tell. `connections` are those that are open, by ZeroMQ's numbers for them.
    """

    broken_off_is_refusal: bool = True
    scans_are_told: bool = False
    stranger: str = ""
    connections: dict[int, PeerConnection] = field(default_factory=dict)
    _waiting: list[int] = field(default_factory=list)
    _connected: set[int] = field(default_factory=set)
    _listens: bool = True
    _failed: bool = False
    _refused: bool = False
    _broken_off: int = 0

    @property
    def peers(self) -> int:
        """How many peers are connected now."""
        return len(self._connected)

    def waits(self, descriptor: int) -> bool:
        """Tell whether a connection has not finished its handshake."""
        return descriptor in self._waiting

    def receive_parts(self, parts: list[bytes]) -> ConnectionChange | None:
        """Return what a message of the monitor socket means, None when it means nothing to us."""
        report = parse_monitor_message(parts)
        event = zmq.Event(report["event"])
        connection = int(report["value"])
        if event in (zmq.Event.ACCEPTED, zmq.Event.CONNECTED):
            self._listens = event is zmq.Event.ACCEPTED
            self._opened(connection)
        elif event is zmq.Event.HANDSHAKE_SUCCEEDED and self._waiting:
            return self._succeeded()
        elif event is zmq.Event.DISCONNECTED:
            return self._closed(connection)
        elif event in _FAILURES:
            self._failed = True
            refusal = self._refusal(event, detail=connection)
            self._refused |= refusal is not None
            return refusal
        return None

    def forget_all(self) -> None:
        """Forget every connection: the socket is closed."""
        for connection in list(self.connections):
            self._forget(connection)

    def _opened(self, descriptor: int) -> None:
        if self._listens:
            self._forget(descriptor)
        else:
            # Who connects has one connection at a time: of the last one nothing more is heard.
            self.forget_all()
        self.connections[descriptor] = PeerConnection(descriptor)
        self._waiting.append(descriptor)

    def _succeeded(self) -> PeerConnected:
        # The youngest of those to whom ZeroMQ has said more than its greeting.
        spoken_to = [one for one in self._waiting if self._said(one, sent=_GREETING + 1)]
        connection = (spoken_to or self._waiting)[-1]
        self._waiting.remove(connection)
        self._connected.add(connection)
        self._broken_off = 0
        self.connections[connection].release()
        return PeerConnected(self.connections[connection].address)

    def _refusal(self, event: zmq.Event, detail: int) -> PeerRefused | None:
        """Return the refusal of a peer, None when it may have been anybody."""
        if event is zmq.Event.HANDSHAKE_FAILED_AUTH:
            who = f" ({self.stranger})" if self.stranger else ""
            return PeerRefused(_UNKNOWN_KEY + who)
        if event is zmq.Event.HANDSHAKE_FAILED_PROTOCOL:
            exact: dict[int, tuple[int, int]] = {
                zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH: (_GREETING, _GREETING + 1),
                zmq.PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC: (_WITH_HELLO, _WITH_HELLO + 1),
                zmq.PROTOCOL_ERROR_ZMTP_INVALID_METADATA: (_LEAST_READY, _MOST_READY),
            }
            if any(self._said(one, exact.get(detail, (0, 0))) for one in self._waiting):
                return PeerRefused(self._wrong_protocol(detail))
            return None
        if any(self._said(one, (_GREETING, None)) for one in self._waiting):
            # A peer of ours, or somebody who pretends it well.
            self._refused = True
            self._broken_off += 1
            if self.broken_off_is_refusal and self._broken_off >= _TOO_OFTEN_BROKEN_OFF:
                return PeerRefused(_BROKEN_OFF)
        return None

    def _wrong_protocol(self, detail: int) -> str:
        if detail == zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH:
            has_keys = self.broken_off_is_refusal
            return _OTHER_IS_OPEN if has_keys else _OTHER_IS_SECURE
        return _WRONG_PROTOCOL.get(detail, _OTHER_PROTOCOL)

    def _closed(self, descriptor: int) -> ConnectionChange | None:
        failed, self._failed = self._failed, False
        refused, self._refused = self._refused, False
        if descriptor in self._connected:
            self._forget(descriptor)
            return PeerDisconnected(descriptor)
        if descriptor not in self._waiting:
            return None
        connection = self.connections[descriptor]
        is_scan = self.scans_are_told and not (refused or connection.is_cut)
        # With keys ZeroMQ has answered whoever came so far as to say his pattern.
        has_keys = self.broken_off_is_refusal
        ready = (_LEAST_READY, None if has_keys else _MOST_READY)
        has_wrong_pattern = not failed and self._said(
            descriptor, ready, sent=_GREETING + 1 if has_keys else 0
        )
        self._forget(descriptor)
        if has_wrong_pattern:
            # ZeroMQ drops a peer with the wrong kind of socket without calling it a failure.
            return PeerRefused(_WRONG_PATTERN)
        return ScanSeen(connection.address or _UNKNOWN) if is_scan else None

    def _said(
        self, descriptor: int, received: tuple[int, int | None] = (0, None), sent: int = 0
    ) -> bool:
        """Tell whether so many bytes, from and to, came, and `sent` left; or nobody knows."""
        if not (self.scans_are_told and self._listens):
            return True
        counts = self.connections[descriptor].counts()
        if counts is None:
            # Gone before he could be looked at, as peers of other security mostly are.
            return True
        least, most = received
        return (
            least <= counts.received
            and counts.sent >= sent
            and (most is None or counts.received <= most)
        )

    def _forget(self, descriptor: int) -> None:
        connection = self.connections.pop(descriptor, None)
        if connection is not None:
            connection.release()
        self._connected.discard(descriptor)
        if descriptor in self._waiting:
            self._waiting.remove(descriptor)
