"""Both engines on real sockets: what the window wants, what it commands, and what a node tells."""

import contextlib
import itertools

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.events import CommandAnswered
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.ext import CommandResult, Control, Health, NodeReport, WantedStream
from netgear_engine.protocol.patterns import FACTS, Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.transport.sockets import ConnectSettings, ListenSettings
from tests.support.free_ports import free_port, free_ports
from tests.support.recorders import ReceiveRecorder, RemoteRecorder, SendRecorder
from tests.support.waiting import PATIENCE, wait_until
from tests.support.wire import jpeg, noisy_jpeg

ANSWERING = [pattern for pattern in Pattern if FACTS[pattern].answers_frames]
REPORT = NodeReport(
    {"Brightness": Control("float", -1.0, 1.0, 0.0)}, {"Brightness": 0.5}, ("set", "still")
)
FAULT = "camera fault: no frames for 3 s, restarting"


class Monitor(ReceiveRecorder):
    """A receive engine that listens on one port."""

    def __init__(self, port, pattern):
        super().__init__()
        self.port = port
        settings = ListenSettings("127.0.0.1", pattern)
        self.engine = ReceiveEngine([port], listener=self, clock=SystemClock(), settings=settings)
        self.engine.start()
        assert self.engine.wait_until_done()

    @property
    def status(self):
        return self.engine.statuses()[self.port]

    def answered(self, count=1):
        return self.wait_for_events(CommandAnswered, self.port, count)


class Node(RemoteRecorder):
    """A send engine whose camera gives a new picture whenever a test asks for one."""

    def __init__(self, ports, pattern=Pattern.REQUEST_REPLY):
        super().__init__()
        self.receivers = [Receiver("127.0.0.1", port) for port in ports]
        self.engine = SendEngine(
            self.receivers,
            listener=SendRecorder(),
            clock=SystemClock(),
            settings=ConnectSettings(pattern),
            name="Gate",
            remote=self,
        )
        self._pictures = itertools.count()
        self.engine.start()

    def picture(self):
        self.engine.send(CapturedFrame(0.0, jpeg=jpeg(next(self._pictures) % 200)))

    def wish(self, receiver):
        status = self.engine.statuses().get(receiver)
        return status.wanted if status else None

    def until(self, condition, timeout=PATIENCE):
        """Send pictures until something is true, and return it."""

        def look():
            self.picture()
            return condition()

        return wait_until(look, timeout, interval=0.02)


@pytest.fixture
def ends():
    with contextlib.ExitStack() as started:

        def start(end):
            started.callback(end.engine.stop)
            return end

        yield start


@pytest.fixture
def pair(ends):
    """Return a function that starts a monitor and a node of a pattern."""

    def start(pattern=Pattern.REQUEST_REPLY):
        port = free_port()
        monitor = ends(Monitor(port, pattern))
        return monitor, ends(Node([port], pattern))

    return start


