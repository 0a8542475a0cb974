"""Our two engines with each other on real sockets: every pattern, TCP and IPC, and the way back."""

import contextlib
import itertools

import numpy as np
import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.events import MessageReceived, SenderDisconnected
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.patterns import FACTS, Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.protocol.reply import ArrayReply
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.transport.sockets import ConnectSettings, ListenSettings
from tests.support.free_ports import free_port
from tests.support.recorders import ReceiveRecorder, SendRecorder
from tests.support.waiting import wait_until
from tests.support.wire import jpeg

ANSWERING = [pattern for pattern in Pattern if FACTS[pattern].answers_frames]


class Receiving(ReceiveRecorder):
    """A receive engine and everything that it told, frames too."""

    def __init__(self, address, port, settings):
        super().__init__()
        self.frames = []
        self.port = port
        self.engine = ReceiveEngine([port], listener=self, clock=SystemClock(), settings=settings)
        self.engine.start()
        assert self.engine.wait_until_done()

    def frame(self, frame):
        self.frames.append(frame)
        return True


class Sending(SendRecorder):
    """A send engine and everything that it told, with every frame's way."""

    def __init__(self, receiver, settings):
        super().__init__()
        self.receiver = receiver
        self.taken = []
        self.answers = {}
        self.changes = 0
        self.engine = SendEngine(
            [receiver], listener=self, observer=self, clock=SystemClock(), settings=settings
        )
        self.engine.start()

    def frame_taken(self, receiver, number):
        assert receiver == self.receiver
        self.taken.append(number)

    def frame_answered(self, receiver, number, answer):
        self.answers[number] = answer

    def receivers_changed(self):
        self.changes += 1

    @property
    def status(self):
        return self.engine.statuses()[self.receiver]

    def wait_for_state(self, state):
        wait_until(lambda: self.engine.statuses() and self.status.state is state)

    def send(self, number, message=None):
        """Send a picture and wait until it was taken."""
        sent = self.engine.send(CapturedFrame(0.0, jpeg=jpeg(number)), message)
        wait_until(lambda: sent in self.taken)
        return sent

    def send_array(self, array, message=None):
        layout = ArrayLayout(str(array.dtype), array.shape)
        sent = self.engine.send_encoded(layout, array.tobytes(), message)
        wait_until(lambda: sent in self.taken)
        return sent

    def answer(self, number):
        wait_until(lambda: number in self.answers)
        return self.answers[number]


class Line:
    """Starts and stops both ends, in any order, on one port or one path."""

    def __init__(self, ends, pattern, scheme, address):
        self._ends = ends
        self._address = address
        self._port = free_port()
        self._listen = ListenSettings(address, pattern, scheme=scheme)
        self._connect = ConnectSettings(pattern, scheme)

    def receiving(self):
        return self._started(Receiving(self._address, self._port, self._listen))

    def sending(self):
        return self._started(Sending(Receiver(self._address, self._port), self._connect))

    def _started(self, end):
        self._ends.callback(end.engine.stop)
        return end


@pytest.fixture(params=["tcp", "ipc"])
def make_line(request, tmp_path):
    address = "127.0.0.1" if request.param == "tcp" else str(tmp_path / "camera")
    with contextlib.ExitStack() as ends:
        yield lambda pattern: Line(ends, pattern, request.param, address)


