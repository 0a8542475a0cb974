import threading

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.protocol.ext import NodeReport
from netgear_engine.receiving.overload import DecodeCounts, Overload
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.transport.sockets import ListenSettings
from tests.support.free_ports import free_ports
from tests.support.raw_peers import RawSender
from tests.support.recorders import ReceiveRecorder
from tests.support.synthetic import status_of
from tests.support.waiting import wait_until
from tests.support.wire import jpeg, stock_header

THREADS = 2


class Work:
    """Decode threads that work as much as a test says, a second at a time."""

    def __init__(self):
        self.overload = Overload(0.0)
        self._now, self._busy_s, self._decoded, self._left_out = 0.0, 0.0, 0, 0
        self.second(0.0)

    def follow(self, load, left_out=0):
        """Let three seconds pass, in which the senders do what they were asked for."""
        return sum(self.second(load, left_out) for _ in range(3))

    def second(self, load, left_out=0):
        """Let a second pass with a hundred frames; return what has become of the share."""
        self._now += 1.0
        self._busy_s += load * THREADS
        self._decoded += 100 - left_out
        self._left_out += left_out
        before = self.overload.share
        counts = DecodeCounts(self._busy_s, THREADS, self._decoded, self._left_out)
        self.overload.look(self._now, counts)
        return self.overload.share - before


@pytest.fixture
def work():
    return Work()


def statuses(**of_ports):
    return {int(port[1:]): status for port, status in of_ports.items()}


def test_work_that_can_be_done_is_no_overload(work):
    for _ in range(10):
        assert work.second(0.99, left_out=4) == 0
    assert not work.overload.is_on
    assert work.overload.limits(statuses(p1=status_of(1, fps=30.0))) == {1: None}


def test_frames_that_are_left_out_while_a_thread_is_free_are_no_overload(work):
    """One camera that takes long is decoded by one thread at a time."""
    assert work.second(0.5, left_out=60) == 0
    assert not work.overload.is_on


def test_more_than_can_be_done_asks_for_less_step_by_step_down_to_a_tenth(work):
    assert work.second(1.0, left_out=50) < 0
    told = statuses(p1=status_of(1, fps=30.0), p2=status_of(2, fps=10.0))
    assert work.overload.limits(told) == {1: pytest.approx(24.0), 2: pytest.approx(8.0)}
    for _ in range(20):
        work.follow(1.0, left_out=50)
    # By now they send less: the share is of what they sent in the beginning.
    told = statuses(p1=status_of(1, fps=12.0), p2=status_of(2, fps=4.0))
    assert work.overload.limits(told) == {1: pytest.approx(3.0), 2: 1.0}


def test_the_share_is_of_what_a_node_tells_that_it_sends(work):
    work.second(1.0, left_out=50)
    report = NodeReport(values={"fps": 25.0})
    told = statuses(p1=status_of(1, fps=60.0, report=report))
    assert work.overload.limits(told) == {1: pytest.approx(20.0)}


def test_the_selected_port_keeps_its_rate(work):
    work.second(1.0, left_out=50)
    work.overload.selected = 2
    told = statuses(p1=status_of(1, fps=30.0), p2=status_of(2, fps=30.0))
    assert work.overload.limits(told) == {1: pytest.approx(24.0), 2: None}
    assert (work.overload.eases(1), work.overload.eases(2)) == (True, False)


def test_more_is_asked_for_again_only_after_a_while_below_three_quarters(work):
    work.second(1.0, left_out=50)
    assert work.second(1.0, left_out=50) == 0, "nobody can have followed yet"
    work.second(1.0, left_out=50)
    work.second(1.0, left_out=50)
    assert work.overload.share == pytest.approx(0.64)
    for _ in range(20):
        assert work.second(0.8) == 0, "it neither falls nor rises"
    assert [work.second(0.7) > 0 for _ in range(3)] == [False, False, True]
    assert work.overload.share == pytest.approx(0.704)
    work.second(0.7)
    work.second(0.8)
    assert [work.second(0.7) > 0 for _ in range(3)] == [False, False, True], "in a row"
    for _ in range(30):
        work.second(0.7)
    assert (work.overload.share, work.overload.is_on) == (1.0, False)
    assert work.overload.limits(statuses(p1=status_of(1, fps=30.0))) == {1: None}


def test_when_little_is_shown_any_more_all_is_well_within_some_seconds(work):
    for _ in range(20):
        work.follow(1.0, left_out=50)
    seconds = 0
    while work.overload.is_on:
        work.second(0.1 * work.overload.share)
        seconds += 1
    assert seconds <= 15


