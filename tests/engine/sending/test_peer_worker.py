"""One receiver's worker without sockets: the connection is a list of what was sent."""

import json
import struct

import pytest
import zmq

from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.reply import Answer
from netgear_engine.protocol.sender_session import NodeIdentity
from netgear_engine.sending import peer_worker
from netgear_engine.sending.outgoing_frame import OutgoingFrame
from netgear_engine.sending.peer_worker import PeerWorker
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState, ReceiverStatus
from netgear_engine.transport.sockets import ConnectSettings
from tests.support.recorders import SendRecorder

FPS = 30.0
STOCK = [b"", b"Data received"]
DESK = Receiver("desk", 5566)
S = ReceiverState
E = zmq.Event


class Line:
    """Stands in for a Connector. While it is `full` it takes nothing."""

    full = False

    def __init__(self, *_, on_parts, on_monitor):
        self.sent = []
        self.connected_again = 0
        self.hear = on_parts
        self._on_monitor = on_monitor

    def send(self, parts):
        if not self.full:
            self.sent.append(parts)
        return not self.full

    def send_last(self, parts):
        self.sent.append(parts)

    def connect_again(self):
        self.connected_again += 1

    def close(self, linger_ms):
        self.sent.append("closed")

    def monitor(self, *events):
        for event in events:
            self._on_monitor([struct.pack("=Hi", event, 7), b""])

    def connect(self):
        self.monitor(zmq.Event.CONNECTED, zmq.Event.HANDSHAKE_SUCCEEDED)

    def disconnect(self):
        self.monitor(zmq.Event.DISCONNECTED)

    def refuse(self):
        self.monitor(E.CONNECTED, E.HANDSHAKE_FAILED_AUTH, E.DISCONNECTED)

    @property
    def messages(self):
        return [json.loads(parts[1])["message"] for parts in self.sent]

    @property
    def payloads(self):
        return [parts[-1] for parts in self.sent]


class Observer:
    """Writes down what it sees of single frames, and every state that it is told to look at."""

    def __init__(self):
        self.seen = []
        self.states = []
        self.worker = None

    def frame_taken(self, receiver, number):
        self.seen.append(("taken", receiver, number))

    def frame_answered(self, receiver, number, answer):
        self.seen.append(("answered", receiver, number, answer))

    def receivers_changed(self):
        self.states.append(self.worker.status().state)


@pytest.fixture
def told():
    return SendRecorder()


@pytest.fixture
def observer():
    return Observer()


@pytest.fixture
def make_worker(monkeypatch, manual_clock, told, observer):
    """Return a function that makes a worker of a pattern, which the observer follows."""
    monkeypatch.setattr(peer_worker, "Connector", Line)

    def make(pattern=Pattern.REQUEST_REPLY):
        observer.worker = PeerWorker(
            DESK,
            settings=ConnectSettings(pattern),
            identity=NodeIdentity(),
            header_port="5566",
            loop=None,
            clock=manual_clock,
            listener=told,
            observer=observer,
        )
        return observer.worker

    return make


@pytest.fixture
def worker(make_worker):
    return make_worker()


@pytest.fixture
def line(worker):
    return worker._connector


def frame(number, message=None):
    captured = CapturedFrame(0.0, jpeg=b"%d" % number)
    return OutgoingFrame.of(captured, number, message, JpegSettings())


def offer(worker, *numbers):
    for number in numbers:
        worker.offer(frame(number), FPS)


def test_nothing_is_sent_before_the_receiver_is_there(worker, line):
    offer(worker, 1, 2)
    worker.time_passed()
    line.monitor(E.CONNECTED)
    assert line.sent == []
    line.monitor(E.HANDSHAKE_SUCCEEDED)
    assert line.payloads == [b"2"]
    offer(worker, 3)
    assert line.payloads == [b"2", b"3"]


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
        line.monitor(E.CONNECTED, E.HANDSHAKE_FAILED_AUTH)
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


