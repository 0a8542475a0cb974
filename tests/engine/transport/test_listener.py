import contextlib
import os
import random
import socket as plain
import struct
from dataclasses import replace
from pathlib import Path

import pytest
import zmq

from netgear_engine.clock import SystemClock
from netgear_engine.errors import ListenError, SocketSpoiledError
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.security.curve_keys import KeyPair, ReceiverKeys
from netgear_engine.transport import listener as listener_module
from netgear_engine.transport import peer_connection
from netgear_engine.transport.connection_guard import LOOK_S
from netgear_engine.transport.connection_monitor import (
    PeerConnected,
    PeerCutOff,
    PeerRefused,
    ScanSeen,
)
from netgear_engine.transport.listener import Listener
from netgear_engine.transport.sockets import ListenSettings
from tests.support.free_ports import free_port
from tests.support.raw_peers import RawSender, knocking
from tests.support.waiting import PATIENCE, wait_until
from tests.support.zmtp import GREETING, connected, ready, shake_hands, spoken

ACCEPTED, SUCCEEDED = zmq.Event.ACCEPTED, zmq.Event.HANDSHAKE_SUCCEEDED
NONSENSE, AUTH = zmq.Event.HANDSHAKE_FAILED_PROTOCOL, zmq.Event.HANDSHAKE_FAILED_AUTH
# A message of ZMTP with REQ's empty part before it.
WORD = b"\x01\x00\x00\x04word"
SETTINGS = ListenSettings("127.0.0.1", Pattern.REQUEST_REPLY, Limits())


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def listener(running_loop, port):
    listener = running_loop.ask(lambda: Listener(running_loop.loop, port, SETTINGS))
    running_loop.at_end.append(listener.close)
    return listener


@pytest.fixture
def heard(running_loop, listener):
    """What an open listener hears; it answers everything, and nothing may be thrown meanwhile.

    Who says hello keeps his place.
    """
    heard, faults = {"parts": [], "monitor": []}, []

    def on_parts(parts):
        heard["parts"].append(parts)
        if parts[-1] == b"hello":
            listener.keep_origin()
        listener.send([*parts[:-1], b"answer to " + parts[-1]])

    running_loop.ask(lambda: listener.open(on_parts, heard["monitor"].append, faults.append))
    yield heard
    assert faults == []


def test_messages_come_in_and_answers_go_out(port, heard):
    with RawSender(port) as sender:
        sender.send([b"hello"])
        assert sender.parts() == [b"", b"answer to hello"]
    assert heard["parts"][0][1:] == [b"", b"hello"]


def test_no_answer_is_lost_to_a_peer_that_takes_each_at_once(running_loop, listener, port, heard):
    """However many there are before the loop polls again, which is when ZeroMQ looks for room."""
    with RawSender(port) as sender:
        sender.send([b"hello"])
        sender.parts()
        name = heard["parts"][0][0]

        def answer_and_take():
            left = listener.send([name, b"", b"answer"])
            return left and sender.parts() == [b"", b"answer"]

        assert running_loop.ask(lambda: all(answer_and_take() for _ in range(1000)))


def test_the_monitor_sees_a_sender_that_was_waiting_at_the_door(running_loop, listener, port):
    with RawSender(port):
        reports = []
        running_loop.ask(lambda: listener.open(lambda _: None, reports.append))
        wait_until(lambda: reports)
        assert isinstance(reports[0], PeerConnected)


def test_the_port_is_free_as_soon_as_it_is_closed(running_loop, listener):
    def open_and_close():
        listener.open(lambda _: None, lambda _: None)
        opened = listener.is_open
        listener.close()
        return opened, listener.is_open

    for _ in range(100):
        assert running_loop.ask(open_and_close) == (True, False)


def test_closing_that_fails_leaves_no_socket_and_the_port_can_be_had(
    running_loop, listener, port, monkeypatch
):
    def fail(*_):
        raise zmq.ZMQError(zmq.EINVAL)

    running_loop.ask(lambda: answer_all(listener))
    with monkeypatch.context() as patched, pytest.raises(zmq.ZMQError):
        patched.setattr(listener_module, "unbind", fail)
        running_loop.ask(listener.close)
    assert not listener.is_open

    def opens():
        # Its socket is closed in ZeroMQ's own time.
        with contextlib.suppress(ListenError):
            running_loop.ask(lambda: answer_all(listener))
        return listener.is_open

    wait_until(opens)
    with RawSender(port) as sender:
        sender.send([b"hello"])
        assert sender.parts() == [b"", b"answer to hello"]


