"""All ways of use, both ends in one process and, where frames are answered, in one thread."""

import logging

import numpy as np
import pytest
import simplejpeg
import zmq

from tests.support.free_ports import free_port, free_ports
from tests.support.netgear_threads import Feeder, Taker, deliver, frame_in, meet, take
from tests.support.netgear_under_test import ours_only
from tests.support.numbered_frames import number_of, numbered_frame
from tests.support.raw_peers import RawReceiver

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
ALL = [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE]
MULTI = [REQUEST_REPLY, PUBLISH_SUBSCRIBE]
ANSWERED = [PAIR, REQUEST_REPLY]

VALUES = ["words", {"door": "open", "n": [1, 2.5, None]}, 7, -0.5, [1, [2]], True, "ümläut"]
FALSY = [0, "", {}, [], False, 0.0]


def one_to_one(netgear, pattern, *, receiver=None, **options):
    """Return a sender and its receiver; `receiver` are options of its own."""
    port = free_port()
    taking = netgear(port, pattern, receive_mode=True, **{**options, **(receiver or {})})
    return netgear(port, pattern, **options), taking


def many_to_one(netgear, ports, pattern, **options):
    """Return senders that gave `ports` as they are, and their receiver."""
    options["multiserver_mode"] = True
    receiver = netgear(tuple(ports), pattern, receive_mode=True, **options)
    return [netgear(port, pattern, **options) for port in ports], receiver


def one_to_many(netgear, ports, pattern, **options):
    """Return a sender and its receivers, which gave `ports` as they are."""
    options["multiclient_mode"] = True
    receivers = [netgear(port, pattern, receive_mode=True, **options) for port in ports]
    return netgear(list(ports), pattern, **options), receivers


# ------------------------------------------------------------------------------------ one to one


@pytest.mark.parametrize("pattern", ALL)
def test_plain_frames_go_out_and_come_in(netgear, pattern):
    sender, receiver = one_to_one(netgear, pattern)
    for number in range(1, 6):
        returned, [frame] = deliver(pattern, sender, [receiver], number)
        assert returned is None
        assert isinstance(frame, np.ndarray)
        assert (frame.shape, frame.dtype, number_of(frame)) == ((48, 64, 3), np.uint8, number)


@pytest.mark.parametrize("pattern", ALL)
def test_a_message_in_plain_mode_is_not_seen(netgear, pattern):
    sender, receiver = one_to_one(netgear, pattern)
    returned, [frame] = deliver(pattern, sender, [receiver], 1, message="hello")
    assert returned is None
    assert isinstance(frame, np.ndarray)


def test_one_published_frame_is_enough_once_the_two_have_met(netgear):
    sender, receiver = one_to_one(netgear, PUBLISH_SUBSCRIBE)
    meet(sender, receiver)
    assert sender.send(numbered_frame(1)) is None
    assert number_of(take(receiver)) == 1


@pytest.mark.parametrize("pattern", ANSWERED)
def test_return_data_in_plain_mode_goes_nowhere(netgear, pattern):
    sender, receiver = one_to_one(netgear, pattern)
    for number in range(1, 4):
        assert sender.send(numbered_frame(number)) is None
        assert number_of(receiver.recv(return_data="unheard")) == number


@pytest.mark.parametrize("pattern", ANSWERED)
def test_messages_go_one_way_and_return_data_the_other(netgear, pattern):
    sender, receiver = one_to_one(netgear, pattern, bidirectional_mode=True)
    expected = None
    for number, value in enumerate(VALUES, 1):
        assert sender.send(numbered_frame(number), message=value) == expected
        message, frame = receiver.recv(return_data=value)
        assert (message, number_of(frame)) == (value, number)
        expected = value


@pytest.mark.parametrize("pattern", ANSWERED)
def test_return_data_is_repeated_until_it_changes(netgear, pattern):
    sender, receiver = one_to_one(netgear, pattern, bidirectional_mode=True)
    given = ["left", None, None, "right", None]
    returned = []
    for number, value in enumerate(given):
        returned.append(sender.send(numbered_frame(number)))
        receiver.recv(return_data=value)
    assert returned == [None, "left", "left", "left", "right"]


