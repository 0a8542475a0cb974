"""One port's worker without sockets: the listener is a list of what was answered."""

import json
import struct

import pytest
import zmq

from netgear_engine.errors import ListenError
from netgear_engine.events import (
    BadInput,
    MessageReceived,
    ReplySent,
    SenderConnected,
    SenderDisconnected,
)
from netgear_engine.protocol.header import ArrayLayout
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.protocol.reply import ArrayReply
from netgear_engine.receiving import port_worker
from netgear_engine.receiving.port_worker import PortWorker
from netgear_engine.receiving.reply_outbox import ReplyOutbox
from netgear_engine.transport.sockets import ListenSettings
from tests.support.recorders import ReceiveRecorder
from tests.support.wire import jpeg, jpeg_frame, stock_goodbye, stock_header

PORT = 5566
NAME = "5566"
S = PortState
E = zmq.Event


class Door:
    """Stands in for a Listener."""

    taken = False

    def __init__(self, *_):
        self.answers = []
        self.opened = 0
        self.is_open = False

    def open(self, on_parts, on_monitor):
        self.opened += 1
        if self.taken:
            raise ListenError(f"port {PORT} is in use")
        self.is_open = True
        self.hear = on_parts
        self._on_monitor = on_monitor

    def send(self, parts):
        self.answers.append(parts)

    def close(self):
        self.is_open = False

    def monitor(self, *events, connection=7):
        for event in events:
            self._on_monitor([struct.pack("=Hi", event, connection), b""])


class Port:
    """A worker, its door, and what it told in which order."""

    def __init__(self, clock, pattern):
        self.clock = clock
        self.told = ReceiveRecorder()
        self.frames = []
        self.has_room = True
        self.outbox = ReplyOutbox()
        self.worker = PortWorker(
            PORT,
            settings=ListenSettings("*", pattern, Limits()),
            name_in_answers=NAME,
            loop=None,
            clock=clock,
            outbox=self.outbox,
            on_event=self.told.event,
            on_frame=self._frame,
        )
        self.door = self.worker._listener

    def _frame(self, frame):
        self.frames.append(frame)
        return self.has_room

    def hear(self, *content, sender=b"peer"):
        self.door.hear([sender, b"", *content])

    @property
    def data(self):
        return [json.loads(parts[-1])["data"] for parts in self.door.answers]

    @property
    def state(self):
        return self.worker.status().state


@pytest.fixture
def make_port(monkeypatch, manual_clock):
    monkeypatch.setattr(port_worker, "Listener", Door)
    return lambda pattern=Pattern.REQUEST_REPLY: Port(manual_clock, pattern)


@pytest.fixture
def port(make_port):
    port = make_port()
    port.worker.open()
    return port


