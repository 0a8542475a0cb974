"""On real connections, looked at as often as the test says."""

import contextlib
import socket as plain

import pytest

from netgear_engine.transport.connection_guard import HEARTBEAT_BYTES, ConnectionGuard
from netgear_engine.transport.connection_monitor import ConnectionMonitor
from netgear_engine.transport.peer_connection import BYTES_ARE_COUNTED, PeerConnection
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(not BYTES_ARE_COUNTED, reason="nobody counts the bytes here")

_MOST = 1000


@pytest.fixture
def peer():
    """Both ends of a connection."""
    with contextlib.ExitStack() as ends:
        server = ends.enter_context(plain.create_server(("127.0.0.1", 0)))
        far = ends.enter_context(plain.create_connection(server.getsockname()))
        near = ends.enter_context(server.accept()[0])
        yield near, far


def cut_while_each_look_brings(peer, size):
    near, far = peer
    connection = PeerConnection(near.fileno())
    monitor = ConnectionMonitor(connections={near.fileno(): connection})
    guard = ConnectionGuard(
        monitor, unfinished_bytes=_MOST, most=1, uncounted_bytes=HEARTBEAT_BYTES
    )
    try:
        for sent in range(size, 10 * _MOST, size):
            far.sendall(bytes(size))
            wait_until(lambda sent=sent: connection.counts().received >= sent)
            if cut := guard.look():
                return cut
    finally:
        connection.release()
    return []


def test_heartbeats_are_no_part_of_a_message_however_long_they_come(peer):
    assert cut_while_each_look_brings(peer, HEARTBEAT_BYTES) == []


def test_a_message_that_comes_slowly_is_one(peer):
    (cut,) = cut_while_each_look_brings(peer, 2 * HEARTBEAT_BYTES)
    assert "more than 1000 bytes in one message" in cut.reason
