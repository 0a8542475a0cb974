"""A PAIR port with several who want in; ZeroMQ itself serves the first, and no other ever."""

import contextlib

import psutil
import pytest
import zmq

from netgear_engine.clock import SystemClock
from netgear_engine.errors import SocketSpoiledError
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport import pair_peers
from netgear_engine.transport.connection_monitor import PeerCutOff
from netgear_engine.transport.listener import Listener
from netgear_engine.transport.peer_connection import BYTES_ARE_COUNTED
from netgear_engine.transport.sockets import ListenSettings
from tests.support.free_ports import free_port
from tests.support.raw_peers import RawSender
from tests.support.waiting import wait_until
from tests.support.zmtp import connected, spoken

pytestmark = pytest.mark.skipif(not BYTES_ARE_COUNTED, reason="nobody counts the bytes here")

PICTURE = bytes(2000)


class PairPort:
    """A PAIR port that opens again when its listener asks for it, as the engine's ports do."""

    def __init__(self, running_loop):
        self.number = free_port()
        self.heard = []
        self.changes = []
        self.openings = 0
        self._listener = Listener(
            running_loop.loop, self.number, ListenSettings("127.0.0.1", Pattern.PAIR)
        )
        running_loop.ask(self._open)
        running_loop.at_end.append(self._listener.close)

    @property
    def peers(self):
        return self._listener.peers

    @property
    def cut_off(self):
        return sum(isinstance(one, PeerCutOff) for one in self.changes)

    @property
    def made_way(self):
        return sum("says nothing" in getattr(one, "reason", "") for one in self.changes)

    def knock(self, source="127.0.0.1"):
        return RawSender(self.number, zmq.PAIR, source=source)

    def hears(self, peer, word):
        """Let the peer say a word if there is room for it; tell whether it was heard yet."""
        with contextlib.suppress(zmq.Again):
            peer.socket.send_multipart([word, PICTURE], zmq.NOBLOCK)
        return word in self.heard

    def _open(self):
        self.openings += 1
        self._listener.open(self._received, self.changes.append, self._failed)

    def _received(self, parts):
        self.heard.append(bytes(parts[0]))

    def _failed(self, error):
        assert isinstance(error, SocketSpoiledError)
        self._listener.close()
        self._open()


@pytest.fixture
def port(running_loop):
    return PairPort(running_loop)


@pytest.mark.parametrize("has_spoken", [False, True])
def test_who_is_silent_makes_room_for_who_speaks(port, monkeypatch, has_spoken):
    monkeypatch.setattr(pair_peers, "_SILENT_AFTER_A_MESSAGE", 15)
    with port.knock(source="127.0.0.2") as stranger:
        wait_until(lambda: port.peers == 1)
        if has_spoken:
            wait_until(lambda: port.hears(stranger, b"stranger"))
        with port.knock() as camera:
            wait_until(lambda: port.hears(camera, b"camera"))
    # A busy computer may take so long to notice the stranger's end that a new socket is needed.
    assert port.made_way


def test_two_from_one_computer_both_have_a_chance(port):
    with port.knock():
        wait_until(lambda: port.peers == 1)
        with port.knock() as camera:
            wait_until(lambda: port.hears(camera, b"camera"))
    assert port.made_way


def test_who_speaks_slowly_is_left_alone(port):
    """Its first picture takes longer than anybody may be silent, and others knock all the time."""
    with spoken(port.number, b"PAIR") as camera, port.knock():
        camera.sendall(b"\x01\x06camera\x02" + (100_000).to_bytes(8, "big"))
        for _ in range(40):
            camera.sendall(bytes(2500))
            SystemClock().sleep(0.1)
        wait_until(lambda: b"camera" in port.heard)
    assert port.openings == 1


def test_the_second_is_served_when_the_first_is_gone(port):
    with port.knock() as second:
        with port.knock() as first:
            wait_until(lambda: port.hears(first, b"1") or port.hears(second, b"2"))
            before = port.cut_off
            wait_until(lambda: port.cut_off > before)
        wait_until(lambda: port.hears(second, b"2"))


def test_a_camera_that_is_alone_may_pause_in_its_first_picture(port):
    with spoken(port.number, b"PAIR") as camera:
        camera.sendall(b"\x01\x06camera\x02" + (5_000).to_bytes(8, "big") + bytes(2_500))
        SystemClock().sleep(3)
        with connected(port.number):
            wait_until(lambda: port.cut_off == 1)
        SystemClock().sleep(1)
        camera.sendall(bytes(2_500))
        wait_until(lambda: b"camera" in port.heard)
    assert (port.openings, port.made_way) == (1, 0)


def test_nobody_else_gets_in_while_one_is_served_and_none_keeps_a_handle(port):
    with port.knock() as camera:
        wait_until(lambda: port.hears(camera, b"camera"))
        for number in range(40):
            before = port.cut_off
            with port.knock() as other:
                wait_until(lambda before=before: port.hears(other, b"") or port.cut_off > before)
            if number == 10:
                handles = psutil.Process().num_fds()
        assert psutil.Process().num_fds() < handles + 10
        wait_until(lambda: port.hears(camera, b"still there"))
    assert b"" not in port.heard
    assert port.openings == 1


def test_two_who_say_nothing_take_turns_and_keep_no_handle(port):
    with port.knock(), port.knock():
        wait_until(lambda: port.made_way > 1)
        handles = psutil.Process().num_fds()
        wait_until(lambda: port.made_way > 4)
        assert psutil.Process().num_fds() < handles + 10
    assert port.openings == 1


def test_who_speaks_without_saying_anything_makes_way(port, monkeypatch):
    """ZeroMQ answers each sign of life at once, so that many a second come and go."""
    monkeypatch.setattr(pair_peers, "_FIRST_MESSAGE", 15)
    with spoken(port.number, b"PAIR") as stranger, port.knock() as camera:
        stranger.settimeout(0.01)

        def chatters():
            with contextlib.suppress(OSError):
                stranger.sendall(b"\x04\x07\x04PING\x00\x00" * 10)
                stranger.recv(1000)
            return port.hears(camera, b"camera")

        wait_until(chatters)
