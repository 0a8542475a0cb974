"""The engine on real sockets, with receivers that do exactly what the test tells them."""

import contextlib
import threading

import numpy as np
import pytest
import zmq

from netgear_engine.clock import SystemClock
from netgear_engine.codecs import jpeg as codec
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import (
    Command,
    CommandResult,
    Health,
    NodeReport,
    WantedStream,
)
from netgear_engine.protocol.header import ArrayLayout
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState, ReceiverStatus
from netgear_engine.sending.send_engine import FrameRate, SendEngine
from netgear_engine.transport.connector import Connector
from netgear_engine.transport.poll_loop import PollLoop
from netgear_engine.transport.sockets import ConnectSettings
from tests.support.free_ports import free_port, free_ports
from tests.support.raw_peers import RawReceiver
from tests.support.recorders import RemoteRecorder, SendRecorder
from tests.support.router_process import RouterProcess
from tests.support.waiting import PATIENCE, wait_until
from tests.support.wire import jpeg

PIXELS = np.zeros((48, 64, 3), np.uint8)


class ClockAhead(SystemClock):
    """The system's clock, so many seconds ahead."""

    ahead = 0.0

    def monotonic(self):
        return super().monotonic() + self.ahead


class Sending:
    """An engine that runs, and what it told."""

    def __init__(self, *ports, clock=None, **settings):
        self.told = SendRecorder()
        receivers = [Receiver("127.0.0.1", port) for port in ports]
        clock = clock or SystemClock()
        self.engine = SendEngine(receivers, listener=self.told, clock=clock, **settings)
        self.engine.start()

    def send(self, number):
        self.engine.send(CapturedFrame(0.0, jpeg=jpeg(number)))

    def send_pixels(self):
        self.engine.send(CapturedFrame(0.0, pixels=PIXELS))

    def wait_until_offered(self):
        """Wait until the engine has looked at every frame so far."""
        done = threading.Event()
        self.engine._loop.call(done.set)
        assert done.wait(PATIENCE)

    def statuses_answered(self):
        return sum(status.answered for status in self.engine.statuses().values())

    def seconds_to_stop(self):
        clock = SystemClock()
        started = clock.monotonic()
        self.engine.stop()
        return clock.monotonic() - started


@pytest.fixture
def start_engine():
    started = []

    def start(*ports, **settings):
        started.append(Sending(*ports, **settings))
        return started[-1]

    yield start
    for sending in started:
        sending.engine.stop()


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def encoded(monkeypatch):
    """Count the calls of the encoder."""
    calls = []
    encode = codec.encode
    monkeypatch.setattr(codec, "encode", lambda *how: calls.append(how) or encode(*how))
    return calls


def exchange(sending, receiver, number, **answer):
    sending.send(number)
    arrived = receiver.receive()
    receiver.answer(arrived, **answer)
    return arrived


