import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgear_engine.node.camera.messages import Stream
from netgear_engine.node.remote.stream_choice import (
    SMALLER_AFTER_S,
    SteadyStream,
    StreamLimits,
    choose_stream,
)
from netgear_engine.protocol.ext import WantedStream

FULL = StreamLimits((1280, 720), 30.0)
CONFIGURED = Stream()
PAUSED = Stream(paused=True)


def wish(width, height, fps=None):
    return WantedStream(width, height, fps)


@pytest.mark.parametrize(
    ("wishes", "stream"),
    [
        ([], PAUSED),
        ([None], CONFIGURED),
        ([wish(320, 180)], Stream((320, 180))),
        ([wish(321, 180)], Stream((320, 180))),  # fitted whole: the height decides
        ([wish(321, 181)], Stream((640, 360))),
        ([wish(100, 1000)], Stream((160, 90))),
        ([wish(641, 361)], Stream((960, 540))),
        ([wish(961, 541)], CONFIGURED),
        ([wish(5000, 5000)], CONFIGURED),
        ([wish(320, 180), wish(960, 540), wish(1, 1)], Stream((960, 540))),
        ([wish(320, 180), None], CONFIGURED),
        ([wish(0, 0), None], CONFIGURED),
        ([wish(0, 0)], Stream((160, 90), 1.0)),
        ([wish(0, 0), wish(-5, 7)], Stream((160, 90), 1.0)),
        ([wish(0, 0, 30), wish(320, 180, 5)], Stream((320, 180), 5.0)),
        ([wish(320, 180, 4)], Stream((320, 180), 5.0)),
        ([wish(320, 180, 4), wish(320, 180, 11)], Stream((320, 180), 15.0)),
        ([wish(320, 180, 4), wish(320, 180)], Stream((320, 180))),
        ([wish(320, 180, 30)], Stream((320, 180))),
        ([wish(320, 180, 1e9)], Stream((320, 180))),
        ([wish(320, 180, math.nan)], Stream((320, 180))),
        ([wish(320, 180, 0)], Stream((320, 180))),
    ],
)
def test_the_largest_wish_wins_and_sizes_and_rates_go_in_steps(wishes, stream):
    assert choose_stream(wishes, FULL) == stream


@pytest.mark.parametrize(
    ("wished", "size"),
    [
        (wish(640, 360), (640, 360)),
        (wish(500, 300), (640, 360)),
        (wish(480, 270), (480, 270)),
        (wish(641, 361), (960, 540)),
        (wish(1919, 1079), None),
    ],
)
def test_a_size_that_the_camera_gives_anyway_is_a_step_too(wished, size):
    limits = StreamLimits((1920, 1080), 30.0, ((1920, 1080), (640, 360)))
    assert choose_stream([wished], limits) == Stream(size)


def test_before_the_camera_s_size_is_known_it_gives_what_it_has():
    assert choose_stream([wish(320, 180, 5)], StreamLimits()) == Stream(None, 5.0)
    assert choose_stream([wish(0, 0)], StreamLimits()) == Stream(None, 1.0)


def test_an_idle_camera_never_gets_faster_than_it_is():
    assert choose_stream([wish(0, 0)], StreamLimits((640, 480), 0.2)) == Stream((80, 60), 0.2)


def test_sides_are_even():
    assert choose_stream([wish(1, 1)], StreamLimits((1000, 562), None)) == Stream((126, 72))


sizes = st.tuples(st.integers(16, 8192), st.integers(16, 8192))
wishes = st.lists(st.builds(WantedStream, st.integers(1, 9000), st.integers(1, 9000)), min_size=1)


@given(sizes, wishes)
def test_nobody_has_to_enlarge_what_the_camera_could_give(full, wanted):
    chosen = choose_stream(wanted, StreamLimits(full)).size or full
    assert all(side <= limit + 1 for side, limit in zip(chosen, full, strict=True))
    for one in wanted:
        # Fitted whole into what is shown, the picture touches it in one direction.
        assert chosen == full or chosen[0] >= one.width or chosen[1] >= one.height


def test_more_is_made_at_once_and_less_only_when_that_lasts():
    steady = SteadyStream()
    small, large = Stream((320, 180), 10.0), Stream((640, 360), 20.0)
    assert not steady.follow(small, 100.0)
    assert steady.present == CONFIGURED
    assert not steady.follow(small, 100.0 + SMALLER_AFTER_S - 0.1)
    assert steady.follow(small, 100.0 + SMALLER_AFTER_S)
    assert steady.present == small
    assert steady.follow(large, 103.0)
    assert steady.present == large


def test_a_wish_that_goes_up_and_down_changes_nothing():
    steady = SteadyStream()
    changes = [
        steady.follow(choice, 100.0 + turn * 0.5)
        for turn, choice in enumerate(itertools.islice(
            itertools.cycle([Stream((320, 180)), Stream((640, 360)), CONFIGURED]), 30
        ))
    ]  # fmt: skip
    assert not any(changes)


def test_a_wish_that_shrinks_step_by_step_is_followed_once_it_rests():
    steady = SteadyStream()
    assert not steady.follow(Stream((960, 540)), 100.0)
    assert not steady.follow(Stream((640, 360)), 101.5)
    assert not steady.follow(Stream((640, 360)), 102.5)
    assert steady.follow(Stream((640, 360)), 103.5)


def test_a_larger_but_slower_stream_gets_larger_at_once_and_slower_later():
    steady = SteadyStream()
    steady.follow(PAUSED, 100.0)
    steady.follow(Stream((320, 180), 20.0), 100.0)
    slower = Stream((640, 360), 5.0)
    assert steady.follow(slower, 101.0)
    assert steady.present == Stream((640, 360), 20.0)
    assert not steady.follow(slower, 102.9)
    assert steady.follow(slower, 103.0)
    assert steady.present == slower


def test_pausing_and_its_end_are_at_once():
    steady = SteadyStream()
    assert steady.follow(PAUSED, 100.0)
    assert steady.follow(Stream((320, 180)), 100.0)
    assert steady.present == Stream((320, 180))
    assert steady.follow(PAUSED, 100.1)
    assert not steady.follow(PAUSED, 100.2)


@pytest.mark.parametrize("size", [(0, 0), (0, 1080), (1920, 0)])
def test_a_size_or_rate_of_nothing_is_one_that_is_not_known(size):
    limits = StreamLimits(size, 0.0)
    assert (limits.size, limits.fps) == (None, None)
    assert choose_stream([WantedStream(320, 180, 5.0)], limits) == Stream(None, 5.0)
