import pytest

from netgear_engine.sending.frame_rate import FrameRate


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
