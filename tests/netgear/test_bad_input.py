"""Bad input from the other end is counted, logged once a second at most and dropped.

What the program itself gives wrongly raises, and the connection lives on.
"""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial

import numpy as np
import pytest
import zmq

from tests.support.free_ports import free_port, free_ports
from tests.support.netgear_threads import Feeder, Taker
from tests.support.netgear_under_test import netgears, ours_only
from tests.support.numbered_frames import number_of, numbered_frame
from tests.support.raw_peers import RawReceiver, RawSender
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import wait_until
from tests.support.wire import (
    COMPRESSION,
    array_frame,
    jpeg,
    jpeg_frame,
    stock_goodbye,
    stock_header,
    undecodable_jpeg,
)

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
SENDING_KIND = {PAIR: zmq.PAIR, REQUEST_REPLY: zmq.DEALER, PUBLISH_SUBSCRIBE: zmq.PUB}
ANSWERED = [PAIR, REQUEST_REPLY]

pytestmark = ours_only("the thread of the receiver dies, or the sender ends")

RAW = {"compression": False}
BAD_MESSAGES = {
    "no parts but an empty one": [b""],
    "garbage": [b"\xff\xfe\x00garbage", jpeg()],
    "json that is no object": [b"[1, 2]", jpeg()],
    "json that breaks off": [stock_header()[:-9], jpeg()],
    "an object of other keys": [b'{"hello": 1}', jpeg()],
    "one part": [stock_header()],
    "three parts": [stock_header(), jpeg(), jpeg()],
    "five parts": [stock_header(), *[jpeg()] * 4],
    "a flag that is no flag": [stock_header(terminate_flag="no"), jpeg()],
    "a deep header": [b'{"message": ' + b"[" * 5000 + b"]" * 5000 + b"}", jpeg()],
    "a huge header": [stock_header(message="x" * 1_100_000), jpeg()],
    "a jpeg without its end": [stock_header(), jpeg()[:-200]],
    "a jpeg with a hole": [stock_header(), undecodable_jpeg()],
    "no jpeg": [stock_header(), b"This is no JPEG.\xff\xd9"],
    "an empty jpeg": [stock_header(), b""],
    "an unknown colour space": [
        stock_header(compression={"dct": True, "ups": False, "colorspace": "PURPLE"}), jpeg()
    ],
    "neither compressed nor described": [stock_header(**RAW), b"abc"],
    "another shape": [stock_header(**RAW, dtype="uint8", shape=[48, 64, 3]), bytes(48 * 64)],
    "a negative shape": [stock_header(**RAW, dtype="uint8", shape=[-1, 3]), bytes(3)],
    "a shape as large as the world": [
        stock_header(**RAW, dtype="uint8", shape=[2**40, 2**40]), bytes(8)
    ],
    "an unknown dtype": [stock_header(**RAW, dtype="uint9", shape=[2, 2]), bytes(4)],
    "an object dtype": [stock_header(**RAW, dtype="object", shape=[2]), bytes(16)],
    "a dtype that is code": [stock_header(**RAW, dtype="O,(3)u1", shape=[2]), bytes(22)],
    "text": [stock_header(**RAW, dtype="<U2", shape=[2]), bytes(16)],
}  # fmt: skip


def warnings(caplog):
    return [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]


@pytest.mark.parametrize("bad", BAD_MESSAGES.values(), ids=BAD_MESSAGES)
def test_bad_messages_are_answered_logged_and_dropped_and_the_next_frame_arrives(
    netgear, bad, caplog
):
    """A stock sender's REQ socket can send nothing more before it has an answer."""
    port = free_port()
    receiver = netgear(port, receive_mode=True)
    with RawSender(port, zmq.REQ) as sender, Taker(receiver) as taker:
        for parts in (jpeg_frame(0), bad, jpeg_frame(2)):
            sender.send(parts)
            assert sender.parts()
        taker.wait_for(2)
        wait_until(lambda: warnings(caplog), what="a warning")
    assert taker.numbers == [0, 2]
    assert str(port) in warnings(caplog)[0]