@pytest.mark.parametrize("pattern", Pattern)
class TestEveryPattern:
    def test_frames_and_messages_arrive_in_order(self, make_line, pattern):
        line = make_line(pattern)
        receiving, sending = line.receiving(), line.sending()
        sending.wait_for_state(ReceiverState.CONNECTED)
        for number in range(20):
            sending.send(number, ["hello", number])
            # One waits on either side where nothing is answered.
            wait_until(lambda count=number + 1: len(receiving.frames) == count)
        assert [one.payload for one in receiving.frames] == [jpeg(number) for number in range(20)]
        messages = [event.message for event in receiving.events(MessageReceived)]
        assert messages == [["hello", number] for number in range(20)]
        receiving.wait_for_state(receiving.port, PortState.LIVE)

    def test_an_array_arrives_as_it_was(self, make_line, pattern):
        line = make_line(pattern)
        receiving, sending = line.receiving(), line.sending()
        array = np.arange(10, dtype=np.float32)
        sending.wait_for_state(ReceiverState.CONNECTED)
        sending.send_array(array)
        wait_until(lambda: receiving.frames)
        (frame,) = receiving.frames
        assert frame.content == ArrayLayout("float32", (10,))
        assert frame.payload == array.tobytes()

    def test_the_newest_frame_waits_for_a_receiver_that_comes_later(self, make_line, pattern):
        line = make_line(pattern)
        sending = line.sending()
        sent = [sending.engine.send(CapturedFrame(0.0, jpeg=jpeg(n))) for n in range(5)]
        assert sent == [1, 2, 3, 4, 5]
        sending.wait_for_state(ReceiverState.WAITING)
        receiving = line.receiving()
        wait_until(lambda: receiving.frames)
        assert [one.payload for one in receiving.frames] == [jpeg(4)]
        wait_until(lambda: sending.taken == [5])
        assert sending.status.dropped <= 4

    def test_the_senders_end_is_a_goodbye(self, make_line, pattern):
        line = make_line(pattern)
        receiving, sending = line.receiving(), line.sending()
        sent = sending.send(1)
        wait_until(lambda: receiving.frames)
        if FACTS[pattern].answers_frames:
            sending.answer(sent)
        sending.engine.stop()
        receiving.wait_for_state(receiving.port, PortState.ENDED)

    def test_another_sender_may_come_then(self, make_line, pattern):
        line = make_line(pattern)
        receiving = line.receiving()
        for number in range(1, 4):
            sending = line.sending()
            sending.send(number)
            wait_until(lambda count=number: len(receiving.frames) == count)
            sending.engine.stop()
            receiving.wait_for_events(SenderDisconnected, receiving.port, number)

    def test_a_receiver_may_go_and_come_back(self, make_line, pattern):
        line = make_line(pattern)
        sending = line.sending()
        for number in range(1, 4):
            receiving = line.receiving()
            sending.wait_for_state(ReceiverState.CONNECTED)
            sending.send(number)
            wait_until(lambda there=receiving: there.frames)
            receiving.engine.stop()
            sending.wait_for_state(ReceiverState.GONE)
            status = sending.status
            assert (status.connects, status.disconnects) == (number, number)
        assert sending.changes >= 6
        names = [one[0] for one in sending.told]
        assert names == ["connected", "disconnected"] * 3


@pytest.mark.parametrize("pattern", ANSWERING)
class TestTheWayBack:
    def test_every_frame_is_answered_under_its_number(self, make_line, pattern):
        line = make_line(pattern)
        receiving, sending = line.receiving(), line.sending()
        for number in range(20):
            answer = sending.answer(sending.send(number))
            assert (answer.data, answer.port) == (None, str(receiving.port))
        assert sending.taken == list(range(1, 21))
        assert sorted(sending.answers) == list(range(1, 21))
        assert sending.status.sent == sending.status.answered == 20
        assert 0 < sending.status.round_trip < 5

    @pytest.mark.parametrize(
        "reply",
        [
            ArrayReply(ArrayLayout("float32", (10,)), np.arange(10, dtype=np.float32).tobytes()),
            ArrayReply(Compression(), jpeg(7)),
            {"go": ["left", 5, None]},
        ],
        ids=["raw array", "JPEG", "JSON"],
    )
    def test_a_reply_of_any_kind_comes_back_once(self, make_line, pattern, reply):
        line = make_line(pattern)
        receiving, sending = line.receiving(), line.sending()
        receiving.engine.reply([receiving.port], reply)
        assert receiving.engine.wait_until_done()
        answers = [sending.answer(sending.send(number)).data for number in range(3)]
        assert answers == [reply, None, None]

    def test_a_kept_one_comes_with_every_answer(self, make_line, pattern):
        line = make_line(pattern)
        receiving, sending = line.receiving(), line.sending()
        for reply in ("left", ArrayReply(Compression(), jpeg(7)), None):
            receiving.engine.keep_reply(reply)
            assert receiving.engine.wait_until_done()
            answers = [sending.answer(sending.send(number)).data for number in range(3)]
            assert answers == [reply] * 3


def test_numbers_go_on_over_a_change_of_receivers_and_dropped_frames(make_line):
    line = make_line(Pattern.REQUEST_REPLY)
    sending = line.sending()
    numbers = itertools.count(1)
    for _ in range(2):
        receiving = line.receiving()
        for _ in range(3):
            assert sending.send(1) == next(numbers)
        receiving.engine.stop()
        sending.wait_for_state(ReceiverState.GONE)
        for _ in range(5):
            assert sending.engine.send(CapturedFrame(0.0, jpeg=jpeg())) == next(numbers)
        # The last of them waits for the next receiver.
