import itertools

import pytest

from netgear_engine.sources.pace import Pace, RateLimit


def test_frames_are_evenly_spaced(manual_clock):
    pace = Pace(25, manual_clock)
    moments = [pace.wait() for _ in range(100)]
    gaps = [after - before for before, after in itertools.pairwise(moments)]
    assert gaps == pytest.approx([0.04] * 99)


def test_work_between_frames_does_not_slow_the_rate(manual_clock):
    pace = Pace(25, manual_clock)
    start = manual_clock.monotonic()
    for _ in range(50):
        pace.wait()
        manual_clock.advance(0.03)
    assert manual_clock.monotonic() - start == pytest.approx(49 * 0.04 + 0.03)


def test_lost_time_is_never_caught_up(manual_clock):
    pace = Pace(25, manual_clock)
    pace.wait()
    manual_clock.advance(10)
    late = pace.wait()
    assert pace.wait() - late == pytest.approx(0.04)
    assert pace.wait() - late == pytest.approx(0.08)


@pytest.mark.parametrize(("camera", "wanted"), [(30, 15), (30, 25), (30, 10), (60, 1), (25, 30)])
def test_a_limit_leaves_the_wanted_rate(camera, wanted):
    limit = RateLimit(wanted)
    seconds = 20
    used = sum(limit.allows(number / camera) for number in range(camera * seconds))
    assert used == pytest.approx(min(wanted, camera) * seconds, abs=2)


def test_a_trembling_rhythm_loses_no_frames():
    limit = RateLimit(15)
    moments = [number / 15 + (0.01 if number % 2 else -0.01) for number in range(150)]
    assert sum(limit.allows(moment) for moment in moments) >= 149


def test_after_a_gap_the_limit_still_holds():
    limit = RateLimit(10)
    limit.allows(0.0)
    used = sum(limit.allows(100 + number / 100) for number in range(100))
    assert used <= 11


def test_without_a_limit_every_frame_is_used():
    limit = RateLimit(None)
    assert all(limit.allows(number / 1000) for number in range(100))