def test_nobody_is_left_waiting_at_a_port_that_was_closed_and_opened(running_loop, listener, port):
    """Whoever is let in by the one before would wait for ever for an answer."""
    for _ in range(100):
        running_loop.ask(lambda: answer_all(listener))
        with RawSender(port) as sender:
            sender.send([b"hello"])
            assert sender.parts() == [b"", b"answer to hello"]
        running_loop.ask(listener.close)


def answer_all(listener):
    listener.open(lambda parts: listener.send([*parts[:-1], b"answer to " + parts[-1]]), print)


def test_a_port_in_use_leaves_it_closed(running_loop, listener, port):
    with plain.socket() as holder:
        holder.bind(("127.0.0.1", port))
        holder.listen()
        with pytest.raises(ListenError, match=f"port {port} is in use"):
            running_loop.ask(lambda: listener.open(lambda _: None, lambda _: None))
    assert not listener.is_open
    running_loop.ask(listener.close)


def test_an_answer_to_a_sender_that_is_gone_is_dropped(running_loop, listener, port, heard):
    running_loop.ask(lambda: listener.send([b"nobody", b"", b"answer"]))
    with RawSender(port) as sender:
        sender.send([b"hello"])
        assert sender.parts() == [b"", b"answer to hello"]


def test_an_answer_after_closing_is_dropped(running_loop, listener, heard):
    running_loop.ask(listener.close)
    running_loop.ask(lambda: listener.send([b"nobody", b"", b"answer"]))
    assert not listener.is_open


def test_closing_cuts_the_connections(running_loop, listener, port, heard):
    with RawSender(port) as sender:
        monitor = sender.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        sender.send([b"hello"])
        sender.parts()
        running_loop.ask(listener.close)
        assert monitor.poll(PATIENCE * 1000)
        sender.socket.disable_monitor()
        monitor.close()


def of_kind(heard, kind):
    return [change for change in heard["monitor"] if isinstance(change, kind)]


SCANS = {
    "nothing": b"",
    "random": random.Random(7).randbytes(3000),
    "random and short": random.Random(7).randbytes(100),
    "zeros": bytes(300),
    "ones": b"\xff" * 300,
    "http": b"GET / HTTP/1.0\r\n\r\n" + bytes(300),
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    "signature": GREETING[:10] + b"\x99" * 100,
    "half a greeting": GREETING[:40],
    "greeting": GREETING + b"\x99" * 300,
}


class TestWhoKnocks:
    @pytest.mark.parametrize("scan", SCANS)
    @pytest.mark.parametrize("secure", [False, True])
    def test_a_scan_is_told_and_refuses_nobody(self, running_loop, port, scan, secure):
        keys = ReceiverKeys(KeyPair(*zmq.curve_keypair()), None) if secure else None
        listener = Listener(running_loop.loop, port, replace(SETTINGS, keys=keys))
        heard = []
        running_loop.ask(lambda: listener.open(lambda _: None, heard.append))
        running_loop.at_end.append(listener.close)
        for number in range(4):
            with connected(port) as stream, contextlib.suppress(ConnectionError):
                # Some stay until they are answered, and some are gone at once.
                assert number % 2 or stream.recv(10)
                stream.sendall(SCANS[scan])
            wait_until(lambda number=number: len(heard) == number + 1)
        assert {type(change) for change in heard} == {ScanSeen}

    def test_its_address_is_told(self, port, heard):
        """Not of who is gone at once; so somebody knocks until he was slow enough."""
        names = []

        def is_told():
            with connected(port) as stream:
                names.append("{}:{}".format(*stream.getsockname()))
                stream.sendall(SCANS["half a greeting"])
                assert stream.recv(10)
            return any(ScanSeen(name) in heard["monitor"] for name in names)

        wait_until(is_told)

    @pytest.mark.parametrize("kind", [zmq.PAIR, zmq.PUB, zmq.PUSH])
    def test_a_peer_of_another_pattern_is_refused(self, port, heard, kind):
        with knocking(port, kind):
            wait_until(lambda: of_kind(heard, PeerRefused))
        assert "another pattern" in of_kind(heard, PeerRefused)[0].reason

    def test_a_peer_with_security_is_refused(self, port, heard):
        with knocking(port, secure=True):
            wait_until(lambda: of_kind(heard, PeerRefused))
        assert "security" in of_kind(heard, PeerRefused)[0].reason

    def test_a_peer_is_told_with_its_address(self, port, heard):
        with RawSender(port):
            wait_until(lambda: of_kind(heard, PeerConnected))
        assert of_kind(heard, PeerConnected)[0].address.startswith("127.0.0.1:")


