"""One port's worker without sockets: the listener is a list of what was answered."""

import json
import struct

import pytest
import zmq

from netgear_engine.errors import ListenError, SocketSpoiledError
from netgear_engine.events import (
    AnotherSender,
    BadInput,
    CommandAnswered,
    MessageReceived,
    ReplySent,
    SenderConnected,
    SenderDisconnected,
    StateChanged,
)
from netgear_engine.protocol.ext import Command, Health, WantedStream
from netgear_engine.protocol.header import ArrayLayout
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.protocol.reply import ArrayReply
from netgear_engine.receiving.listening_port import ListeningPort
from netgear_engine.receiving.reply_outbox import ReplyOutbox
from netgear_engine.transport.connection_monitor import ConnectionMonitor
from netgear_engine.transport.listener import Origin
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
    takes_answers = True

    def __init__(self):
        self.answers = []
        self.opened = 0
        self.connections = ConnectionMonitor(has_keys=False)
        self.is_open = False

    @property
    def peers(self):
        return self.connections.peers

    def keep_origin(self):
        self.kept = self.origin

    def stranger(self, who):
        self.connections.stranger = who

    def open(self, on_parts, on_change, on_fault):
        self.opened += 1
        if self.taken:
            raise ListenError(f"port {PORT} is in use")
        self.is_open = True
        self._on_parts = on_parts
        self.fault = on_fault
        self._on_change = on_change

    def hear(self, parts, connection=7, address=""):
        self.origin = Origin(connection, address or f"10.0.0.{connection}")
        self._on_parts(parts)

    def send(self, parts):
        self.answers.append(parts)
        return self.takes_answers

    def close(self):
        self.is_open = False
        self.connections.forget_all()

    def monitor(self, *events, connection=7):
        for event in events:
            report = [struct.pack("=Hi", event, connection), b""]
            change = self.connections.receive_parts(report)
            if change is not None:
                self._on_change(change)


class Port:
    """A worker, its door, and what it told in which order."""

    def __init__(self, clock, pattern):
        self.clock = clock
        self.told = ReceiveRecorder()
        self.frames = []
        self.has_room = True
        self.outbox = ReplyOutbox()
        self.door = Door()
        self.worker = ListeningPort(
            PORT,
            settings=ListenSettings("*", pattern, Limits()),
            name_in_answers=NAME,
            door=self.door,
            clock=clock,
            outbox=self.outbox,
            on_event=self.told.event,
            on_frame=self._frame,
        )

    def _frame(self, frame):
        self.frames.append(frame)
        return self.has_room

    def hear(self, *content, sender=b"peer"):
        self.door.hear([sender, b"", *content], connection=7 if sender == b"peer" else 8)

    def hear_ours(self, number=1, *, payload=None, **ext):
        """Take a frame of a sender of our own kind; return what its answer orders."""
        header = stock_header(ext={"v": 1, "sequence": number, "node": "pi/gate", **ext})
        self.hear(header, jpeg(number) if payload is None else payload)
        told = json.loads(self.door.answers[-1][-1])["ext"]
        return told.get("wanted"), [one["id"] for one in told.get("commands", [])]

    def connect(self, connection=7):
        self.door.monitor(E.ACCEPTED, E.HANDSHAKE_SUCCEEDED, connection=connection)

    def command(self, command_id="a"):
        self.worker.send_command(Command(command_id, "still"))

    @property
    def answered(self):
        return [
            (event.command.id, event.result.refused) for event in self.told.events(CommandAnswered)
        ]

    @property
    def data(self):
        return [json.loads(parts[-1])["data"] for parts in self.door.answers]

    @property
    def state(self):
        return self.worker.status().state


