import os
import threading

import pytest

from netgear_engine.frame import Frame
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.receiving.decode_workers import DecodeWorkers
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
        self._held = {}
        self.workers = DecodeWorkers(self._deliver, self._unusable, Limits(), threads)
        self.workers.start()

    def _deliver(self, picture):
        self.delivered.append((picture.frame.port, picture.frame.number, picture.pixels.shape))
        if picture.frame.port in self._held:
            assert self._held[picture.frame.port].wait(PATIENCE)

    def _unusable(self, port, reason):
        self.unusable.append((port, reason))

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
        wait_until(lambda: busy.workers.counts(1) == (2, 2))

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
        assert one_worker.workers.counts(1) == (0, 0)

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
            (bytes(8), ArrayLayout("float64", (1, 1))),
        ],
        ids=["hole", "empty", "65 dimensions", "float"],
    )
    def test_a_worker_tells_of_one_and_lives_on(self, one_worker, payload, content):
        one_worker.workers.show(1, SMALL)
        one_worker.workers.offer(frame(1, 1, payload, content))
        wait_until(lambda: one_worker.unusable)
        assert one_worker.unusable[0][0] == 1
        one_worker.offer((1, 2))
        one_worker.wait_for(1)
        assert one_worker.order == [(1, 2)]
        wait_until(lambda: one_worker.workers.counts(1) == (1, 0))


class TestForgetting:
    def test_a_forgotten_port_is_neither_decoded_nor_counted(self, busy):
        busy.offer((2, 1), (3, 1))
        busy.workers.forget(2)
        busy.let_go(1)
        busy.wait_for(2)
        assert busy.order == [(1, 1), (3, 1)]
        assert busy.workers.counts(2) == (0, 0)

    def test_it_may_come_back(self, busy):
        busy.workers.forget(1)
        busy.workers.show(1, SMALL)
        busy.let_go(1)
        busy.offer((1, 7))
        busy.wait_for(2)
        assert busy.order == [(1, 1), (1, 7)]
