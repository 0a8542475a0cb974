"""One receiver's peer without sockets: the connection is a list of what was sent."""

import json
import struct

import pytest
import zmq

from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.ext import CommandResult, Health, NodeReport, WantedStream
from netgear_engine.protocol.header import Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import FACTS, Pattern
from netgear_engine.protocol.reply import Answer
from netgear_engine.protocol.sender_session import NodeIdentity
from netgear_engine.sending.node_facts import NodeFacts
from netgear_engine.sending.outgoing_frame import OutgoingFrame
from netgear_engine.sending.peer import Peer
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_dialogue import ReceiverDialogue
from netgear_engine.sending.receiver_status import ReceiverState, ReceiverStatus
from netgear_engine.transport.connection_monitor import ConnectionMonitor
from netgear_engine.transport.sockets import ConnectSettings
from tests.support.recorders import RemoteRecorder, SendRecorder

FPS = 30.0
STOCK = [b"", b"Data received"]
DESK = Receiver("desk", 5566)
S = ReceiverState
E = zmq.Event


class Line:
    """Stands in for a Connector. While it is `full` it takes nothing."""

    full = False

    def __init__(self, *, on_parts, on_change, on_fault):
        self.sent = []
        self.connected_again = 0
        self.hear = on_parts
        self.fault = on_fault
        self._on_change = on_change
        self._connections = ConnectionMonitor(has_keys=False)

    @property
    def peers(self):
        return self._connections.peers

    def send(self, parts):
        if not self.full:
            self.sent.append(parts)
        return not self.full

    def send_last(self, parts, wait_ms):
        return self.send(parts)

    def connect_again(self):
        self.connected_again += 1

    def close(self, linger_ms):
        self.sent.append("closed")

    def monitor(self, *events):
        for event in events:
            change = self._connections.receive_parts([struct.pack("=Hi", event, 7), b""])
            if change is not None:
                self._on_change(change)

    def connect(self):
        self.monitor(zmq.Event.CONNECTED, zmq.Event.HANDSHAKE_SUCCEEDED)

    def disconnect(self):
        self.monitor(zmq.Event.DISCONNECTED)

    def refuse(self):
        self.monitor(E.CONNECTED, E.HANDSHAKE_FAILED_AUTH, E.DISCONNECTED)

    def answer(self, sequence, **ext):
        """Answer a frame as our own receiver does."""
        times = {"v": 1, "sequence": sequence, "received": 0.0, "answered": 0.0}
        answer = {"return_type": "NoneType", "data": None, "ext": times | ext}
        self.hear([b"", json.dumps(answer).encode()])

    @property
    def exts(self):
        return [json.loads(parts[1])["ext"] for parts in self.sent]

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
        self.peer = None

    def frame_taken(self, receiver, number):
        self.seen.append(("taken", receiver, number))

    def frame_answered(self, receiver, number, answer):
        self.seen.append(("answered", receiver, number, answer))

    def receivers_changed(self):
        self.states.append(self.peer.status().state)


@pytest.fixture
def told():
    return SendRecorder()


@pytest.fixture
def observer():
    return Observer()


@pytest.fixture
def facts():
    return NodeFacts(NodeIdentity())


@pytest.fixture
def remote():
    return RemoteRecorder()


@pytest.fixture
def make_peer(manual_clock, told, observer, facts, remote):
    """Return a function that makes a peer of a pattern, which the observer follows."""

    def make(pattern=Pattern.REQUEST_REPLY):
        observer.peer = Peer(
            DESK,
            settings=ConnectSettings(pattern),
            dialogue=ReceiverDialogue(DESK, facts, remote, two_way=FACTS[pattern].answers_frames),
            header_port="5566",
            connect=Line,
            clock=manual_clock,
            listener=told,
            observer=observer,
        )
        return observer.peer

    return make


@pytest.fixture
def peer(make_peer):
    return make_peer()


@pytest.fixture
def line(peer):
    return peer._connector


def frame(number, message=None):
    captured = CapturedFrame(0.0, jpeg=b"%d" % number)
    return OutgoingFrame.of(captured, number, message, JpegSettings())


def offer(peer, *numbers):
    for number in numbers:
        peer.offer(frame(number), FPS)


def test_nothing_is_sent_before_the_receiver_is_there(peer, line):
    offer(peer, 1, 2)
    peer.time_passed()
    line.monitor(E.CONNECTED)
    assert line.sent == []
    line.monitor(E.HANDSHAKE_SUCCEEDED)
    assert line.payloads == [b"2"]
    offer(peer, 3)
    assert line.payloads == [b"2", b"3"]