@pytest.mark.parametrize("pattern", ANSWERED)
def test_falsy_return_data_is_return_data(netgear, pattern):
    sender, receiver = one_to_one(netgear, pattern, bidirectional_mode=True)
    returned = []
    for number, value in enumerate([*FALSY, None]):
        returned.append(sender.send(numbered_frame(number)))
        receiver.recv(return_data=value)
    assert returned == [None, *FALSY]
    assert [type(one) for one in returned[1:]] == [type(one) for one in FALSY]


@pytest.mark.parametrize("message", [None, *FALSY], ids=repr)
def test_a_falsy_message_is_none(netgear, message):
    sender, receiver = one_to_one(netgear, REQUEST_REPLY, bidirectional_mode=True)
    sender.send(numbered_frame(1), message=message)
    received, frame = receiver.recv()
    assert received is None
    assert number_of(frame) == 1


@pytest.mark.parametrize("pattern", ANSWERED)
def test_an_array_as_message_is_dropped_with_a_warning(netgear, pattern, caplog):
    sender, receiver = one_to_one(netgear, pattern, bidirectional_mode=True)
    sender.send(numbered_frame(1), message=np.zeros((2, 2)))
    message, frame = receiver.recv()
    assert (message, number_of(frame)) == (None, 1)
    assert any(
        "array" in one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING
    )


@ours_only("a bidirectional sender cannot read the words that it is answered with")
@pytest.mark.parametrize("pattern", ANSWERED)
@pytest.mark.parametrize("bidirectional", ["sender", "receiver"])
def test_only_one_end_may_be_bidirectional(netgear, pattern, bidirectional):
    sender, receiver = one_to_one(
        netgear,
        pattern,
        bidirectional_mode=bidirectional == "sender",
        receiver={"bidirectional_mode": bidirectional == "receiver"},
    )
    for number in range(1, 4):
        sender.send(numbered_frame(number), message="hello")
        assert number_of(frame_in(receiver.recv(return_data="answer"))) == number


def test_addresses_and_ports_have_defaults(netgear):
    receiver = netgear(None, address=None, receive_mode=True)
    sender = netgear(None, address=None)
    sender.send(numbered_frame(3))
    assert number_of(receiver.recv()) == 3


@pytest.mark.parametrize("given", [int, str])
def test_a_port_may_be_a_number_or_a_text(netgear, given):
    port = given(free_port())
    receiver = netgear(port, receive_mode=True)
    netgear(port).send(numbered_frame(3))
    assert number_of(receiver.recv()) == 3


@pytest.mark.parametrize("pattern", ALL)
def test_frames_cross_over_ipc(netgear, pattern, tmp_path):
    place = {"address": str(tmp_path / "camera"), "protocol": "ipc"}
    receiver = netgear("5555", pattern, receive_mode=True, **place)
    sender = netgear("5555", pattern, **place)
    _, [frame] = deliver(pattern, sender, [receiver], 5)
    assert number_of(frame) == 5


@pytest.mark.parametrize("pattern", ANSWERED)
def test_the_end_of_the_stream_is_none_from_then_on(netgear, pattern):
    sender, receiver = one_to_one(netgear, pattern)
    sender.send(numbered_frame(1))
    assert number_of(receiver.recv()) == 1
    sender.close()
    assert receiver.recv() is None
    assert receiver.recv() is None


@ours_only("what was received but not yet taken is lost at the goodbye")
@pytest.mark.parametrize("pattern", ANSWERED)
def test_what_came_before_the_goodbye_is_not_lost(netgear, pattern):
    sender, receiver = one_to_one(netgear, pattern, bidirectional_mode=True)
    for number in range(1, 4):
        sender.send(numbered_frame(number))
    sender.close()
    assert [number_of(receiver.recv()[1]) for _ in range(3)] == [1, 2, 3]
    assert receiver.recv() is None


@ours_only("the context manager is ours")
def test_it_is_a_context_manager(netgear):
    port = free_port()
    with netgear(port, receive_mode=True) as receiver, netgear(port) as sender:
        sender.send(numbered_frame(1))
        assert number_of(receiver.recv()) == 1
    assert receiver.recv() is None


# ---------------------------------------------------------------------------------- multi-servers