def test_a_step_up_that_was_too_much_is_tried_again_after_twice_the_time(work):
    """A node knows a few rates only: the next one up may be twice as much."""
    work.second(1.0, left_out=50)
    tries = 0
    for _ in range(300):
        # What the node makes of the share: all or half.
        is_too_much = work.overload.share > 0.85
        tries += is_too_much
        work.second(*((1.0, 50) if is_too_much else (0.5, 0)))
    assert tries < 8, "not every three seconds"
    work.second(0.5)
    for _ in range(400):
        work.second(0.5)
    assert not work.overload.is_on, "in the end all is well"


def test_a_port_is_limited_by_what_is_known_of_it(work):
    work.second(1.0, left_out=50)
    connecting = statuses(p1=status_of(1, fps=0.0))
    assert work.overload.limits(connecting) == {1: None}, "nothing yet"
    report = NodeReport(values={"fps": 25.0})
    told = statuses(p1=status_of(1, fps=0.0, report=report))
    assert work.overload.limits(told) == {1: pytest.approx(20.0)}
    assert work.overload.limits(statuses(p1=status_of(1, fps=10.0))) == {1: pytest.approx(8.0)}
    work.overload.forget(1)
    other = statuses(p1=status_of(1, fps=5.0))
    assert work.overload.limits(other) == {1: pytest.approx(4.0)}, "another camera has the port"


def test_a_selected_port_that_is_removed_is_selected_no_more(work):
    work.second(1.0, left_out=50)
    work.overload.selected = 1
    work.overload.forget(2)
    assert not work.overload.eases(1)
    work.overload.forget(1)
    assert work.overload.eases(1)


def test_it_is_looked_at_once_a_second():
    overload = Overload(0.0)
    overload.look(0.0, DecodeCounts(0.0, 1, 0, 0))
    overload.look(0.9, DecodeCounts(0.9, 1, 10, 90))
    assert not overload.is_on
    overload.look(1.0, DecodeCounts(1.0, 1, 10, 100))
    assert overload.is_on


class SlowRecorder(ReceiveRecorder):
    """Takes long for each picture, as if to decode it took so long."""

    def picture(self, picture):
        SystemClock().sleep(0.05)
        super().picture(picture)


class Camera(threading.Thread):
    """Sends a frame as soon as the last one is answered, until the block ends."""

    def __init__(self, port, **header):
        super().__init__(daemon=True)
        self.answers = []
        self._port, self._header = port, header
        self._is_over = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._is_over.set()
        self.join()

    def run(self):
        with RawSender(self._port) as sender:
            for number in range(1, 1_000_000):
                if self._is_over.wait(0.005):
                    return
                header = {name: {**ext, "sequence": number} for name, ext in self._header.items()}
                frame = [stock_header(**header), jpeg(number % 8)]
                self.answers.append(sender.exchange(frame))


def test_a_computer_that_cannot_decode_all_has_nodes_send_less_and_stock_senders_wait():
    ports = free_ports(6)
    heard = SlowRecorder()
    engine = ReceiveEngine(
        ports, listener=heard, clock=SystemClock(), settings=ListenSettings("127.0.0.1")
    )
    for port in ports:
        engine.show(port, (64, 48))
    engine.start()
    assert engine.wait_until_done()
    try:
        with (
            Camera(ports[0], ext={"v": 1}) as node,
            Camera(ports[1]),
            Camera(ports[2]),
            Camera(ports[3]),
            Camera(ports[4]),
            Camera(ports[5]),
        ):
            wait_until(lambda: all(engine.statuses()[port].is_eased for port in ports))
            wait_until(lambda: node.answers[-1]["ext"]["wanted"].get("fps") is not None)
            # Stock senders get their answers as their frames are decoded: hardly one is left out.
            begun = engine.statuses()[ports[1]]
            wait_until(lambda: engine.statuses()[ports[1]].decoded >= begun.decoded + 20)
            status = engine.statuses()[ports[1]]
            decoded, dropped = status.decoded - begun.decoded, status.dropped - begun.dropped
            assert dropped < decoded / 2, "before it was many times as many"
            engine.select(ports[0])
            wait_until(lambda: not engine.statuses()[ports[0]].is_eased)
            wait_until(lambda: node.answers[-1]["ext"]["wanted"].get("fps") is None)
    finally:
        engine.stop()
