"""A peer in plain TCP that breaks its connection while its messages are still being read.

ZeroMQ stops to read a connection whose messages nobody takes. A peer that then asks for a sign of
life, and resets the connection, makes libzmq 4.3.5 end the whole process, unless it never stops.
"""

import contextlib
import socket
import struct

from tests.support.zmtp import shake_hands

_PING = b"\x04\x07\x04PING" + struct.pack(">H", 50)
_MESSAGE = b"\x01\x00\x00\x01x"
# ZeroMQ's longest reading at a time takes more than its usual queues hold.
_MESSAGES = 40
_AT_ONCE = struct.pack("ii", 1, 0)
_PATIENCE_S = 30.0
_UNTIL_READ_S = 0.05


def break_off(connection: socket.socket, kind: bytes) -> None:
    """Shake hands, send messages and ask for a sign of life, and reset the connection.

    Raises ConnectionError when the other end closes it before.
    """
    connection.settimeout(_PATIENCE_S)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    shake_hands(connection, kind)
    connection.sendall(_MESSAGE * _MESSAGES + _PING + _MESSAGE)
    # The system throws away what was not read before a reset. Who reads to the end, answers.
    connection.settimeout(_UNTIL_READ_S)
    with contextlib.suppress(TimeoutError):
        connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    connection.close()