@pytest.mark.parametrize("pattern", MULTI)
def test_senders_are_told_apart_by_the_port_as_they_gave_it(netgear, pattern):
    first, second, third = free_ports(3)
    ports = [first, str(second), third]
    senders, receiver = many_to_one(netgear, ports, pattern)
    for number in range(0, 30, 10):
        for offset, (sender, port) in enumerate(zip(senders, ports, strict=True)):
            returned, [(got, frame)] = deliver(pattern, sender, [receiver], number + offset)
            assert returned is None
            assert (got, type(got), number_of(frame)) == (port, type(port), number + offset)


@pytest.mark.parametrize("given", [int, str])
def test_the_receiver_may_write_the_ports_otherwise_than_the_senders(netgear, given):
    ports = free_ports(2)
    options = {"multiserver_mode": True}
    receiver = netgear([given(port) for port in ports], receive_mode=True, **options)
    other = str if given is int else int
    for port in ports:
        netgear(other(port), **options).send(numbered_frame(1))
        assert receiver.recv()[0] == other(port)


@pytest.mark.parametrize("pattern", MULTI)
@pytest.mark.parametrize("message", VALUES, ids=repr)
def test_many_senders_with_messages(netgear, pattern, message):
    ports = free_ports(2)
    senders, receiver = many_to_one(netgear, ports, pattern)
    for number, (sender, port) in enumerate(zip(senders, ports, strict=True), 1):
        returned, [result] = deliver(pattern, sender, [receiver], number, message)
        got, heard, frame = result
        assert returned is None
        assert (got, heard, number_of(frame)) == (port, message, number)


@pytest.mark.parametrize("message", [None, *FALSY], ids=repr)
def test_with_a_falsy_message_there_are_only_port_and_frame(netgear, message):
    [port] = free_ports(1)
    [sender], receiver = many_to_one(netgear, [port], REQUEST_REPLY)
    sender.send(numbered_frame(1), message=message)
    got, frame = receiver.recv()
    assert (got, number_of(frame)) == (port, 1)


def test_many_senders_hear_return_data(netgear):
    ports = free_ports(2)
    senders, receiver = many_to_one(netgear, ports, REQUEST_REPLY, bidirectional_mode=True)
    for sender in senders:
        assert sender.send(numbered_frame(1), message="first") is None
        receiver.recv()
    for number, value in enumerate(VALUES, 2):
        senders[0].send(numbered_frame(number))
        assert len(receiver.recv(return_data=value)) == 2
        for sender, port in zip(senders, ports, strict=True):
            assert sender.send(numbered_frame(number), message=value) == value
            got, heard, frame = receiver.recv()
            assert (got, heard, number_of(frame)) == (port, value, number)


def test_the_receiver_ends_when_every_sender_seen_has_said_goodbye(netgear):
    ports = free_ports(3)
    senders, receiver = many_to_one(netgear, ports, REQUEST_REPLY)
    for sender, port in zip(senders[:2], ports[:2], strict=True):
        sender.send(numbered_frame(1))
        assert receiver.recv()[0] == port
    senders[0].close()
    senders[1].send(numbered_frame(2))
    assert receiver.recv()[0] == ports[1]
    senders[1].close()
    assert receiver.recv() is None


# ---------------------------------------------------------------------------------- multi-clients


@ours_only("over REQ/REP the receivers take turns")
@pytest.mark.parametrize("pattern", MULTI)
def test_every_receiver_gets_every_frame(netgear, pattern):
    sender, receivers = one_to_many(netgear, free_ports(3), pattern)
    for number in range(1, 6):
        returned, frames = deliver(pattern, sender, receivers, number)
        assert (returned is None) == (pattern == PUBLISH_SUBSCRIBE)
        assert [number_of(frame) for frame in frames] == [number] * 3


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("given", [int, str])
def test_send_gives_the_data_of_one_receiver_with_its_port(netgear, bidirectional, given):
    """Data comes from the receivers even without bidirectional mode."""
    ports = [given(port) for port in free_ports(2)]
    options = {"bidirectional_mode": bidirectional}
    sender, receivers = one_to_many(netgear, ports, REQUEST_REPLY, **options)
    wanted = {port: f"from {port}" for port in ports}
    heard = {}
    with (
        Taker(receivers[0], reply=lambda _: wanted[ports[0]]) as first,
        Taker(receivers[1], reply=lambda _: wanted[ports[1]]) as second,
        Feeder(sender, message=lambda number: number) as feeder,
    ):
        feeder.wait_for_sent(20)
        first.wait_for(9)
        second.wait_for(9)
    for port, data in feeder.replies:
        assert port in ports
        assert data in {None, wanted[port]}
        heard[port] = data
    assert heard == wanted, "each receiver is heard of in its turn"
    for result in first.results:
        assert isinstance(result, tuple) == bidirectional