@pytest.mark.parametrize("pattern", [PAIR, PUBLISH_SUBSCRIBE])
def test_bad_messages_are_dropped_in_the_other_patterns_too(netgear, pattern, caplog):
    port = free_port()
    receiver = netgear(port, pattern, receive_mode=True)
    with RawSender(port, SENDING_KIND[pattern]) as sender, Taker(receiver) as taker:

        def send_until_it_comes(number):
            sender.send(jpeg_frame(number))
            return number in taker.numbers

        for number, bad in enumerate(BAD_MESSAGES.values()):
            # What is published in quick succession may be lost.
            wait_until(partial(send_until_it_comes, number), interval=0.01)
            sender.send(bad)
        wait_until(partial(send_until_it_comes, 99), interval=0.01)
        assert set(taker.numbers) == {*range(len(BAD_MESSAGES)), 99}
    assert warnings(caplog)


def test_a_flood_of_bad_input_is_logged_once_a_second_with_its_count(netgear, caplog):
    port = free_port()
    receiver = netgear(port, receive_mode=True)
    with RawSender(port) as sender, Taker(receiver) as taker:
        watch = Stopwatch()
        sent = 0
        while watch.seconds < 2.2:
            sender.send([b"garbage", b"garbage"])
            sender.parts()
            sent += 1
        sender.exchange(jpeg_frame(5))
        taker.wait_for(1)
        count = len(warnings(caplog))
    assert sent > 100
    assert 2 <= count <= 3, warnings(caplog)


def test_a_payload_over_the_limit_is_not_even_read(netgear):
    port = free_port()
    receiver = netgear(port, receive_mode=True)
    with Taker(receiver) as taker:
        with RawSender(port) as sender:
            sender.send([stock_header(), bytes(65 * 1024 * 1024)])
            with RawSender(port) as other:
                other.exchange(jpeg_frame(3))
        taker.wait_for(1)
        assert taker.numbers == [3]


def test_a_strangers_goodbye_ends_nothing(netgear, caplog):
    port = free_port()
    receiver = netgear(port, receive_mode=True)
    with RawSender(port) as friend, RawSender(port) as stranger, Taker(receiver) as taker:
        friend.exchange(jpeg_frame(1))
        stranger.send([stock_goodbye()])
        stranger.parts()
        wait_until(lambda: warnings(caplog), what="a warning")
        friend.exchange(jpeg_frame(2))
        taker.wait_for(2)
        assert taker.runs


def test_a_goodbye_from_a_port_not_yet_seen_is_answered_and_ends_nothing(netgear):
    ports = free_ports(2)
    receiver = netgear(ports, receive_mode=True, multiserver_mode=True)
    with RawSender(ports[0], zmq.REQ) as first, RawSender(ports[1], zmq.REQ) as second:
        with Taker(receiver) as taker:
            first.send([stock_goodbye(port=str(ports[0]))])
            assert first.parts()
            second.send(jpeg_frame(1, port=str(ports[1])))
            assert second.parts()
            first.send(jpeg_frame(2, port=str(ports[0])))
            assert first.parts()
            taker.wait_for(2)
            assert taker.runs
        assert {result[0] for result in taker.results} == {str(port) for port in ports}


@pytest.mark.parametrize("given", [int, str])
def test_a_header_that_claims_another_port_is_dropped(netgear, caplog, given):
    ports = free_ports(2)
    receiver = netgear(ports, receive_mode=True, multiserver_mode=True)
    with RawSender(ports[0]) as liar, RawSender(ports[1]) as honest, Taker(receiver) as taker:
        liar.send(jpeg_frame(1, port=given(ports[1])))
        liar.parts()
        wait_until(lambda: warnings(caplog), what="a warning")
        honest.exchange(jpeg_frame(2, port=given(ports[1])))
        liar.exchange(jpeg_frame(3, port=given(ports[0])))
        taker.wait_for(2)
    assert taker.numbers == [2, 3]
    assert [port for port, _ in taker.results] == [given(ports[1]), given(ports[0])]


