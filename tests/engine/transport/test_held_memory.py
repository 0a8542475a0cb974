"""With the figures of made-up connections; on real ones in `test_listener`."""

import pytest

from netgear_engine.transport.connection_monitor import ConnectionMonitor
from netgear_engine.transport.held_memory import HeldMemory
from netgear_engine.transport.peer_connection import BYTES_ARE_COUNTED, PeerConnection

MB = 1024 * 1024


@pytest.fixture
def memory():
    return HeldMemory()


@pytest.fixture
def peers(memory):
    """One at each of three ports, of whom nothing has come yet."""
    peers = [PeerConnection(-1) for _ in range(3)]
    monitors = [ConnectionMonitor(connections={7: one}) for one in peers]
    for monitor, one in zip(monitors, peers, strict=True):
        memory.add(monitor)
        memory.note(one, 0, 100 * MB, 100 * MB)
    yield peers
    assert monitors


def test_honest_messages_are_nobodys_fault(memory, peers):
    for one in peers:
        memory.note(one, 10 * MB, 160 * MB, 100 * MB)
    assert memory.greediest(160 * MB) is None


def test_two_floods_are_seen_together(memory, peers):
    """At each of two ports 2 MB of empty parts: the process grows by the parts of both."""
    slow, one, other = peers
    memory.note(slow, MB, 240 * MB, 100 * MB)
    memory.note(one, 2 * MB, 240 * MB, 100 * MB)
    memory.note(other, 2 * MB + 1, 240 * MB, 100 * MB)
    assert memory.greediest(240 * MB) is other


def test_a_camera_that_was_heard_is_not_to_blame_for_a_stranger(memory, peers):
    camera, flood, _ = peers
    camera.messages = 100
    for look in range(1, 13):
        memory.note(camera, look * MB, 400 * MB, 100 * MB)
        memory.note(flood, look * 800_000, 400 * MB, 100 * MB)
    camera.memory_before = flood.memory_before = 100 * MB
    assert memory.greediest(400 * MB) is flood


def test_to_blame_is_who_brings_most_now(memory, peers):
    slow, flood, _ = peers
    for look in range(1, 11):
        memory.note(slow, look * MB, 100 * MB, 100 * MB)
    slow.memory_before = 100 * MB
    memory.note(slow, 11 * MB, 500 * MB, 100 * MB)
    memory.note(flood, 6 * MB, 500 * MB, 100 * MB)
    assert memory.greediest(500 * MB) is flood


def test_plain_bytes_hide_no_flood(memory, peers):
    """Of 300 MB in unfinished messages: they take their own memory, and no more."""
    plain, flood, _ = peers
    memory.note(plain, 300 * MB, 400 * MB, 100 * MB)
    assert memory.greediest(400 * MB) is None
    memory.read()
    flood.memory_before = 0  # it has just come
    memory.note(flood, 3 * MB, 500 * MB, 400 * MB)
    assert memory.greediest(500 * MB) is flood


def test_fullest_is_of_whom_most_is_there(memory, peers):
    """A first picture that comes beside large ones is nobody's flood."""
    for one, size in zip(peers, (30, 20, 10), strict=True):
        memory.note(one, size * MB, 160 * MB, 100 * MB)
    peers[0].messages = 1
    assert memory.held() == 60 * MB
    assert memory.fullest() is peers[0]


def test_what_the_worst_bytes_cannot_take_somebody_else_took(memory, peers):
    memory.note(peers[0], MB, 400 * MB, 100 * MB)
    assert memory.greediest(400 * MB) is None


def test_many_small_ones_count_as_one_large(memory):
    peers = [PeerConnection(-1) for _ in range(30)]
    monitor = ConnectionMonitor(connections=dict(enumerate(peers)))
    memory.add(monitor)
    for one in peers:
        memory.note(one, 0, 100 * MB, 100 * MB)
        memory.note(one, 200_000, 280 * MB, 100 * MB)
    assert memory.greediest(280 * MB) in peers


def test_what_one_took_who_was_cut_off_is_nobody_elses_fault(memory, peers):
    honest, flood, _ = peers
    memory.note(honest, 3 * MB, 250 * MB, 100 * MB)
    memory.note(flood, 4 * MB, 250 * MB, 100 * MB)
    assert memory.greediest(250 * MB) is flood
    flood.is_cut = True
    assert memory.greediest(200 * MB) is honest
    honest.is_greedy = True  # so a guard has found
    memory.forgive(flood, 200 * MB)
    assert memory.greediest(200 * MB) is None
    assert not honest.is_greedy


def test_nobody_hides_for_ever_behind_others_who_are_blamed(memory, peers):
    """Each new one brings plain bytes, and is blamed for the parts of the first."""
    hidden = peers[0]
    for count in range(2, 20):
        memory.note(hidden, count * 5 * MB, count * 160 * MB, 100 * MB)
        scapegoat = PeerConnection(-1)
        scapegoat.untaken = 10 * MB
        memory.forgive(scapegoat, count * 160 * MB)
        if found := memory.overgrown(count * 160 * MB):
            break
    assert found == [hidden]
    assert count * 160 * MB < 2500 * MB


def test_ports_that_are_gone_are_forgotten(memory):
    flood = PeerConnection(-1)
    monitor = ConnectionMonitor(connections={7: flood})
    memory.add(monitor)
    memory.note(flood, 4 * MB, 200 * MB, 100 * MB)
    flood.memory_before = 100 * MB
    assert memory.greediest(220 * MB) is flood
    del monitor
    assert memory.greediest(220 * MB) is None


@pytest.mark.skipif(not BYTES_ARE_COUNTED, reason="nobody tells the memory here")
def test_the_process_has_some_memory(memory):
    assert MB < memory.read() < 100_000 * MB
