import pytest

from netgear_engine.sources.network.patience import Patience


def test_a_camera_of_unknown_rate_is_waited_for_longer():
    patience = Patience(20, None)
    assert patience.seconds == 20
    patience.picture(0.0)
    assert patience.seconds == 20
    patience.picture(0.1)
    assert patience.seconds == 5


def test_a_slow_camera_may_take_five_of_its_intervals():
    patience = Patience(20, None)
    for moment in (0.0, 8.0, 16.0):
        patience.picture(moment)
    assert patience.seconds == 40


def test_the_rate_asked_for_counts():
    patience = Patience(20, 0.125)
    assert patience.seconds == 40
    for moment in (0.0, 0.1, 0.2):
        patience.picture(moment)
    assert patience.seconds == pytest.approx(40)
