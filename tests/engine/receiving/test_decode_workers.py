import os
import threading

import pytest

from netgear_engine.frame import Frame
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.receiving import decode_workers
from netgear_engine.receiving.decode_workers import LONGEST_PAUSE_S, SLOW_S, DecodeWorkers
from tests.support.manual_clock import ManualClock
from tests.support.waiting import PATIENCE, wait_until
from tests.support.wire import jpeg, noisy_jpeg, undecodable_jpeg

PICTURE = jpeg(size=(64, 48))
SMALL, LARGE = (8, 6), (64, 48)


def frame(port, number, payload=PICTURE, content=None):
    return Frame(
        port, number, payload, content or Compression(),
        received_at=0, received_wall=0, changed_wall=0,
    )  # fmt: skip


class Decoding:
    """DecodeWorkers and what they delivered; `hold` lets no delivery of a port return."""

    def __init__(self, threads=None):
        self.delivered = []
        self.unusable = []
        self.thrown = {}
        self.clock = ManualClock()
        self._held = {}
        self.workers = DecodeWorkers(self._deliver, self._unusable, Limits(), self.clock, threads)
        self.workers.start()

    def _deliver(self, picture):
        if (picture.frame.port, "deliver") in self.thrown:
            raise self.thrown[picture.frame.port, "deliver"]
        self.delivered.append((picture.frame.port, picture.frame.number, picture.pixels.shape))
        if picture.frame.port in self._held:
            assert self._held[picture.frame.port].wait(PATIENCE)

    def _unusable(self, port, reason):
        self.unusable.append((port, reason))
        if (port, "unusable") in self.thrown:
            raise self.thrown[port, "unusable"]

    def hold(self, port):
        self._held[port] = threading.Event()

    def let_go(self, port):
        self._held.pop(port).set()

    @property
    def order(self):
        return [(port, number) for port, number, _ in self.delivered]

    def offer(self, *frames):
        for port, number in frames:
            self.workers.offer(frame(port, number))

    def wait_for(self, count):
        wait_until(
            lambda: len(self.delivered) >= count, what=lambda: f"{count} pictures, {self.order}"
        )

    def close(self):
        for port in list(self._held):
            self.let_go(port)
        self.workers.close()


@pytest.fixture
def decoding():
    decoding = Decoding()
    yield decoding
    decoding.close()


@pytest.fixture
def one_worker():
    """One worker alone makes the order of work visible."""
    decoding = Decoding(threads=1)
    yield decoding
    decoding.close()


@pytest.fixture
def busy(one_worker):
    """The one worker is held by port 1; ports 1 to 4 are shown."""
    for port in (1, 2, 3, 4):
        one_worker.workers.show(port, SMALL)
    one_worker.hold(1)
    one_worker.offer((1, 1))
    one_worker.wait_for(1)
    return one_worker


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 2), (4, 4), (64, 4), (None, 1)])
def test_there_is_one_worker_per_core_and_at_most_four(monkeypatch, cores, threads):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    decoding = Decoding()
    names = [thread.name for thread in threading.enumerate() if thread.name.startswith("decode-")]
    assert len(names) == threads
    decoding.close()


class TestNewestWins:
    def test_frames_that_come_while_one_is_decoded_leave_the_newest(self, busy):
        busy.offer((1, 2), (1, 3), (1, 4))
        busy.let_go(1)
        busy.wait_for(2)
        assert busy.order == [(1, 1), (1, 4)]

    def test_replaced_frames_are_counted_as_dropped(self, busy):
        busy.offer((1, 2), (1, 3), (1, 4))
        busy.let_go(1)
        wait_until(lambda: busy.workers.counts(1) == (2, 2, 0))

    def test_a_port_never_has_two_decodes_at_once(self, decoding):
        decoding.workers.show(1, SMALL)
        decoding.workers.show(2, SMALL)
        decoding.hold(1)
        decoding.offer((1, 1))
        decoding.wait_for(1)
        decoding.offer((1, 2), (2, 1))
        if decoding.workers.counts(2) and (os.cpu_count() or 1) > 1:
            decoding.wait_for(2)
        assert (1, 2) not in decoding.order

    def test_the_order_of_a_port_is_never_reversed(self):
        decoding = Decoding(threads=4)
        payloads = [noisy_jpeg((320, 240)), PICTURE]
        for port in (1, 2, 3):
            decoding.workers.show(port, SMALL)
        for number in range(300):
            for port in (1, 2, 3):
                decoding.workers.offer(frame(port, number, payloads[number % 2]))
        wait_until(lambda: {(1, 299), (2, 299), (3, 299)} <= set(decoding.order))
        decoding.close()
        for port in (1, 2, 3):
            numbers = [number for other, number in decoding.order if other == port]
            assert numbers == sorted(set(numbers))


