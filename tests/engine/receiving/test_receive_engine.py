"""The engine on real sockets, with peers that do exactly what the test tells them."""

import itertools
import random
import socket
import threading
from contextlib import suppress

import numpy as np
import pytest
import zmq

from netgear_engine.clock import SystemClock
from netgear_engine.errors import AddressError
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
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import WantedStream
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.listening_port import ListeningPort
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.receiving.reply_outbox import ReplyOutbox
from netgear_engine.receiving.sender_stream import SenderStream
from netgear_engine.transport.poll_loop import PollLoop
from tests.support.free_ports import free_port, free_ports
from tests.support.manual_clock import ManualClock
from tests.support.raw_peers import RawSender, knocking
from tests.support.recorders import ReceiveRecorder
from tests.support.waiting import wait_until
from tests.support.wire import (
    array_frame,
    jpeg,
    jpeg_frame,
    many_scans_jpeg,
    stock_goodbye,
    stock_header,
    undecodable_jpeg,
)

S = PortState
SIZE = (64, 48)


@pytest.fixture
def port():
    return free_port()


def status(receiving, port):
    return receiving.engine.statuses()[port]


def send_until_answered_with(sender, reply):
    """Send frames until the answer brings `reply`, which another thread is handing over."""
    for number in itertools.count():
        assert number < 1000
        if sender.exchange(jpeg_frame(number))["data"] == reply:
            return


def is_answered(sender, count=20):
    """Exchange some frames; each one that is not answered fails the test."""
    for number in range(count):
        assert sender.exchange(jpeg_frame(number))["data"] is None


