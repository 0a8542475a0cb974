import contextlib
import errno
import os
import socket as plain
import threading
from pathlib import Path

import pytest
import zmq

from netgear_engine.clock import SystemClock
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport import connector as connector_module
from netgear_engine.transport.connection_monitor import PeerDisconnected
from netgear_engine.transport.connector import Connector
from netgear_engine.transport.peer_connection import BYTES_ARE_COUNTED
from netgear_engine.transport.sockets import ConnectSettings
from tests.support.free_ports import free_port
from tests.support.raw_peers import RawReceiver
from tests.support.waiting import PATIENCE, wait_until
from tests.support.zmtp import GREETING, ready

FRAME = [b"", b"{}", b"jpeg"]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def connect(running_loop, port):
    """Return a function that makes a connector and what it hears."""

    def make(pattern=Pattern.REQUEST_REPLY):
        heard = {"parts": [], "changes": []}
        connector = running_loop.ask(
            lambda: Connector(
                running_loop.loop,
                ConnectSettings(pattern),
                "127.0.0.1",
                port,
                on_parts=heard["parts"].append,
                on_change=heard["changes"].append,
            )
        )
        running_loop.at_end.append(lambda: connector.close(0))
        return connector, heard

    return make


def sends(running_loop, connector):
    return lambda: running_loop.ask(lambda: connector.send(FRAME))


def test_a_message_goes_out_and_its_answer_comes_in(running_loop, connect, port):
    with RawReceiver(port) as receiver:
        connector, heard = connect()
        wait_until(sends(running_loop, connector))
        arrived = receiver.receive()
        assert arrived.payload == b"jpeg"
        receiver.answer(arrived, data="left")
        wait_until(lambda: heard["parts"])
        assert heard["parts"][0][0] == b""


def test_nothing_can_be_sent_while_nobody_is_there(running_loop, connect):
    connector, _ = connect()
    assert not sends(running_loop, connector)()


def test_no_socket_is_left_behind_when_it_cannot_be_watched(running_loop, connect, monkeypatch):
    connector, _ = connect()
    made = []

    def fail(socket, *, listens):
        made.append(socket)
        raise zmq.ZMQError(errno.EMFILE)

    with monkeypatch.context() as patched, pytest.raises(zmq.ZMQError):
        patched.setattr(connector_module, "monitor_socket", fail)
        running_loop.ask(connector.connect_again)
    assert made[0].closed


def test_the_monitor_sees_even_the_quickest_connection(running_loop, connect, port):
    with RawReceiver(port):
        for _ in range(20):
            _, heard = connect()
            wait_until(lambda heard=heard: heard["changes"])


def test_a_receiver_that_comes_later_is_found(running_loop, connect, port):
    connector, _ = connect()
    with RawReceiver(port) as receiver:
        wait_until(sends(running_loop, connector))
        assert receiver.receive().payload == b"jpeg"


def test_sending_never_blocks_when_the_receiver_takes_nothing(running_loop, connect, port):
    with RawReceiver(port, room=1):
        connector, _ = connect()
        large = [b"", b"{}", bytes(60_000)]
        wait_until(sends(running_loop, connector))
        taken = running_loop.ask(lambda: [connector.send(large) for _ in range(1000)])
        assert not all(taken)


def test_publishing_takes_place_even_if_nobody_listens(running_loop, connect, port):
    connector, _ = connect(Pattern.PUBLISH_SUBSCRIBE)
    assert sends(running_loop, connector)()
    with RawReceiver(port, zmq.SUB) as receiver:

        def arrives():
            running_loop.ask(lambda: connector.send(FRAME[1:]))
            return receiver.has_message(0.01)

        wait_until(arrives)


def test_a_publisher_whose_last_frame_arrived_drops_none(running_loop, connect, port):
    connector, heard = connect(Pattern.PUBLISH_SUBSCRIBE)
    with RawReceiver(port, zmq.SUB) as receiver:
        wait_until(lambda: receiver.has_message(0) or heard["parts"])
        for number in range(500):
            running_loop.ask(lambda n=number: connector.send([b"{}", b"%d" % n]))
            assert receiver.receive().payload == b"%d" % number