class TestShowing:
    def test_a_port_that_was_never_shown_is_not_decoded(self, one_worker):
        one_worker.workers.show(2, SMALL)
        one_worker.offer((1, 1), (1, 2), (2, 1))
        one_worker.wait_for(1)
        one_worker.offer((2, 2))
        one_worker.wait_for(2)
        assert one_worker.order == [(2, 1), (2, 2)]
        assert one_worker.workers.counts(1) == (0, 0, 1)

    def test_a_hidden_port_is_not_decoded(self, one_worker):
        one_worker.workers.show(1, SMALL)
        one_worker.workers.show(2, SMALL)
        one_worker.offer((1, 1))
        one_worker.wait_for(1)
        one_worker.workers.show(1, None)
        one_worker.offer((1, 2), (2, 1))
        one_worker.wait_for(2)
        assert one_worker.order == [(1, 1), (2, 1)]

    def test_hiding_takes_back_a_frame_that_waits(self, busy):
        busy.offer((2, 1), (3, 1))
        busy.workers.show(2, None)
        busy.let_go(1)
        busy.wait_for(2)
        assert busy.order == [(1, 1), (3, 1)]

    def test_a_hidden_ports_newest_frame_is_decoded_as_soon_as_it_is_shown(self, decoding):
        decoding.offer((1, 1), (1, 2))
        decoding.workers.show(1, SMALL)
        decoding.wait_for(1)
        assert decoding.order == [(1, 2)]

    def test_a_picture_that_is_shown_again_needs_no_new_frame(self, decoding):
        decoding.workers.show(1, SMALL)
        decoding.offer((1, 1))
        decoding.wait_for(1)
        decoding.workers.show(1, None)
        decoding.workers.show(1, SMALL)
        decoding.wait_for(2)
        assert decoding.order == [(1, 1), (1, 1)]

    def test_a_larger_tile_gets_the_same_frame_at_once_in_more_detail(self, decoding):
        decoding.workers.show(1, SMALL)
        decoding.offer((1, 1))
        decoding.wait_for(1)
        decoding.workers.show(1, LARGE)
        decoding.wait_for(2)
        assert decoding.delivered == [(1, 1, (6, 8, 4)), (1, 1, (48, 64, 4))]

    def test_a_smaller_tile_waits_for_the_next_frame(self, one_worker):
        one_worker.workers.show(1, LARGE)
        one_worker.offer((1, 1))
        one_worker.wait_for(1)
        one_worker.workers.show(1, SMALL)
        one_worker.offer((1, 2))
        one_worker.wait_for(2)
        assert one_worker.delivered == [(1, 1, (48, 64, 4)), (1, 2, (6, 8, 4))]


class TestFairness:
    def test_whoever_waited_longest_is_next(self, busy):
        busy.offer((3, 1), (2, 1), (1, 2), (4, 1))
        busy.let_go(1)
        busy.wait_for(5)
        assert busy.order == [(1, 1), (3, 1), (2, 1), (4, 1), (1, 2)]

    def test_a_newer_frame_keeps_its_ports_place(self, busy):
        busy.offer((2, 1), (3, 1), (2, 2))
        busy.let_go(1)
        busy.wait_for(3)
        assert busy.order == [(1, 1), (2, 2), (3, 1)]

    def test_the_selected_port_goes_first(self, busy):
        busy.offer((2, 1), (3, 1), (4, 1))
        busy.workers.select(4)
        busy.let_go(1)
        busy.wait_for(4)
        assert busy.order == [(1, 1), (4, 1), (2, 1), (3, 1)]

    def test_the_selected_port_goes_first_but_not_twice_while_others_wait(self, busy):
        busy.workers.select(1)
        busy.offer((1, 2), (2, 1))
        busy.let_go(1)
        busy.wait_for(3)
        assert busy.order == [(1, 1), (2, 1), (1, 2)], "with one thread nobody else had a turn"

    def test_without_a_selection_nobody_goes_first(self, busy):
        busy.workers.select(4)
        busy.offer((2, 1), (3, 1), (4, 1))
        busy.workers.select(None)
        busy.let_go(1)
        busy.wait_for(4)
        assert busy.order == [(1, 1), (2, 1), (3, 1), (4, 1)]