def test_bad_input_on_one_port_harms_no_other(netgear):
    ports = free_ports(2)
    receiver = netgear(ports, receive_mode=True, multiserver_mode=True)
    with RawSender(ports[0]) as bad, RawSender(ports[1]) as good, Taker(receiver) as taker:
        for number in range(20):
            bad.send([b"garbage"])
            good.exchange(jpeg_frame(number, port=ports[1]))
        taker.wait_for(20)
    assert taker.numbers == list(range(20))


def test_a_receiver_of_one_port_lives_through_every_kind_of_socket(netgear):
    port = free_port()
    receiver = netgear(port, receive_mode=True)
    with Taker(receiver) as taker:
        for kind in (zmq.PUB, zmq.PAIR, zmq.PUSH, zmq.ROUTER, zmq.SUB):
            with RawSender(port, kind):
                pass
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame(4))
        taker.wait_for(1)


# --------------------------------------------------------------------------- answers to a sender


def array_answer(**more):
    wire = {"return_type": "ndarray", "array_dtype": "", "array_shape": "", "data": None}
    return json.dumps(wire | more).encode()


BAD_ANSWERS = {
    "garbage": [b"\xff\xfe\x00"],
    "json that is no object": [b"[1]"],
    "an object of other keys": [b'{"hello": 1}'],
    "half an object": [b'{"return_type": "str", "da'],
    "five parts": [b"1", b"2", b"3", b"4", b"5"],
    "an array that is not described": [b'{"return_type": "ndarray", "data": null}', b"abc"],
    "an array of another size": [
        array_answer(compression=False, array_dtype="uint8", array_shape=[5, 5]), b"abc"
    ],
    "a broken jpeg": [array_answer(compression=COMPRESSION), undecodable_jpeg()],
}  # fmt: skip


def replies_after_a_bad_answer(pattern, bad):
    """Return what send() gave up to the first good answer."""
    port = free_port()
    kind = {PAIR: zmq.PAIR, REQUEST_REPLY: zmq.ROUTER}[pattern]
    with netgears() as netgear, RawReceiver(port, kind) as receiver:
        sender = netgear(port, pattern, bidirectional_mode=True)
        with Feeder(sender) as feeder:
            arrived = receiver.receive()
            receiver.socket.send_multipart([*arrived.path, *bad])

            def has_good_answer():
                if receiver.has_message(0):
                    receiver.answer(receiver.receive(), return_type="str", data="good")
                return "good" in feeder.replies or feeder.error

            wait_until(has_good_answer)
        # The feeder may have been at the next one already.
        return feeder.replies[: feeder.replies.index("good") + 1]


@pytest.fixture(scope="module")
def replies():
    """What became of each bad answer; send() may wait some seconds, so all run side by side."""
    cases = [(pattern, name) for pattern in ANSWERED for name in BAD_ANSWERS]
    with ThreadPoolExecutor(len(cases)) as pool:
        futures = {
            case: pool.submit(replies_after_a_bad_answer, case[0], BAD_ANSWERS[case[1]])
            for case in cases
        }
        wait(futures.values())
        return futures


@pytest.mark.parametrize("pattern", ANSWERED)
@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_a_bad_answer_gives_none_and_the_next_good_one_arrives(replies, pattern, name):
    given = replies[pattern, name].result()
    assert given[-1] == "good"
    assert {one for one in given if one != "good"} <= {None}


# ----------------------------------------------------------------------- what the program gives

NO_FRAMES = {
    "nothing": None,
    "text": "frame",
    "a list": [[1, 2], [3, 4]],
    "bytes": b"abc",
    "a number": 5,
    "objects": np.array([[object()]]),
    "texts": np.array([["a", "b"]]),
    "dates": np.array([["2020-01-01"]], "datetime64[D]"),
    "records": np.zeros((2, 2), [("a", "u1"), ("b", "f4")]),
}
NO_PICTURES = {
    "floats": np.zeros((48, 64, 3)),
    "two channels": np.zeros((48, 64, 2), np.uint8),
    "four channels": np.zeros((48, 64, 4), np.uint8),
    "two dimensions": np.zeros((48, 64), np.uint8),
    "one dimension": np.zeros(5, np.uint8),
    "no rows": np.zeros((0, 64, 3), np.uint8),
    "wider than JPEG allows": np.zeros((1, 70_000, 3), np.uint8),
}