@pytest.fixture
def make_port(manual_clock):
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

    def test_the_engine_may_let_an_answer_be_held_for_longer(self, port, manual_clock):
        port.has_room = False
        port.hear(*jpeg_frame(1))
        manual_clock.advance(0.1)
        port.worker.time_passed(hold=0.2)
        assert port.door.answers == []
        manual_clock.advance(0.11)
        port.worker.time_passed(hold=0.2)
        assert len(port.door.answers) == 1

    def test_of_too_many_held_answers_the_oldest_is_sent(self, port):
        port.has_room = False
        for number in range(66):
            port.hear(*jpeg_frame(number), sender=b"%d" % number)
        assert [parts[0] for parts in port.door.answers] == [b"0", b"1"]

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
    def test_one_that_the_socket_does_not_take_waits_for_the_next_frame(self, port):
        port.outbox.put(PORT, "left")
        port.door.takes_answers = False
        port.hear(*jpeg_frame(1))
        assert port.told.events(ReplySent) == []
        port.door.takes_answers = True
        port.hear(*jpeg_frame(2))
        assert port.data[-1] == "left"
        assert [event.reply for event in port.told.events(ReplySent)] == ["left"]

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

    def test_only_that_of_the_sender_is_a_loss_when_it_closes(self, port):
        for connection in (7, 8, 9):
            port.door.monitor(E.ACCEPTED, E.HANDSHAKE_SUCCEEDED, connection=connection)
        port.hear(*jpeg_frame(1))
        port.door.monitor(E.DISCONNECTED, connection=8)
        assert port.state is S.LIVE
        port.door.monitor(E.DISCONNECTED, connection=7)
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
    def test_one_before_any_frame_is_answered_and_is_a_strangers(self, port, manual_clock):
        port.hear(stock_goodbye())
        assert (port.state, port.data) == (S.WAITING, [None])
        manual_clock.advance(1)
        port.worker.time_passed()
        (event,) = port.told.events(BadInput)
        assert event.reason == "a goodbye from a stranger"

    def test_one_of_whoever_had_the_port_before_is_a_strangers(self, port, manual_clock):
        port.connect(7)
        port.connect(8)
        port.hear(*jpeg_frame(1), sender=b"before")
        manual_clock.advance(5)
        port.worker.time_passed()
        port.hear(*jpeg_frame(2))
        port.hear(stock_goodbye(), sender=b"before")
        assert port.state is S.LIVE

    def test_one_of_who_has_the_number_of_the_cameras_connection_is_a_strangers(self, port):
        """It is heard before the end of the camera's connection is reported."""
        port.connect()
        port.hear(*jpeg_frame(1))
        port.door.hear([b"peer", b"", stock_goodbye()], address="10.0.0.99")
        assert port.state is S.LIVE

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

    def test_one_that_names_another_port_ends_nothing(self, port):
        port.hear(stock_header(port="5567"), jpeg(1))
        port.hear(stock_goodbye(port="5566"))
        assert port.state is S.LIVE
        port.hear(stock_goodbye(port="5567"))
        assert port.state is S.ENDED


class TestLastWords:
    def test_a_goodbye_may_come_after_the_end_of_its_connection(self, port):
        port.connect(7)
        port.hear(*jpeg_frame(1))
        port.door.monitor(E.DISCONNECTED, connection=7)
        port.hear(stock_goodbye())
        assert port.told.states(PORT) == [S.LIVE, S.LOST, S.ENDED]

    def test_one_of_a_connection_with_the_same_number_is_a_strangers(self, make_port):
        port = make_port(Pattern.PUBLISH_SUBSCRIBE)
        port.worker.open()
        port.connect(7)
        port.door.hear(jpeg_frame(1))
        port.door.monitor(E.DISCONNECTED, connection=7)
        port.connect(7)
        port.door.hear([stock_goodbye()])
        assert port.state is S.LOST