class TestBrokenPictures:
    @pytest.mark.parametrize(
        ("payload", "content"),
        [
            (undecodable_jpeg(), Compression()),
            (b"", Compression()),
            (b"x", ArrayLayout("uint8", (1,) * 65)),
            (bytes(8), ArrayLayout("complex64", (1, 1))),
        ],
        ids=["hole", "empty", "65 dimensions", "complex"],
    )
    def test_a_worker_tells_of_one_and_lives_on(self, one_worker, payload, content):
        one_worker.workers.show(1, SMALL)
        one_worker.workers.offer(frame(1, 1, payload, content))
        wait_until(lambda: one_worker.unusable)
        assert one_worker.unusable[0][0] == 1
        one_worker.offer((1, 2))
        one_worker.wait_for(1)
        assert one_worker.order == [(1, 2)]
        wait_until(lambda: one_worker.workers.counts(1) == (1, 0, 0))


class TestForgetting:
    def test_a_forgotten_port_is_neither_decoded_nor_counted(self, busy):
        busy.offer((2, 1), (3, 1))
        busy.workers.forget(2)
        busy.let_go(1)
        busy.wait_for(2)
        assert busy.order == [(1, 1), (3, 1)]
        assert busy.workers.counts(2) == (0, 0, 0)

    def test_it_may_come_back(self, busy):
        busy.workers.forget(1)
        busy.workers.show(1, SMALL)
        busy.let_go(1)
        busy.offer((1, 7))
        busy.wait_for(2)
        assert busy.order == [(1, 1), (1, 7)]


def decode_threads():
    return [one for one in threading.enumerate() if one.name.startswith("decode-")]


class TestNet:
    """Whatever is thrown in a thread is told, and the thread goes on with the same port."""

    @pytest.mark.parametrize(
        "error", [MemoryError(), KeyError(6), RuntimeError("closed")], ids=repr
    )
    @pytest.mark.parametrize("where", ["decode", "deliver", "unusable"])
    def test_a_port_is_decoded_again_after_whatever_was_thrown(
        self, one_worker, monkeypatch, where, error
    ):
        def throw(*_):
            raise error

        payload = undecodable_jpeg() if where == "unusable" else PICTURE
        one_worker.workers.show(1, SMALL)
        one_worker.thrown[1, where] = error
        with monkeypatch.context() as patched:
            if where == "decode":
                patched.setattr(decode_workers, "decode", throw)
            one_worker.workers.offer(frame(1, 1, payload))
            wait_until(lambda: one_worker.unusable)
        assert one_worker.unusable[0][0] == 1
        assert where == "unusable" or type(error).__name__ in one_worker.unusable[0][1]
        one_worker.thrown.clear()
        one_worker.offer((1, 2))
        one_worker.wait_for(1)
        assert one_worker.order == [(1, 2)]


class SlowDecodes:
    """Lets the decodes of some ports wait until they are let go."""

    def __init__(self, decoding, monkeypatch):
        self.begun = []
        self._decoding = decoding
        self._gates = {}
        self._decode = decode_workers.decode
        monkeypatch.setattr(decode_workers, "decode", self)

    def __call__(self, frame, size, limits):
        self.begun.append((frame.port, frame.number))
        if frame.port in self._gates:
            assert self._gates[frame.port].wait(PATIENCE)
        return self._decode(frame, size, limits)

    def hold(self, *ports):
        for port in ports:
            self._gates[port] = threading.Event()
            self._decoding.workers.show(port, SMALL)

    def let_go(self, *ports):
        for port in ports:
            self._gates.pop(port).set()

    def begin(self, port, number):
        self._decoding.offer((port, number))
        wait_until(lambda: (port, number) in self.begun)


