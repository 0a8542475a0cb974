"""One receiver's worker without sockets: the connection is a list of what was sent."""

import json
import struct

import pytest
import zmq

from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.sender_session import NodeIdentity
from netgear_engine.sending import peer_worker
from netgear_engine.sending.outgoing_frame import OutgoingFrame
from netgear_engine.sending.peer_worker import PeerWorker
from netgear_engine.sending.receiver_address import Receiver
from tests.support.recorders import SendRecorder

FPS = 30.0
STOCK = [b"", b"Data received"]


class Line:
    """Stands in for a Connector."""

    def __init__(self, *_, on_parts, on_monitor):
        self.sent = []
        self.hear = on_parts
        self._on_monitor = on_monitor

    def send(self, parts):
        self.sent.append(parts)
        return True

    send_last = send

    def close(self, linger_ms):
        self.sent.append("closed")

    def monitor(self, *events):
        for event in events:
            self._on_monitor([struct.pack("=Hi", event, 7), b""])

    def connect(self):
        self.monitor(zmq.Event.CONNECTED, zmq.Event.HANDSHAKE_SUCCEEDED)

    def disconnect(self):
        self.monitor(zmq.Event.DISCONNECTED)

    @property
    def messages(self):
        return [json.loads(parts[1])["message"] for parts in self.sent]

    @property
    def payloads(self):
        return [parts[2] for parts in self.sent]


@pytest.fixture
def told():
    return SendRecorder()


@pytest.fixture
def worker(monkeypatch, manual_clock, told):
    monkeypatch.setattr(peer_worker, "Connector", Line)
    return PeerWorker(
        Receiver("desk", 5566),
        pattern=Pattern.REQUEST_REPLY,
        identity=NodeIdentity(),
        loop=None,
        clock=manual_clock,
        listener=told,
    )


@pytest.fixture
def line(worker):
    return worker._connector


def frame(number, message=None):
    return OutgoingFrame(CapturedFrame(0.0, jpeg=b"%d" % number), message, 85)


def offer(worker, *numbers):
    for number in numbers:
        worker.offer(frame(number), FPS)


def test_nothing_is_sent_before_the_receiver_is_there(worker, line):
    offer(worker, 1, 2)
    assert line.sent == []
    line.connect()
    offer(worker, 3)
    assert line.payloads == [b"3"]


def test_two_frames_go_out_and_then_the_newest_with_each_answer(worker, line):
    line.connect()
    offer(worker, 1, 2, 3, 4, 5)
    assert line.payloads == [b"1", b"2"]
    line.hear(STOCK)
    assert line.payloads == [b"1", b"2", b"5"]
    line.hear(STOCK)
    offer(worker, 6)
    assert line.payloads == [b"1", b"2", b"5", b"6"]


def test_a_nonsense_answer_is_an_answer(worker, line):
    line.connect()
    offer(worker, 1, 2, 3)
    line.hear([b"nonsense"])
    assert line.payloads == [b"1", b"2", b"3"]


def test_a_receiver_that_does_not_answer_gets_more_after_a_while(worker, line, manual_clock):
    line.connect()
    offer(worker, 1, 2, 3)
    manual_clock.advance(4.1)
    offer(worker, 4)
    assert line.payloads == [b"1", b"2", b"4"]


def test_what_waited_is_not_sent_to_a_receiver_that_comes_back(worker, line):
    line.connect()
    offer(worker, 1, 2, 3)
    line.disconnect()
    line.connect()
    line.hear(STOCK)
    assert line.payloads == [b"1", b"2"]
    offer(worker, 4, 5, 6)
    assert line.payloads == [b"1", b"2", b"4", b"5"]


class TestMessages:
    def test_each_goes_with_a_frame_in_order_and_once(self, worker, line):
        line.connect()
        worker.say("first")
        worker.say("second")
        for number in range(3):
            offer(worker, number)
            line.hear(STOCK)
        assert line.messages == ["first", "second", None]

    def test_a_frames_own_message_goes_first(self, worker, line):
        line.connect()
        worker.say("said")
        worker.offer(frame(1, "own"), FPS)
        offer(worker, 2)
        assert line.messages == ["own", "said"]

    def test_a_falsy_one_is_one(self, worker, line):
        line.connect()
        worker.say(0)
        offer(worker, 1)
        assert line.messages == [0]

    def test_of_more_than_a_hundred_the_oldest_are_dropped(self, worker, line):
        line.connect()
        for number in range(150):
            worker.say(number)
        for number in range(110):
            offer(worker, number)
            line.hear(STOCK)
        assert line.messages == [*range(50, 150), *[None] * 10]


class TestTelling:
    def test_who_is_there(self, worker, line, told):
        line.connect()
        line.disconnect()
        line.monitor(zmq.Event.CONNECTED, zmq.Event.HANDSHAKE_FAILED_AUTH)
        assert told.told == [
            ("connected", 5566),
            ("disconnected", 5566),
            ("refused", 5566, "the key is not accepted"),
        ]

    def test_a_reply(self, worker, line, told):
        line.connect()
        offer(worker, 1)
        line.hear([b"", b'{"return_type": "str", "data": "left"}'])
        assert told.told[-1] == ("reply", 5566, "left")

    def test_a_stock_receivers_sticky_reply_once(self, worker, line, told):
        line.connect()
        for data in ("left", "left", "right", "right", "left"):
            offer(worker, 1)
            line.hear([b"", json.dumps({"return_type": "str", "data": data}).encode()])
        replies = [one[2] for one in told.told if one[0] == "reply"]
        assert replies == ["left", "right", "left"]

    def test_our_receivers_same_reply_each_time(self, worker, line, told):
        line.connect()
        for sequence in (1, 2):
            offer(worker, sequence)
            ext = {"v": 1, "sequence": sequence, "received": 0.0, "answered": 0.0}
            answer = {"return_type": "str", "data": "left", "ext": ext}
            line.hear([b"", json.dumps(answer).encode()])
        assert [one for one in told.told if one[0] == "reply"] == [("reply", 5566, "left")] * 2


class TestGoodbye:
    def test_it_is_the_last_word_to_a_receiver_that_answered(self, worker, line):
        line.connect()
        offer(worker, 1)
        line.hear(STOCK)
        worker.close(300)
        assert json.loads(line.sent[-2][1]) == {"terminate_flag": True, "port": "5566"}
        assert line.sent[-1] == "closed"

    @pytest.mark.parametrize("answered", [False, True])
    def test_there_is_none_without_an_answer_or_a_connection(self, worker, line, answered):
        line.connect()
        offer(worker, 1)
        if answered:
            line.hear(STOCK)
            line.disconnect()
        worker.close(300)
        assert len(line.sent) == 2