class TestAnotherSender:
    @pytest.fixture
    def port(self, port):
        port.connect(7)
        port.connect(8)
        port.hear(*jpeg_frame(1))
        return port

    def visit(self, port, **ext):
        header = stock_header(message="hi", ext={"v": 1, "sequence": 1, "node": "x", **ext})
        port.hear(header, jpeg(9), sender=b"stranger")

    def test_nothing_of_it_counts(self, port):
        self.visit(port, name="Gate", fault="smoke")
        self.visit(port, still="a")
        assert len(port.frames) == 1
        assert port.told.events(MessageReceived) == []
        assert port.state is S.LIVE
        status = port.worker.status()
        assert (status.received, status.name, status.fault) == (1, "", "")

    def test_it_is_answered_without_a_reply_an_order_or_a_wish(self, port):
        port.outbox.put(PORT, "unlock")
        port.worker.want(WantedStream(640, 360))
        port.command()
        self.visit(port)
        answer = json.loads(port.door.answers[-1][-1])
        assert answer["data"] is None
        assert "ext" not in answer
        assert port.outbox.waits(PORT)

    def test_it_is_told_once_a_minute_with_name_and_address(self, port, manual_clock):
        for _ in range(70):
            port.hear(*jpeg_frame(1))
            self.visit(port, name="Gate")
            manual_clock.advance(1)
            port.worker.time_passed()
        told = port.told.events(AnotherSender)
        assert [event.who for event in told] == ["Gate at 10.0.0.8"] * 2
        assert port.worker.status().intruder == "Gate at 10.0.0.8"
        assert port.door.kept.connection == 7, "whoever comes beside it"

    def test_a_camera_that_comes_back_before_its_old_end_was_noticed_is_no_stranger(self, port):
        self.visit(port)
        port.door.monitor(E.DISCONNECTED, connection=7)
        self.visit(port)
        port.worker.time_passed()
        assert port.told.events(AnotherSender) == []
        assert port.state is S.LIVE

    def test_nor_is_one_whose_old_end_is_never_noticed(self, port, manual_clock):
        """Its node lost its power and is back: the old connection just says nothing any more."""
        named = []
        for _ in range(60):
            manual_clock.advance(0.1)
            self.visit(port)
            port.worker.time_passed()
            named.append(port.worker.status().intruder)
        assert (port.told.events(AnotherSender), set(named)) == ([], {""})
        assert port.told.states(PORT) == [S.LIVE, S.STALE, S.LOST, S.LIVE]

    def test_nor_one_of_whose_old_connection_the_rest_comes_late(self, port, manual_clock):
        self.visit(port)
        manual_clock.advance(0.5)
        port.hear(*jpeg_frame(2))
        port.worker.time_passed()
        assert (port.told.events(AnotherSender), port.worker.status().intruder) == ([], "")

    def test_nor_one_that_got_the_number_of_a_stranger_who_went(self, port, manual_clock):
        self.visit(port, name="stranger")
        manual_clock.advance(1)
        port.hear(*jpeg_frame(2))
        port.door.monitor(E.DISCONNECTED, connection=8)
        self.visit(port, name="Gate")
        assert port.worker.status().intruder == "stranger at 10.0.0.8"

    def test_it_has_the_port_once_the_first_is_lost(self, port, manual_clock):
        manual_clock.advance(5)
        self.visit(port)
        port.worker.time_passed()
        self.visit(port)
        assert port.told.states(PORT) == [S.LIVE, S.LOST, S.LIVE]
        assert len(port.frames) == 2


def test_how_long_something_lasted_is_no_matter_of_the_wall_clock(port, manual_clock):
    port.hear(*jpeg_frame(1))
    manual_clock.set_wall(manual_clock.wall() - 3600)
    manual_clock.advance(5)
    port.worker.time_passed()
    change = port.told.events(StateChanged)[-1]
    assert (change.state, change.lasted) == (S.LOST, 5)
    assert port.worker.status().since_at == manual_clock.monotonic()