def test_two_frames_go_out_and_then_the_newest_with_each_answer(peer, line):
    line.connect()
    offer(peer, 1, 2, 3, 4, 5)
    assert line.payloads == [b"1", b"2"]
    line.hear(STOCK)
    assert line.payloads == [b"1", b"2", b"5"]
    line.hear(STOCK)
    offer(peer, 6)
    assert line.payloads == [b"1", b"2", b"5", b"6"]


def test_a_nonsense_answer_is_an_answer(peer, line):
    line.connect()
    offer(peer, 1, 2, 3)
    line.hear([b"nonsense"])
    assert line.payloads == [b"1", b"2", b"3"]


def test_a_receiver_that_does_not_answer_gets_more_after_a_while(peer, line, manual_clock):
    line.connect()
    offer(peer, 1, 2, 3)
    manual_clock.advance(4.1)
    offer(peer, 4)
    assert line.payloads == [b"1", b"2", b"4"]


def test_what_waited_is_not_sent_to_a_receiver_that_comes_back(peer, line):
    line.connect()
    offer(peer, 1, 2, 3)
    line.disconnect()
    line.connect()
    line.hear(STOCK)
    assert line.payloads == [b"1", b"2"]
    offer(peer, 4, 5, 6)
    assert line.payloads == [b"1", b"2", b"4", b"5"]


def test_a_camera_s_picture_from_long_before_is_not_what_a_receiver_sees_first(
    peer, line, manual_clock
):
    offer(peer, 1)
    manual_clock.advance(5.1)
    line.connect()
    assert line.sent == []
    assert peer.status().dropped == 1
    offer(peer, 2)
    assert line.payloads == [b"2"]


def test_what_no_camera_took_waits_as_long_as_it_takes(peer, line, manual_clock):
    peer.offer(OutgoingFrame(1, Compression(), b"1"), FPS)
    manual_clock.advance(3600)
    line.connect()
    assert line.payloads == [b"1"]


class TestMessages:
    def test_each_goes_with_a_frame_in_order_and_once(self, peer, line):
        line.connect()
        peer.send_message("first")
        peer.send_message("second")
        for number in range(3):
            offer(peer, number)
            line.hear(STOCK)
        assert line.messages == ["first", "second", None]

    def test_a_frames_own_message_goes_first(self, peer, line):
        line.connect()
        peer.send_message("said")
        peer.offer(frame(1, "own"), FPS)
        offer(peer, 2)
        assert line.messages == ["own", "said"]

    def test_a_falsy_one_is_one(self, peer, line):
        line.connect()
        peer.send_message(0)
        offer(peer, 1)
        assert line.messages == [0]

    def test_of_more_than_a_hundred_the_oldest_are_dropped(self, peer, line):
        line.connect()
        for number in range(150):
            peer.send_message(number)
        for number in range(110):
            offer(peer, number)
            line.hear(STOCK)
        assert line.messages == [*range(50, 150), *[None] * 10]


class TestTelling:
    def test_who_is_there(self, peer, line, told):
        line.connect()
        line.disconnect()
        line.monitor(E.CONNECTED, E.HANDSHAKE_FAILED_AUTH)
        assert told.told == [
            ("connected", 5566),
            ("disconnected", 5566),
            ("refused", 5566, "the key is not accepted"),
        ]

    def test_a_reply(self, peer, line, told):
        line.connect()
        offer(peer, 1)
        line.hear([b"", b'{"return_type": "str", "data": "left"}'])
        assert told.told[-1] == ("reply", 5566, "left")

    def test_a_stock_receivers_sticky_reply_once(self, peer, line, told):
        line.connect()
        for data in ("left", "left", "right", "right", "left"):
            offer(peer, 1)
            line.hear([b"", json.dumps({"return_type": "str", "data": data}).encode()])
        replies = [one[2] for one in told.told if one[0] == "reply"]
        assert replies == ["left", "right", "left"]

    def test_our_receivers_same_reply_each_time(self, peer, line, told):
        line.connect()
        for sequence in (1, 2):
            offer(peer, sequence)
            ext = {"v": 1, "sequence": sequence, "received": 0.0, "answered": 0.0}
            answer = {"return_type": "str", "data": "left", "ext": ext}
            line.hear([b"", json.dumps(answer).encode()])
        assert [one for one in told.told if one[0] == "reply"] == [("reply", 5566, "left")] * 2


