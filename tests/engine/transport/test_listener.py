import socket as plain

import pytest
import zmq

from netgear_engine.errors import ListenError
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport.listener import Listener
from netgear_engine.transport.sockets import ListenSettings
from tests.support.free_ports import free_port
from tests.support.raw_peers import RawSender
from tests.support.waiting import PATIENCE, wait_until

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
    """What an open listener hears; it answers everything."""
    heard = {"parts": [], "monitor": []}

    def on_parts(parts):
        heard["parts"].append(parts)
        listener.send([*parts[:-1], b"answer to " + parts[-1]])

    running_loop.ask(lambda: listener.open(on_parts, heard["monitor"].append))
    return heard


def test_messages_come_in_and_answers_go_out(port, heard):
    with RawSender(port) as sender:
        sender.send([b"hello"])
        assert sender.parts() == [b"", b"answer to hello"]
    assert heard["parts"][0][1:] == [b"", b"hello"]


def test_the_monitor_sees_a_sender_that_was_waiting_at_the_door(running_loop, listener, port):
    with RawSender(port):
        reports = []
        running_loop.ask(lambda: listener.open(lambda _: None, reports.append))
        wait_until(lambda: len(reports) >= 2)


def test_it_opens_and_closes_again_and_again(running_loop, listener, port):
    for _ in range(10):
        assert not listener.is_open
        wait_until(lambda: can_open(running_loop, listener))
        assert listener.is_open
        running_loop.ask(listener.close)


def can_open(running_loop, listener):
    try:
        running_loop.ask(lambda: listener.open(lambda _: None, lambda _: None))
    except ListenError:
        return False
    return True


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
