import pytest

from netgear_engine.receiving.statistics import PortStatistics


def after(times, size=1000):
    statistics = PortStatistics()
    for now in times:
        statistics.count_frame(size, now)
    return statistics


def test_frames_and_bytes_are_counted():
    statistics = after([1.0, 2.0, 3.0], size=500)
    assert (statistics.received, statistics.bytes) == (3, 1500)


@pytest.mark.parametrize("times", [[], [10.0], [10.0, 10.0]])
def test_without_two_moments_there_is_no_rate(times):
    assert after(times).rates(10.0) == (0.0, 0.0)


@pytest.mark.parametrize("fps", [1, 5, 30, 60, 240])
def test_a_steady_stream_has_its_own_rate(fps):
    statistics = after([10 + number / fps for number in range(fps * 5)])
    frames, bits = statistics.rates(10 + (fps * 5 - 1) / fps)
    assert frames == pytest.approx(fps)
    assert bits == pytest.approx(fps * 8000)


def test_only_the_last_two_seconds_count():
    slow = [number / 5 for number in range(50)]
    fast = [10 + number / 50 for number in range(150)]
    assert after(slow + fast).rates(fast[-1])[0] == pytest.approx(50)


def test_the_rate_falls_while_nothing_comes():
    statistics = after([number / 30 for number in range(61)])
    rates = [statistics.rates(2.0 + silence)[0] for silence in (0.0, 0.5, 1.0, 1.5, 2.1)]
    assert rates[0] == pytest.approx(30)
    assert rates == pytest.approx([30, 22.5, 15, 7.5, 0], rel=0.05)


def test_a_flood_of_frames_keeps_little():
    statistics = after([10 + number / 100_000 for number in range(20_000)])
    assert statistics.received == 20_000
    assert statistics.rates(10.2)[0] == pytest.approx(100_000, rel=0.01)