class TestFrames:
    def test_a_frame_is_answered_at_once_when_there_is_room_for_more(self, port):
        port.hear(*jpeg_frame(1))
        assert len(port.door.answers) == 1
        assert not port.worker.holds_answers

    def test_without_room_an_answer_waits_until_a_frame_is_taken(self, port):
        port.has_room = False
        for number in (1, 2):
            port.hear(*jpeg_frame(number))
        assert len(port.frames) == 2 and port.door.answers == []
        assert port.worker.holds_answers
        port.worker.answer_next()
        assert len(port.door.answers) == 1
        port.worker.answer_next()
        port.worker.answer_next()
        assert len(port.door.answers) == 2 and not port.worker.holds_answers

    def test_no_answer_is_held_for_longer_than_a_twentieth_of_a_second(self, port, manual_clock):
        port.has_room = False
        port.hear(*jpeg_frame(1))
        manual_clock.advance(0.04)
        port.worker.time_passed()
        assert port.door.answers == []
        manual_clock.advance(0.02)
        port.worker.time_passed()
        assert len(port.door.answers) == 1

    def test_a_reply_given_meanwhile_goes_with_the_held_answer(self, port):
        port.has_room = False
        port.hear(*jpeg_frame(1))
        port.outbox.put(PORT, "left")
        port.worker.answer_next()
        assert port.data == ["left"]

    def test_without_a_way_back_nothing_is_held(self, make_port):
        port = make_port(Pattern.PUBLISH_SUBSCRIBE)
        port.worker.open()
        port.has_room = False
        port.door.hear(jpeg_frame(1))
        assert not port.worker.holds_answers
        port.door.hear([stock_goodbye()])
        assert port.state is S.ENDED

    def test_frames_are_numbered_and_handed_on(self, port):
        for number in (1, 2, 3):
            port.hear(*jpeg_frame(number))
        assert [(frame.number, frame.payload) for frame in port.frames] == [
            (number, jpeg(number)) for number in (1, 2, 3)
        ]

    def test_a_broken_picture_is_answered_counted_and_not_handed_on(self, port):
        port.hear(stock_header(message="hello"), b"no JPEG")
        assert port.data == [None]
        assert port.frames == []
        assert port.worker.status().rejected_messages == 1
        assert port.told.events(MessageReceived) == []
        assert port.state is S.WAITING

    def test_without_a_way_back_nothing_is_answered(self, make_port):
        port = make_port(Pattern.PUBLISH_SUBSCRIBE)
        port.worker.open()
        port.door.hear(jpeg_frame(1))
        port.door.hear([b"garbage"])
        assert port.door.answers == []
        assert len(port.frames) == 1

    def test_what_its_taker_could_not_use_is_counted_and_told(self, port, manual_clock):
        port.hear(*jpeg_frame(1))
        port.worker.count_unusable("a broken JPEG")
        assert port.worker.status().rejected_messages == 1
        assert port.state is S.LIVE
        manual_clock.advance(1)
        port.worker.time_passed()
        (event,) = port.told.events(BadInput)
        assert (event.reason, event.count) == ("a broken JPEG", 1)

    def test_the_port_that_the_header_claims_is_only_handed_on(self, port):
        port.hear(*jpeg_frame(1, port="7000"))
        (frame,) = port.frames
        assert (frame.port, frame.told_port) == (PORT, "7000")

    def test_pictures_that_nobody_can_decode_are_no_pictures(self, port):
        port.worker.pictures_unusable("a broken JPEG")
        port.hear(*jpeg_frame(1))
        assert port.state is S.WAITING
        assert port.data == [None]
        port.worker.pictures_usable()
        port.hear(*jpeg_frame(2))
        assert port.state is S.LIVE


class TestReplies:
    def test_a_reply_goes_with_the_next_good_frame_and_is_told(self, port):
        port.outbox.put(PORT, "left")
        port.hear(b"garbage")
        port.hear(stock_header(), b"no JPEG")
        port.hear(*jpeg_frame(1))
        port.hear(*jpeg_frame(2))
        assert port.data == [None, None, "left", None]
        assert [event.reply for event in port.told.events(ReplySent)] == ["left"]

    def test_a_kept_one_goes_with_every_good_frame_and_is_not_told(self, port):
        port.outbox.keep("on")
        port.hear(*jpeg_frame(1))
        port.hear(b"garbage")
        port.outbox.put(PORT, "left")
        for number in (2, 3):
            port.hear(*jpeg_frame(number))
        port.hear(stock_goodbye())
        assert port.data == ["on", None, "left", "on", None]
        assert [event.reply for event in port.told.events(ReplySent)] == ["left"]

    def test_an_array_goes_in_a_second_part(self, port):
        reply = ArrayReply(ArrayLayout("uint8", (2, 3)), b"abcdef")
        port.outbox.put(PORT, reply)
        port.hear(*jpeg_frame(1))
        (*_, header, payload) = port.door.answers[0]
        assert json.loads(header)["array_shape"] == [2, 3]
        assert payload == b"abcdef"
        assert [event.reply for event in port.told.events(ReplySent)] == [reply]

    def test_every_answer_names_the_port(self, port):
        for content in (jpeg_frame(1), [b"garbage"], [stock_goodbye()]):
            port.hear(*content)
        assert [json.loads(parts[-1])["port"] for parts in port.door.answers] == [NAME] * 3

    def test_one_that_waits_is_in_the_status(self, port):
        port.outbox.put(PORT, "left")
        assert port.worker.status().reply_waiting
        port.hear(*jpeg_frame(1))
        assert not port.worker.status().reply_waiting


class TestListening:
    def test_a_port_in_use_is_tried_again_every_two_seconds(self, make_port, manual_clock):
        port = make_port()
        port.door.taken = True
        port.worker.open()
        assert port.state is S.FAILED
        assert port.worker.status().reason == f"port {PORT} is in use"
        for _ in range(100):
            manual_clock.advance(0.1)
            port.worker.time_passed()
        assert 4 <= port.door.opened <= 7
        port.door.taken = False
        manual_clock.advance(2.1)
        port.worker.time_passed()
        assert port.state is S.WAITING
        assert port.told.states(PORT) == [S.FAILED, S.WAITING]