def test_a_publisher_leaves_who_asks_for_topics(connect, port):
    """Each takes memory, and there is no end of them."""
    with zmq.Context() as context, context.socket(zmq.XSUB) as receiver:
        receiver.linger = 0
        receiver.bind(f"tcp://127.0.0.1:{port}")
        connector, heard = connect(Pattern.PUBLISH_SUBSCRIBE)
        for number in range(100):
            receiver.send(b"\x01topic %d" % number)
        # Its socket subscribes when it is looked at.
        wait_until(lambda: receiver.poll(0) or PeerDisconnected() in heard["changes"])
    assert heard["parts"] == []
    assert connector.peers == 0


def test_a_publisher_hears_who_subscribes(running_loop, connect, port):
    _, heard = connect(Pattern.PUBLISH_SUBSCRIBE)
    with RawReceiver(port, zmq.SUB) as receiver:
        # Its socket subscribes when it is looked at.
        wait_until(lambda: receiver.has_message(0) or heard["parts"])
    wait_until(lambda: len(heard["parts"]) == 2)
    assert heard["parts"] == [[b"\x01"], [b"\x00"]]


def test_it_can_be_told_to_connect_again(running_loop, connect, port):
    connector, _ = connect()
    with RawReceiver(port) as receiver:
        wait_until(sends(running_loop, connector))
        receiver.receive()
        running_loop.ask(connector.connect_again)

        def arrives():
            # What goes into the old connection while it closes is lost.
            running_loop.ask(lambda: connector.send(FRAME))
            return receiver.has_message(0.05)

        wait_until(arrives)


def test_another_attempt_replaces_the_connection_and_adds_none(running_loop, connect, port):
    with plain.socket() as listener, contextlib.ExitStack() as connections:
        listener.bind(("127.0.0.1", port))
        listener.listen()
        listener.settimeout(PATIENCE)
        connector, _ = connect()
        accepted = []
        for _ in range(3):
            accepted.append(connections.enter_context(listener.accept()[0]))
            running_loop.ask(connector.connect_again)
        last = connections.enter_context(listener.accept()[0])
        for connection in accepted:
            connection.settimeout(PATIENCE)
            assert is_closed(connection)
        last.settimeout(0.3)
        with pytest.raises(TimeoutError):
            is_closed(last)


def is_closed(connection):
    """Read what ZeroMQ greets with until the end; a connection that stays open times out."""
    while connection.recv(1000):
        pass
    return True


def test_the_last_message_still_leaves_after_closing(running_loop, connect, port):
    with RawReceiver(port) as receiver:
        connector, _ = connect()
        wait_until(sends(running_loop, connector))
        receiver.receive()
        running_loop.at_end.clear()

        def end():
            connector.send_last([b"", b'{"last": true}'], 1000)
            connector.close(1000)

        running_loop.ask(end)
        assert receiver.receive().header == {"last": True}


def test_the_last_message_of_a_publisher_waits_behind_a_full_queue(running_loop, connect, port):
    is_full, left = threading.Event(), []
    with RawReceiver(port, zmq.SUB, room=1) as receiver:
        connector, heard = connect(Pattern.PUBLISH_SUBSCRIBE)
        wait_until(lambda: receiver.has_message(0) or heard["parts"])

        def end():
            while connector.send([b"{}", bytes(1_000_000)]):
                pass
            is_full.set()
            left.append(connector.send_last([b'{"last": true}'], 30_000))

        running_loop.loop.call(end)
        assert is_full.wait(PATIENCE)
        while receiver.receive().header != {"last": True}:
            pass
        wait_until(lambda: left)
        assert left == [True]


def test_a_last_message_to_a_receiver_that_goes_at_that_moment_ends_nothing(
    running_loop, connect, port
):
    """Changing the room in a queue just then ended the process, in ZeroMQ's own thread."""
    for _ in range(50):
        connector, heard = connect()
        with RawReceiver(port) as receiver:
            wait_until(sends(running_loop, connector))
            receiver.answer(receiver.receive(), data="left")
            wait_until(lambda heard=heard: heard["parts"])
        close = running_loop.at_end.pop()
        running_loop.ask(lambda c=connector: (c.send(FRAME), c.send_last(FRAME, 0)))
        wait_until(lambda heard=heard: PeerDisconnected() in heard["changes"])
        running_loop.ask(close)


