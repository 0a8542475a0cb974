"""On real connections, looked at as often as the test says."""

import contextlib
import socket as plain

import pytest
import zmq

from netgear_engine.transport import connection_guard, message_memory
from netgear_engine.transport.connection_guard import HEARTBEAT_BYTES, ConnectionGuard
from netgear_engine.transport.connection_monitor import ConnectionMonitor
from netgear_engine.transport.held_memory import HeldMemory
from netgear_engine.transport.peer_connection import BYTES_ARE_COUNTED, PeerConnection
from tests.support.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.skipif(not BYTES_ARE_COUNTED, reason="nobody counts the bytes here")

_MOST = 1000


@pytest.fixture
def peer(ends):
    """Both ends of a connection, ours first."""
    return ends[::-1]


def guard_of(monitor, *, memory=None, unfinished_bytes=_MOST, more_wait=lambda: False):
    return ConnectionGuard(
        monitor,
        memory=memory or HeldMemory(),
        unfinished_bytes=unfinished_bytes,
        most=1,
        more_wait=more_wait,
    )


def cut_while_each_look_brings(peer, size):
    near, far = peer
    connection = PeerConnection(near.fileno())
    monitor = ConnectionMonitor(connections={near.fileno(): connection})
    guard = ConnectionGuard(
        monitor, memory=HeldMemory(), unfinished_bytes=_MOST, most=1, more_wait=lambda: False
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


@pytest.mark.parametrize("has_keys", [False, True], ids=["clear", "secure"])
def test_a_message_counts_for_what_it_is_on_the_line(has_keys):
    """More, and a flood of small ones would count for nothing."""
    with (
        zmq.Context() as context,
        context.socket(zmq.ROUTER) as near,
        context.socket(zmq.DEALER) as far,
    ):
        near.linger = far.linger = 0
        if has_keys:
            public, near.curve_secretkey = zmq.curve_keypair()
            near.curve_server = True
            far.curve_serverkey = public
            far.curve_publickey, far.curve_secretkey = zmq.curve_keypair()
        far.connect(f"tcp://127.0.0.1:{near.bind_to_random_port('tcp://127.0.0.1')}")
        far.send(b"hello")
        reader = message_memory.MessageReader(near)
        assert near.poll(1000 * PATIENCE)
        descriptor = message_memory.connection_of(reader.receive())
        connection = PeerConnection(descriptor)
        monitor = ConnectionMonitor(has_keys=has_keys)
        guard = ConnectionGuard(
            monitor, memory=HeldMemory(), unfinished_bytes=_MOST, most=1, more_wait=bool
        )
        before = connection.counts().received
        for sizes in ([0, 1], [222], [223], [255], [256], [3, 70_000, 0]):
            far.send_multipart([bytes(size) for size in sizes])
            assert near.poll(1000 * PATIENCE)
            guard.message_came(reader.receive(), made_here=1)
            assert monitor.early[descriptor] == connection.counts().received - before, sizes
        connection.release()


class TestWhatWaits:
    """Whole messages that came and are not taken yet."""

    @pytest.fixture
    def guard(self, peer):
        near, _far = peer
        connection = PeerConnection(near.fileno())
        monitor = ConnectionMonitor(connections={near.fileno(): connection})
        self.more_wait = True
        yield ConnectionGuard(
            monitor,
            memory=HeldMemory(),
            unfinished_bytes=_MOST,
            most=1,
            more_wait=lambda: self.more_wait,
        )
        connection.release()

    def come(self, peer, guard, size):
        """Let so many bytes come, and look."""
        near, far = peer
        connection = guard._monitor.connections[near.fileno()]
        wanted = connection.counts().received + size
        far.sendall(bytes(size))
        wait_until(lambda: connection.counts().received >= wanted)
        return guard.look()

    def test_too_much_of_it_is_cut_off_at_the_second_look(self, peer, guard):
        assert self.come(peer, guard, _MOST + 1) == []
        assert not guard.is_flooded
        (cut,) = guard.look()
        assert "more than 1000 bytes that wait" in cut.reason
        assert guard.is_flooded

    def test_what_gets_less_is_all_right(self, peer, guard):
        """We stood still ourselves, and catch up."""
        assert self.come(peer, guard, 5 * _MOST) == []
        for _ in range(3):
            guard._monitor.message_came(peer[0].fileno(), 500)
            assert guard.look() == []
        assert len(guard.look()) == 1, "and now it does not"

    def test_a_stranger_who_is_cut_off_floods_nobody(self, peer, guard):
        guard._monitor._waiting.append(peer[0].fileno())
        assert self.come(peer, guard, 20_000) == [], "its report may be late"
        (cut,) = self.come(peer, guard, 1)
        assert "before the handshake" in cut.reason
        assert not guard.is_flooded

    def test_whose_message_came_has_finished_his_handshake(self, peer, guard):
        """Of several who knock at a time another one may have been taken for him."""
        guard._monitor._waiting.append(peer[0].fileno())
        guard._monitor.message_came(peer[0].fileno(), 19_500)
        assert self.come(peer, guard, 20_000) == []

    def test_what_follows_a_message_does_not_count_as_taken_with_it(self, peer, guard):
        self.more_wait = False
        guard._monitor.message_came(peer[0].fileno(), 100)
        (cut,) = self.come(peer, guard, 100 + _MOST + 1)
        assert "in one message" in cut.reason

    def test_what_had_come_before_a_message_counts_as_taken_with_it(self, peer, guard):
        """We count a little less than comes, as for signs of life."""
        self.more_wait = False
        for _ in range(20):
            guard._monitor.message_came(peer[0].fileno(), 100)
            assert self.come(peer, guard, 400) == []

    def test_what_came_counts_as_taken_only_when_nothing_waits(self, peer, guard):
        for _ in range(4):
            guard._monitor.message_came(peer[0].fileno(), 100)
            if cut := self.come(peer, guard, 600):
                break
        assert cut


@pytest.mark.parametrize(("grew_by_mb", "is_blamed"), [(100, True), (300, False)])
def test_nobody_is_blamed_for_memory_that_his_bytes_cannot_take(
    peer, monkeypatch, grew_by_mb, is_blamed
):
    """A large picture that somebody else sent is decoded meanwhile."""
    near, far = peer
    memory, read = HeldMemory(), [100_000_000]
    monkeypatch.setattr(memory, "read", lambda: read[-1])
    connection = PeerConnection(near.fileno())
    monitor = ConnectionMonitor(connections={near.fileno(): connection})
    guard = ConnectionGuard(
        monitor, memory=memory, unfinished_bytes=10**9, most=1, more_wait=lambda: False
    )
    assert guard.look() == []
    near.setblocking(False)
    for _ in range(30):
        far.sendall(bytes(100_000))
        with contextlib.suppress(BlockingIOError):
            while near.recv(10**6):
                pass
    read.append(read[-1] + grew_by_mb * 1_000_000)
    assert bool(guard.look()) == is_blamed
    connection.release()


def test_of_two_who_hold_as_much_at_two_ports_one_is_cut_off(peer, monkeypatch):
    """Each guard has just looked at its own, and finds that the other one's is a little more."""
    memory, read = HeldMemory(), [100_000_000]
    monkeypatch.setattr(memory, "read", lambda: read[-1])
    connections = [PeerConnection(one.fileno()) for one in peer]
    guards = []
    for end, one in zip(peer, connections, strict=True):
        one.messages = 1
        monitor = ConnectionMonitor(connections={end.fileno(): one})
        guards.append(guard_of(monitor, memory=memory, unfinished_bytes=10**9))
        guards[-1].look()
    for _ in range(30):
        for end, other in (peer, peer[::-1]):
            end.sendall(bytes(100_000))
            assert other.recv(100_000, plain.MSG_WAITALL)
    read.append(read[-1] + 150_000_000)
    cut = [told for _ in range(3) for guard in guards for told in guard.look()]
    assert len(cut) == 1
    for one in connections:
        one.release()


def test_many_who_were_cut_off_and_stay_are_a_flood(peer):
    """As those whom ZeroMQ has stopped reading: it never sees their end."""
    near, far = peer
    connections = {one.fileno(): PeerConnection(one.fileno()) for one in (near, far)}
    monitor = ConnectionMonitor(connections=connections)
    guard = ConnectionGuard(
        monitor, memory=HeldMemory(), unfinished_bytes=_MOST, most=1, more_wait=lambda: False
    )
    looks = []
    try:
        for connection in connections.values():
            connection.cut()
        for _ in range(12):
            guard.look()
            looks.append(guard.is_flooded)
    finally:
        for connection in connections.values():
            connection.release()
    assert looks == [False] * 10 + [True] * 2


@pytest.fixture
def two(peer):
    """A guard with room for one, who it knows is there, and one who comes."""
    near, far = peer
    older, newer = PeerConnection(near.fileno()), PeerConnection(far.fileno())
    monitor = ConnectionMonitor(connections={near.fileno(): older})
    guard = guard_of(monitor, unfinished_bytes=10**7)

    def comes():
        monitor.connections[far.fileno()] = newer
        assert guard.count() is not None
        assert older.is_cut != newer.is_cut
        return older.is_cut

    yield guard, older, comes
    older.release()
    newer.release()


class TestWhoMakesRoom:
    @pytest.mark.parametrize(
        ("at_each_look", "looks", "makes_room"),
        [(0, 0, True), (5000, 1, False), (5000, 140, False), (5000, 151, True), (100, 11, True)],
        ids=["the oldest", "first message", "long", "too long", "drop by drop"],
    )
    def test_of_the_silent_one_whose_message_comes_keeps_his_place(
        self, two, peer, at_each_look, looks, makes_room
    ):
        (near, far), (guard, older, comes) = peer, two
        for number in range(1, looks + 1):
            far.sendall(bytes(at_each_look))
            wait_until(lambda sent=number * at_each_look: older.counts().received == sent)
            assert near.recv(at_each_look, plain.MSG_WAITALL)
            guard.look()
        assert comes() == makes_room

    def test_who_has_spoken_makes_room_for_who_has_just_come(self, two):
        _guard, older, comes = two
        older.messages = 1
        assert comes()

    def test_to_whom_the_port_belongs_makes_room_for_nobody(self, two):
        guard, older, comes = two
        older.messages = 1
        guard.keeps = older
        assert not comes()

    def test_of_those_who_have_spoken_it_is_who_was_silent_longest(self, two, peer):
        guard, older, _comes = two
        older.messages = 1
        newer = PeerConnection(peer[1].fileno())
        newer.messages, newer.looks, newer.looks_since_message = 1, 20, 20
        guard._monitor.connections[-1] = newer
        assert guard.count() is not None
        assert newer.is_cut and not older.is_cut
        newer.release()


@pytest.mark.parametrize("more_wait", [False, True])
def test_all_together_hold_no_more_than_they_may(peer, monkeypatch, more_wait):
    near, far = peer
    monkeypatch.setattr(connection_guard, "MOST_HELD_BYTES", 3000)
    connections = {one.fileno(): PeerConnection(one.fileno()) for one in peer}
    near_one, far_one = connections.values()
    monitor = ConnectionMonitor(connections=connections)
    guard = guard_of(monitor, unfinished_bytes=10**6, more_wait=lambda: more_wait)
    far.sendall(bytes(2500))
    near.sendall(bytes(2000))
    wait_until(lambda: near_one.counts().received == 2500 and far_one.counts().received == 2000)
    assert guard.look() == [], "it may be taken before the next look"
    far.sendall(bytes(100))
    near.sendall(bytes(100))
    wait_until(lambda: near_one.counts().received == 2600 and far_one.counts().received == 2100)
    assert [one.reason for one in guard.look()] == ["more than 0 MiB of all together"]
    assert near_one.is_cut and not far_one.is_cut
    assert guard.is_flooded == more_wait
    near_one.release()
    far_one.release()


def test_nobody_is_cut_off_while_what_he_holds_gets_less(peer, monkeypatch):
    near, far = peer
    monkeypatch.setattr(connection_guard, "MOST_HELD_BYTES", 3000)
    connections = {one.fileno(): PeerConnection(one.fileno()) for one in peer}
    near_one, far_one = connections.values()
    monitor = ConnectionMonitor(connections=connections)
    guard = guard_of(monitor, unfinished_bytes=10**6)
    far.sendall(bytes(5000))
    near.sendall(bytes(1000))
    wait_until(lambda: near_one.counts().received == 5000 and far_one.counts().received == 1000)
    assert guard.look() == []
    monitor.message_came(near.fileno(), 500)
    far.sendall(bytes(4500))
    near.sendall(bytes(1000))
    wait_until(lambda: near_one.counts().received == 9500 and far_one.counts().received == 2000)
    assert (guard.look(), near_one.untaken, far_one.untaken) == ([], 4500, 1936)
    near_one.release()
    far_one.release()


def test_memory_that_cannot_be_read_for_once_is_nobodys_fault(peer, monkeypatch):
    """There was no handle to open the file with."""
    near, far = peer
    memory, read = HeldMemory(), [100_000_000]
    monkeypatch.setattr(memory, "read", lambda: read[-1])
    connection = PeerConnection(near.fileno())
    monitor = ConnectionMonitor(connections={near.fileno(): connection})
    guard = guard_of(monitor, memory=memory, unfinished_bytes=10**9)
    for _ in range(30):
        far.sendall(bytes(100_000))
        assert near.recv(100_000, plain.MSG_WAITALL)
    for megabytes in (100, 0, 100, 100):
        read.append(megabytes * 1_000_000)
        assert guard.look() == []
    connection.release()


def test_the_owners_place_does_not_count_against_his_computer(peer):
    """It comes back while its old connection is there; each stranger has an address of his own."""
    near, far = peer
    with contextlib.ExitStack() as ends:
        server = ends.enter_context(plain.create_server(("127.0.0.1", 0)))
        ends.enter_context(
            plain.create_connection(server.getsockname(), source_address=("127.0.0.2", 0))
        )
        stranger = ends.enter_context(server.accept()[0])
        connections = {one.fileno(): PeerConnection(one.fileno()) for one in (stranger, near, far)}
        elsewhere, owner, returning = connections.values()
        guard = guard_of(ConnectionMonitor(connections=connections))
        guard.keeps = owner
        assert guard.count() is not None
        assert (elsewhere.is_cut, owner.is_cut, returning.is_cut) == (True, False, False)
        for one in connections.values():
            one.release()
