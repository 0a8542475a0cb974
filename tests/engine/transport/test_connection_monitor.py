import socket
import struct
import subprocess
import sys

import pytest
import zmq

from netgear_engine.transport.connection_monitor import (
    ConnectionMonitor,
    PeerConnected,
    PeerDisconnected,
    PeerRefused,
    ScanSeen,
)
from netgear_engine.transport.peer_connection import BYTES_ARE_COUNTED
from tests.support.waiting import wait_until

E = zmq.Event
P = E.HANDSHAKE_FAILED_PROTOCOL


def report(event, value=0):
    """A monitor message as ZeroMQ writes it."""
    return [struct.pack("=Hi", event, value), b"tcp://127.0.0.1:5566"]


class Monitor:
    def __init__(self):
        self.monitor = ConnectionMonitor()

    def told(self, *events):
        """Return what each event meant, without those that meant nothing."""
        changes = [self.monitor.receive_parts(report(*event)) for event in events]
        return [change for change in changes if change is not None]

    @property
    def peers(self):
        return self.monitor.peers


@pytest.fixture
def monitor():
    return Monitor()


@pytest.mark.parametrize("opened", [E.ACCEPTED, E.CONNECTED])
def test_a_peer_counts_when_its_handshake_is_done(monitor, opened):
    assert monitor.told((opened, 7)) == []
    assert monitor.peers == 0
    assert monitor.told((E.HANDSHAKE_SUCCEEDED,)) == [PeerConnected()]
    assert monitor.peers == 1


def test_it_counts_until_its_connection_closes(monitor):
    monitor.told((E.ACCEPTED, 7), (E.HANDSHAKE_SUCCEEDED,))
    assert monitor.told((E.DISCONNECTED, 7)) == [PeerDisconnected()]
    assert monitor.peers == 0


def test_several_peers_are_told_apart(monitor):
    for connection in (7, 8, 9):
        monitor.told((E.ACCEPTED, connection), (E.HANDSHAKE_SUCCEEDED,))
    monitor.told((E.DISCONNECTED, 8))
    assert monitor.peers == 2
    assert monitor.told((E.DISCONNECTED, 8)) == []


def test_a_connection_that_hangs_before_its_handshake_does_not_take_anothers(monitor):
    monitor.told((E.ACCEPTED, 7), (E.ACCEPTED, 8), (E.HANDSHAKE_SUCCEEDED,))
    assert monitor.told((E.DISCONNECTED, 8)) == [PeerDisconnected()]


def test_a_number_is_used_again(monitor):
    for _ in range(3):
        told = monitor.told((E.ACCEPTED, 7), (E.HANDSHAKE_SUCCEEDED,), (E.DISCONNECTED, 7))
        assert told == [PeerConnected(), PeerDisconnected()]


class TestWhoseMessageCame:
    """He has shaken hands, whoever the handshake was counted for."""

    def test_he_takes_the_place_of_one_who_was_taken_for_him(self, monitor):
        monitor.told((E.ACCEPTED, 7), (E.ACCEPTED, 8), (E.HANDSHAKE_SUCCEEDED,))
        monitor.monitor.message_came(7, 100)
        monitor.told((E.DISCONNECTED, 8))
        assert monitor.peers == 1
        assert monitor.told((E.DISCONNECTED, 7)) == [PeerDisconnected()]

    def test_nobody_loses_his_place_who_spoke_himself(self, monitor):
        monitor.told((E.ACCEPTED, 7), (E.HANDSHAKE_SUCCEEDED,), (E.ACCEPTED, 8))
        monitor.monitor.message_came(7, 100)
        monitor.monitor.message_came(8, 100)
        assert monitor.told((E.ACCEPTED, 9), (E.HANDSHAKE_SUCCEEDED,)) == [PeerConnected()]
        monitor.told((E.DISCONNECTED, 9))
        assert monitor.told((E.DISCONNECTED, 8), (E.DISCONNECTED, 7)) == [PeerDisconnected()] * 2

    def test_he_has_spoken_also_when_his_report_comes_later(self, monitor):
        monitor.monitor.message_came(7, 100)
        monitor.told((E.ACCEPTED, 7), (E.ACCEPTED, 8))
        assert (monitor.monitor.waits(7), monitor.monitor.waits(8)) == (False, True)
        assert monitor.monitor.connections[7].taken == 100

    def test_the_next_one_of_his_number_has_said_nothing(self, monitor):
        monitor.told((E.ACCEPTED, 7), (E.HANDSHAKE_SUCCEEDED,))
        monitor.monitor.message_came(7, 100)
        monitor.told((E.DISCONNECTED, 7), (E.ACCEPTED, 7))
        monitor.monitor.message_came(7, 100)
        assert monitor.monitor.waits(7), "that was still a message of the one before"
        assert monitor.monitor.connections[7].taken == 0

    def test_he_was_not_refused_also_when_another_was_taken_for_him(self, monitor):
        monitor.told((E.ACCEPTED, 7))
        monitor.monitor.message_came(7, 100)
        assert monitor.told((E.DISCONNECTED, 7)) == []

    def test_one_that_was_cut_off_does_not_count_as_connected(self, monitor):
        monitor.told((E.ACCEPTED, 7))
        monitor.monitor.connections[7].is_cut = True
        assert monitor.told((E.HANDSHAKE_SUCCEEDED,)) == []
        assert monitor.peers == 0


