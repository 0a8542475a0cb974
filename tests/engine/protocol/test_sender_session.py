"""The sender's session alone, and joined in memory with the receiver's: no socket, no waiting."""

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.ext import (
    AnswerTimes,
    Command,
    CommandResult,
    Health,
    NodeReport,
    SenderExt,
    WantedStream,
)
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.receiver_session import (
    FrameReceived,
    GoodbyeReceived,
    Orders,
    Received,
    ReceiverSession,
)
from netgear_engine.protocol.reply import ArrayReply
from netgear_engine.protocol.sender_session import (
    AnswerReceived,
    NodeIdentity,
    NodeNews,
    SenderSession,
)

FPS = 30.0
STOCK_ANSWER = [b"", b"Data received on device: Client!"]
BIDIRECTIONAL_ANSWER = [b"", b'{"return_type": "str", "data": "left"}']

# Frames are numbered by the engine, for all its receivers together.
numbers = itertools.count(1)


def new_sender(
    pattern: Pattern = Pattern.REQUEST_REPLY, port: int | str | None = "5566"
) -> SenderSession:
    identity = NodeIdentity("pi/gate", "Gate", "0.1")
    return SenderSession(pattern, port=port, identity=identity, limits=Limits())


def send(
    sender: SenderSession, now: float = 0.0, *, number: int | None = 0, **more: Any
) -> list[bytes]:
    """Send a frame; 0 is the next number, None is none."""
    number = next(numbers) if number == 0 else number
    return sender.frame_to_send(Compression(), b"jpeg", number=number, now=now, **more)


@dataclass
class Joined:
    """Both sessions with a ROUTER between them, which adds and takes off the identity."""

    pattern: Pattern = Pattern.REQUEST_REPLY
    identity: bytes = b"peer"
    sender: SenderSession = field(init=False)
    receiver: ReceiverSession = field(init=False)

    def __post_init__(self) -> None:
        self.sender = new_sender(self.pattern)
        self.receiver = ReceiverSession(self.pattern, Limits())
        self._routed = self.pattern is Pattern.REQUEST_REPLY

    def deliver(self, parts: list[bytes]) -> Received:
        return self.receiver.receive_parts([self.identity, *parts] if self._routed else parts)

    def answer(
        self,
        received: Received,
        data: Any = None,
        *,
        at: float = 0.0,
        back_at: float = 0.0,
        **orders: Any,
    ) -> AnswerReceived:
        parts = self.receiver.answer_to_send(received, data, at, at, **orders)
        assert parts is not None
        if self._routed:
            assert parts.pop(0) == self.identity
        return self.sender.receive_parts(parts, back_at)

    def exchange(
        self,
        data: Any = None,
        *,
        sent: float = 0.0,
        trip: float = 0.0,
        number: int | None = 0,
    ) -> AnswerReceived:
        received = self.deliver(send(self.sender, sent, number=number))
        return self.answer(received, data, at=sent + trip / 2, back_at=sent + trip)


def header(received: Received) -> Any:
    assert isinstance(received, FrameReceived)
    return received.header


def frames_that_fit(sender: SenderSession, now: float = 0.0, fps: float = FPS) -> int:
    count = 0
    while sender.may_send(fps, now):
        send(sender, now)
        count += 1
        assert count < 100
    return count