class TestFaults:
    def test_one_is_told_and_the_port_opened_again_after_a_second(self, port, manual_clock):
        port.connect()
        port.hear(*jpeg_frame(1))
        port.door.fault(KeyError("what"))
        assert port.state is S.LOST
        assert not port.door.is_open
        assert port.worker.status().connected == 0
        port.worker.time_passed()
        (event,) = port.told.events(BadInput)
        assert "KeyError('what')" in event.reason
        assert not port.door.is_open
        manual_clock.advance(1)
        port.worker.time_passed()
        assert port.door.is_open
        port.hear(*jpeg_frame(2))
        assert port.state is S.LIVE

    def test_a_spoiled_message_is_no_fault_of_this_program(self, port, caplog):
        port.connect()
        port.hear(*jpeg_frame(1))
        port.door.fault(SocketSpoiledError("a message was spoiled on its way"))
        assert (port.state, port.door.is_open) == (S.LOST, False)
        port.worker.time_passed()
        (event,) = port.told.events(BadInput)
        assert event.reason == "a message was spoiled on its way; the port is opened again"
        (line,) = caplog.records
        assert (line.levelname, line.exc_info) == ("WARNING", None)


class TestWishes:
    def test_they_go_with_every_answer_to_a_sender_of_our_own_kind(self, port):
        assert port.hear_ours(1) == (None, [])
        port.worker.want(WantedStream(640, 360))
        assert port.hear_ours(2) == ({"width": 640, "height": 360}, [])
        assert port.worker.status().wanted == WantedStream(640, 360)
        port.worker.want(None)
        assert port.hear_ours(3) == (None, [])

    def test_a_stock_sender_hears_nothing_of_them(self, port):
        port.worker.want(WantedStream(640, 360))
        port.hear(*jpeg_frame(1))
        assert b"640" not in port.door.answers[-1][-1]
        assert port.worker.status().wanted is None


class TestCommands:
    def test_one_goes_with_the_next_good_frame_of_our_own_kind(self, port):
        port.connect()
        port.command()
        port.hear(*jpeg_frame(1))
        port.hear(stock_header(ext={"v": 1, "sequence": 1}), b"no JPEG")
        assert all(b'"a"' not in parts[-1] for parts in port.door.answers)
        assert port.hear_ours(2) == (None, ["a"])
        assert port.hear_ours(3) == (None, [])
        assert port.answered == []

    def test_its_result_is_told_once(self, port):
        port.connect()
        port.command()
        port.hear_ours(1)
        for number in (2, 3):
            port.hear_ours(number, results=[{"id": "a", "requested": 2, "applied": 1.0}])
        (event,) = port.told.events(CommandAnswered)
        assert (event.port, event.command.command) == (PORT, "still")
        assert (event.result.requested, event.result.applied) == (2, 1.0)

    def test_after_ten_seconds_it_is_given_up(self, port, manual_clock):
        port.connect()
        port.command()
        for number in range(1, 13):
            assert port.answered == []
            port.hear_ours(number)
            manual_clock.advance(0.9)
            port.worker.time_passed()
        assert port.answered == [("a", "no answer within 10 s")]

    def test_a_camera_that_goes_away_answers_no_more(self, port):
        port.connect(7)
        port.connect(8)
        port.command()
        port.door.monitor(E.DISCONNECTED, connection=7)
        assert port.answered == []
        port.door.monitor(E.DISCONNECTED, connection=8)
        assert port.answered == [("a", "the camera went away before it answered")]

    def test_a_camera_that_is_away_has_ten_seconds_to_come(self, port, manual_clock):
        port.command("a")
        manual_clock.advance(9)
        port.worker.time_passed()
        port.connect()
        assert port.hear_ours(1) == (None, ["a"])
        manual_clock.advance(1.1)
        port.worker.time_passed()
        assert port.answered == [("a", "no answer within 10 s")]

    def test_a_port_that_closes_gives_up_what_is_open(self, port):
        port.connect()
        port.command()
        port.worker.close()
        assert port.answered == [("a", f"port {PORT} is no longer listened on")]