class TestStates:
    def test_it_is_waited_for_until_it_is_there(self, peer, line):
        offer(peer, 1)
        assert peer.status().state is S.WAITING
        line.connect()
        assert peer.status().state is S.CONNECTED

    def test_one_that_answers_nothing_stalls(self, peer, line, manual_clock):
        line.connect()
        offer(peer, 1, 2, 3)
        manual_clock.advance(0.25)
        peer.time_passed()
        assert peer.status().state is S.CONNECTED
        manual_clock.advance(0.01)
        peer.time_passed()
        assert peer.status().state is S.STALLED

    def test_newer_frames_do_not_put_that_off(self, peer, line, manual_clock):
        line.connect()
        for number in range(1, 15):
            offer(peer, number)
            peer.time_passed()
            manual_clock.advance(0.03)
        assert peer.status().state is S.STALLED

    def test_one_that_answers_nothing_for_long_is_connected_to_anew(self, peer, line, manual_clock):
        line.connect()
        offer(peer, 1, 2, 3)
        for _ in range(10):
            manual_clock.advance(0.5)
            peer.time_passed()
        assert line.connected_again == 0
        manual_clock.advance(0.1)
        peer.time_passed()
        assert (line.connected_again, peer.status().state) == (1, S.GONE)
        manual_clock.advance(60)
        peer.time_passed()
        assert line.connected_again == 1, "nobody is there"

    def test_an_answer_ends_the_stall(self, peer, line, manual_clock):
        line.connect()
        offer(peer, 1, 2, 3)
        manual_clock.advance(0.3)
        peer.time_passed()
        line.hear(STOCK)
        assert peer.status().state is S.CONNECTED
        assert line.payloads == [b"1", b"2", b"3"]

    def test_so_does_a_nonsense_answer(self, peer, line, manual_clock):
        line.connect()
        offer(peer, 1, 2, 3)
        manual_clock.advance(0.3)
        peer.time_passed()
        line.hear([b"nonsense"])
        assert peer.status().state is S.CONNECTED

    def test_one_that_has_nothing_to_answer_does_not_stall(self, peer, line, manual_clock):
        line.connect()
        offer(peer, 1, 2)
        manual_clock.advance(3)
        peer.time_passed()
        assert peer.status().state is S.CONNECTED

    def test_the_time_is_counted_anew_for_each_wait(self, peer, line, manual_clock):
        line.connect()
        for number in range(1, 20):
            offer(peer, number)
            manual_clock.advance(0.2)
            peer.time_passed()
            line.hear(STOCK)
        assert peer.status().state is S.CONNECTED

    def test_nor_does_one_that_was_late_once(self, peer, line, manual_clock):
        line.connect()
        offer(peer, 1, 2, 3)
        manual_clock.advance(0.2)
        line.hear(STOCK)
        manual_clock.advance(0.2)
        offer(peer, 4)
        peer.time_passed()
        assert peer.status().state is S.CONNECTED

    def test_it_is_not_counted_over_a_lost_connection(self, peer, line, manual_clock):
        line.connect()
        offer(peer, 1, 2, 3)
        line.disconnect()
        manual_clock.advance(1)
        line.connect()
        offer(peer, 4, 5, 6)
        peer.time_passed()
        assert peer.status().state is S.CONNECTED
        line.disconnect()
        manual_clock.advance(1)
        peer.time_passed()
        assert peer.status().state is S.GONE
        line.connect()
        peer.time_passed()
        assert peer.status().state is S.CONNECTED

    def test_one_that_left_is_gone_and_may_come_back(self, peer, line):
        line.connect()
        line.disconnect()
        offer(peer, 1)
        assert peer.status().state is S.GONE
        line.connect()
        assert peer.status().state is S.CONNECTED
        assert line.payloads == [b"1"]

    def test_one_that_refuses_us_says_why(self, peer, line):
        line.refuse()
        status = peer.status()
        assert (status.state, status.reason) == (S.REFUSED, "the key is not accepted")
        line.connect()
        status = peer.status()
        assert (status.state, status.reason) == (S.CONNECTED, "")

    def test_one_that_refuses_us_is_asked_again_after_a_second(self, peer, line, manual_clock):
        line.refuse()
        manual_clock.advance(0.9)
        peer.time_passed()
        assert line.connected_again == 0
        for _ in range(3):
            manual_clock.advance(0.2)
            peer.time_passed()
        assert line.connected_again == 1

    def test_it_is_not_asked_again_once_it_lets_us_in(self, peer, line, manual_clock):
        line.refuse()
        line.connect()
        manual_clock.advance(5)
        peer.time_passed()
        assert line.connected_again == 0