class TestJoined:
    @pytest.mark.parametrize("pattern", Pattern)
    def test_a_frame_arrives_with_its_message(self, pattern):
        joined = Joined(pattern)
        received = joined.deliver(send(joined.sender, message={"go": 1}, captured=12.5))
        assert header(received).message == {"go": 1}
        assert header(received).port == "5566"
        assert header(received).ext.captured == 12.5
        assert isinstance(received, FrameReceived)
        assert received.payload == b"jpeg"

    @pytest.mark.parametrize("pattern", [Pattern.PAIR, Pattern.REQUEST_REPLY])
    def test_the_answer_brings_the_reply_and_the_round_trip(self, pattern):
        answered = Joined(pattern).exchange("left", sent=10.0, trip=0.25, number=12)
        assert answered.answer.data == "left"
        assert answered.number == 12
        assert answered.round_trip == 0.25

    @pytest.mark.parametrize("pattern", [Pattern.PAIR, Pattern.REQUEST_REPLY])
    @pytest.mark.parametrize(
        "content", [ArrayLayout("uint8", (2, 3)), Compression()], ids=["raw", "JPEG"]
    )
    def test_the_answer_may_bring_an_array(self, pattern, content):
        reply = ArrayReply(content, b"abcdef")
        answered = Joined(pattern).exchange(reply, number=12)
        assert answered.answer.data == reply
        assert answered.number == 12

    def test_the_answer_brings_the_port_as_the_receiver_calls_it(self):
        for port in (5566, "5566", None):
            joined = Joined()
            joined.receiver = ReceiverSession(joined.pattern, Limits(), port=port)
            assert joined.exchange().answer.port == port

    @pytest.mark.parametrize("port", [5566, "5566"])
    def test_the_port_arrives_as_it_was_given(self, port):
        joined = Joined()
        joined.sender = new_sender(port=port)
        assert header(joined.deliver(send(joined.sender))).port == port
        joined.exchange()
        goodbye = joined.sender.goodbye_to_send()
        assert goodbye is not None
        assert json.loads(goodbye[-1])["port"] == port

    def test_the_node_tells_who_it_is(self):
        joined = Joined()
        ext = header(joined.deliver(send(joined.sender))).ext
        assert (ext.node, ext.name, ext.version) == ("pi/gate", "Gate", "0.1")

    def test_frames_are_counted_from_one_and_on_over_a_new_connection(self):
        joined = Joined()

        def sequence(number: int | None) -> int:
            counted: int = header(joined.deliver(send(joined.sender, number=number))).ext.sequence
            return counted

        assert [sequence(number) for number in (5, None, 9)] == [1, 2, 3]
        joined.sender.connection_lost()
        assert sequence(10) == 4

    def test_the_times_of_an_answer_go_back_once_with_the_next_frame(self):
        joined = Joined()
        joined.exchange(sent=10.0, trip=0.5, number=12)
        ext = header(joined.deliver(send(joined.sender, 11.0))).ext
        assert ext.last_answer == AnswerTimes(1, 10.0, 10.5)
        assert header(joined.deliver(send(joined.sender, 12.0))).ext.last_answer is None

    def test_answers_settle_the_frame_they_name_and_those_before(self):
        joined = Joined()
        joined.exchange(trip=1.0)
        first, second, third = (
            joined.deliver(send(joined.sender, at, number=number))
            for at, number in ((1.0, 10001), (2.0, 10005), (3.0, 10006))
        )
        answered = joined.answer(second, back_at=4.0)
        assert (answered.number, answered.round_trip) == (10005, 2.0)
        answered = joined.answer(first, back_at=4.5)
        assert (answered.number, answered.round_trip) == (None, None)
        answered = joined.answer(third, back_at=5.0)
        assert (answered.number, answered.round_trip) == (10006, 2.0)

    def test_a_frame_without_a_number_is_answered_without_one(self):
        joined = Joined()
        first = joined.deliver(send(joined.sender, 1.0, number=10001))
        still = joined.deliver(send(joined.sender, 2.0, number=None))
        second = joined.deliver(send(joined.sender, 3.0, number=10002))
        answers = [joined.answer(one, back_at=4.0) for one in (first, still, second)]
        assert [one.number for one in answers] == [10001, None, 10002]
        assert [one.round_trip for one in answers] == [3.0, 2.0, 1.0]

    def test_the_same_answer_twice_counts_once(self):
        joined = Joined()
        received = joined.deliver(send(joined.sender, 1.0))
        assert joined.answer(received, back_at=2.0).round_trip == 1.0
        again = joined.answer(received, back_at=3.0)
        assert (again.number, again.round_trip) == (None, None)

    def test_a_goodbye_ends_the_stream_and_is_answered(self):
        joined = Joined()
        joined.exchange()
        goodbye = joined.sender.goodbye_to_send()
        received = joined.deliver(goodbye)
        assert isinstance(received, GoodbyeReceived)
        assert joined.answer(received).answer.data is None