class TestStills:
    def test_one_is_answered_and_counted_but_is_no_part_of_the_video(self, port, manual_clock):
        port.connect()
        port.hear_ours(1)
        port.command()
        port.hear_ours(2)
        frames, state = list(port.frames), port.worker.status()
        manual_clock.advance(1.0)
        port.hear_ours(3, payload=jpeg(3, (320, 240)), still="a", results=[{"id": "a"}])
        (event,) = port.told.events(CommandAnswered)
        assert (event.still, event.result.refused) == (jpeg(3, (320, 240)), "")
        after = port.worker.status()
        assert port.frames == frames
        assert (after.size, after.last_frame_at) == (state.size, state.last_frame_at)
        assert (after.received, len(port.door.answers)) == (3, 3)

    def test_it_makes_no_port_live(self, port):
        port.hear_ours(1, still="a")
        assert port.state is S.WAITING
        assert port.door.kept.connection == 7, "but its sender keeps its place"

    def test_it_waits_its_turn_to_be_answered(self, port):
        port.has_room = False
        port.hear(*jpeg_frame(1))
        port.hear(stock_header(ext={"v": 1, "sequence": 2, "still": "a"}), jpeg(2))
        assert port.door.answers == []
        port.worker.answer_next()
        port.worker.answer_next()
        assert [b'"sequence"' in parts[-1] for parts in port.door.answers] == [False, True]

    def test_a_broken_one_is_refused_and_counted_as_bad(self, port):
        port.connect()
        port.command()
        port.hear_ours(1)
        port.hear_ours(2, payload=b"no JPEG", still="a")
        ((_, refused),) = port.answered
        assert refused.startswith("a broken picture: ")
        assert port.worker.status().rejected_messages == 1


class TestFault:
    def test_its_frames_are_shown_and_never_live(self, port, manual_clock):
        port.hear_ours(1)
        assert port.state is S.LIVE
        for number in range(2, 20):
            manual_clock.advance(0.5)
            port.worker.time_passed()
            port.hear_ours(number, fault=f"no frames for {number} s")
            assert port.state is S.FAULT
        assert [frame.fault for frame in port.frames[-2:]] == [
            "no frames for 18 s",
            "no frames for 19 s",
        ]
        status = port.worker.status()
        assert status.reason == status.fault == "no frames for 19 s"
        assert port.told.states(PORT) == [S.LIVE, S.FAULT], "told once, however its words change"

    def test_the_first_real_picture_ends_it(self, port):
        port.hear_ours(1, fault="no frames for 3 s")
        port.hear_ours(2)
        assert port.state is S.LIVE
        assert (port.worker.status().fault, port.worker.status().reason) == ("", "")

    def test_it_counts_even_when_its_picture_cannot_be_decoded(self, port):
        port.hear_ours(1)
        port.worker.pictures_unusable("a broken JPEG")
        port.hear_ours(2, fault="no frames for 3 s")
        assert port.state is S.FAULT

    def test_whoever_hears_of_it_finds_it_in_the_status(self, port):
        faults = []
        port.worker._on_event = lambda event: faults.append(port.worker.status().fault)
        port.hear_ours(1, fault="no frames for 3 s")
        assert faults == ["no frames for 3 s"]


def test_what_a_node_tells_is_in_the_status_until_another_comes(port):
    report = {"controls": {"flip": {"kind": "choice", "choices": ["none"]}}, "commands": ["set"]}
    port.hear_ours(1, health={"cpu_percent": 12.5}, report=report)
    port.hear_ours(2)
    status = port.worker.status()
    assert status.health == Health(cpu_percent=12.5)
    assert status.report.controls["flip"].choices == ("none",)
    port.hear(*jpeg_frame(3))
    assert (port.worker.status().health, port.worker.status().report) == (None, None)