@pytest.mark.parametrize(
    ("event", "detail", "reason"),
    [
        (E.HANDSHAKE_FAILED_AUTH, 400, "the key is not accepted"),
        (
            P,
            zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH,
            "the other end uses no security and this one does",
        ),
        (P, zmq.PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC, "wrong copy of our public key"),
        (P, zmq.PROTOCOL_ERROR_ZMTP_INVALID_METADATA, "another pattern"),
        (P, zmq.PROTOCOL_ERROR_ZMTP_UNEXPECTED_COMMAND, "another pattern or other security"),
    ],
)
def test_a_failed_handshake_says_why_once(monitor, event, detail, reason):
    (told,) = monitor.told((E.ACCEPTED, 7), (event, detail), (E.DISCONNECTED, 7))
    assert isinstance(told, PeerRefused)
    assert reason in told.reason


def test_a_refused_key_is_told_with_its_owner(monitor):
    monitor.monitor.stranger = "Yne@$w-v... from 10.0.0.7"
    (told,) = monitor.told((E.ACCEPTED, 7), (E.HANDSHAKE_FAILED_AUTH, 400))
    assert told.reason == "the key is not accepted (Yne@$w-v... from 10.0.0.7)"


@pytest.mark.skipif(not BYTES_ARE_COUNTED, reason="scans are told from peers on Linux only")
@pytest.mark.parametrize("broken_off", [True, False])
def test_what_was_broken_off_is_not_judged_by_the_next_one_of_its_number(ends, broken_off):
    """A visit may be over before its first report is read, and its number taken."""
    monitor = ConnectionMonitor(has_keys=False, scans_are_told=True)
    peer, ours = ends
    peer.sendall(bytes(64))  # a greeting
    ours.sendall(bytes(90))  # the answer, and a word more
    monitor.receive_parts(report(E.ACCEPTED, ours.fileno()))
    if broken_off:
        peer.shutdown(socket.SHUT_WR)
    counted = 64 + broken_off
    wait_until(lambda: monitor.connections[ours.fileno()].counts().received == counted)
    monitor.receive_parts(report(E.HANDSHAKE_FAILED_NO_DETAIL))
    told = monitor.receive_parts(report(E.DISCONNECTED, ours.fileno()))
    assert type(told) is (PeerRefused if broken_off else ScanSeen)


@pytest.mark.skipif(not BYTES_ARE_COUNTED, reason="nobody counts the bytes here")
@pytest.mark.parametrize("has_spoken", [True, False])
def test_who_goes_unheard_may_leave_a_connection_behind(ends, has_spoken):
    monitor = ConnectionMonitor(has_keys=False, keeps_unread=True)
    _peer, ours = ends
    monitor.receive_parts(report(E.ACCEPTED, ours.fileno()))
    monitor.receive_parts(report(E.HANDSHAKE_SUCCEEDED))
    if has_spoken:
        monitor.message_came(ours.fileno(), 100)
    monitor.receive_parts(report(E.DISCONNECTED, ours.fileno()))
    assert monitor.kept == (0 if has_spoken else 16 * 1024)


