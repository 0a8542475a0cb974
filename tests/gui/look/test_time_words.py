from datetime import datetime

import pytest

from gui.look.time_words import (
    clock_time,
    clock_time_or_date,
    date_and_time,
    outage_time,
    running_time,
)

NOON = datetime(2026, 11, 21, 14, 3, 21).timestamp()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-1, "00:00"),
        (42.9, "00:42"),
        (723, "12:03"),
        (3723, "1:02:03"),
        (86_400, "24:00:00"),
        (200_000, "2 days"),
    ],
)
def test_running_times(seconds, words):
    assert running_time(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(8.2, "8 s"), (72, "1:12"), (7500, "2:05:00")])
def test_outages(seconds, words):
    assert outage_time(seconds) == words


def test_moments():
    assert clock_time(NOON) == "14:03:21"
    assert date_and_time(NOON) == "Sat 21 Nov 14:03:21"
    assert clock_time_or_date(NOON, NOON + 60) == "14:03:21"
    assert clock_time_or_date(NOON, NOON + 2 * 86_400) == "21 Nov 14:03:21"