class TestNews:
    NEWS = NodeNews(
        "no frames for 3 s",
        "a1",
        Health(61.5),
        NodeReport(values={"flip": "none"}),
        (CommandResult("a1", applied=0.5),),
    )

    @pytest.mark.parametrize("pattern", Pattern)
    def test_they_arrive_with_their_frame_only(self, pattern):
        joined = Joined(pattern)
        ext = header(joined.deliver(send(joined.sender, news=self.NEWS))).ext
        told = NodeNews(ext.fault, ext.still, ext.health, ext.report, ext.results)
        assert told == self.NEWS
        assert header(joined.deliver(send(joined.sender))).ext == SenderExt(
            1, 2, node="pi/gate", name="Gate", version="0.1"
        )

    def test_an_ordinary_frame_has_no_word_of_them(self):
        ext = json.loads(send(new_sender(), captured=12.5)[1])["ext"]
        assert set(ext) == {"v", "sequence", "captured", "node", "name", "version"}

    @pytest.mark.parametrize("pattern", [Pattern.PAIR, Pattern.REQUEST_REPLY])
    def test_wishes_and_commands_come_back_with_the_answer(self, pattern):
        joined = Joined(pattern)
        orders = Orders(WantedStream(640, 360), (Command("a1", "set", {"name": "flip"}),))
        ext = joined.answer(joined.deliver(send(joined.sender)), orders=orders).answer.ext
        assert ext is not None
        assert Orders(ext.wanted, ext.commands) == orders

    def test_a_receiver_is_ours_from_its_first_answer_to_the_end_of_the_connection(self):
        joined = Joined()
        assert not joined.sender.receiver_is_ours
        joined.exchange()
        assert joined.sender.receiver_is_ours
        joined.sender.connection_lost()
        assert not joined.sender.receiver_is_ours

    def test_a_stock_receiver_is_not_ours(self):
        sender = new_sender()
        send(sender)
        sender.receive_parts(STOCK_ANSWER, 0.1)
        assert not sender.receiver_is_ours


class TestWindow:
    def test_a_receiver_that_never_answered_gets_two_frames(self):
        assert frames_that_fit(new_sender()) == 2

    def test_a_stock_receiver_gets_two_frames_however_long_the_way(self):
        sender = new_sender()
        send(sender, 0.0)
        sender.receive_parts(STOCK_ANSWER, 0.5)
        assert frames_that_fit(sender) == 2

    @pytest.mark.parametrize(
        ("round_trip", "window"), [(0.001, 2), (0.05, 4), (0.1, 6), (0.2, 10), (1.0, 16), (3.0, 16)]
    )
    def test_ours_gets_what_fits_into_one_and_a_half_round_trips(self, round_trip, window):
        joined = Joined()
        joined.exchange(trip=round_trip)
        assert frames_that_fit(joined.sender) == window

    def test_the_window_grows_with_the_frame_rate(self):
        joined = Joined()
        joined.exchange(trip=0.1)
        assert [joined.sender.window(fps) for fps in (0, 10, 20, 50, 200)] == [2, 3, 4, 9, 16]

    def test_the_shortest_round_trip_counts(self):
        joined = Joined()
        for trip in (0.4, 0.1, 0.5):
            joined.exchange(trip=trip)
        assert joined.sender.window(FPS) == 6

    def test_an_answer_makes_room_for_one(self):
        sender = new_sender()
        assert frames_that_fit(sender) == 2
        sender.receive_parts(STOCK_ANSWER, 0.1)
        assert frames_that_fit(sender) == 1

    def test_answers_that_are_long_overdue_no_longer_count(self):
        sender = new_sender()
        assert frames_that_fit(sender, now=10.0) == 2
        assert not sender.may_send(FPS, now=14.0)
        assert frames_that_fit(sender, now=14.1) == 2

    def test_publishing_has_no_window(self):
        sender = new_sender(Pattern.PUBLISH_SUBSCRIBE)
        for _ in range(50):
            assert sender.may_send(FPS, 0.0)
            send(sender)

    def test_the_shortest_round_trip_is_told(self):
        joined = Joined()
        assert joined.sender.shortest_round_trip is None
        for trip in (0.4, 0.1, 0.5):
            joined.exchange(trip=trip)
        assert joined.sender.shortest_round_trip == 0.1
        joined.sender.connection_lost()
        assert joined.sender.shortest_round_trip is None

    def test_a_frame_that_could_not_leave_takes_no_place(self):
        sender = new_sender()
        for _ in range(5):
            send(sender)
            sender.frame_not_sent()
        assert frames_that_fit(sender) == 2

    def test_a_new_connection_begins_with_two_again(self):
        joined = Joined()
        joined.exchange(trip=1.0)
        frames_that_fit(joined.sender)
        joined.sender.connection_lost()
        assert frames_that_fit(joined.sender) == 2

    def test_an_answer_over_the_new_connection_to_a_frame_of_the_old_is_not_measured(self):
        joined = Joined()
        received = joined.deliver(send(joined.sender, 0.0))
        joined.sender.connection_lost()
        answered = joined.answer(received, back_at=9.0)
        assert (answered.number, answered.round_trip) == (None, None)