class TestWhoTakesTooMuch:
    def test_who_says_too_much_before_the_handshake_is_cut_off(self, port, heard):
        with connected(port) as stream:
            stream.sendall(GREETING + b"\x06" + (60_000_000).to_bytes(8, "big") + bytes(20_000))
            wait_until(lambda: of_kind(heard, PeerCutOff))
        assert "before the handshake" in of_kind(heard, PeerCutOff)[0].reason

    def test_parts_without_end_are_cut_off_before_they_fill_the_memory(self, port, heard):
        before = memory()
        peak = 0
        with spoken(port) as stream, contextlib.suppress(ConnectionError):
            for _ in range(400):
                stream.sendall(b"\x01\x00" * 50_000)
                peak = max(peak, memory() - before)
        wait_until(lambda: of_kind(heard, PeerCutOff))
        assert "parts without end" in of_kind(heard, PeerCutOff)[0].reason
        assert peak < 600 * 1024 * 1024
        with RawSender(port) as sender:
            sender.send([b"hello"])
            assert sender.parts() == [b"", b"answer to hello"]

    def test_messages_without_end_are_cut_off_and_the_port_wants_to_be_opened_anew(
        self, running_loop, port
    ):
        """They come faster than they are taken; what waits then goes with the socket."""
        listener, faults, cut = Listener(running_loop.loop, port, SETTINGS), [], []
        running_loop.at_end.append(listener.close)
        running_loop.ask(
            lambda: listener.open(
                lambda _: SystemClock().sleep(0.005),
                lambda change: cut.append(change) if isinstance(change, PeerCutOff) else None,
                faults.append,
            )
        )
        before, peak = memory(), 0
        with spoken(port) as stream, contextlib.suppress(ConnectionError):
            for _ in range(400):
                stream.sendall(b"\x01\x00\x00\x01x" * 20_000)
                peak = max(peak, memory() - before)
        wait_until(lambda: faults)
        assert isinstance(faults[0], SocketSpoiledError)
        assert "very many messages without end" in cut[0].reason
        assert peak < 600 * 1024 * 1024

    def test_what_is_kept_of_those_who_went_opens_the_port_anew(self, running_loop, port):
        """ZeroMQ reads nothing of who claims the name of somebody else, and frees nothing of it."""
        listener, faults = Listener(running_loop.loop, port, SETTINGS), []
        running_loop.at_end.append(listener.close)

        def begin_anew(error):
            faults.append(error)
            listener.close()
            running_loop.loop.call(begin)

        def begin():
            listener.open(lambda _: None, lambda _: None, begin_anew)

        running_loop.ask(begin)
        before, peak = memory(), 0
        with RawSender(port, name=b"gate") as first:
            first.send([b"hello"])
            while len(faults) < 3:
                with RawSender(port, name=b"gate") as other:
                    other.send([b"{}", bytes(30_000_000)])
                    peak = max(peak, memory() - before)
        assert all(isinstance(error, SocketSpoiledError) for error in faults)
        assert peak < 300 * 1024 * 1024

    def test_a_large_message_comes_whole(self, port, heard):
        with RawSender(port) as sender:
            sender.send([b"{}", bytes(40_000_000)])
            wait_until(lambda: heard["parts"])
        assert len(heard["parts"][0][-1]) == 40_000_000
        assert of_kind(heard, PeerCutOff) == []

    def test_many_who_say_nothing_leave_room_for_a_camera(self, port, heard):
        with contextlib.ExitStack() as strangers:
            for _ in range(100):
                strangers.enter_context(connected(port))
            wait_until(lambda: len(of_kind(heard, PeerCutOff)) >= 100 - 32)
            with RawSender(port) as sender:
                sender.send([b"hello"])
                assert sender.parts() == [b"", b"answer to hello"]
        assert "connections" in of_kind(heard, PeerCutOff)[0].reason

    def test_so_do_many_who_finish_their_handshake_and_say_nothing(self, port, heard):
        with contextlib.ExitStack() as strangers:
            for _ in range(40):
                strangers.enter_context(RawSender(port))
            wait_until(lambda: len(of_kind(heard, PeerConnected)) >= 40)
            with RawSender(port) as sender:
                # On a busy computer he may be cut off before he has said anything.
                sender.send([b"hello"])
                while not sender.socket.poll(1000):
                    sender.send([b"hello"])
                for text in (b"%d" % count for count in range(20)):
                    sender.send([text])
                    while sender.parts() != [b"", b"answer to " + text]:
                        pass

    @pytest.mark.parametrize(
        ("source", "say_something"),
        [(f"127.0.0.{host}", says) for host in (1, 2) for says in (False, True)],
    )
    def test_a_camera_far_away_gets_in_however_many_are_there(
        self, running_loop, port, heard, say_something, source
    ):
        """Of who comes over a slow line nothing has come when his report is read."""
        with contextlib.ExitStack() as strangers:
            for _ in range(32):
                stranger = strangers.enter_context(spoken(port))
                if say_something:
                    stranger.sendall(WORD)
            wait_until(lambda: len(of_kind(heard, PeerConnected)) == 32)
            wait_until(lambda: len(heard["parts"]) == (32 if say_something else 0))
            with connected(port, source) as camera:
                wait_until(lambda: of_kind(heard, PeerCutOff))
                shake_hands(camera, b"DEALER")
                camera.sendall(WORD)
                wait_until(lambda: len(heard["parts"]) == (33 if say_something else 1))
        assert len(of_kind(heard, PeerCutOff)) == 1

    def test_a_message_of_too_many_parts_is_cut_short(self, port, heard):
        with RawSender(port) as sender:
            sender.send([b"x"] * 1000)
            wait_until(lambda: heard["parts"])
        assert len(heard["parts"][0]) == 16


