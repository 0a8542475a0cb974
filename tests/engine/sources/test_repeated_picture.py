import numpy as np
import pytest

from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.repeated_picture import RepeatedPicture


@pytest.fixture
def watch():
    """Return a function that watches a camera; whoever watches it again knows its stills."""
    stills = {}
    return lambda camera: RepeatedPicture(camera, seconds=10, stills=stills)


def pixels(grey):
    return CapturedFrame(0.0, np.full((48, 64, 3), grey, np.uint8))


def own_jpeg(number):
    return CapturedFrame(0.0, jpeg=b"\xff\xd8" + bytes([number]))


@pytest.mark.parametrize("picture", [pixels, own_jpeg])
def test_one_picture_for_too_long_is_stuck(picture, watch):
    repeated = watch("camera")
    assert [repeated.is_stuck(picture(1), now) for now in (0, 5, 9.9, 10)] == [False] * 3 + [True]


@pytest.mark.parametrize("picture", [pixels, own_jpeg])
def test_any_change_counts(picture, watch):
    repeated = watch("camera")
    assert not any(repeated.is_stuck(picture(now // 9), now) for now in range(100))


def test_a_still_picture_is_given_up_once_and_then_let_through(watch):
    repeated = watch("camera")
    assert any(repeated.is_stuck(pixels(1), now) for now in range(12))
    repeated.start_again()
    assert not any(repeated.is_stuck(pixels(1), now) for now in range(12, 100))
    opened_anew = watch("camera")
    assert not any(opened_anew.is_stuck(pixels(1), now) for now in range(12, 100))
    another = watch("another camera")
    assert any(another.is_stuck(pixels(1), now) for now in range(12, 100))
    assert any(repeated.is_stuck(pixels(2), now) for now in range(100, 112))


def test_the_time_before_it_was_opened_anew_does_not_count(watch):
    repeated = watch("camera")
    repeated.is_stuck(pixels(1), 0)
    repeated.start_again()
    assert not repeated.is_stuck(pixels(1), 100)
    assert repeated.is_stuck(pixels(1), 110)