def can_listen(port):
    """Try it as every server does, which does not mind old connections."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
        probe.listen()
        return True


class TestFrames:
    @pytest.mark.parametrize("kind", [zmq.REQ, zmq.DEALER])
    def test_a_senders_frames_make_its_port_live(self, start_engine, port, kind):
        receiving = start_engine(port)
        receiving.engine.show(port, SIZE)
        with RawSender(port, kind) as sender:
            assert sender.exchange(jpeg_frame(message="hello")) == {
                "return_type": "NoneType",
                "data": None,
                "port": str(port),
            }
            change = receiving.heard.wait_for_state(port, S.LIVE)
            assert change.previous is S.WAITING
            picture = receiving.heard.wait_for_picture(port)
            assert picture.pixels.shape == (48, 64, 4)
            (event,) = receiving.heard.wait_for_events(MessageReceived, port)
            assert event.message == "hello"

    def test_published_frames_make_it_live_too(self, start_engine, port):
        receiving = start_engine(port, pattern=Pattern.PUBLISH_SUBSCRIBE)
        receiving.engine.show(port, SIZE)
        with RawSender(port, zmq.PUB) as sender:
            numbers = itertools.count()

            def live():
                sender.send(jpeg_frame(next(numbers), pattern=2))
                return receiving.heard.pictures(port)

            wait_until(live)
            receiving.heard.wait_for_state(port, S.LIVE)

    def test_a_pairs_frames_make_it_live_too(self, start_engine, port):
        receiving = start_engine(port, pattern=Pattern.PAIR)
        receiving.engine.show(port, SIZE)
        with RawSender(port, zmq.PAIR) as sender:
            for number in range(5):
                answer = sender.exchange(jpeg_frame(number, pattern=0))
                assert answer == {"return_type": "NoneType", "data": None, "port": str(port)}
            receiving.heard.wait_for_state(port, S.LIVE)
            receiving.heard.wait_for_picture(port)

    def test_every_frame_is_handed_on_undecoded(self, port):
        class Taker(ReceiveRecorder):
            def frame(self, frame):
                frames.append(frame)
                return True

        frames = []
        engine = ReceiveEngine([port], listener=Taker(), clock=SystemClock())
        engine.start()
        with RawSender(port) as sender:
            for number in range(50):
                sender.exchange(jpeg_frame(number, port=7000, message=number))
            wait_until(lambda: len(frames) == 50)
        engine.stop()
        assert [frame.payload for frame in frames] == [jpeg(number) for number in range(50)]
        assert [frame.message for frame in frames] == list(range(50))
        assert {(frame.port, frame.told_port) for frame in frames} == {(port, 7000)}

    def test_a_taker_that_is_behind_gets_the_next_frame_when_it_has_taken_one(
        self, port, manual_clock
    ):
        class Taker(ReceiveRecorder):
            def frame(self, frame):
                frames.append(frame)
                return False

        frames = []
        engine = ReceiveEngine([port], listener=Taker(), clock=manual_clock)
        engine.start()
        with RawSender(port) as sender:
            for number in (1, 2):
                sender.send(jpeg_frame(number))
            wait_until(lambda: len(frames) == 2)
            engine.room_made(port + 1)
            engine.room_made(port)
            assert sender.answer()["data"] is None
            assert not sender.socket.poll(50)
        engine.stop()

    def test_answers_call_a_port_by_the_name_that_it_was_given(self, start_engine):
        named, other = free_ports(2)
        start_engine(named, other, port_names={named: named})
        with RawSender(named) as first, RawSender(other) as second:
            assert first.exchange(jpeg_frame())["port"] == named
            assert second.exchange(jpeg_frame())["port"] == str(other)

    def test_raw_frames_are_shown(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.show(port, SIZE)
        with RawSender(port) as sender:
            sender.exchange(array_frame(np.full((48, 64, 3), (250, 120, 10), np.uint8)))
            picture = receiving.heard.wait_for_picture(port)
            assert (picture.pixels[:, :, :3] == (250, 120, 10)).all()

    def test_frames_carry_their_number_and_payload(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.show(port, SIZE)
        with RawSender(port) as sender:
            for number in (1, 2, 3):
                sender.exchange(jpeg_frame(number))
                frame = receiving.heard.wait_for_picture(port, number).frame
                assert (frame.number, frame.payload) == (number, jpeg(number))

    def test_a_port_that_is_not_shown_is_live_but_not_decoded(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender:
            is_answered(sender)
            receiving.heard.wait_for_state(port, S.LIVE)
        assert receiving.heard.pictures(port) == []

    def test_a_picture_that_is_shown_later_needs_no_new_frame(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            receiving.engine.show(port, SIZE)
            receiving.heard.wait_for_picture(port)

    def test_what_is_said_of_a_port_that_was_removed_and_came_back_holds(self, start_engine, port):
        receiving = start_engine(port)
        for _ in range(20):
            receiving.engine.remove_port(port)
            receiving.engine.add_port(port)
            receiving.engine.show(port, SIZE)
        assert receiving.engine.wait_until_done()
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            receiving.heard.wait_for_picture(port)

    def test_a_falsy_message_is_a_message(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender:
            for message in ("", 0, False, None, []):
                sender.exchange(jpeg_frame(message=message))
            events = receiving.heard.wait_for_events(MessageReceived, port, 4)
            assert [event.message for event in events] == ["", 0, False, []]

    def test_two_senders_on_one_port_are_both_answered(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as first, RawSender(port, zmq.REQ) as second:
            for number in range(20):
                first.exchange(jpeg_frame(number, message=["first", number]))
                second.exchange(jpeg_frame(number, message=["second", number]))
            events = receiving.heard.wait_for_events(MessageReceived, port, 20)
            assert [event.message for event in events] == [["first", n] for n in range(20)]
            wait_until(lambda: status(receiving, port).connected == 2)


class TestStatistics:
    def test_they_say_what_came(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.show(port, SIZE)
        with RawSender(port) as sender:
            for number in range(10):
                sender.exchange(jpeg_frame(number, message="hello" if number < 3 else None))
            sender.exchange([b"garbage"])
            wait_until(lambda: status(receiving, port).rejected_messages == 1)
            now = status(receiving, port)
            assert (now.port, now.pattern, now.state) == (port, Pattern.REQUEST_REPLY, S.LIVE)
            assert (now.received, now.messages) == (10, 3)
            assert now.bytes == sum(len(jpeg(number)) for number in range(10))
            assert now.size == SIZE
            assert (now.connected, now.connects, now.disconnects) == (1, 1, 0)
            assert now.fps > 0
            assert now.bits_per_second > 0
            assert 0 <= now.last_frame_wall - now.since_wall < 10
            wait_until(lambda: sum_of_decodes(status(receiving, port)) == 10)
        wait_until(lambda: status(receiving, port).disconnects == 1)
        assert status(receiving, port).connected == 0

    def test_they_are_published_again_and_again(self, start_engine, port):
        receiving = start_engine(port)
        first = receiving.engine.published_at
        wait_until(lambda: receiving.engine.published_at > first)

    def test_a_snapshot_does_not_change(self, start_engine, port):
        receiving = start_engine(port)
        wait_until(lambda: port in receiving.engine.statuses())
        before = receiving.engine.statuses()
        with RawSender(port) as sender:
            is_answered(sender)
            wait_until(lambda: status(receiving, port).received == 20)
        assert before[port].received == 0

    def test_a_change_is_in_them_before_it_is_told(self, port):
        class Curious(ReceiveRecorder):
            def event(self, event):
                if isinstance(event, StateChanged):
                    seen.append((event.state, engine.statuses()[event.port].state))

        seen = []
        engine = ReceiveEngine([port], listener=Curious(), clock=SystemClock())
        engine.start()
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            wait_until(lambda: seen)
        engine.stop()
        assert seen[0] == (S.LIVE, S.LIVE)


def sum_of_decodes(status):
    return status.decoded + status.dropped


class TestReplies:
    def test_a_reply_goes_to_the_chosen_port_once(self, start_engine):
        ports = free_ports(2)
        receiving = start_engine(*ports)
        with RawSender(ports[0]) as chosen, RawSender(ports[1]) as other:
            receiving.engine.reply([ports[0]], {"go": "left"})
            send_until_answered_with(chosen, {"go": "left"})
            is_answered(chosen)
            is_answered(other)
        (event,) = receiving.heard.events(ReplySent)
        assert (event.port, event.reply) == (ports[0], {"go": "left"})

    def test_it_may_go_to_several_ports(self, start_engine):
        ports = free_ports(3)
        receiving = start_engine(*ports)
        with RawSender(ports[0]) as first, RawSender(ports[2], zmq.REQ) as third:
            receiving.engine.reply({ports[0], ports[2]}, "left")
            for sender in (first, third):
                send_until_answered_with(sender, "left")
                is_answered(sender)

    def test_a_newer_reply_replaces_one_that_waits(self, start_engine, port):
        receiving = start_engine(port)
        for reply in range(100):
            receiving.engine.reply([port], reply)
        with RawSender(port) as sender:
            send_until_answered_with(sender, 99)
            is_answered(sender)
        assert [event.reply for event in receiving.heard.events(ReplySent)] == [99]

    def test_one_that_waits_is_seen_in_the_status(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.reply([port], "left")
        wait_until(lambda: port in receiving.engine.statuses())
        wait_until(lambda: status(receiving, port).reply_waiting)
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            wait_until(lambda: not status(receiving, port).reply_waiting)

    def test_garbage_and_goodbyes_do_not_take_it(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender:
            is_answered(sender, 1)
            receiving.engine.reply([port], "left")
            wait_until(lambda: status(receiving, port).reply_waiting)
            for parts in ([b"garbage"], [stock_header(), b"no JPEG"], [stock_goodbye()]):
                assert sender.exchange(parts)["data"] is None
            assert sender.exchange(jpeg_frame())["data"] == "left"

    def test_a_reply_to_an_unknown_port_is_dropped(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.reply([free_port()], "left")
        with RawSender(port) as sender:
            is_answered(sender)

    def test_a_kept_one_goes_with_every_answer_until_it_is_ended(self, start_engine):
        ports = free_ports(2)
        receiving = start_engine(*ports)
        with RawSender(ports[0]) as first, RawSender(ports[1]) as second:
            receiving.engine.keep_reply({"go": "left"})
            assert receiving.engine.wait_until_done()
            for number in range(5):
                for sender in (first, second):
                    assert sender.exchange(jpeg_frame(number))["data"] == {"go": "left"}
            receiving.engine.reply([ports[0]], "once")
            assert receiving.engine.wait_until_done()
            answers = [first.exchange(jpeg_frame())["data"] for _ in range(2)]
            assert answers == ["once", {"go": "left"}]
            receiving.engine.keep_reply(None)
            assert receiving.engine.wait_until_done()
            is_answered(first)
            is_answered(second)
        assert len(receiving.heard.events(ReplySent)) == 1

    def test_one_kept_for_a_port_goes_to_no_other(self, start_engine):
        ports = free_ports(2)
        receiving = start_engine(*ports)
        with RawSender(ports[0]) as first, RawSender(ports[1]) as second:
            receiving.engine.keep_reply("still", [ports[0], free_port()])
            assert receiving.engine.wait_until_done()
            answers = [first.exchange(jpeg_frame(number))["data"] for number in range(3)]
            assert answers == ["still"] * 3
            is_answered(second)
            receiving.engine.keep_reply(None, [ports[0]])
            assert receiving.engine.wait_until_done()
            is_answered(first)

    def test_one_that_is_withdrawn_is_never_sent(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.reply([port], "open the gate")
        receiving.engine.withdraw_reply([port])
        assert receiving.engine.wait_until_done()
        with RawSender(port) as sender:
            is_answered(sender)
        assert receiving.heard.events(ReplySent) == []

    def test_a_reply_for_a_port_that_was_removed_is_forgotten(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.reply([port], "left")
        receiving.engine.remove_port(port)
        receiving.engine.add_port(port)
        assert receiving.engine.wait_until_done()
        with RawSender(port) as sender:
            is_answered(sender)

    def test_a_kept_one_that_cannot_be_sent_is_refused_at_once(self, start_engine):
        ports = free_ports(2)
        with pytest.raises(LocalProtocolError, match="the reply cannot be sent as JSON"):
            start_engine(ports[0]).engine.keep_reply({1, 2})
        publishing = start_engine(ports[1], pattern=Pattern.PUBLISH_SUBSCRIBE)
        with pytest.raises(LocalProtocolError, match="publish/subscribe has no way back"):
            publishing.engine.keep_reply("left")

    def test_a_reply_that_json_cannot_carry_is_refused_at_once(self, start_engine, port):
        with pytest.raises(LocalProtocolError, match="the reply cannot be sent as JSON"):
            start_engine(port).engine.reply([port], {1, 2})

    def test_publishing_has_no_way_back(self, start_engine, port):
        receiving = start_engine(port, pattern=Pattern.PUBLISH_SUBSCRIBE)
        with pytest.raises(LocalProtocolError, match="publish/subscribe has no way back"):
            receiving.engine.reply([port], "left")


def orders(sender, number=1, **ext):
    """Send a frame as our own sender does and return what the answer asks for."""
    header = stock_header(ext={"v": 1, "sequence": number, **ext})
    told = sender.exchange([header, jpeg(number)])["ext"]
    return told.get("wanted"), [one["id"] for one in told.get("commands", [])]


class TestWishes:
    def test_what_is_shown_is_wanted_of_a_sender_of_our_own_kind(self, start_engine, port):
        engine = start_engine(port).engine
        told = []
        with RawSender(port) as sender:
            told.append(orders(sender)[0])
            for size in (SIZE, None):
                engine.show(port, size)
                assert engine.wait_until_done()
                told.append(orders(sender)[0])
            assert "ext" not in sender.exchange(jpeg_frame(1)), "a stock sender hears of nothing"
        assert told == [None, {"width": 64, "height": 48}, {"width": 0, "height": 0}]

    def test_what_was_asked_for_goes_before_it(self, start_engine, port):
        engine = start_engine(port).engine
        engine.want(port, WantedStream(1920, 1080, 15.0))
        engine.show(port, SIZE)
        assert engine.wait_until_done()
        with RawSender(port) as sender:
            assert orders(sender)[0] == {"width": 1920, "height": 1080, "fps": 15.0}
            engine.want(port, None)
            assert engine.wait_until_done()
            assert orders(sender)[0] == {"width": 64, "height": 48}

    def test_a_wish_may_come_before_its_port_and_ends_with_it(self, start_engine):
        first, second = free_ports(2)
        engine = start_engine(first).engine
        engine.show(second, SIZE)
        engine.add_port(second)
        assert engine.wait_until_done()
        with RawSender(second) as sender:
            assert orders(sender)[0] == {"width": 64, "height": 48}
        engine.remove_port(second)
        engine.add_port(second)
        assert engine.wait_until_done()
        with RawSender(second) as sender:
            assert orders(sender)[0] is None


class TestCommands:
    def test_one_goes_out_once_and_what_became_of_it_is_told(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender:
            orders(sender)
            receiving.heard.wait_for_events(SenderConnected, port)
            given = receiving.engine.command(port, "set", {"name": "flip", "value": "both"})
            assert receiving.engine.wait_until_done()
            assert [orders(sender, number)[1] for number in (2, 3)] == [[given], []]
            orders(sender, 4, results=[{"id": given, "requested": "both", "applied": "none"}])
            (event,) = receiving.heard.wait_for_events(CommandAnswered, port)
        assert (event.command.command, event.command.arguments["name"]) == ("set", "flip")
        assert (event.result.requested, event.result.applied) == ("both", "none")

    def test_a_camera_that_goes_away_has_not_answered(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender:
            orders(sender)
            receiving.heard.wait_for_events(SenderConnected, port)
            receiving.engine.command(port, "still")
        (event,) = receiving.heard.wait_for_events(CommandAnswered, port)
        assert event.result.refused == "the camera went away before it answered"

    def test_a_port_that_is_not_listened_on_refuses(self, start_engine, port):
        receiving = start_engine(port)
        given = receiving.engine.command(1, "still")
        (event,) = receiving.heard.wait_for_events(CommandAnswered, 1)
        assert (event.command.id, event.result.refused) == (given, "port 1 is not listened on")

    def test_what_is_open_when_the_engine_stops_is_given_up(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender:
            orders(sender)
            receiving.heard.wait_for_events(SenderConnected, port)
            receiving.engine.command(port, "still")
            receiving.engine.stop()
        (event,) = receiving.heard.events(CommandAnswered, port)
        assert event.result.refused == f"port {port} is no longer listened on"

    def test_no_two_have_the_same_id(self, start_engine, port):
        engine = start_engine(port).engine
        assert len({engine.command(port, "still") for _ in range(100)}) == 100

    @pytest.mark.parametrize(
        ("name", "arguments", "reason"),
        [
            ("set", {"value": object()}, "the command cannot be sent as JSON"),
            ("set", {"value": "x" * 9000}, "a command of 9"),
            ("x" * 65, {}, "64 letters"),
        ],
    )
    def test_one_that_cannot_be_sent_is_refused_at_once(
        self, start_engine, port, name, arguments, reason
    ):
        with pytest.raises(LocalProtocolError, match=reason):
            start_engine(port).engine.command(port, name, arguments)

    def test_publishing_has_no_way_back(self, start_engine, port):
        receiving = start_engine(port, pattern=Pattern.PUBLISH_SUBSCRIBE)
        with pytest.raises(LocalProtocolError, match="publish/subscribe has no way back"):
            receiving.engine.command(port, "still")


class TestWaiting:
    def test_what_was_asked_for_is_done_afterwards(self, start_engine, port):
        receiving = start_engine()
        for _ in range(20):
            receiving.engine.add_port(port)
            assert receiving.engine.wait_until_done()
            assert set(receiving.engine.statuses()) == {port}
            receiving.engine.remove_port(port)
            assert receiving.engine.wait_until_done()
            assert receiving.engine.statuses() == {}

    def test_it_does_not_wait_for_ever(self, port):
        engine = ReceiveEngine([port], listener=ReceiveRecorder(), clock=SystemClock())
        assert not engine.wait_until_done(0.01)
        engine.stop()
        engine.run()


class TestPorts:
    def test_a_port_is_added_and_removed_while_another_runs(self, start_engine):
        first, second = free_ports(2)
        receiving = start_engine(first)
        with RawSender(first) as old, RawSender(second) as new:
            is_answered(old)
            receiving.engine.add_port(second)
            is_answered(new)
            is_answered(old)
            receiving.engine.remove_port(second)
            wait_until(lambda: set(receiving.engine.statuses()) == {first})
            is_answered(old)
            wait_until(lambda: can_listen(second))

    def test_a_port_may_be_removed_in_the_middle_of_its_frames(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.show(port, SIZE)
        with RawSender(port) as sender:
            for _ in range(10):
                for number in range(20):
                    sender.socket.send_multipart([b"", *jpeg_frame(number)])
                receiving.engine.remove_port(port)
                receiving.engine.add_port(port)
            wait_until(lambda: port in receiving.engine.statuses())

        def answers():
            """Tell whether the last removal is over, which takes a frame that comes too early."""
            with RawSender(port) as sender:
                sender.send(jpeg_frame())
                return sender.socket.poll(1000)

        wait_until(answers)
        with RawSender(port) as sender:
            is_answered(sender)

    def test_adding_a_port_twice_changes_nothing(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.add_port(port)
        with RawSender(port) as sender:
            is_answered(sender)
        assert S.FAILED not in receiving.heard.states(port)

    @pytest.mark.parametrize("number", [-1, 0, 65536])
    def test_a_number_that_is_no_port_is_refused(self, start_engine, port, number):
        receiving = start_engine(port)
        with pytest.raises(AddressError, match=f"{number} is not a port"):
            receiving.engine.add_port(number)

    def test_a_port_in_use_fails_and_recovers_when_it_is_freed(self, start_engine, manual_clock):
        taken, free = free_ports(2)
        with socket.socket() as holder:
            holder.bind(("0.0.0.0", taken))
            holder.listen()
            receiving = start_engine(taken, free, clock=manual_clock)
            change = receiving.heard.wait_for_state(taken, S.FAILED)
            assert change.reason == f"port {taken} is in use"
            assert status(receiving, taken).reason == f"port {taken} is in use"
            with RawSender(free) as other:
                is_answered(other)
        manual_clock.advance(3)
        receiving.heard.wait_for_state(taken, S.WAITING)
        with RawSender(taken) as sender:
            is_answered(sender)
            receiving.heard.wait_for_state(taken, S.LIVE)

    def test_a_port_that_stays_in_use_fails_once(self, start_engine, manual_clock, port):
        with socket.socket() as holder:
            holder.bind(("0.0.0.0", port))
            holder.listen()
            receiving = start_engine(port, clock=manual_clock)
            receiving.heard.wait_for_state(port, S.FAILED)
            for _ in range(5):
                published = receiving.engine.published_at
                manual_clock.advance(3)
                wait_until(lambda before=published: receiving.engine.published_at > before)
            assert receiving.heard.states(port) == [S.FAILED]

    def test_an_address_of_another_computer_fails(self, start_engine, port):
        receiving = start_engine(port, address="192.0.2.7")
        change = receiving.heard.wait_for_state(port, S.FAILED)
        assert change.reason == "192.0.2.7 is not an address of this computer"


class TestStates:
    """The engine's clock stands still until the test turns it."""

    def test_silence_is_stale_and_then_lost(self, start_engine, port, manual_clock):
        receiving = start_engine(port, clock=manual_clock)
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            receiving.heard.wait_for_state(port, S.LIVE)
            manual_clock.advance(1.4)
            receiving.heard.wait_for_state(port, S.STALE)
            manual_clock.advance(3.5)
            receiving.heard.wait_for_state(port, S.LOST)
            sender.exchange(jpeg_frame(1))
            receiving.heard.wait_for_state(port, S.LIVE)

    def test_a_closed_connection_is_a_loss_at_once(self, start_engine, port, manual_clock):
        receiving = start_engine(port, clock=manual_clock)
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            receiving.heard.wait_for_events(SenderConnected, port)
        receiving.heard.wait_for_state(port, S.LOST)
        assert len(receiving.heard.events(SenderDisconnected, port)) == 1

    def test_one_of_two_connections_closed_is_no_loss(self, start_engine, port, manual_clock):
        receiving = start_engine(port, clock=manual_clock)
        with RawSender(port) as sender:
            with RawSender(port) as other:
                is_answered(sender)
                is_answered(other)
            receiving.heard.wait_for_events(SenderDisconnected, port)
            is_answered(sender)
            assert receiving.heard.states(port) == [S.LIVE]

    def test_the_same_picture_again_and_again_is_repeating(self, start_engine, port, manual_clock):
        receiving = start_engine(port, clock=manual_clock)
        with RawSender(port) as sender:
            for _ in range(10):
                sender.exchange(jpeg_frame(1))
                manual_clock.advance(0.2)
            receiving.heard.wait_for_state(port, S.REPEATING)
            sender.exchange(jpeg_frame(2))
            receiving.heard.wait_for_state(port, S.LIVE)

    def test_a_goodbye_is_answered_and_ends_it_until_a_new_picture(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port, zmq.REQ) as sender:
            sender.exchange(jpeg_frame())
            sender.exchange([stock_goodbye()])
            receiving.heard.wait_for_state(port, S.ENDED)
            sender.exchange(jpeg_frame(1))
            receiving.heard.wait_for_state(port, S.LIVE)

    def test_a_strangers_goodbye_is_answered_and_ends_nothing(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender, RawSender(port, zmq.REQ) as stranger:
            sender.exchange(jpeg_frame())
            stranger.exchange([stock_goodbye(port=str(port))])
            is_answered(sender)
            assert receiving.heard.states(port) == [S.LIVE]

    @pytest.mark.parametrize("kind", [zmq.PUB, zmq.PUSH, zmq.PAIR])
    def test_a_sender_with_another_pattern_is_rejected(self, start_engine, port, kind):
        receiving = start_engine(port)
        wait_until(lambda: port in receiving.engine.statuses())
        with knocking(port, kind):
            change = receiving.heard.wait_for_state(port, S.REJECTED)
            assert "the other end uses another pattern" in change.reason
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            receiving.heard.wait_for_state(port, S.LIVE)

    def test_a_visitor_that_says_nothing_is_not_rejected(self, start_engine, port):
        receiving = start_engine(port)
        wait_until(lambda: port in receiving.engine.statuses())
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", port)):
                pass
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            receiving.heard.wait_for_state(port, S.LIVE)
        assert S.REJECTED not in receiving.heard.states(port)

    @pytest.mark.parametrize("was_live", [False, True])
    def test_random_bytes_change_no_state_and_are_told(self, start_engine, port, was_live):
        receiving = start_engine(port)
        wait_until(lambda: port in receiving.engine.statuses())
        if was_live:
            with RawSender(port) as sender:
                sender.exchange(jpeg_frame())
            receiving.heard.wait_for_state(port, S.LOST)
        states = receiving.heard.states(port)
        numbers = random.Random(19)
        for count in range(1, 41):
            with (
                socket.create_connection(("127.0.0.1", port)) as visitor,
                suppress(ConnectionError),
            ):
                assert count % 2 or visitor.recv(10)
                visitor.sendall(numbers.randbytes(numbers.choice((20, 64, 100, 3000))))
            wait_until(
                lambda count=count: receiving.engine.statuses()[port].rejected_messages >= count
            )
        assert receiving.heard.states(port) == states
        told = receiving.heard.wait_for_events(BadInput, port)[0]
        assert "a scan?" in told.reason

    def test_pictures_that_cannot_be_decoded_do_not_count_as_live(
        self, start_engine, port, manual_clock
    ):
        receiving = start_engine(port, clock=manual_clock)
        receiving.engine.show(port, SIZE)
        broken = undecodable_jpeg()
        with RawSender(port) as sender:

            def send_broken():
                # Never the same bytes, so that it is not REPEATING that is found.
                sender.exchange([stock_header(), broken + next(padding)])
                manual_clock.advance(0.05)

            padding = (bytes([255]) * length for length in itertools.count())

            def is_told():
                # The clock must go on: what the decoders find may be too late for this turn.
                send_broken()
                return receiving.heard.events(BadInput, port)

            wait_until(is_told)

            def is_stale():
                send_broken()
                return receiving.heard.states(port)[-1:] == [S.STALE]

            wait_until(is_stale)
            for _ in range(20):
                send_broken()
            assert receiving.heard.states(port)[-1] is S.STALE
            sender.exchange(jpeg_frame())
            sender.exchange(jpeg_frame(1))
            wait_until(lambda: receiving.heard.pictures(port))

            def is_live():
                sender.exchange(jpeg_frame(2))
                return receiving.heard.states(port)[-1:] == [S.LIVE]

            wait_until(is_live)


class TestUnusablePictures:
    def test_what_its_taker_could_not_decode_is_counted_and_told(self, start_engine):
        port, other = free_ports(2)
        receiving = start_engine(port)
        for _ in range(3):
            receiving.engine.count_unusable(port, "an unknown colour space")
        receiving.engine.count_unusable(other, "nobody's")
        (event, *_) = receiving.heard.wait_for_events(BadInput, port)
        assert event.reason == "an unknown colour space"
        wait_until(lambda: status(receiving, port).rejected_messages == 3)


GARBAGE = {
    "a stranger's goodbye": [stock_goodbye()],
    "nothing": [b""],
    "noise": [bytes(range(256)) * 10],
    "noise in two parts": [b"\xff\xfe", b"\0" * 100],
    "many parts": [b"x"] * 50,
    "no object": [b"[1, 2]", jpeg()],
    "deep": [b"[" * 60_000, jpeg()],
    "a large header": [stock_header(message="x" * 1_100_000), jpeg()],
    "a shape of many digits": array_frame(np.zeros((4, 4), np.uint8), shape=[10**4000, 10**4000]),
    "many scans": [stock_header(), many_scans_jpeg()],
    "half a character": [b'{"\\ud800": 1}', jpeg()],
    "no picture": [stock_header()],
    "an empty picture": [stock_header(), b""],
    "no JPEG": [stock_header(), b"hello"],
    "half a JPEG": [stock_header(), jpeg()[:-100]],
    "a doubled start": [stock_header(), b"\xff\xd8" + jpeg()],
    "a wrong shape": array_frame(np.zeros((4, 4), np.uint8), shape=[5, 5]),
    "many dimensions": array_frame(np.zeros((1, 1), np.uint8), shape=[1] * 65),
    "objects": array_frame(np.zeros((4, 4), np.int64), dtype="O"),
    "a huge shape": array_frame(np.zeros((4, 4), np.uint8), shape=[10**20, 10**20]),
}


class TestHostileSenders:
    @pytest.mark.parametrize("shown", [True, False], ids=["shown", "hidden"])
    def test_garbage_of_every_kind_leaves_another_ports_frames_untouched(self, start_engine, shown):
        bad, good = free_ports(2)
        receiving = start_engine(bad, good)
        receiving.engine.show(good, SIZE)
        receiving.engine.show(bad, SIZE if shown else None)
        with RawSender(bad) as hostile, RawSender(good) as sender:
            for number, parts in enumerate(GARBAGE.values()):
                hostile.send(parts)
                sender.exchange(jpeg_frame(number))
                frame = receiving.heard.wait_for_picture(good, number + 1).frame
                assert frame.payload == jpeg(number)
                assert hostile.answer()["data"] is None
            wait_until(lambda: status(receiving, bad).rejected_messages == len(GARBAGE))
        assert status(receiving, good).rejected_messages == 0
        assert status(receiving, bad).received == 0
        assert receiving.heard.pictures(bad) == []
        assert S.LIVE not in receiving.heard.states(bad)

    def test_garbage_is_told_at_most_once_a_second(self, start_engine, port, manual_clock):
        receiving = start_engine(port, clock=manual_clock)
        with RawSender(port) as hostile:
            for _ in range(200):
                hostile.exchange([b"garbage"])
                manual_clock.advance(0.001)
            manual_clock.advance(1)
            first, second = receiving.heard.wait_for_events(BadInput, port, 2)
            assert first.count + second.count == 200
            assert second.reason == "a header that is not JSON"

    def test_an_oversize_message_cuts_off_only_its_sender(self, start_engine):
        first, second = free_ports(2)
        receiving = start_engine(first, second, limits=Limits(payload_bytes=100_000))
        with RawSender(first) as large, RawSender(first) as same, RawSender(second) as other:
            for sender in (large, same, other):
                is_answered(sender)
            large.send([stock_header(), bytes(100_001)])
            receiving.heard.wait_for_events(SenderDisconnected, first)
            is_answered(same)
            is_answered(other)
            is_answered(large)
        assert receiving.heard.events(MessageReceived) == []

    def test_a_plain_tcp_flood_disturbs_nobody(self, start_engine, port):
        receiving = start_engine(port)
        with RawSender(port) as sender:
            is_answered(sender)
            for noise in (b"GET / HTTP/1.1\r\n\r\n", bytes(10_000), b"\xff" * 10_000):
                with socket.create_connection(("127.0.0.1", port)) as flood:
                    flood.sendall(noise)
            is_answered(sender)
            assert receiving.heard.states(port) == [S.LIVE]


class TestOnePortOneSender:
    def test_a_second_publisher_is_not_shown_and_cannot_end_the_first(self, start_engine, port):
        receiving = start_engine(port, pattern=Pattern.PUBLISH_SUBSCRIBE)
        with RawSender(port, zmq.XPUB) as camera, RawSender(port, zmq.XPUB) as stranger:
            assert [camera.parts(), stranger.parts()] == [[b"\1"], [b"\1"]]

            def hear(number):
                camera.socket.send_multipart(jpeg_frame(number))
                stranger.socket.send_multipart(jpeg_frame(200, message="a stranger's"))
                stranger.socket.send_multipart([stock_goodbye()])
                return receiving.heard.events(AnotherSender, port)

            camera.socket.send_multipart(jpeg_frame(0))
            receiving.heard.wait_for_state(port, S.LIVE)
            numbers = itertools.count(1)
            wait_until(lambda: hear(next(numbers)), interval=0.01)
            (told,) = receiving.heard.events(AnotherSender, port)
            assert told.who == "127.0.0.1"
            wait_until(lambda: status(receiving, port).intruder == "127.0.0.1")
            assert receiving.heard.events(MessageReceived, port) == []
            assert receiving.heard.states(port) == [S.LIVE]

    def test_a_second_request_is_answered_and_gets_nothing_that_is_meant_for_the_first(
        self, start_engine, port
    ):
        receiving = start_engine(port)
        with RawSender(port) as camera, RawSender(port, zmq.REQ) as stranger:
            is_answered(camera)
            receiving.engine.keep_reply("unlock")
            send_until_answered_with(camera, "unlock")
            named = stock_header(ext={"v": 1, "sequence": 1, "name": "Gate", "fault": "smoke"})
            assert stranger.exchange([named, jpeg(7)])["data"] is None
            assert stranger.exchange([stock_goodbye()])["data"] is None

            # A new one each time: a camera that repeats its picture for long is no LIVE one.
            numbers = itertools.count(8)

            def camera_is_heard_beside_it():
                assert camera.exchange(jpeg_frame(next(numbers)))["data"] == "unlock"
                return receiving.heard.events(AnotherSender, port)

            (told,) = wait_until(camera_is_heard_beside_it)
            assert told.who == "Gate at 127.0.0.1"
            assert receiving.heard.states(port) == [S.LIVE]

    def test_whoever_comes_back_on_a_new_connection_has_it_at_once(self, start_engine, port):
        receiving = start_engine(port, clock=ManualClock())
        with RawSender(port) as stranger:
            with RawSender(port) as camera:
                is_answered(camera)
                is_answered(stranger)
            receiving.heard.wait_for_state(port, S.LOST)
            with RawSender(port) as camera:
                camera.exchange(jpeg_frame(5, message="back"))
                receiving.heard.wait_for_state(port, S.LIVE)
                is_answered(stranger)
        (message,) = receiving.heard.events(MessageReceived, port)
        assert message.message == "back"


class TestFaults:
    """Something that nobody thought of is thrown, and the test looks who is still alive."""

    def test_one_in_a_port_costs_that_port_its_peer_and_nobody_else(
        self, start_engine, monkeypatch, caplog
    ):
        bad, good = free_ports(2)
        receiving = start_engine(bad, good)
        original = SenderStream.frame

        def frame(stream, received, number, now):
            if received.header.message == "poison":
                raise ZeroDivisionError("nobody thought of this")
            return original(stream, received, number, now)

        monkeypatch.setattr(SenderStream, "frame", frame)
        with RawSender(bad) as hostile, RawSender(good) as camera:
            is_answered(hostile)
            is_answered(camera)
            hostile.send(jpeg_frame(1, message="poison"))
            receiving.heard.wait_for_state(bad, S.LOST)
            (told,) = receiving.heard.wait_for_events(BadInput, bad)
            assert "nobody thought of this" in told.reason
            is_answered(camera)
            is_answered(hostile)
            receiving.heard.wait_for_state(bad, S.LIVE)
            assert receiving.heard.events(SenderDisconnected, good) == []
        assert "ZeroDivisionError" in caplog.text

    def test_one_in_a_timer_costs_only_the_port_whose_it_is(self, start_engine, monkeypatch):
        bad, good = free_ports(2)
        receiving = start_engine(bad, good)
        original = ListeningPort.time_passed

        def time_passed(one, hold):
            if one.port == bad and one.status().received:
                raise ZeroDivisionError("nobody thought of this")
            original(one, hold)

        with RawSender(bad) as other, RawSender(good) as camera:
            is_answered(other)
            is_answered(camera)
            monkeypatch.setattr(ListeningPort, "time_passed", time_passed)
            receiving.heard.wait_for_state(bad, S.LOST)
            is_answered(camera)
            assert receiving.heard.states(good) == [S.LIVE]

    def test_one_in_a_ports_figures_leaves_the_others_theirs(self, start_engine, monkeypatch):
        bad, good = free_ports(2)
        receiving = start_engine(bad, good)
        original = ListeningPort.status
        thrown = []

        def figures(one):
            if one.port == bad:
                thrown.append(one)
                raise ZeroDivisionError("nobody thought of this")
            return original(one)

        with RawSender(bad) as other, RawSender(good) as camera:
            is_answered(other)
            receiving.heard.wait_for_state(bad, S.LIVE)
            monkeypatch.setattr(ListeningPort, "status", figures)
            wait_until(lambda: thrown)
            before = receiving.engine.published_at
            is_answered(camera)
            wait_until(lambda: status(receiving, good).received == 20)
            wait_until(lambda: receiving.engine.published_at > before)
            assert status(receiving, bad).port == bad
            monkeypatch.undo()
            wait_until(lambda: status(receiving, bad).rejected_messages)

    @pytest.mark.parametrize("what", ["command", "reply"])
    def test_one_in_what_is_asked_of_several_ports_costs_only_its_own(
        self, start_engine, monkeypatch, what
    ):
        bad, good = free_ports(2)
        receiving = start_engine(bad, good)
        original = ReplyOutbox.put

        def send_command(one, command):
            raise ZeroDivisionError("nobody thought of this")

        def put(outbox, port, reply):
            if port == bad:
                raise ZeroDivisionError("nobody thought of this")
            original(outbox, port, reply)

        monkeypatch.setattr(ListeningPort, "send_command", send_command)
        monkeypatch.setattr(ReplyOutbox, "put", put)
        with RawSender(good) as camera:
            is_answered(camera)
            if what == "command":
                receiving.engine.command(bad, "restart")
            else:
                receiving.engine.reply([bad, good], "left")
                send_until_answered_with(camera, "left")
            (told,) = receiving.heard.wait_for_events(BadInput, bad)
            assert "nobody thought of this" in told.reason

    def test_one_in_a_job_costs_a_line_in_the_log(self, start_engine, port, caplog):
        receiving = start_engine(port)
        receiving.engine._loop.call(lambda: {}["x"])
        with RawSender(port) as camera:
            is_answered(camera)
        wait_until(lambda: "KeyError" in caplog.text)

    def test_a_listener_that_throws_costs_a_line_in_the_log(self, port, caplog):
        class Broken(ReceiveRecorder):
            def event(self, event):
                super().event(event)
                raise ZeroDivisionError("the program's own")

            def frame(self, frame):
                raise KeyError("the program's own")

        heard = Broken()
        engine = ReceiveEngine([port], listener=heard, clock=SystemClock())
        engine.start()
        with RawSender(port) as camera:
            for _ in range(3):
                is_answered(camera)
            heard.wait_for_state(port, S.LIVE)
        engine.stop()
        assert "KeyError" in caplog.text
        assert "ZeroDivisionError" in caplog.text

    def test_an_engine_that_cannot_go_on_says_so_and_frees_its_ports(
        self, start_engine, port, monkeypatch
    ):
        receiving = start_engine(port)
        with RawSender(port) as camera:
            is_answered(camera)
            error = MemoryError("nothing left")

            def turn(loop):
                raise error

            monkeypatch.setattr(PollLoop, "_turn", turn)
            wait_until(lambda: receiving.heard.faults)
            monkeypatch.undo()
            assert receiving.heard.faults == [error]
            again = start_engine(port)
            is_answered(camera)
            again.heard.wait_for_state(port, S.LIVE)


class TestStopping:
    def test_every_port_is_free_at_once(self, start_engine):
        ports = free_ports(4)
        receiving = start_engine(*ports)
        with RawSender(ports[0]) as sender:
            is_answered(sender)
            receiving.engine.stop()
            assert all(can_listen(port) for port in ports)

    def test_twenty_starts_and_stops_leave_no_thread(self, port):
        before = set(threading.enumerate())
        for number in range(20):
            heard = ReceiveRecorder()
            engine = ReceiveEngine([port], listener=heard, clock=SystemClock())
            engine.start()
            if number % 5 == 0:
                with RawSender(port) as sender:
                    is_answered(sender, 2)
            engine.stop()
        assert set(threading.enumerate()) == before

    def test_many_ports_need_no_more_threads_than_one(self, start_engine, port):
        def threads_for(*ports):
            before = set(threading.enumerate())
            engine = start_engine(*ports).engine
            wait_until(lambda: engine.statuses().keys() >= set(ports))
            return len(set(threading.enumerate()) - before)

        assert threads_for(*free_ports(16)) == threads_for(port) > 0

    def test_one_that_is_stopped_before_it_runs_ends_at_once(self, port):
        before = set(threading.enumerate())
        engine = ReceiveEngine([port], listener=ReceiveRecorder(), clock=SystemClock())
        assert set(threading.enumerate()) == before
        engine.stop()
        engine.run()
        assert set(threading.enumerate()) == before

    def test_stopping_twice_is_fine(self, start_engine, port):
        receiving = start_engine(port)
        receiving.engine.stop()
        receiving.engine.stop()
        receiving.engine.add_port(port)
        receiving.engine.reply([port], "left")
        with socket.create_server(("127.0.0.1", port)) as other:
            assert other.getsockname()[1] == port, "nobody listens there any more"
