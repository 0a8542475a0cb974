import math

import pytest

from gui.wall.tile.rates import KeepingUp, Pace, usual_rate
from netgear_engine.protocol.ext import NodeReport
from tests.support.synthetic import status_of

NOW = 1000.0


def live(**facts):
    return status_of(**facts)


class TestKeepingUp:
    def test_at_first_nothing_is_known(self):
        keeping_up = KeepingUp()
        assert keeping_up.pace() is None
        for tenth in range(30):
            keeping_up.look(NOW + tenth / 10, 3 * tenth)
        assert keeping_up.pace() is None

    def test_what_was_offered_is_compared_with_what_was_shown(self):
        keeping_up = KeepingUp()
        for tenth in range(41):
            keeping_up.look(NOW + tenth / 10, 3 * tenth)
            keeping_up.count()
        assert keeping_up.pace() == Pace(pytest.approx(30.0), pytest.approx(10.0))

    def test_it_looks_back_four_seconds_and_no_further(self):
        keeping_up = KeepingUp()
        for tenth in range(200):
            keeping_up.look(NOW + tenth / 10, min(300, 3 * tenth))
            keeping_up.count()
        assert keeping_up.pace() == Pace(0.0, pytest.approx(10.0))

    def test_what_was_hidden_begins_anew(self):
        keeping_up = KeepingUp()
        for tenth in range(41):
            keeping_up.look(NOW + tenth / 10, 3 * tenth)
        keeping_up.forget()
        assert keeping_up.pace() is None


def test_the_usual_rate_follows_up_at_once_and_down_slowly():
    assert usual_rate(0.0, live(fps=30.0), NOW, 0.25) == 30.0
    assert math.isclose(usual_rate(30.0, live(fps=5.0), NOW, 300.0), 15.0)
    starting = live(fps=90.0, since_at=NOW - 1)
    assert usual_rate(30.0, starting, NOW, 0.0) == 30.0, "a burst at the start is not the rate"


def test_the_usual_rate_of_a_camera_that_is_asked_for_less_stays():
    assert usual_rate(30.0, live(fps=12.0, is_eased=True), NOW, 600.0) == 30.0


def test_a_camera_that_tells_its_rate_is_not_judged_by_a_burst():
    told = live(fps=55.0, report=NodeReport(values={"fps": 25.0}))
    assert usual_rate(0.0, told, NOW, 0.25) == 25.0
    assert usual_rate(0.0, live(fps=12.0, report=NodeReport(values={"fps": 25.0})), NOW, 1) == 12.0