@pytest.mark.parametrize("pattern", ANSWERING)
class TestTheWayBack:
    def test_the_node_hears_what_is_shown(self, pair, pattern):
        monitor, node = pair(pattern)
        (desk,) = node.receivers
        node.until(lambda: monitor.states(monitor.port) == [PortState.LIVE])
        assert node.wish(desk) is None, "a monitor that shows nothing yet has no wish"
        for size, wish in (((640, 360), WantedStream(640, 360)), (None, WantedStream(0, 0))):
            monitor.engine.show(monitor.port, size)
            node.until(lambda wish=wish: node.wish(desk) == wish)
        monitor.engine.want(monitor.port, WantedStream(1920, 1080, 15.0))
        node.until(lambda: node.wish(desk) == WantedStream(1920, 1080, 15.0))
        monitor.engine.stop()
        wait_until(lambda: node.wish(desk) is None)

    def test_a_command_is_answered_once_with_what_became_of_it(self, pair, pattern):
        monitor, node = pair(pattern)
        (desk,) = node.receivers
        node.until(lambda: monitor.status.connected and monitor.status.received)
        asked = monitor.engine.command(monitor.port, "set", {"name": "Brightness", "value": 2})
        (heard,) = node.until(lambda: list(node.commands))
        assert heard[0] == desk
        assert (heard[1].id, heard[1].arguments) == (asked, {"name": "Brightness", "value": 2})
        node.engine.send_result(desk, CommandResult(asked, 2, 1.0))
        node.until(lambda: monitor.events(CommandAnswered))
        for _ in range(5):
            node.picture()
        (event,) = monitor.events(CommandAnswered)
        assert (event.command.id, event.result) == (asked, CommandResult(asked, 2, 1.0))
        assert len(node.commands) == 1

    def test_a_still_comes_as_it_was_taken_and_is_never_shown(self, pair, pattern):
        monitor, node = pair(pattern)
        monitor.engine.show(monitor.port, (64, 48))
        (desk,) = node.receivers
        node.until(lambda: monitor.status.connected and monitor.pictures(monitor.port))
        asked = monitor.engine.command(monitor.port, "still")
        node.until(lambda: list(node.commands))
        still = noisy_jpeg((1600, 1200))
        node.engine.send_result(desk, CommandResult(asked, True, True), still)
        (event,) = monitor.answered()
        assert event.still == still
        count = len(monitor.pictures(monitor.port))
        node.until(lambda: len(monitor.pictures(monitor.port)) > count + 3)
        assert {one.source_size for one in monitor.pictures(monitor.port)} == {(64, 48)}


@pytest.mark.parametrize("pattern", Pattern)
class TestWhatANodeTells:
    def test_its_report_and_its_health_arrive_and_a_monitor_that_is_back_hears_them_too(
        self, ends, pair, pattern
    ):
        monitor, node = pair(pattern)
        node.engine.send_report(REPORT)
        node.engine.send_health(Health(61.5, cpu_percent=12.5))
        node.until(lambda: monitor.status.report and monitor.status.health)
        monitor.engine.stop()
        back = ends(Monitor(monitor.port, pattern))
        node.until(lambda: back.status.report and back.status.health)
        for there in (monitor, back):
            assert there.status.report == REPORT
            assert there.status.health == Health(61.5, cpu_percent=12.5)

    def test_a_fault_is_seen_with_its_newest_reason_and_is_over_with_the_next_picture(
        self, pair, pattern
    ):
        monitor, node = pair(pattern)
        monitor.engine.show(monitor.port, (64, 48))
        node.until(lambda: monitor.states(monitor.port) == [PortState.LIVE])
        node.engine.send_fault(FAULT)
        node.until(lambda: monitor.states(monitor.port)[-1] is PortState.FAULT)
        node.engine.send_fault("camera fault: it is busy")
        node.until(lambda: monitor.status.reason == "camera fault: it is busy")
        assert monitor.states(monitor.port) == [PortState.LIVE, PortState.FAULT]
        assert monitor.status.state is PortState.FAULT
        wait_until(lambda: monitor.pictures(monitor.port)[-1].frame.fault)
        node.engine.send_fault("")
        node.until(lambda: monitor.states(monitor.port)[-1] is PortState.LIVE)


def test_each_monitor_has_wishes_answers_and_pictures_of_its_own(ends):
    ports = free_ports(2)
    monitors = [ends(Monitor(port, Pattern.REQUEST_REPLY)) for port in ports]
    node = ends(Node(ports))
    for monitor, size in zip(monitors, [(640, 360), (320, 180)], strict=True):
        monitor.engine.show(monitor.port, size)
    node.until(lambda: all(node.wish(receiver) for receiver in node.receivers))
    assert [node.wish(receiver) for receiver in node.receivers] == [
        WantedStream(640, 360),
        WantedStream(320, 180),
    ]
    node.until(lambda: all(monitor.status.connected for monitor in monitors))
    asked = monitors[1].engine.command(ports[1], "still")
    node.until(lambda: list(node.commands))
    assert [receiver for receiver, _ in node.commands] == [node.receivers[1]]
    node.engine.send_result(node.receivers[1], CommandResult(asked), jpeg(7))
    monitors[1].answered()
    before = monitors[0].status.received
    node.until(lambda: monitors[0].status.received > before + 3)
    assert monitors[0].events(CommandAnswered) == []
