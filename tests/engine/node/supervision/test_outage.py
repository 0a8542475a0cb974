import pytest

from netgear_engine.node.supervision.outage import PROVEN_S, Outage


def test_without_trouble_nothing_is_told():
    outage = Outage()
    outage.picture(1.0)
    assert not outage.is_dark
    assert outage.end(100.0) is None


def test_each_trouble_is_new_once():
    outage = Outage()
    assert [outage.trouble(one, 5.0) for one in "abab"] == [True, True, False, False]
    assert outage.reason == "b"


def test_it_lasts_from_the_last_picture_to_the_first():
    outage = Outage()
    outage.trouble("unplugged", 5.0)
    outage.trouble("busy", 6.0)
    assert outage.is_dark
    outage.picture(9.0)
    outage.picture(9.5)
    assert not outage.is_dark
    assert outage.end(9.0 + PROVEN_S - 0.01) is None
    assert outage.end(9.0 + PROVEN_S) == pytest.approx(4.0)
    assert outage.end(20.0) is None


def test_a_camera_that_comes_for_a_moment_is_still_in_trouble():
    outage = Outage()
    outage.trouble("unplugged", 5.0)
    outage.picture(6.0)
    assert not outage.trouble("unplugged", 6.0)
    assert outage.is_dark
    assert outage.end(60.0) is None


def test_after_its_end_the_same_trouble_is_new_again():
    outage = Outage()
    outage.trouble("unplugged", 5.0)
    outage.picture(6.0)
    outage.end(8.0)
    assert outage.reason == ""
    assert outage.trouble("unplugged", 9.0)
    outage.picture(10.0)
    assert outage.end(12.0) == 1.0