class TestStates:
    def test_it_is_waited_for_until_it_is_there(self, worker, line):
        offer(worker, 1)
        assert worker.status().state is S.WAITING
        line.connect()
        assert worker.status().state is S.CONNECTED

    def test_one_that_answers_nothing_stalls(self, worker, line, manual_clock):
        line.connect()
        offer(worker, 1, 2, 3)
        manual_clock.advance(0.25)
        worker.time_passed()
        assert worker.status().state is S.CONNECTED
        manual_clock.advance(0.01)
        worker.time_passed()
        assert worker.status().state is S.STALLED

    def test_newer_frames_do_not_put_that_off(self, worker, line, manual_clock):
        line.connect()
        for number in range(1, 15):
            offer(worker, number)
            worker.time_passed()
            manual_clock.advance(0.03)
        assert worker.status().state is S.STALLED

    def test_an_answer_ends_the_stall(self, worker, line, manual_clock):
        line.connect()
        offer(worker, 1, 2, 3)
        manual_clock.advance(0.3)
        worker.time_passed()
        line.hear(STOCK)
        assert worker.status().state is S.CONNECTED
        assert line.payloads == [b"1", b"2", b"3"]

    def test_so_does_a_nonsense_answer(self, worker, line, manual_clock):
        line.connect()
        offer(worker, 1, 2, 3)
        manual_clock.advance(0.3)
        worker.time_passed()
        line.hear([b"nonsense"])
        assert worker.status().state is S.CONNECTED

    def test_one_that_has_nothing_to_answer_does_not_stall(self, worker, line, manual_clock):
        line.connect()
        offer(worker, 1, 2)
        manual_clock.advance(3)
        worker.time_passed()
        assert worker.status().state is S.CONNECTED

    def test_the_time_is_counted_anew_for_each_wait(self, worker, line, manual_clock):
        line.connect()
        for number in range(1, 20):
            offer(worker, number)
            manual_clock.advance(0.2)
            worker.time_passed()
            line.hear(STOCK)
        assert worker.status().state is S.CONNECTED

    def test_nor_does_one_that_was_late_once(self, worker, line, manual_clock):
        line.connect()
        offer(worker, 1, 2, 3)
        manual_clock.advance(0.2)
        line.hear(STOCK)
        manual_clock.advance(0.2)
        offer(worker, 4)
        worker.time_passed()
        assert worker.status().state is S.CONNECTED

    def test_it_is_not_counted_over_a_lost_connection(self, worker, line, manual_clock):
        line.connect()
        offer(worker, 1, 2, 3)
        line.disconnect()
        manual_clock.advance(1)
        line.connect()
        offer(worker, 4, 5, 6)
        worker.time_passed()
        assert worker.status().state is S.CONNECTED
        line.disconnect()
        manual_clock.advance(1)
        worker.time_passed()
        assert worker.status().state is S.GONE
        line.connect()
        worker.time_passed()
        assert worker.status().state is S.CONNECTED

    def test_one_that_left_is_gone_and_may_come_back(self, worker, line):
        line.connect()
        line.disconnect()
        offer(worker, 1)
        assert worker.status().state is S.GONE
        line.connect()
        assert worker.status().state is S.CONNECTED
        assert line.payloads == [b"1"]

    def test_one_that_refuses_us_says_why(self, worker, line):
        line.refuse()
        status = worker.status()
        assert (status.state, status.reason) == (S.REFUSED, "the key is not accepted")
        line.connect()
        status = worker.status()
        assert (status.state, status.reason) == (S.CONNECTED, "")

    def test_one_that_refuses_us_is_asked_again_after_a_second(self, worker, line, manual_clock):
        line.refuse()
        manual_clock.advance(0.9)
        worker.time_passed()
        assert line.connected_again == 0
        for _ in range(3):
            manual_clock.advance(0.2)
            worker.time_passed()
        assert line.connected_again == 1

    def test_it_is_not_asked_again_once_it_lets_us_in(self, worker, line, manual_clock):
        line.refuse()
        line.connect()
        manual_clock.advance(5)
        worker.time_passed()
        assert line.connected_again == 0


class TestStatus:
    def test_in_the_beginning_there_is_nothing(self, worker):
        assert worker.status() == ReceiverStatus(DESK, S.WAITING)

    def test_it_counts(self, worker, line, manual_clock):
        line.connect()
        offer(worker, 1, 2, 3, 4, 5)
        manual_clock.advance(0.125)
        line.hear(STOCK)
        line.disconnect()
        line.connect()
        assert worker.status() == ReceiverStatus(
            DESK, S.CONNECTED, connects=2, disconnects=1, sent=3, answered=1, dropped=2
        )

    def test_the_round_trip_is_the_shortest_of_the_connection(self, worker, line, manual_clock):
        line.connect()
        for trip in (0.5, 0.125, 0.25):
            offer(worker, 1)
            manual_clock.advance(trip)
            line.hear(STOCK)
        assert worker.status().round_trip == 0.125
        line.disconnect()
        assert worker.status().round_trip is None

    def test_a_frame_that_could_not_leave_was_not_sent(self, worker, line):
        line.connect()
        line.full = True
        offer(worker, 1)
        assert worker.status().sent == 0


