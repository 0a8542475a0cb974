"""ZeroMQ's handshake without keys, for peers that speak it over plain TCP (ZMTP 3.1, RFC 37)."""

import contextlib
import socket

from tests.support.waiting import PATIENCE

GREETING = b"\xff" + bytes(7) + b"\x01\x7f\x03\x01" + b"NULL".ljust(20, b"\0") + bytes(32)


def ready(kind: bytes) -> bytes:
    """Return the command with which a socket of this kind, as b"DEALER", ends its handshake."""
    body = b"\x05READY\x0bSocket-Type" + len(kind).to_bytes(4, "big") + kind
    return bytes([4, len(body)]) + body


def connected(port: int, source: str = "127.0.0.1") -> socket.socket:
    """Return a connection from `source` over which nothing was said yet."""
    stream = socket.create_connection(("127.0.0.1", port), source_address=(source, 0))
    stream.settimeout(PATIENCE)
    # As ZeroMQ does: else what follows the handshake waits for 40 ms.
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return stream


def spoken(port: int, kind: bytes = b"DEALER") -> socket.socket:
    """Return a connection whose handshake is done; raises ConnectionError if it is cut off."""
    with contextlib.ExitStack() as at_fault:
        stream = at_fault.enter_context(connected(port))
        shake_hands(stream, kind)
        at_fault.pop_all()
    return stream


def shake_hands(connection: socket.socket, kind: bytes) -> None:
    """Speak the whole handshake; raises ConnectionError when the other end closes before."""
    connection.sendall(GREETING)
    _take(connection, len(GREETING))
    connection.sendall(ready(kind))
    _flags, size = _take(connection, 2)
    _take(connection, size)


def _take(connection: socket.socket, size: int) -> bytes:
    taken = b""
    while len(taken) < size:
        some = connection.recv(size - len(taken))
        if not some:
            raise ConnectionError("the other end closed the connection")
        taken += some
    return taken