def test_a_camera_has_time_for_its_first_picture_however_many_knock(port, heard):
    with spoken(port) as camera, contextlib.ExitStack() as strangers:
        camera.sendall(b"\x01\x00\x02" + (2000).to_bytes(8, "big") + bytes(1000))
        wait_until(lambda: of_kind(heard, PeerConnected))
        for _ in range(40):
            strangers.enter_context(connected(port))
        for _ in range(40):
            # On a busy computer one of them is the oldest who knocks, and cut off.
            with contextlib.suppress(ConnectionError):
                strangers.enter_context(spoken(port))
        camera.sendall(bytes(1000))
        wait_until(lambda: heard["parts"])
    assert len(heard["parts"][0][-1]) == 2000


def test_where_no_bytes_are_counted_a_camera_keeps_its_place(running_loop, port, monkeypatch):
    """On macOS nobody counts them; connections are counted there as well."""
    for module in (listener_module, peer_connection):
        monkeypatch.setattr(module, "BYTES_ARE_COUNTED", False)
    listener = Listener(running_loop.loop, port, SETTINGS)
    heard = {"parts": [], "monitor": []}
    running_loop.ask(lambda: listener.open(heard["parts"].append, heard["monitor"].append))
    running_loop.at_end.append(listener.close)
    with RawSender(port) as camera, contextlib.ExitStack() as strangers:
        camera.send([b"hello"])
        wait_until(lambda: heard["parts"])
        looks = []
        running_loop.ask(lambda: running_loop.loop.every(LOOK_S, lambda: looks.append(1)))
        wait_until(lambda: len(looks) >= 2)
        for _ in range(60):
            strangers.enter_context(connected(port))
        wait_until(lambda: len(of_kind(heard, PeerCutOff)) >= 60 - 32)
        camera.send([b"still here"])
        wait_until(lambda: heard["parts"][-1][-1] == b"still here")
    assert len(of_kind(heard, PeerConnected)) == 1


def test_peers_can_be_cut_off_and_come_back(running_loop, listener, port, heard):
    with RawSender(port) as sender:
        sender.send([b"one"])
        sender.parts()
        # Also when ZeroMQ's report of the sender was not read yet, and when it is read meanwhile.
        running_loop.ask(listener.cut_peers)
        wait_until(lambda: len(of_kind(heard, PeerConnected)) == 2)
        assert of_kind(heard, ScanSeen) == []
        sender.send([b"two"])
        assert sender.parts() == [b"", b"answer to two"]


def test_where_reports_wait_without_end_nobody_who_has_to_go_stays(running_loop, port, monkeypatch):
    monkeypatch.setattr(listener_module._Open, "has_reports", lambda _: True)
    listener = running_loop.ask(lambda: Listener(running_loop.loop, port, SETTINGS))
    running_loop.at_end.append(listener.close)
    faults = []
    running_loop.ask(lambda: listener.open(lambda _: None, lambda _: None, faults.append))
    running_loop.ask(listener.cut_peers)
    wait_until(lambda: faults)
    assert isinstance(faults[0], SocketSpoiledError)