class TestConnections:
    def test_they_are_told_and_counted(self, port):
        port.door.monitor(E.ACCEPTED, E.HANDSHAKE_SUCCEEDED)
        assert port.worker.status().connected == 1
        port.door.monitor(E.DISCONNECTED)
        status = port.worker.status()
        assert (status.connected, status.connects, status.disconnects) == (0, 1, 1)
        assert len(port.told.events(SenderConnected)) == 1
        assert len(port.told.events(SenderDisconnected)) == 1

    def test_only_the_last_that_closes_is_a_loss(self, port):
        for connection in (7, 8):
            port.door.monitor(E.ACCEPTED, E.HANDSHAKE_SUCCEEDED, connection=connection)
        port.hear(*jpeg_frame(1))
        port.door.monitor(E.DISCONNECTED, connection=7)
        assert port.state is S.LIVE
        port.door.monitor(E.DISCONNECTED, connection=8)
        assert port.state is S.LOST

    def test_a_connection_alone_is_no_picture(self, port):
        port.door.monitor(E.ACCEPTED, E.HANDSHAKE_SUCCEEDED)
        assert port.state is S.WAITING

    def test_a_refusal_says_why(self, port):
        port.door.monitor(E.ACCEPTED, E.HANDSHAKE_FAILED_AUTH)
        assert port.state is S.REJECTED
        assert port.worker.status().reason == "the key is not accepted"

    def test_a_refused_key_is_told_with_its_owner(self, port):
        port.worker.key_refused("Yne@$w-v... from 10.0.0.7")
        port.door.monitor(E.ACCEPTED, E.HANDSHAKE_FAILED_AUTH)
        reason = "the key is not accepted (Yne@$w-v... from 10.0.0.7)"
        assert port.worker.status().reason == reason

    def test_in_the_clear_visitors_that_say_nothing_are_not_refused(self, port):
        for _ in range(10):
            port.door.monitor(E.ACCEPTED, E.HANDSHAKE_FAILED_NO_DETAIL, E.DISCONNECTED)
        assert port.state is S.WAITING

    def test_a_refused_visitor_does_not_disturb_a_live_picture(self, port):
        port.hear(*jpeg_frame(1))
        port.door.monitor(E.ACCEPTED, E.HANDSHAKE_FAILED_AUTH)
        assert port.state is S.LIVE


class TestGoodbye:
    def test_one_from_whose_picture_was_broken_is_a_strangers(self, port):
        port.hear(*jpeg_frame(1))
        port.hear(stock_header(), b"no JPEG", sender=b"stranger")
        port.hear(stock_goodbye(), sender=b"stranger")
        assert port.state is S.LIVE
        port.hear(stock_goodbye())
        assert port.state is S.ENDED

    @pytest.mark.parametrize("pattern", [Pattern.PAIR, Pattern.PUBLISH_SUBSCRIBE])
    def test_without_a_router_the_sender_is_known_from_its_first_good_frame(
        self, make_port, pattern
    ):
        port = make_port(pattern)
        port.worker.open()
        for parts in ([stock_header(), b"no JPEG"], [stock_goodbye()]):
            port.door.hear(parts)
        assert port.state is S.WAITING
        port.door.hear(jpeg_frame(1))
        assert port.state is S.LIVE
        port.door.hear([stock_goodbye()])
        assert port.state is S.ENDED

    def test_frames_after_it_that_show_the_same_picture_are_repeating(self, port, manual_clock):
        port.hear(*jpeg_frame(1))
        port.hear(stock_goodbye())
        for _ in range(10):
            port.hear(*jpeg_frame(1))
            manual_clock.advance(0.2)
        assert port.told.states(PORT) == [S.LIVE, S.ENDED, S.REPEATING]

    def test_it_is_answered_and_ends_the_port(self, port):
        port.hear(*jpeg_frame(1))
        port.hear(stock_goodbye())
        assert port.state is S.ENDED
        assert port.data == [None, None]

    def test_a_strangers_is_answered_and_counted_as_bad(self, port, manual_clock):
        port.hear(*jpeg_frame(1))
        port.hear(stock_goodbye(), sender=b"stranger")
        assert port.state is S.LIVE
        assert len(port.door.answers) == 2
        manual_clock.advance(0.04)
        port.worker.time_passed()
        (event,) = port.told.events(BadInput)
        assert (event.reason, event.count) == ("a goodbye from a stranger", 1)