@pytest.mark.parametrize(
    ("compressed", "frame"),
    [
        *(pytest.param(False, frame, id=name) for name, frame in NO_FRAMES.items()),
        *(pytest.param(True, frame, id=f"jpeg of {name}") for name, frame in NO_FRAMES.items()),
        *(pytest.param(True, frame, id=f"jpeg of {name}") for name, frame in NO_PICTURES.items()),
    ],
)
def test_what_is_no_frame_raises_and_the_next_frame_arrives(netgear, compressed, frame):
    port = free_port()
    receiver = netgear(port, receive_mode=True, jpeg_compression=compressed)
    sender = netgear(port, jpeg_compression=compressed)
    sender.send(numbered_frame(1))
    with pytest.raises((TypeError, ValueError), match="frame"):
        sender.send(frame)
    sender.send(numbered_frame(2))
    assert [number_of(receiver.recv()) for _ in range(2)] == [1, 2]


CIRCLE = []
CIRCLE.append(CIRCLE)
NO_JSON = {
    "an object": object(),
    "a set": {1, 2},
    "bytes": b"abc",
    "keys that are no text": {(1, 2): 3},
    "an array inside": {"array": np.zeros(2)},
    "a number of numpy's": np.float32(1),
    "a circle": CIRCLE,
}


@pytest.mark.parametrize("message", NO_JSON.values(), ids=NO_JSON)
def test_a_message_that_json_cannot_carry_raises_and_the_next_frame_arrives(netgear, message):
    port = free_port()
    receiver = netgear(port, receive_mode=True, bidirectional_mode=True)
    sender = netgear(port, bidirectional_mode=True)
    with pytest.raises((TypeError, ValueError), match="message"):
        sender.send(numbered_frame(1), message=message)
    sender.send(numbered_frame(2), message="good")
    message, frame = receiver.recv()
    assert (message, number_of(frame)) == ("good", 2)


@pytest.mark.parametrize(
    "data", [*NO_JSON.values(), NO_FRAMES["objects"]], ids=[*NO_JSON, "an array of objects"]
)
def test_return_data_that_cannot_be_sent_raises_and_the_data_before_stays(netgear, data):
    port = free_port()
    receiver = netgear(port, receive_mode=True, bidirectional_mode=True)
    sender = netgear(port, bidirectional_mode=True)
    sender.send(numbered_frame(1))
    receiver.recv(return_data="good")
    sender.send(numbered_frame(2))
    with pytest.raises((TypeError, ValueError)):
        receiver.recv(return_data=data)
    assert sender.send(numbered_frame(3)) == "good"
    assert [number_of(receiver.recv()[1]) for _ in range(2)] == [2, 3]


def test_send_from_several_threads_mixes_nothing_up(netgear):
    port = free_port()
    receiver = netgear(port, receive_mode=True, bidirectional_mode=True)
    sender = netgear(port, bidirectional_mode=True)
    wrong = []

    def send_many(first):
        for number in range(first, first + 20):
            try:
                sender.send(numbered_frame(number), message=number)
            except (RuntimeError, AssertionError) as error:
                wrong.append(error)

    with Taker(receiver) as taker:
        watch = Stopwatch()
        threads = [threading.Thread(target=send_many, args=(100 * one,)) for one in range(1, 4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert watch.seconds < 3
    assert all(message == number_of(frame) for message, frame in taker.results)


def test_raw_frames_of_stock_senders_arrive(netgear):
    port = free_port()
    receiver = netgear(port, receive_mode=True)
    with RawSender(port, zmq.REQ) as sender, Taker(receiver) as taker:
        frame = np.arange(24, dtype=np.int16).reshape(2, 3, 4)
        sender.send(array_frame(frame))
        assert sender.parts()
        [got] = taker.wait_for(1)
    assert np.array_equal(got, frame)
