"""A peer in plain TCP that breaks its connection while its messages are still being read.

ZeroMQ stops to read a connection whose messages nobody takes. A peer that then asks for a sign of
life, and resets the connection, makes libzmq 4.3.5 end the whole process, unless it never stops.
"""

import contextlib
import socket
import struct

_GREETING = b"\xff" + bytes(7) + b"\x01\x7f\x03\x01" + b"NULL".ljust(20, b"\0") + bytes(32)
_PING = b"\x04\x07\x04PING" + struct.pack(">H", 50)
_MESSAGE = b"\x01\x00\x00\x01x"
# ZeroMQ's longest reading at a time takes more than its usual queues hold.
_MESSAGES = 40
_AT_ONCE = struct.pack("ii", 1, 0)
_PATIENCE_S = 30.0
_UNTIL_READ_S = 0.05


def ready(kind: bytes) -> bytes:
    """Return the command with which a peer of this kind ends its handshake."""
    body = b"\x05READY\x0bSocket-Type" + struct.pack(">I", len(kind)) + kind
    body += b"\x08Identity" + struct.pack(">I", 0)
    return bytes([4, len(body)]) + body


def break_off(connection: socket.socket, kind: bytes) -> None:
    """Shake hands, send messages and ask for a sign of life, and reset the connection.

    Raises ConnectionError when the other end closes it before.
    """
    connection.settimeout(_PATIENCE_S)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(_GREETING)
    _take(connection, len(_GREETING))
    connection.sendall(ready(kind))
    size = _take(connection, 2)[1]
    _take(connection, size)
    connection.sendall(_MESSAGE * _MESSAGES + _PING + _MESSAGE)
    # The system throws away what was not read before a reset. Who reads to the end, answers.
    connection.settimeout(_UNTIL_READ_S)
    with contextlib.suppress(TimeoutError):
        connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    connection.close()


def _take(connection: socket.socket, size: int) -> bytes:
    taken = b""
    while len(taken) < size:
        some = connection.recv(size - len(taken))
        if not some:
            raise ConnectionError("the other end closed the connection")
        taken += some
    return taken