def test_it_says_when_an_answer_reached_nobody(running_loop, listener, port, heard):
    assert not running_loop.ask(lambda: listener.send([b"nobody", b"", b"answer"]))
    with RawSender(port) as sender:
        sender.send([b"hello"])
        sender.parts()
        identity = heard["parts"][0][0]
        assert running_loop.ask(lambda: listener.send([identity, b"", b"answer"]))


def test_answers_that_nobody_reads_are_not_kept(running_loop, listener, port, heard):
    with spoken(port) as stream:
        stream.sendall(b"\x01\x00\x00\x05hello")
        wait_until(lambda: heard["parts"])
        identity = heard["parts"][0][0]
        large = [identity, b"", bytes(1_000_000)]
        assert not all(running_loop.ask(lambda: [listener.send(large) for _ in range(60)]))


@pytest.mark.parametrize("pattern", Pattern)
def test_after_one_peers_error_the_next_is_let_in(running_loop, port, pattern):
    listener = Listener(running_loop.loop, port, ListenSettings("127.0.0.1", pattern))
    heard = []

    def begin():
        listener.open(heard.append, lambda _: None, begin_anew)

    def begin_anew(_error):
        listener.close()
        begin()

    running_loop.ask(begin)
    running_loop.at_end.append(listener.close)
    kind = {0: b"PAIR", 1: b"DEALER", 2: b"PUB"}[pattern]
    for nonsense in (b"\x02" + b"\x7f" * 8, b"\xff\xff\xff", b"\x01\x05ab", b"\x04\x03\x02XX"):
        # With PAIR nobody is let in before the end of the last one is seen.
        with contextlib.suppress(ConnectionError), spoken(port, kind) as stream:
            stream.sendall(nonsense)
    sender_kind = {0: zmq.PAIR, 1: zmq.DEALER, 2: zmq.PUB}[pattern]
    with RawSender(port, sender_kind) as sender:

        def arrives():
            sender.send([b"hello"])
            return any(parts[-1] == b"hello" for parts in heard)

        wait_until(arrives)


def test_nobody_can_pretend_in_the_clear_that_a_message_was_spoiled(running_loop, port, heard):
    """A handshake that is done is counted for the youngest; it breaks off with what is none."""
    with RawSender(port) as camera:
        camera.send([b"hello"])
        camera.parts()
        for _ in range(5):
            with connected(port) as old, connected(port) as young:
                for stream in (old, young):
                    stream.sendall(GREETING)
                    hear_more_than(stream, len(GREETING))
                before = len(of_kind(heard, PeerConnected))
                # Both ends of the younger are beyond the greeting: it is taken for the one.
                young.sendall(b"\x04")
                old.sendall(ready(b"DEALER"))
                wait_until(lambda before=before: len(of_kind(heard, PeerConnected)) > before)
                young.sendall(b"\x05hello")
                young.settimeout(PATIENCE)
                with contextlib.suppress(ConnectionError):
                    while young.recv(100):
                        pass
        camera.send([b"still here"])
        assert camera.parts() == [b"", b"answer to still here"]
    assert len(of_kind(heard, PeerConnected)) == 6


@pytest.mark.parametrize("next_one", [(ACCEPTED, 1002), (AUTH, 400)])
def test_a_spoiled_message_is_noticed_whatever_else_happens_then(
    running_loop, port, monkeypatch, next_one
):
    keys = ReceiverKeys(KeyPair(*zmq.curve_keypair()), None)
    listener = Listener(running_loop.loop, port, replace(SETTINGS, keys=keys))
    running_loop.ask(lambda: listener.open(lambda _: None, lambda _: None))
    running_loop.at_end.append(listener.close)
    monkeypatch.setattr(listener_module._Open, "hears_more", lambda _: True)

    def hear(event, number=0):
        listener._connection_changed([struct.pack("=Hi", event, number), b""])

    def happen():
        for report in [(ACCEPTED, 1000), (SUCCEEDED,), (ACCEPTED, 1001), (NONSENSE,), next_one]:
            hear(*report)

    with pytest.raises(SocketSpoiledError):
        running_loop.ask(happen)


def hear_more_than(stream, size):
    while size >= 0:
        some = stream.recv(100)
        assert some, "the listener closed the connection"
        size -= len(some)


def memory():
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