def test_messages_reach_every_receiver_in_bidirectional_mode(netgear):
    ports = free_ports(2)
    sender, receivers = one_to_many(netgear, ports, REQUEST_REPLY, bidirectional_mode=True)
    with (
        Taker(receivers[0]) as first,
        Taker(receivers[1]) as second,
        Feeder(sender, message=lambda number: number % 3) as feeder,
    ):
        feeder.wait_for_sent(12)
        for taker in (first, second):
            for message, frame in taker.wait_for(6):
                assert message == (number_of(frame) % 3 or None)


@ours_only("send() waits for the receivers in turn, dead or not")
def test_transmission_starts_with_whoever_is_there(netgear):
    ports = free_ports(3)
    receiver = netgear(ports[1], receive_mode=True, multiclient_mode=True)
    sender = netgear(ports, multiclient_mode=True)
    for number in range(1, 4):
        assert sender.send(numbered_frame(number)) == (ports[1], None)
        assert number_of(receiver.recv()) == number
    late = netgear(ports[2], receive_mode=True, multiclient_mode=True)
    with Feeder(sender), Taker(late) as taker, Taker(receiver) as other:
        taker.wait_for(3)
        other.wait_for(3)


@ours_only("the end of a stream reaches only one of several receivers")
def test_every_receiver_hears_the_goodbye(netgear):
    sender, receivers = one_to_many(netgear, free_ports(3), REQUEST_REPLY)
    sender.send(numbered_frame(1))
    assert [number_of(receiver.recv()) for receiver in receivers] == [1, 1, 1]
    sender.close()
    assert [receiver.recv() for receiver in receivers] == [None, None, None]


# ---------------------------------------------------------------------------------------- objects


@pytest.mark.parametrize("pattern", ALL)
def test_several_pairs_of_objects_live_in_one_thread(netgear, pattern):
    pairs = [one_to_one(netgear, pattern) for _ in range(4)]
    for number in range(0, 30, 10):
        for offset, (sender, receiver) in enumerate(pairs):
            _, [frame] = deliver(pattern, sender, [receiver], number + offset)
            assert number_of(frame) == number + offset


# ------------------------------------------------------------------------------------ every frame


@pytest.mark.parametrize(
    "options", [{}, {"bidirectional_mode": True}, {"multiclient_mode": True}], ids=str
)
def test_every_frame_that_send_has_taken_arrives_in_order(netgear, options):
    """The receiver is slow; send() blocks while as many frames are on their way as may be."""
    port = free_port()
    several = "multiclient_mode" in options
    with RawReceiver(port, zmq.REP) as receiver:
        sender = netgear([port] if several else port, **options)
        with Feeder(sender, fps=100_000) as feeder:
            numbers = []
            for _ in range(60):
                arrived = receiver.receive()
                numbers.append(number_of(simplejpeg.decode_jpeg(arrived.payload)))
                assert not receiver.has_message(0.01), "one frame at a time"
                receiver.answer(arrived, port=port)
            feeder.ask_to_stop()
            while feeder.runs:
                if receiver.has_message(0.1):
                    receiver.answer(receiver.receive(), port=port)
    assert numbers == list(range(60))


@ours_only("the first frame goes to whoever connected first, or to nobody")
@pytest.mark.parametrize("pattern", MULTI)
def test_the_first_frame_reaches_clients_that_connect_a_moment_later(netgear, pattern):
    ports = free_ports(3)
    sender = netgear(ports, pattern, multiclient_mode=True)
    receivers = [netgear(port, pattern, receive_mode=True, multiclient_mode=True) for port in ports]
    sender.send(numbered_frame(1))
    assert [number_of(take(receiver)) for receiver in receivers] == [1, 1, 1]
