"""A leak is seen through noise, and noise alone is none."""

import random

import pytest

from tests.reliability.trend import growth


@pytest.fixture
def noise():
    choose = random.Random(1)
    return [choose.uniform(-5, 5) for _ in range(360)]


def test_what_stays_the_same_does_not_grow(noise):
    assert abs(growth([200 + one for one in noise])) < 2


def test_a_leak_is_seen_through_noise(noise):
    leaking = [200 + number * 0.1 + one for number, one in enumerate(noise)]
    assert growth(leaking) == pytest.approx(36, abs=2)


def test_one_jump_is_no_trend():
    assert growth([100.0] * 300 + [140.0] * 30) == pytest.approx(0)


@pytest.mark.parametrize("values", [[], [1.0]])
def test_nothing_grows_in_no_time(values):
    assert growth(values) == 0