class TestFrames:
    def test_a_cameras_jpeg_arrives_byte_for_byte(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            for number in range(5):
                arrived = exchange(sending, receiver, number)
                assert arrived.payload == jpeg(number)
                assert arrived.header["terminate_flag"] is False
                assert arrived.header["compression"]["colorspace"] == "BGR"

    def test_pixels_arrive_as_a_jpeg(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            sending.send_pixels()
            assert codec.measure(receiver.receive().payload) == (64, 48)

    def test_publishing_works(self, start_engine, port):
        with RawReceiver(port, zmq.SUB) as receiver:
            sending = start_engine(port, settings=ConnectSettings(Pattern.PUBLISH_SUBSCRIBE))
            numbers = iter(range(1000))

            def arrives():
                sending.send(next(numbers))
                return receiver.has_message(0.02)

            wait_until(arrives)
            arrived = receiver.receive()
            assert arrived.header["pattern"] == "2"
            assert codec.measure(arrived.payload) == (64, 48)

    def test_a_slow_receiver_gets_two_and_then_the_newest(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            first, second = (exchange_nothing(sending, receiver, number) for number in (1, 2))
            for number in range(3, 100):
                sending.send(number)
            sending.wait_until_offered()
            assert not receiver.has_message(0.1)
            receiver.answer(first)
            assert receiver.receive().payload == jpeg(99)
            receiver.answer(second)
            assert not receiver.has_message(0.1)

    def test_a_dead_receiver_costs_the_other_nothing(self, start_engine):
        alive, absent, silent = free_ports(3)
        with RawReceiver(alive) as receiver, RawReceiver(silent) as mute:
            sending = start_engine(silent, absent, alive)
            sending.told.wait_for("connected", alive)
            sending.told.wait_for("connected", silent)
            for number in range(50):
                assert exchange(sending, receiver, number).payload == jpeg(number)
            assert [mute.receive().payload for _ in range(2)] == [jpeg(0), jpeg(1)]
            assert not mute.has_message(0.1)

    def test_a_restarted_receiver_gets_frames_again(self, start_engine, port):
        sending = start_engine(port)
        for number in range(3):
            with RawReceiver(port) as receiver:
                sending.told.wait_for("connected", port, count=number + 1)
                assert exchange(sending, receiver, number).payload == jpeg(number)
            sending.told.wait_for("disconnected", port, count=number + 1)

    def test_an_answer_that_means_nothing_is_survived(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            for number, nonsense in enumerate([b"", b"{", b"[1]", b"\xff", b'{"\\ud800": 1}']):
                sending.send(number)
                arrived = receiver.receive()
                receiver.socket.send_multipart([*arrived.path, nonsense])
            assert exchange(sending, receiver, 9).payload == jpeg(9)


def exchange_nothing(sending, receiver, number):
    sending.send(number)
    return receiver.receive()


class TestNumbers:
    def test_they_are_returned_and_the_wire_counts_what_goes_over_it(self, start_engine, port):
        sending = start_engine(port)
        for number in (1, 2, 3):
            assert sending.engine.send(CapturedFrame(0.0, jpeg=jpeg(number))) == number
        sending.wait_until_offered()
        # Only now is there a receiver: what waits for it is the newest.
        with RawReceiver(port) as receiver:
            first = receiver.receive()
            assert first.payload == jpeg(3)
            assert sending.engine.send(CapturedFrame(0.0, jpeg=jpeg(4))) == 4
            assert [one.header["ext"]["sequence"] for one in (first, receiver.receive())] == [1, 2]

    def test_encoded_frames_are_counted_with_the_others(self, start_engine, port):
        with RawReceiver(port) as receiver:
            engine = start_engine(port).engine
            assert engine.send(CapturedFrame(0.0, jpeg=jpeg())) == 1
            receiver.answer(receiver.receive())
            assert engine.send_encoded(ArrayLayout("uint8", (2, 3)), b"abcdef", "hello") == 2
            arrived = receiver.receive()
            assert arrived.payload == b"abcdef"
            assert arrived.header["message"] == "hello"
            assert arrived.header["shape"] == [2, 3]

    @pytest.mark.parametrize("given", [None, 7000, "7000"])
    def test_the_header_calls_the_port_as_it_was_given(self, start_engine, port, given):
        with RawReceiver(port) as receiver:
            sending = start_engine(port, header_port=lambda _: given)
            sending.send(1)
            assert receiver.receive().header.get("port") == given

    def test_by_default_the_header_calls_the_port_by_its_number_as_a_text(self, start_engine, port):
        with RawReceiver(port) as receiver:
            start_engine(port).send(1)
            assert receiver.receive().header["port"] == str(port)


class TestNode:
    def test_a_placeholder_that_waited_says_its_fault_even_when_that_is_over(
        self, start_engine, port
    ):
        sending = start_engine(port)
        sending.engine.send_fault("no frames for 3 s")
        sending.send(1)
        sending.engine.send_fault("")
        with RawReceiver(port) as receiver:
            assert receiver.receive().header["ext"]["fault"] == "no frames for 3 s"
            sending.send(2)
            assert "fault" not in receiver.receive().header["ext"]

    def test_a_picture_that_waited_says_the_fault_that_came_since(self, start_engine, port):
        sending = start_engine(port)
        sending.send(1)
        sending.engine.send_fault("no frames for 3 s")
        with RawReceiver(port) as receiver:
            assert receiver.receive().header["ext"]["fault"] == "no frames for 3 s"

    def test_wishes_commands_and_their_results_go_over_the_wire(self, start_engine, port):
        remote, here = RemoteRecorder(), Receiver("127.0.0.1", port)
        with RawReceiver(port) as receiver:
            sending = start_engine(port, remote=remote)
            sending.engine.send_report(NodeReport(values={"flip": "none"}))
            times = {"v": 1, "sequence": 1, "received": 0.0, "answered": 0.0}
            orders = {
                "wanted": {"width": 640, "height": 360},
                "commands": [{"id": "a", "command": "set", "arguments": {"name": "flip"}}],
            }
            exchange(sending, receiver, 1, ext=times | orders)
            wait_until(lambda: remote.commands)
            assert sending.engine.statuses()[here].wanted == WantedStream(640, 360)
            assert remote.commands == [(here, Command("a", "set", {"name": "flip"}))]
            sending.engine.send_result(here, CommandResult("a", "both", "none"))
            sending.engine.send_result(Receiver("elsewhere", 1), CommandResult("b"))
            sending.wait_until_offered()
            sending.send(2)
            ext = receiver.receive().header["ext"]
            assert ext["results"] == [{"id": "a", "requested": "both", "applied": "none"}]
            assert ext["report"] == {"values": {"flip": "none"}}
        wait_until(lambda: sending.engine.statuses()[here].wanted is None)

    def test_what_cannot_be_told_is_refused_at_once(self, start_engine, port):
        engine, here = start_engine(port).engine, Receiver("127.0.0.1", port)
        for tell in (
            lambda: engine.send_result(here, CommandResult("a", object())),
            lambda: engine.send_report(NodeReport(values={"lens": object()})),
            lambda: engine.send_report(NodeReport(values={"lens": "x" * 41_000})),
            lambda: engine.send_health(Health(temperature_c=object())),
        ):
            with pytest.raises(LocalProtocolError):
                tell()


class TestStatuses:
    def test_there_is_one_of_every_receiver(self, start_engine):
        alive, absent = free_ports(2)
        with RawReceiver(alive) as receiver:
            sending = start_engine(alive, absent)
            sending.told.wait_for("connected", alive)
            receiver.answer(exchange_nothing(sending, receiver, 1))
            here, away = Receiver("127.0.0.1", alive), Receiver("127.0.0.1", absent)
            wait_until(lambda: sending.engine.statuses()[here].answered == 1)
            statuses = sending.engine.statuses()
            assert set(statuses) == {here, away}
            assert statuses[here].state is ReceiverState.CONNECTED
            assert statuses[away] == ReceiverStatus(away, ReceiverState.WAITING)

    def test_a_mute_receiver_stalls_within_half_a_second(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            for number in range(3):
                sending.send(number)
                sending.wait_until_offered()
            here = Receiver("127.0.0.1", port)
            wait_until(lambda: sending.engine.statuses()[here].state is ReceiverState.STALLED)
            receiver.answer(receiver.receive())
            wait_until(lambda: sending.engine.statuses()[here].state is ReceiverState.CONNECTED)


class TestEncoding:
    def test_what_nobody_wants_is_not_encoded(self, start_engine, port, encoded):
        sending = start_engine(port)
        for _ in range(20):
            sending.send_pixels()
        sending.wait_until_offered()
        assert encoded == []
        with RawReceiver(port) as receiver:
            # The newest frame has waited for it; the others were replaced unseen.
            receiver.receive()
            assert len(encoded) == 1
            sending.send_pixels()
            receiver.receive()
            assert len(encoded) == 2

    def test_what_two_receivers_take_is_encoded_once(self, start_engine, encoded):
        ports = free_ports(2)
        with RawReceiver(ports[0]) as first, RawReceiver(ports[1]) as second:
            sending = start_engine(*ports)
            for port in ports:
                sending.told.wait_for("connected", port)
            for number in range(5):
                sending.send_pixels()
                for receiver in (first, second):
                    receiver.answer(receiver.receive())
                assert len(encoded) == number + 1

    def test_what_does_not_fit_the_window_is_not_encoded(self, start_engine, port, encoded):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            for _ in range(2):
                sending.send_pixels()
                receiver.receive()
            for _ in range(20):
                sending.send_pixels()
            sending.wait_until_offered()
            assert len(encoded) == 2


class TestMessages:
    def test_what_is_said_goes_out_with_the_next_frame(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            sending.engine.send_message({"motion": True})
            messages = [exchange(sending, receiver, number).header["message"] for number in (1, 2)]
            assert messages == [{"motion": True}, None]

    def test_a_message_may_come_with_its_frame(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            sending.engine.send(CapturedFrame(0.0, jpeg=jpeg()), "hello")
            assert receiver.receive().header["message"] == "hello"

    def test_one_that_json_cannot_carry_is_refused_at_once(self, start_engine, port):
        engine = start_engine(port).engine
        with pytest.raises(LocalProtocolError):
            engine.send_message({1, 2})
        with pytest.raises(LocalProtocolError):
            engine.send(CapturedFrame(0.0, jpeg=jpeg()), object())

    def test_a_reply_is_reported(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            exchange(sending, receiver, 1, return_type="dict", data={"go": "left"})
            sending.told.wait_for("reply", port, {"go": "left"})


class TestStopping:
    def test_goodbye_is_said_to_a_receiver_that_answered(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            exchange(sending, receiver, 1, return_type="str", data="done")
            sending.told.wait_for("reply", port, "done")
            sending.engine.stop()
            arrived = receiver.receive()
            assert arrived.header == {"terminate_flag": True, "port": str(port)}
            assert arrived.payload is None

    def test_goodbyes_that_wait_for_room_share_their_time(self, start_engine, monkeypatch):
        waited = []
        ports = free_ports(3)
        clock = ClockAhead()

        def has_no_room(connector, _, wait_ms):
            waited.append(wait_ms)
            clock.ahead += wait_ms / 1000
            return connector._port == ports[-1]

        monkeypatch.setattr(Connector, "send_last", has_no_room)
        with contextlib.ExitStack() as receivers:
            subscribers = [receivers.enter_context(RawReceiver(port, zmq.SUB)) for port in ports]
            publishes = ConnectSettings(Pattern.PUBLISH_SUBSCRIBE)
            sending = start_engine(*ports, clock=clock, settings=publishes)
            for port, subscriber in zip(ports, subscribers, strict=True):
                # Its socket subscribes when it is looked at.
                wait_until(
                    lambda port=port, one=subscriber: (
                        one.has_message(0) or ("connected", port) in sending.told.told
                    )
                )
            sending.engine.stop()
        assert waited[:3] == [0, 0, 0], "nobody who has room waits for others"
        assert len(waited) == 5
        assert sum(waited) <= 300

    def test_no_goodbye_is_said_to_a_receiver_that_never_answered(self, start_engine, port):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            exchange_nothing(sending, receiver, 1)
            sending.engine.stop()
            assert not receiver.has_message(0.2)

    def test_it_takes_less_than_two_seconds_when_nobody_is_there(self, start_engine, port):
        sending = start_engine(port)
        sending.send(1)
        assert sending.seconds_to_stop() < 2

    def test_it_takes_less_than_two_seconds_with_a_frozen_receiver(self, start_engine, port):
        with RouterProcess(port) as process:
            process.wait_for(1)
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            sending.send(1)
            process.wait_for(2)
            process.freeze()
            # More than the system's buffers take.
            for _ in range(2):
                sending.engine.send(CapturedFrame(0.0, jpeg=bytes(20_000_000)))
                sending.wait_until_offered()
            assert sending.seconds_to_stop() < 2
            assert not [one for one in threading.enumerate() if one.name == "send-engine"]

    def test_starts_and_stops_leave_no_thread(self, port):
        before = set(threading.enumerate())
        with RawReceiver(port):
            for _ in range(10):
                sending = Sending(port)
                sending.send(1)
                sending.engine.stop()
        assert set(threading.enumerate()) == before

    def test_frames_after_the_end_are_dropped(self, start_engine, port):
        sending = start_engine(port)
        sending.engine.stop()
        sending.send(1)
        sending.engine.send_message("hello")
        sending.engine.stop()
        with RawReceiver(port) as receiver:
            assert not receiver.has_message(0.2)


def after(intervals):
    rate, now = FrameRate(), 1000.0
    fps = rate.frame(now)
    for interval in intervals:
        now += interval
        fps = rate.frame(now)
    return fps


def test_one_frame_has_no_rate():
    assert after([]) == 0


def test_frames_at_the_same_moment_have_no_rate():
    assert after([0, 0]) == 0


@pytest.mark.parametrize("fps", [1, 5, 30, 120])
def test_a_steady_stream_has_its_rate_at_once_and_for_ever(fps):
    assert after([1 / fps]) == pytest.approx(fps)
    assert after([1 / fps] * 100) == pytest.approx(fps)


def test_one_late_frame_changes_little():
    assert after([1 / 30] * 50 + [2 / 30]) == pytest.approx(30 / 1.1)


def test_a_new_rate_is_learnt():
    assert after([1 / 30] * 50 + [1 / 10] * 60) == pytest.approx(10, rel=0.01)


class TestFaults:
    """Something that nobody thought of is thrown, and the test looks who is still alive."""

    def test_a_listener_that_throws_costs_a_line_in_the_log(self, start_engine, port, caplog):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)

            def broken(*told):
                raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

            sending.told.reply_received = sending.told.disconnected = broken
            for number in range(3):
                exchange(sending, receiver, number, data=f"left {number}")
            wait_until(lambda: "UnicodeEncodeError" in caplog.text)
            assert sending.engine.is_alive()

    def test_a_remote_that_throws_answers_the_command_all_the_same(self, start_engine, port):
        class Broken(RemoteRecorder):
            def command_received(self, receiver, command):
                raise KeyError(command.id)

            def receivers_changed(self):
                raise KeyError("receivers")

        with RawReceiver(port) as receiver:
            sending = start_engine(port, remote=Broken())
            sending.told.wait_for("connected", port)
            order = {"id": "a", "command": "still", "arguments": {}}
            times = {"v": 1, "sequence": 1, "received": 0.0, "answered": 0.0}
            exchange(sending, receiver, 1, ext=times | {"commands": [order]})
            wait_until(lambda: sending.statuses_answered() == 1)
            sending.wait_until_offered()
            arrived = exchange(sending, receiver, 2)
            (result,) = arrived.header["ext"]["results"]
            assert (result["id"], bool(result["refused"])) == ("a", True)

    def test_a_picture_that_cannot_be_encoded_costs_itself_alone(
        self, start_engine, port, monkeypatch
    ):
        with RawReceiver(port) as receiver:
            sending = start_engine(port)
            sending.told.wait_for("connected", port)
            monkeypatch.setattr(codec, "encode", lambda *how: {}["no such thing"])
            sending.send_pixels()
            sending.wait_until_offered()
            exchange(sending, receiver, 7)
            assert sending.engine.is_alive()

    def test_one_that_cannot_go_on_says_so_and_no_goodbye(self, start_engine, port, monkeypatch):
        error, faults = MemoryError("nothing left"), []
        with RawReceiver(port) as receiver:
            sending = start_engine(port, on_failed=faults.append)
            sending.told.wait_for("connected", port)
            exchange(sending, receiver, 1)
            wait_until(lambda: sending.statuses_answered() == 1)

            def turn(loop):
                raise error

            monkeypatch.setattr(PollLoop, "_turn", turn)
            wait_until(lambda: faults)
            assert faults == [error]
            wait_until(lambda: not sending.engine.is_alive())
            monkeypatch.undo()
            sending.engine.stop()
            assert not receiver.has_message(0.3)