class TestStatus:
    def test_in_the_beginning_there_is_nothing(self, peer):
        assert peer.status() == ReceiverStatus(DESK, S.WAITING)

    def test_it_counts(self, peer, line, manual_clock):
        line.connect()
        offer(peer, 1, 2, 3, 4, 5)
        manual_clock.advance(0.125)
        line.hear(STOCK)
        line.disconnect()
        line.connect()
        assert peer.status() == ReceiverStatus(
            DESK, S.CONNECTED, connects=2, disconnects=1, sent=3, answered=1, dropped=2
        )

    def test_the_round_trip_is_the_shortest_of_the_connection(self, peer, line, manual_clock):
        line.connect()
        for trip in (0.5, 0.125, 0.25):
            offer(peer, 1)
            manual_clock.advance(trip)
            line.hear(STOCK)
        assert peer.status().round_trip == 0.125
        line.disconnect()
        assert peer.status().round_trip is None

    def test_a_frame_that_could_not_leave_was_not_sent(self, peer, line):
        line.connect()
        line.full = True
        offer(peer, 1)
        assert peer.status().sent == 0

    def test_a_frame_that_could_not_leave_is_tried_again_with_its_message(self, peer, line):
        line.connect()
        line.full = True
        peer.send_message("hello")
        for number in (1, 2, 3):
            offer(peer, number)
        line.full = False
        peer.time_passed()
        assert (line.payloads, line.messages) == ([b"3"], ["hello"])
        offer(peer, 4)
        assert line.payloads == [b"3", b"4"], "those that did not leave take no place"
        assert peer.status().dropped == 2


class TestObserver:
    def test_it_sees_what_is_taken_and_what_is_answered(self, peer, line, observer):
        line.connect()
        offer(peer, 7, 8, 9)
        assert observer.seen == [("taken", DESK, 7), ("taken", DESK, 8)]
        line.hear([b"", b'{"return_type": "str", "data": "left", "port": 5566}'])
        assert observer.seen[2:] == [
            ("answered", DESK, 7, Answer("left", 5566)),
            ("taken", DESK, 9),
        ]

    def test_an_answer_to_a_frame_of_the_connection_before_is_not_told(self, peer, line, observer):
        line.connect()
        offer(peer, 7)
        line.disconnect()
        line.connect()
        line.hear(STOCK)
        assert observer.seen == [("taken", DESK, 7)]

    def test_a_frame_that_could_not_leave_was_not_taken(self, peer, line, observer):
        line.connect()
        line.full = True
        offer(peer, 7)
        assert observer.seen == []

    def test_it_is_told_of_every_change_once(self, peer, line, observer, manual_clock):
        line.refuse()
        line.refuse()
        line.connect()
        offer(peer, 1, 2, 3)
        for _ in range(20):
            manual_clock.advance(0.05)
            peer.time_passed()
        line.hear(STOCK)
        line.disconnect()
        assert observer.states == [S.REFUSED, S.CONNECTED, S.STALLED, S.CONNECTED, S.GONE]


