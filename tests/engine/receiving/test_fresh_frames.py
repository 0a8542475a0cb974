import itertools
import threading

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.frame import Frame
from netgear_engine.protocol.header import Compression
from netgear_engine.receiving.fresh_frames import FreshFrames
from tests.support.waiting import PATIENCE

FIRST, SECOND, THIRD = 5566, 5567, 5568


def frame(number: int, at: float = 0.0, port: int = FIRST) -> Frame:
    return Frame(port, number, b"", Compression(), at, at, at)


def put(frames: FreshFrames, *numbers: int, at: float = 0.0, port: int = FIRST) -> None:
    for number in numbers:
        frames.put(frame(number, at, port))


def drain(frames: FreshFrames) -> list[int]:
    taken = iter(lambda: frames.take(0), None)
    return [one.number for one in taken]


@pytest.fixture
def frames() -> FreshFrames:
    return FreshFrames()


class TestOneSender:
    def test_frames_are_taken_in_order_and_once(self, frames):
        put(frames, 1, 2, 3)
        assert drain(frames) == [1, 2, 3]
        assert drain(frames) == []
        assert frames.dropped == 0

    def test_of_a_burst_96_are_kept_the_newest(self, frames):
        put(frames, *range(1, 101))
        assert drain(frames) == list(range(5, 101))
        assert frames.dropped == 4

    def test_a_burst_of_96_loses_nothing(self, frames):
        put(frames, *range(96))
        assert drain(frames) == list(range(96))
        assert frames.dropped == 0

    def test_what_is_older_than_a_quarter_of_a_second_is_dropped(self, frames):
        for number in range(1, 11):
            put(frames, number, at=number * 0.125)
        assert drain(frames) == [8, 9, 10]
        assert frames.dropped == 7

    def test_exactly_a_quarter_of_a_second_is_not_too_old(self, frames):
        put(frames, 1, at=1.0)
        put(frames, 2, at=1.25)
        put(frames, 3, at=1.2501)
        assert drain(frames) == [2, 3]

    def test_the_last_frame_before_a_silence_is_kept(self, frames):
        put(frames, 1, at=1.0)
        assert drain(frames) == [1]
        put(frames, 2, at=100.0)
        assert drain(frames) == [2]
        assert frames.dropped == 0

    def test_the_delay_of_a_slow_taker_does_not_grow(self, frames):
        """Frames come at 100 a second, and are taken at 10 a second."""
        ages = []
        for number in range(1000):
            now = number / 100
            put(frames, number, at=now)
            if number % 10 == 9:
                taken = frames.take(0)
                assert taken is not None
                ages.append(now - taken.received_at)
        assert max(ages) <= 0.25 + 1e-9
        assert frames.dropped > 800


class TestRoom:
    def test_there_is_room_until_four_wait(self, frames):
        assert [frames.put(frame(number)) for number in range(5)] == [True] * 3 + [False] * 2
        for _ in range(3):
            frames.take(0)
        assert frames.put(frame(5))

    def test_each_sender_has_its_own(self, frames):
        put(frames, *range(10))
        assert frames.put(frame(1, port=SECOND))


class TestSeveralSenders:
    def test_they_take_turns_as_their_frames_came(self, frames):
        put(frames, 1, at=0.00)
        put(frames, 2, at=0.01, port=SECOND)
        put(frames, 3, at=0.02)
        put(frames, 4, at=0.03, port=THIRD)
        assert drain(frames) == [1, 2, 3, 4]

    def test_a_fast_one_pushes_out_nobody_elses(self, frames):
        put(frames, 1, port=SECOND)
        put(frames, *range(1000, 1500))
        put(frames, 2, port=SECOND)
        assert {1, 2} < set(drain(frames))
        assert frames.dropped == 500 - 96

    def test_a_slow_one_is_not_starved_by_a_fast_one(self, frames):
        """At 100 and 5 frames a second, taken at 20: nothing of the slow one is lost."""
        taken = []
        for number in range(1000):
            now = number / 100
            put(frames, number, at=now)
            if number % 20 == 0:
                put(frames, number, at=now, port=SECOND)
            if number % 5 == 0:
                taken.append(frames.take(0))
        taken += list(iter(lambda: frames.take(0), None))
        slow = [one.number for one in taken if one.port == SECOND]
        assert slow == list(range(0, 1000, 20))

    def test_a_silent_ones_last_frame_is_not_lost(self, frames):
        put(frames, 1, at=0.0, port=SECOND)
        put(frames, 2, at=60.0)
        assert drain(frames) == [1, 2]


class TestWaiting:
    def test_it_gives_up_after_its_timeout(self, frames):
        clock = SystemClock()
        began = clock.monotonic()
        assert frames.take(0.1) is None
        assert 0.1 <= clock.monotonic() - began < 1
        assert not frames.ended

    @pytest.mark.parametrize("timeout", [5.0, None])
    def test_a_frame_ends_it(self, frames, timeout):
        threading.Timer(0.05, put, [frames, 1]).start()
        taken = frames.take(timeout)
        assert taken is not None
        assert taken.number == 1

    def test_several_takers_get_each_frame_once(self, frames):
        taken: list[int] = []

        def take():
            taken.extend(one.number for one in iter(lambda: frames.take(5), None))

        threads = [threading.Thread(target=take) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in itertools.islice(itertools.count(), 90):
            put(frames, number)
        frames.end()
        for thread in threads:
            thread.join(PATIENCE)
        assert sorted(taken) == list(range(90))


class TestEnd:
    @pytest.mark.parametrize("timeout", [5.0, None])
    def test_it_lets_every_taker_go(self, frames, timeout):
        results: list[Frame | None] = []
        threads = [
            threading.Thread(target=lambda: results.append(frames.take(timeout))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        frames.end()
        for thread in threads:
            thread.join(2)
        assert results == [None] * 3

    def test_what_waits_may_still_be_taken(self, frames):
        put(frames, 1, 2)
        frames.end()
        assert frames.ended
        assert drain(frames) == [1, 2]
        assert frames.take(None) is None

    def test_nothing_is_added_afterwards(self, frames):
        put(frames, *range(10))
        frames.end()
        assert frames.put(frame(10))
        assert drain(frames) == list(range(10))

    def test_it_has_not_ended_before(self, frames):
        assert not frames.ended
