"""close(): at any time, in every pattern, whatever the other end does; and several lives."""

import socket
import threading

import pytest
import zmq

from tests.support.free_ports import free_port, free_ports
from tests.support.netgear_threads import Feeder, Taker, deliver
from tests.support.netgear_under_test import ours_only
from tests.support.numbered_frames import number_of, numbered_frame
from tests.support.own_peer import OwnReceiver, OwnSender
from tests.support.raw_peers import RawReceiver
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import wait_until

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
ALL = [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE]

pytestmark = ours_only("close() may hang, abort the process or keep the port")


def assert_closes_at_once(one):
    watch = Stopwatch()
    one.close()
    one.close(kill=True)
    assert watch.seconds < 2


def assert_free(port):
    socket.create_server(("127.0.0.1", port)).close()


@pytest.mark.parametrize("receive_mode", [True, False], ids=["receiver", "sender"])
@pytest.mark.parametrize("pattern", ALL)
def test_one_that_was_never_used_closes(netgear, pattern, receive_mode):
    port = free_port()
    assert_closes_at_once(netgear(port, pattern, receive_mode=receive_mode))
    assert_free(port)


@pytest.mark.parametrize("order", ["sender first", "receiver first"])
@pytest.mark.parametrize("pattern", ALL)
def test_two_that_have_talked_close_in_any_order(netgear, pattern, order):
    port = free_port()
    receiver = netgear(port, pattern, receive_mode=True)
    sender = netgear(port, pattern)
    deliver(pattern, sender, [receiver], 1)
    ends = [sender, receiver] if order == "sender first" else [receiver, sender]
    for one in ends:
        assert_closes_at_once(one)
    assert_free(port)


@pytest.mark.parametrize("options", [{"multiserver_mode": True}, {"multiclient_mode": True}])
@pytest.mark.parametrize("pattern", [REQUEST_REPLY, PUBLISH_SUBSCRIBE])
def test_many_ports_are_all_free_again(netgear, pattern, options):
    ports = free_ports(4)
    many_receive = "multiserver_mode" in options
    receivers = [
        netgear(port, pattern, receive_mode=True, **options)
        for port in ([ports] if many_receive else ports)
    ]
    senders = [netgear(port, pattern, **options) for port in (ports if many_receive else [ports])]
    for number, sender in enumerate(senders):
        deliver(pattern, sender, receivers, number)
    for one in (*receivers, *senders):
        assert_closes_at_once(one)
    for port in ports:
        assert_free(port)


@pytest.mark.parametrize("pattern", ALL)
def test_a_recv_that_waits_gives_none_when_another_thread_closes(netgear, pattern):
    receiver = netgear(free_port(), pattern, receive_mode=True)
    with Taker(receiver) as taker:
        assert_closes_at_once(receiver)
        taker.wait_for_end(1)
    assert taker.results == []
    assert receiver.recv() is None


def large_frame(number):
    return numbered_frame(number, (640, 480))


def feeding(sender):
    """Return a thread that sends large frames until the sender is closed."""
    return Feeder(sender, fps=100, frame=large_frame, allowed=RuntimeError)


@pytest.mark.parametrize("options", [{}, {"bidirectional_mode": True}], ids=["plain", "both ways"])
@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY])
def test_a_send_that_waits_ends_when_another_thread_closes(netgear, pattern, options):
    sender = netgear(free_port(), pattern, **options)
    with feeding(sender) as feeder:
        feeder.wait_until_stuck()
        assert_closes_at_once(sender)
        wait_until(lambda: not feeder.runs, what="send() to end")


@pytest.mark.parametrize(
    ("pattern", "kind"), [(PAIR, zmq.PAIR), (REQUEST_REPLY, zmq.REP), (PUBLISH_SUBSCRIBE, zmq.SUB)]
)
def test_a_sender_closes_when_its_receiver_reads_nothing(netgear, pattern, kind):
    port = free_port()
    with RawReceiver(port, kind, room=1):
        sender = netgear(port, pattern)
        with feeding(sender) as feeder:
            feeder.wait_for_sent(2)
            if pattern != PUBLISH_SUBSCRIBE:
                feeder.wait_until_stuck()
            assert_closes_at_once(sender)
            wait_until(lambda: not feeder.runs, what="send() to end")