class TestNode:
    """What goes and comes beside pictures and messages."""

    REPORT = NodeReport(values={"flip": "none"})

    def test_our_receiver_is_told_once_and_a_stock_one_never(self, peer, line, facts):
        facts.set_report(self.REPORT)
        facts.set_health(Health(61.5))
        line.connect()
        offer(peer, 1)
        line.hear(STOCK)
        offer(peer, 2)
        line.answer(2)
        offer(peer, 3, 4)
        told = [("report" in ext, "health" in ext) for ext in line.exts]
        assert told == [(False, False), (False, False), (True, True), (False, False)]

    def test_what_could_not_leave_goes_with_the_next_frame(self, peer, line, facts):
        line.connect()
        offer(peer, 1)
        line.answer(1)
        facts.set_report(self.REPORT)
        line.full = True
        offer(peer, 2)
        line.full = False
        offer(peer, 3)
        assert line.exts[-1]["report"] == {"values": {"flip": "none"}}

    def test_a_large_message_and_the_report_do_not_go_together(self, peer, line, facts):
        line.connect()
        offer(peer, 1)
        line.answer(1)
        facts.set_report(self.REPORT)
        peer.offer(frame(2, "x" * (Limits().message_bytes - 20)), FPS)
        offer(peer, 3)
        assert ["report" in ext for ext in line.exts] == [False, False, True]

    def test_every_frame_tells_the_fault(self, peer, line, facts):
        line.connect()
        facts.set_fault("no frames for 3 s")
        offer(peer, 1, 2)
        assert [ext["fault"] for ext in line.exts] == ["no frames for 3 s"] * 2

    def test_a_placeholder_tells_it_even_when_it_leaves_after_the_fault(self, peer, line):
        placeholder = frame(1)
        placeholder.fault = "no frames for 3 s"
        peer.offer(placeholder, FPS)
        line.connect()
        offer(peer, 2)
        assert [ext.get("fault") for ext in line.exts] == ["no frames for 3 s", None]

    def test_wishes_and_commands_are_heard(self, peer, line, remote):
        line.connect()
        offer(peer, 1)
        line.answer(1, wanted={"width": 640, "height": 360}, commands=[{"id": "a", "command": "x"}])
        assert peer.status().wanted == WantedStream(640, 360)
        line.disconnect()
        assert peer.status().wanted is None
        assert [command.id for _, command in remote.commands] == ["a"]

    def test_an_answer_that_comes_after_the_end_is_not_heard(self, peer, line, remote):
        line.connect()
        offer(peer, 1)
        line.disconnect()
        line.answer(1, wanted={"width": 640, "height": 360}, commands=[{"id": "a", "command": "x"}])
        assert (peer.status().wanted, remote.commands) == (None, [])

    def test_nonsense_in_their_place_is_an_answer_all_the_same(self, peer, line, remote):
        line.connect()
        offer(peer, 1)
        line.answer(1, wanted={"width": "much"}, commands=[5, {}, None])
        assert peer.status().answered == 1
        assert (peer.status().wanted, remote.commands) == (None, [])

    def test_changes_are_told_to_the_remote_control_too(self, peer, line, remote):
        line.connect()
        line.disconnect()
        assert remote.changes == 2

    def test_a_result_goes_with_the_next_frame(self, peer, line):
        line.connect()
        offer(peer, 1)
        line.answer(1)
        peer.send_result(CommandResult("a", applied=0.5), None)
        assert len(line.sent) == 1
        offer(peer, 2, 3)
        assert [ext.get("results") for ext in line.exts] == [
            None,
            [{"id": "a", "applied": 0.5}],
            None,
        ]


class TestStills:
    @pytest.fixture
    def line(self, peer):
        line = peer._connector
        line.connect()
        offer(peer, 1)
        line.answer(1)
        return line

    def test_one_goes_at_once_and_takes_one_place_until_it_is_answered(self, peer, line, observer):
        peer.send_result(CommandResult("a", True, True), b"still")
        assert line.payloads == [b"1", b"still"]
        assert (line.exts[1]["still"], line.exts[1]["results"][0]["id"]) == ("a", "a")
        offer(peer, 2, 3)
        assert line.payloads == [b"1", b"still", b"2"]
        line.answer(2)
        assert line.payloads == [b"1", b"still", b"2", b"3"]
        assert [one[:3] for one in observer.seen if one[0] == "answered"] == [("answered", DESK, 1)]

    def test_one_waits_for_room(self, peer, line):
        offer(peer, 2, 3, 4)
        peer.send_result(CommandResult("a"), b"still")
        assert line.payloads == [b"1", b"2", b"3"]
        line.answer(2)
        assert line.payloads == [b"1", b"2", b"3", b"still"]
        line.answer(3)
        assert line.payloads == [b"1", b"2", b"3", b"still", b"4"]

    def test_a_stock_receiver_never_gets_one(self, peer, line):
        line.hear(STOCK)
        peer.send_result(CommandResult("a"), b"still")
        offer(peer, 2)
        line.hear(STOCK)
        assert line.payloads == [b"1", b"2"]

    def test_nor_does_whoever_comes_after_the_one_that_asked(self, peer, line):
        line.disconnect()
        peer.send_result(CommandResult("a"), b"still")
        peer.send_result(CommandResult("b"), None)
        line.connect()
        offer(peer, 2)
        line.answer(2)
        offer(peer, 3)
        assert line.payloads == [b"1", b"2", b"3"]
        assert "results" not in line.exts[-1]

    def test_one_that_cannot_leave_is_refused(self, peer, line):
        line.full = True
        peer.send_result(CommandResult("a"), b"still")
        line.full = False
        offer(peer, 2)
        assert line.exts[-1]["results"] == [{"id": "a", "refused": "the picture could not leave"}]


