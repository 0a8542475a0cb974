"""What a socket's monitor says about its connections, in our words.

ZeroMQ reports an accepted TCP connection, then the handshake, and names the connection only in the
first and in the last report. A handshake is counted for the youngest connection that waits for
one, because a real peer's handshake follows within milliseconds. Whose message comes has shaken
hands in any case; then it is put right.

When a handshake fails, the end that notices closes the connection, and only that end is told why;
the other one hears that it "failed without detail". A difference of security or pattern is noticed
by either end, mostly by the one that connects, and a wrong copy of the receiver's public key by the
receiver alone. The end that is not told sees one broken handshake after the other.

Whoever scans ports fails in his handshake, too. He is told from a peer that is really refused by
the bytes that went over the connection. ZeroMQ goes on speaking only to who begins as it does, and
two that differ stop at an exact place: see `_why_refused`. Who is gone before his bytes could be
looked at counts as a scan: a sender that is refused comes again. Where nothing is counted
(`peer_connection`) each failure is taken for a peer's.
"""

from dataclasses import dataclass, field

import zmq

from netgear_engine.transport.peer_connection import ByteCounts, PeerConnection
from netgear_engine.transport.sockets import read_report


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
    """Somebody knocked who is no peer, as far as is known: it says nothing of a peer.

    `address` is "" when he was gone at once.
    """

    address: str


@dataclass(frozen=True, slots=True)
class PeerCutOff:
    """The peer at `address` took more than it may and was cut off; `reason` says what."""

    address: str
    reason: str


ConnectionChange = PeerConnected | PeerDisconnected | PeerRefused | ScanSeen | PeerCutOff