_PEER = {
    Pattern.PAIR: b"PAIR",
    Pattern.REQUEST_REPLY: b"ROUTER",
    Pattern.PUBLISH_SUBSCRIBE: b"SUB",
}
_KIND = {
    Pattern.PAIR: zmq.PAIR,
    Pattern.REQUEST_REPLY: zmq.ROUTER,
    Pattern.PUBLISH_SUBSCRIBE: zmq.SUB,
}
_TOO_LARGE = b"\x02" + b"\x7f" * 8
_NONSENSE = b"\xff" * 300


@pytest.mark.parametrize("pattern", _PEER)
@pytest.mark.parametrize("words", ["greeting", "message"])
def test_after_an_error_of_the_protocol_the_receiver_is_found_again(
    running_loop, connect, port, pattern, words
):
    """ZeroMQ alone would never connect again."""
    said = GREETING + ready(_PEER[pattern]) + _TOO_LARGE
    with plain.create_server(("127.0.0.1", port)) as server:
        server.settimeout(PATIENCE)
        connector, _ = connect(pattern)
        connection, _ = server.accept()
        with connection, contextlib.suppress(ConnectionResetError):
            connection.settimeout(PATIENCE)
            connection.sendall(_NONSENSE if words == "greeting" else said)
            is_closed(connection)
    numbers = []
    empty = [b""] if pattern is Pattern.REQUEST_REPLY else []
    with RawReceiver(port, _KIND[pattern]) as receiver:
        sent = iter(range(100_000))

        def arrives():
            number = b"%d" % next(sent)
            running_loop.ask(lambda: connector.send([*empty, b"{}", number]))
            while receiver.has_message(0.02):
                numbers.append(receiver.receive().payload)
            return len(numbers) >= 5

        wait_until(arrives)
    assert len(set(numbers)) == len(numbers)


_MB = 1024 * 1024
# Bytes a second. Within one computer ten times as much comes, as much as it is quick.
_GIGABIT = 125_000_000
_FLOODS = {
    "empty parts": b"\x01\x00" * 50_000,
    "small parts": b"\x01\x20" + bytes(32),
    "large parts": b"\x03" + (_MB).to_bytes(8, "big") + bytes(_MB),
    "a huge part": b"\x02" + (800 * _MB).to_bytes(8, "big") + bytes(_MB),
    "commands": b"\x04\xff" + bytes(255),
}


@pytest.mark.skipif(not BYTES_ARE_COUNTED, reason="nobody counts the bytes here")
@pytest.mark.parametrize("pattern", _PEER)
@pytest.mark.parametrize("flood", _FLOODS)
def test_who_answers_without_end_is_cut_off_and_a_receiver_is_found(
    running_loop, connect, port, pattern, flood
):
    """What is counted a few times a second lets a line bring what it can until then."""
    before, peak = memory(), 0
    wait_for_the_line = line_of(_GIGABIT)
    with plain.create_server(("127.0.0.1", port)) as server:
        server.settimeout(PATIENCE)
        connector, _ = connect(pattern)
        connection, _ = server.accept()
        words = _FLOODS[flood]
        words *= max(1, 100_000 // len(words))
        with connection, pytest.raises(ConnectionError):
            connection.settimeout(PATIENCE)
            connection.sendall(GREETING + ready(_PEER[pattern]))
            for sent in range(0, 400 * _MB, len(words)):
                connection.sendall(words)
                peak = max(peak, memory() - before)
                wait_for_the_line(sent + len(words))
    assert peak < 200 * _MB
    with RawReceiver(port, _KIND[pattern]) as one:

        def arrives():
            running_loop.ask(lambda: connector.send(FRAME))
            return one.has_message(0.05)

        wait_until(arrives)


def line_of(bytes_a_second):
    """Return what waits until so many bytes can have come over a line as fast as that."""
    clock = SystemClock()
    began = clock.monotonic()

    def wait(sent):
        clock.sleep(max(0.0, began + sent / bytes_a_second - clock.monotonic()))

    return wait


def memory():
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