class TestWire:
    def test_a_dealer_sends_the_empty_part_that_a_req_would(self):
        empty, first, second = send(new_sender())
        assert (empty, second) == (b"", b"jpeg")
        assert json.loads(first)["terminate_flag"] is False

    @pytest.mark.parametrize("pattern", [Pattern.PAIR, Pattern.PUBLISH_SUBSCRIBE])
    def test_others_send_two_parts(self, pattern):
        assert len(send(new_sender(pattern))) == 2

    def test_stocks_plain_answer_has_no_reply(self):
        sender = new_sender()
        send(sender, 1.0)
        answered = sender.receive_parts(STOCK_ANSWER, 1.5)
        assert answered.answer.data is None
        assert answered.round_trip == 0.5

    def test_stocks_bidirectional_answer_has_one(self):
        sender = new_sender()
        send(sender, 1.0)
        assert sender.receive_parts(BIDIRECTIONAL_ANSWER, 1.5).answer.data == "left"

    def test_stocks_answers_belong_to_the_oldest_frame(self):
        sender = new_sender()
        send(sender, 1.0, number=12)
        send(sender, 2.0, number=15)
        answers = [sender.receive_parts(STOCK_ANSWER, 3.0) for _ in range(3)]
        assert [one.number for one in answers] == [12, 15, None]
        assert [one.round_trip for one in answers] == [2.0, 1.0, None]

    @pytest.mark.parametrize("parts", [[], [b""], [b"text"], [b"text", b"{}"], [b"", b"{"]])
    def test_a_bad_answer_is_the_receivers_fault(self, parts):
        with pytest.raises(RemoteProtocolError):
            new_sender().receive_parts(parts, 0.0)

    def test_a_message_that_json_cannot_carry_takes_no_place(self):
        sender = new_sender()
        with pytest.raises(LocalProtocolError):
            send(sender, message={1, 2})
        assert frames_that_fit(sender) == 2


class TestGoodbye:
    def test_there_is_none_before_the_first_answer(self):
        sender = new_sender()
        send(sender)
        assert sender.goodbye_to_send() is None

    def test_it_names_the_port_after_the_first_answer(self):
        sender = new_sender()
        send(sender)
        sender.receive_parts(STOCK_ANSWER, 0.1)
        empty, part = sender.goodbye_to_send() or []
        assert empty == b""
        assert json.loads(part) == {"terminate_flag": True, "port": "5566"}

    def test_there_is_none_on_a_new_connection_before_its_first_answer(self):
        sender = new_sender()
        send(sender)
        sender.receive_parts(STOCK_ANSWER, 0.1)
        sender.connection_lost()
        assert sender.goodbye_to_send() is None

    def test_publishing_says_it_always(self):
        (part,) = new_sender(Pattern.PUBLISH_SUBSCRIBE).goodbye_to_send() or []
        assert json.loads(part)["terminate_flag"] is True