_NONSENSE = zmq.Event.HANDSHAKE_FAILED_PROTOCOL
_FAILURES = (
    zmq.Event.HANDSHAKE_FAILED_AUTH,
    _NONSENSE,
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
# Of ZMTP 3, in bytes: the signature and the version, with which each end begins; the greeting, in
# which both name their security; with CURVE's first message, which a wrong server.key spoils; and
# in the clear with what names a peer's pattern.
_BEGINNING, _GREETING, _WITH_HELLO, _WITH_PATTERN = 11, 64, 266, range(88, 160)


# What ZeroMQ takes for a connection of which it keeps what it has not read: 12 to 22 KiB, measured.
_KEPT_OF_ANYBODY = 16 * 1024
# Who sent more said something after his handshake, with or without keys; in bytes.
MORE_THAN_A_HANDSHAKE = 1024


@dataclass(slots=True, eq=False, weakref_slot=True)
class ConnectionMonitor:
    """Follows the connections of one socket.

    With `scans_are_told`, which needs TCP and `peer_connection.BYTES_ARE_COUNTED`, who only scans
    is told from a peer. Of a socket that `has_keys` several handshakes in a row that were broken
    off are a refusal. `stranger` says in words whose key was refused last; the authenticator knows,
    ZeroMQ's reports do not tell. `connections` are those that are open, by ZeroMQ's numbers.

    With `keeps_unread` ZeroMQ may keep messages that it has not read of somebody who is gone.

    `is_spoiled`: with keys, a message was spoiled on a connection whose handshake was done. That
    leaves it half dead: ZeroMQ (libzmq 4.3.5, whose report spoils errno) reads no more of it, which
    may end the whole process, see `sockets`.
    `may_be_spoiled`: so it is unless the next report, which follows at once, is the end of a
    handshake.
    """

    has_keys: bool = True
    scans_are_told: bool = False
    keeps_unread: bool = False
    stranger: str = ""
    connections: dict[int, PeerConnection] = field(default_factory=dict)
    is_spoiled: bool = False
    may_be_spoiled: bool = False
    _waiting: list[int] = field(default_factory=list)
    # Numbers, in the order in which they came.
    _connected: dict[int, None] = field(default_factory=dict)
    # What was taken of whom before it was reported that he is there, in bytes; and who has gone
    # since the guard looked last: his number may be somebody else's by now.
    early: dict[int, int] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    # What came of those who shook hands and went without a message that was taken, in bytes.
    kept: int = 0
    _listens: bool = True
    _failure: tuple[zmq.Event, int] | None = None
    _broken_off: int = 0

    @property
    def peers(self) -> int:
        """How many peers are connected now."""
        return len(self._connected)

    def connected(self) -> list[PeerConnection]:
        """Return the connections whose handshake is done, in the order in which it was."""
        return [self.connections[one] for one in self._connected]

    def waits(self, descriptor: int) -> bool:
        """Tell whether a connection has not finished its handshake."""
        return descriptor in self._waiting and not self.connections[descriptor].has_spoken

    def message_came(self, descriptor: int, size: int) -> None:
        """Note that a whole message of so many bytes came; its report may come later."""
        connection = self.connections.get(descriptor)
        if descriptor in self.gone:
            return
        if connection is None:
            self.early[descriptor] = self.early.get(descriptor, 0) + size
            return
        connection.taken += size
        connection.messages += 1
        if connection.messages == 1:
            self._put_right(descriptor)
            connection.release()

    def receive_parts(self, parts: list[bytes]) -> ConnectionChange | None:
        """Return what a message of the monitor socket means, None when it means nothing to us."""
        event, connection = read_report(parts)
        self._look_for_spoiled(event, connection)
        if event in (zmq.Event.ACCEPTED, zmq.Event.CONNECTED):
            self._listens = event is zmq.Event.ACCEPTED
            self._opened(connection)
        elif event is zmq.Event.HANDSHAKE_SUCCEEDED and self._waiting:
            return self._succeeded()
        elif event is zmq.Event.DISCONNECTED:
            return self._closed(connection)
        elif event in _FAILURES:
            # That the connection ended follows at once, and says which one it was.
            self._failure = event, connection
            if event is zmq.Event.HANDSHAKE_FAILED_AUTH:
                who = f" ({self.stranger})" if self.stranger else ""
                return PeerRefused(_UNKNOWN_KEY + who)
        return None

    def forget_all(self) -> None:
        """Forget every connection: the socket is closed."""
        for connection in list(self.connections):
            self._forget(connection)
        self.early.clear()
        self.gone.clear()
        self.kept = 0
        self._failure = None
        self.is_spoiled = self.may_be_spoiled = False

    def _look_for_spoiled(self, event: zmq.Event, connection: int) -> None:
        if not self.has_keys:
            # In the clear such a connection ends; and anybody could make us believe in one.
            return
        ends_handshake = event is zmq.Event.DISCONNECTED and connection in self._waiting
        met_nonsense = event is _NONSENSE
        self.is_spoiled |= self.may_be_spoiled and not ends_handshake
        self.is_spoiled |= met_nonsense and not self._waiting
        self.may_be_spoiled = met_nonsense and not self.is_spoiled

    def _opened(self, descriptor: int) -> None:
        taken = self.early.pop(descriptor, 0)
        if self._listens:
            self._forget(descriptor)
        else:
            # Who connects has one connection at a time: of the last one nothing more is heard.
            self.forget_all()
        connection = self.connections[descriptor] = PeerConnection(descriptor)
        connection.taken, connection.messages = taken, int(taken > 0)
        self._waiting.append(descriptor)

    def _succeeded(self) -> PeerConnected | None:
        # The youngest of those who have said more than the greeting, and to whom ZeroMQ has.
        waiting = [one for one in self._waiting if not self.connections[one].is_cut]
        if not waiting:
            return None
        spoken = [one for one in waiting if self.connections[one].has_spoken]
        beyond = [one for one in waiting if self._is_beyond_the_greeting(one)]
        connection = (spoken or beyond or waiting)[-1]
        self._shook_hands(connection)
        self._broken_off = 0
        return PeerConnected(self.connections[connection].address)

    def _shook_hands(self, descriptor: int) -> None:
        self._waiting.remove(descriptor)
        self._connected[descriptor] = None
        if self.connections[descriptor].has_spoken:
            self.connections[descriptor].release()

    def _put_right(self, descriptor: int) -> None:
        """Let one that spoke count as connected, in place of one that was taken for it."""
        silent = [one for one in self._connected if not self.connections[one].has_spoken]
        if descriptor in self._waiting and silent:
            del self._connected[silent[-1]]
            self._waiting.append(silent[-1])
            self._shook_hands(descriptor)

    def _is_beyond_the_greeting(self, descriptor: int) -> bool:
        counts = self.connections[descriptor].counts()
        return counts is not None and min(counts.sent, counts.received) > _GREETING

    def _closed(self, descriptor: int) -> ConnectionChange | None:
        failure, self._failure = self._failure, None
        self.gone.add(descriptor)
        if descriptor in self._connected:
            self._count_kept(self.connections[descriptor])
            self._forget(descriptor)
            return PeerDisconnected(descriptor)
        if descriptor not in self._waiting:
            return None
        connection = self.connections[descriptor]
        counts = connection.counts()
        self._forget(descriptor)
        event, detail = failure or (None, 0)
        if connection.is_cut or connection.has_spoken or event is zmq.Event.HANDSHAKE_FAILED_AUTH:
            return None
        if not self.scans_are_told:
            reason = self._why_failed(event, detail)
        else:
            reason = "" if counts is None else self._why_refused(event, detail, counts)
        if reason:
            return PeerRefused(reason)
        return ScanSeen(connection.address) if self.scans_are_told else None

    def _count_kept(self, connection: PeerConnection) -> None:
        counts = connection.counts() if self.keeps_unread and not connection.has_spoken else None
        if counts is not None:
            self.kept += max(counts.received, _KEPT_OF_ANYBODY)

    def _why_failed(self, event: zmq.Event | None, detail: int) -> str:
        """Return why a peer was refused, "" when that is not sure yet; whoever fails is a peer."""
        if event is None:
            # ZeroMQ drops a peer with the wrong kind of socket without calling it a failure.
            return _WRONG_PATTERN
        if event is _NONSENSE:
            return self._wrong_protocol(detail)
        self._broken_off += 1
        too_often = self.has_keys and self._broken_off >= _TOO_OFTEN_BROKEN_OFF
        return _BROKEN_OFF if too_often else ""

    def _why_refused(self, event: zmq.Event | None, detail: int, counts: ByteCounts) -> str:
        """Return why a peer was refused, "" when it was none of ours but somebody who scans.

        A peer says its greeting when it has heard our beginning, and more when it has heard all of
        ours. Either end may be the first to meet what it cannot use: other security in the
        greeting, another pattern in what follows. Then the other one did not say all it had to say.

        What is still open nobody broke off: it took too long, or its number is the next one's now.
        """
        exact: dict[int, int] = {
            zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH: _GREETING,
            zmq.PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC: _WITH_HELLO,
        }
        if event is _NONSENSE:
            return self._wrong_protocol(detail) if counts.stopped_at(exact.get(detail)) else ""
        if event is not None and counts.is_open:
            return ""
        if event is not None and counts.sent == _GREETING:
            return self._other_security() if counts.stopped_at(_BEGINNING) else ""
        has_keys = self.has_keys
        if event is not None or has_keys:
            met_pattern = counts.sent > _GREETING and (has_keys or counts.stopped_at(_GREETING))
        else:
            met_pattern = counts.sent >= _GREETING and counts.received in _WITH_PATTERN
        return _WRONG_PATTERN if met_pattern else ""

    def _wrong_protocol(self, detail: int) -> str:
        if detail == zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH:
            return self._other_security()
        return _WRONG_PROTOCOL.get(detail, _OTHER_PROTOCOL)

    def _other_security(self) -> str:
        has_keys = self.has_keys
        return _OTHER_IS_OPEN if has_keys else _OTHER_IS_SECURE

    def _forget(self, descriptor: int) -> None:
        connection = self.connections.pop(descriptor, None)
        if connection is not None:
            connection.release()
        self._connected.pop(descriptor, None)
        if descriptor in self._waiting:
            self._waiting.remove(descriptor)