class TestPair:
    def test_frames_go_without_an_envelope_and_are_answered(self, make_peer, told):
        peer = make_peer(Pattern.PAIR)
        line = peer._connector
        line.connect()
        offer(peer, 1, 2, 3)
        assert line.payloads == [b"1", b"2"]
        assert [len(parts) for parts in line.sent] == [2, 2]
        line.hear([b'{"return_type": "str", "data": "left"}'])
        assert line.payloads == [b"1", b"2", b"3"]
        assert told.told[-1] == ("reply", 5566, "left")


class TestPublishing:
    """XPUB tells who subscribes; a connection alone takes nothing yet."""

    SUBSCRIBES, UNSUBSCRIBES = [b"\x01"], [b"\x00"]

    @pytest.fixture
    def peer(self, make_peer):
        return make_peer(Pattern.PUBLISH_SUBSCRIBE)

    def test_it_begins_with_the_subscription(self, peer, line, told):
        offer(peer, 1, 2)
        line.connect()
        peer.time_passed()
        assert line.sent == []
        assert told.told == []
        assert peer.status().state is S.WAITING
        line.hear(self.SUBSCRIBES)
        assert line.payloads == [b"2"]
        assert told.told == [("connected", 5566)]
        assert peer.status().state is S.CONNECTED

    def test_every_frame_is_taken_and_none_is_waited_for(self, peer, line, observer):
        line.connect()
        line.hear(self.SUBSCRIBES)
        offer(peer, *range(1, 50))
        assert len(line.sent) == 49
        assert observer.seen == [("taken", DESK, number) for number in range(1, 50)]

    def test_it_never_stalls(self, peer, line, manual_clock):
        line.connect()
        line.hear(self.SUBSCRIBES)
        offer(peer, 1, 2, 3)
        manual_clock.advance(100)
        peer.time_passed()
        assert peer.status().state is S.CONNECTED

    def test_it_ends_with_the_subscription(self, peer, line):
        line.connect()
        line.hear(self.SUBSCRIBES)
        line.hear(self.UNSUBSCRIBES)
        offer(peer, 1)
        assert line.sent == []

    def test_a_new_connection_waits_for_a_new_subscription(self, peer, line, told):
        line.connect()
        line.hear(self.SUBSCRIBES)
        line.disconnect()
        assert peer.status().state is S.GONE
        line.connect()
        offer(peer, 1)
        assert line.sent == []
        line.hear(self.SUBSCRIBES)
        assert line.payloads == [b"1"]
        assert [one[0] for one in told.told] == ["connected", "disconnected", "connected"]

    def test_who_follows_frames_waits_for_no_subscriber(self, peer, line, observer):
        line.connect()
        line.hear(self.SUBSCRIBES)
        line.full = True
        offer(peer, 1, 2)
        assert observer.seen == [("taken", DESK, 1), ("taken", DESK, 2)]
        assert (peer.status().sent, peer.status().dropped) == (0, 1)
        line.full = False
        peer.time_passed()
        assert line.payloads == [b"2"]

    def test_goodbye_is_said_to_a_subscriber_only(self, peer, line, make_peer):
        line.connect()
        line.hear(self.SUBSCRIBES)
        peer.say_goodbye(300)
        peer.close(300)
        assert [len(parts) for parts in line.sent] == [1, len("closed")]
        other = make_peer(Pattern.PUBLISH_SUBSCRIBE)
        other._connector.connect()
        other.say_goodbye(300)
        other.close(300)
        assert other._connector.sent == ["closed"]


class TestGoodbye:
    def test_it_is_the_last_word_to_a_receiver_that_answered(self, peer, line):
        line.connect()
        offer(peer, 1)
        line.hear(STOCK)
        peer.say_goodbye(300)
        peer.close(300)
        assert json.loads(line.sent[-2][1]) == {"terminate_flag": True, "port": "5566"}
        assert line.sent[-1] == "closed"

    def test_one_that_has_no_room_can_be_said_again_and_then_no_more(self, peer, line):
        line.connect()
        offer(peer, 1)
        line.hear(STOCK)
        line.full = True
        peer.say_goodbye(0)
        line.full = False
        for _ in range(3):
            peer.say_goodbye(300)
        assert len(line.sent) == 2

    @pytest.mark.parametrize("answered", [False, True])
    def test_there_is_none_without_an_answer_or_a_connection(self, peer, line, answered):
        line.connect()
        offer(peer, 1)
        if answered:
            line.hear(STOCK)
            line.disconnect()
        peer.say_goodbye(300)
        peer.close(300)
        assert len(line.sent) == 2