class TestObserver:
    def test_it_sees_what_is_taken_and_what_is_answered(self, worker, line, observer):
        line.connect()
        offer(worker, 7, 8, 9)
        assert observer.seen == [("taken", DESK, 7), ("taken", DESK, 8)]
        line.hear([b"", b'{"return_type": "str", "data": "left", "port": 5566}'])
        assert observer.seen[2:] == [
            ("answered", DESK, 7, Answer("left", 5566)),
            ("taken", DESK, 9),
        ]

    def test_an_answer_to_a_frame_of_the_connection_before_is_not_told(
        self, worker, line, observer
    ):
        line.connect()
        offer(worker, 7)
        line.disconnect()
        line.connect()
        line.hear(STOCK)
        assert observer.seen == [("taken", DESK, 7)]

    def test_a_frame_that_could_not_leave_was_not_taken(self, worker, line, observer):
        line.connect()
        line.full = True
        offer(worker, 7)
        assert observer.seen == []

    def test_it_is_told_of_every_change_once(self, worker, line, observer, manual_clock):
        line.refuse()
        line.refuse()
        line.connect()
        offer(worker, 1, 2, 3)
        for _ in range(20):
            manual_clock.advance(0.05)
            worker.time_passed()
        line.hear(STOCK)
        line.disconnect()
        assert observer.states == [S.REFUSED, S.CONNECTED, S.STALLED, S.CONNECTED, S.GONE]


class TestPair:
    def test_frames_go_without_an_envelope_and_are_answered(self, make_worker, told):
        worker = make_worker(Pattern.PAIR)
        line = worker._connector
        line.connect()
        offer(worker, 1, 2, 3)
        assert line.payloads == [b"1", b"2"]
        assert [len(parts) for parts in line.sent] == [2, 2]
        line.hear([b'{"return_type": "str", "data": "left"}'])
        assert line.payloads == [b"1", b"2", b"3"]
        assert told.told[-1] == ("reply", 5566, "left")


class TestPublishing:
    """XPUB tells who subscribes; a connection alone takes nothing yet."""

    SUBSCRIBES, UNSUBSCRIBES = [b"\x01"], [b"\x00"]

    @pytest.fixture
    def worker(self, make_worker):
        return make_worker(Pattern.PUBLISH_SUBSCRIBE)

    def test_it_begins_with_the_subscription(self, worker, line, told):
        offer(worker, 1, 2)
        line.connect()
        worker.time_passed()
        assert line.sent == []
        assert told.told == []
        assert worker.status().state is S.WAITING
        line.hear(self.SUBSCRIBES)
        assert line.payloads == [b"2"]
        assert told.told == [("connected", 5566)]
        assert worker.status().state is S.CONNECTED

    def test_every_frame_is_taken_and_none_is_waited_for(self, worker, line, observer):
        line.connect()
        line.hear(self.SUBSCRIBES)
        offer(worker, *range(1, 50))
        assert len(line.sent) == 49
        assert observer.seen == [("taken", DESK, number) for number in range(1, 50)]

    def test_it_never_stalls(self, worker, line, manual_clock):
        line.connect()
        line.hear(self.SUBSCRIBES)
        offer(worker, 1, 2, 3)
        manual_clock.advance(100)
        worker.time_passed()
        assert worker.status().state is S.CONNECTED

    def test_it_ends_with_the_subscription(self, worker, line):
        line.connect()
        line.hear(self.SUBSCRIBES)
        line.hear(self.UNSUBSCRIBES)
        offer(worker, 1)
        assert line.sent == []

    def test_a_new_connection_waits_for_a_new_subscription(self, worker, line, told):
        line.connect()
        line.hear(self.SUBSCRIBES)
        line.disconnect()
        assert worker.status().state is S.GONE
        line.connect()
        offer(worker, 1)
        assert line.sent == []
        line.hear(self.SUBSCRIBES)
        assert line.payloads == [b"1"]
        assert [one[0] for one in told.told] == ["connected", "disconnected", "connected"]

    def test_goodbye_is_said_to_a_subscriber_only(self, worker, line, make_worker):
        line.connect()
        line.hear(self.SUBSCRIBES)
        worker.close(300)
        assert [len(parts) for parts in line.sent] == [1, len("closed")]
        other = make_worker(Pattern.PUBLISH_SUBSCRIBE)
        other._connector.connect()
        other.close(300)
        assert other._connector.sent == ["closed"]


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