@pytest.fixture
def slow():
    decoding = Decoding(threads=2)
    with pytest.MonkeyPatch.context() as patched:
        decoding.slow = SlowDecodes(decoding, patched)
        yield decoding
        decoding.slow.let_go(*list(decoding.slow._gates))
        decoding.close()


class TestSlowPictures:
    def test_two_that_hold_both_threads_do_not_stop_the_others(self, slow):
        slow.workers.show(3, SMALL)
        slow.slow.hold(1, 2)
        slow.slow.begin(1, 1)
        slow.slow.begin(2, 1)
        slow.offer((3, 1))
        assert slow.delivered == []
        slow.clock.advance(SLOW_S + 0.1)
        slow.offer((3, 2))
        slow.wait_for(1)
        assert slow.order in ([(3, 1)], [(3, 2)])
        assert sorted(port for port, _ in slow.unusable) == [1, 2]
        assert "more than 1 s to decode" in slow.unusable[0][1]

    def test_it_is_not_shown_and_its_port_pauses_longer_each_time(self, slow):
        slow.slow.hold(1)
        for number, pause in enumerate((1, 2, 4), 1):
            slow.slow.begin(1, number)
            slow.clock.advance(SLOW_S + 0.1)
            slow.slow.let_go(1)
            wait_until(lambda number=number: len(slow.unusable) == number)
            wait_until(lambda: not slow.workers._jobs)
            slow.slow.hold(1)
            slow.clock.advance(pause - 0.1)
            slow.offer((1, 100 + number))
            assert not slow.workers._ready
            slow.clock.advance(0.2)
        assert slow.delivered == []
        slow.slow.let_go(1)
        slow.offer((1, 200))
        slow.wait_for(1)
        slow.offer((1, 201))
        slow.wait_for(2)
        assert slow.order == [(1, 200), (1, 201)]
        assert LONGEST_PAUSE_S == 60

    def test_suspect_ports_hold_one_thread_at_most(self, slow):
        for port in (1, 2):
            slow.slow.hold(port)
            slow.slow.begin(port, 1)
        slow.clock.advance(SLOW_S + 0.1)
        slow.workers.time_passed()
        slow.slow.let_go(1, 2)
        wait_until(lambda: not slow.workers._jobs)
        slow.clock.advance(1.1)
        slow.slow.hold(1, 2)
        slow.slow.begin(1, 2)
        slow.workers.show(3, SMALL)
        slow.offer((2, 2), (3, 1))
        slow.wait_for(1)
        assert (2, 2) not in slow.slow.begun
        assert slow.order == [(3, 1)]

    def test_there_are_no_more_threads_afterwards_than_before(self, slow):
        ports = range(1, 9)
        before = len(decode_threads())
        for port in ports:
            slow.slow.hold(port)
            slow.offer((port, 1))
            slow.clock.advance(SLOW_S + 0.1)
            slow.workers.time_passed()
        assert len(decode_threads()) <= before + 4
        slow.slow.let_go(*ports)
        wait_until(lambda: len(decode_threads()) == before)
        slow.workers.show(9, SMALL)
        slow.offer((9, 1))
        wait_until(lambda: (9, 1) in slow.order)

    def test_shown_again_it_is_still_told_as_unusable(self, slow):
        slow.slow.hold(1)
        slow.slow.begin(1, 1)
        slow.clock.advance(SLOW_S + 0.1)
        slow.slow.let_go(1)
        wait_until(lambda: slow.unusable and not slow.workers._jobs)
        slow.workers.show(1, None)
        slow.workers.show(1, SMALL)
        assert len(slow.unusable) == 2

    def test_closing_does_not_wait_for_a_decode_and_nothing_comes_of_it(self, slow):
        slow.slow.hold(1)
        slow.slow.begin(1, 1)
        slow.workers.close()
        assert len(decode_threads()) == 1
        slow.slow.let_go(1)
        wait_until(lambda: not decode_threads())
        assert (slow.delivered, slow.unusable) == ([], [])