class TestHandshakesThatAreBrokenOff:
    ONE = ((E.CONNECTED, 7), (E.HANDSHAKE_FAILED_NO_DETAIL, 32), (E.DISCONNECTED, 7))

    def test_three_in_a_row_are_a_refusal(self, monitor):
        assert monitor.told(*self.ONE * 2) == []
        (told,) = monitor.told(*self.ONE)
        assert "server.key" in told.reason

    def test_they_are_counted_anew_when_a_handshake_was_done(self, monitor):
        monitor.told(*self.ONE * 2)
        monitor.told((E.CONNECTED, 7), (E.HANDSHAKE_SUCCEEDED,), (E.DISCONNECTED, 7))
        assert monitor.told(*self.ONE * 2) == []

    def test_they_mean_nothing_where_that_is_said(self, monitor):
        monitor.monitor.has_keys = False
        assert monitor.told(*self.ONE * 10) == []


def test_a_connection_dropped_without_a_word_had_another_pattern(monitor):
    told = monitor.told((E.ACCEPTED, 7), (E.DISCONNECTED, 7))
    assert told == [PeerRefused("the other end uses another pattern")]


def test_a_failure_without_detail_is_no_refusal(monitor):
    told = monitor.told((E.ACCEPTED, 7), (E.HANDSHAKE_FAILED_NO_DETAIL,), (E.DISCONNECTED, 7))
    assert told == []


def test_one_failure_does_not_excuse_the_next(monitor):
    monitor.told((E.ACCEPTED, 7), (E.HANDSHAKE_FAILED_NO_DETAIL,), (E.DISCONNECTED, 7))
    assert len(monitor.told((E.ACCEPTED, 7), (E.DISCONNECTED, 7))) == 1


def test_reports_out_of_the_blue_mean_nothing(monitor):
    assert monitor.told((E.HANDSHAKE_SUCCEEDED,), (E.DISCONNECTED, 7), (E.LISTENING, 3)) == []
    assert monitor.peers == 0


class TestSpoiledMessage:
    CONNECTED = ((E.ACCEPTED, 7), (E.HANDSHAKE_SUCCEEDED,))
    FAILED = P, zmq.PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC

    def test_it_is_certain_when_nobody_is_in_a_handshake(self, monitor):
        monitor.told(*self.CONNECTED, self.FAILED)
        assert monitor.monitor.is_spoiled

    def test_a_handshake_that_ends_at_once_was_it(self, monitor):
        monitor.told(*self.CONNECTED, (E.ACCEPTED, 8), self.FAILED)
        assert monitor.monitor.may_be_spoiled
        monitor.told((E.DISCONNECTED, 8))
        assert not monitor.monitor.is_spoiled
        assert not monitor.monitor.may_be_spoiled

    @pytest.mark.parametrize(
        "next_one",
        [(E.ACCEPTED, 10), (E.HANDSHAKE_FAILED_AUTH, 400), (E.DISCONNECTED, 9)],
        ids=["a stranger", "a refused key", "another's end"],
    )
    def test_what_happens_to_others_makes_it_certain(self, monitor, next_one):
        monitor.told((E.ACCEPTED, 9), (E.HANDSHAKE_SUCCEEDED,), *self.CONNECTED, (E.ACCEPTED, 8))
        monitor.told(self.FAILED, next_one, (E.DISCONNECTED, 8))
        assert monitor.monitor.is_spoiled

    def test_it_is_over_with_the_socket(self, monitor):
        monitor.told(*self.CONNECTED, self.FAILED)
        monitor.monitor.forget_all()
        assert not monitor.monitor.is_spoiled


def test_without_keys_it_is_the_other_end_that_uses_security(monitor):
    monitor.monitor.has_keys = False
    failed = P, zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH
    (told,) = monitor.told((E.ACCEPTED, 7), failed, (E.DISCONNECTED, 7))
    assert told.reason.startswith("the other end uses security and this one does not")


def test_a_program_with_netgear_starts_without_asyncio_which_takes_its_time():
    program = "import sys; from netgear_engine import NetGear; print('asyncio' in sys.modules)"
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"False\n"