@pytest.mark.parametrize("pattern", ALL)
def test_a_sender_closes_when_its_receiver_is_frozen(netgear, pattern):
    port = free_port()
    with OwnReceiver(port, pattern=pattern) as receiver:
        receiver.wait_until_ready()
        sender = netgear(port, pattern)
        with feeding(sender) as feeder:
            receiver.wait_for_received(3)
            receiver.freeze()
            if pattern != PUBLISH_SUBSCRIBE:
                feeder.wait_until_stuck()
            assert_closes_at_once(sender)
            wait_until(lambda: not feeder.runs, what="send() to end")


@pytest.mark.parametrize("pattern", ALL)
def test_a_receiver_closes_and_frees_its_port_when_its_sender_is_frozen(netgear, pattern):
    port = free_port()
    receiver = netgear(port, pattern, receive_mode=True)
    with OwnSender(port, pattern=pattern) as sender, Taker(receiver) as taker:
        taker.wait_for(3)
        sender.freeze()
        assert_closes_at_once(receiver)
        again = netgear(port, pattern, receive_mode=True)
        assert_closes_at_once(again)


@pytest.mark.parametrize("pattern", ALL)
def test_thirty_lives_on_one_port(netgear, pattern):
    port = free_port()
    watch = Stopwatch()
    for number in range(30):
        receiver = netgear(port, pattern, receive_mode=True)
        if number % 10 == 0:
            sender = netgear(port, pattern)
            _, [frame] = deliver(pattern, sender, [receiver], number)
            assert number_of(frame) == number
            sender.close()
        receiver.close()
    assert watch.seconds < 10


@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY])
def test_thirty_senders_one_after_the_other(netgear, pattern):
    port = free_port()
    receiver = netgear(port, pattern, receive_mode=True, bidirectional_mode=True)
    watch = Stopwatch()
    with Taker(receiver):
        for _ in range(30):
            sender = netgear(port, pattern, bidirectional_mode=True, max_retries=1)
            sender.close()
    assert watch.seconds < 15


def test_no_thread_and_no_socket_is_left(netgear):
    """What every test here is checked for, once in many objects at a time."""
    ports = free_ports(6)
    receivers = [netgear(port, receive_mode=True) for port in ports]
    senders = [netgear(port) for port in ports]
    for number, (sender, receiver) in enumerate(zip(senders, receivers, strict=True)):
        sender.send(numbered_frame(number))
        assert number_of(receiver.recv()) == number
    before = threading.active_count()
    for one in (*senders, *receivers):
        assert_closes_at_once(one)
    assert threading.active_count() <= before - 12


def test_what_is_closed_does_no_more(netgear):
    port = free_port()
    receiver, sender = netgear(port, receive_mode=True), netgear(port)
    sender.close()
    receiver.close()
    assert receiver.recv() is None
    with pytest.raises(RuntimeError, match="close"):
        sender.send(numbered_frame(1))


@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY])
def test_a_program_that_sends_one_frame_and_closes_ends_the_receiver(netgear, pattern):
    port = free_port()
    receiver = netgear(port, pattern, receive_mode=True)
    with Taker(receiver) as taker:
        sender = netgear(port, pattern)
        sender.send(numbered_frame(7))
        sender.close()
        taker.wait_for_end()
        assert taker.numbers == [7]


def test_feeding_goes_on_while_others_close(netgear):
    port = free_port()
    receiver, sender = netgear(port, receive_mode=True), netgear(port)
    with Taker(receiver) as taker, Feeder(sender):
        for _ in range(5):
            other = free_port()
            first, second = netgear(other, receive_mode=True), netgear(other)
            second.send(numbered_frame(1))
            assert number_of(first.recv()) == 1
            first.close()
            second.close()
            taker.wait_for(len(taker.results) + 3)
