import pytest

from netgear_engine.node.supervision.rhythm import Rhythm


def test_nothing_is_known_of_a_camera_that_tells_nothing_until_its_second_picture():
    rhythm = Rhythm()
    assert rhythm.fps is None
    rhythm.picture(3.0)
    rhythm.picture(3.0)
    assert rhythm.fps is None
    rhythm.picture(11.0)
    assert rhythm.fps == pytest.approx(1 / 8)


def test_what_it_tells_counts_unless_it_is_slower_than_that():
    rhythm = Rhythm()
    rhythm.tell(25.0)
    assert rhythm.fps == pytest.approx(25)
    rhythm.picture(0.0)
    rhythm.picture(8.0)
    assert rhythm.fps == pytest.approx(1 / 8)
    for number in range(5):
        rhythm.picture(8.04 + number * 0.04)
    assert rhythm.fps == pytest.approx(25)
    rhythm.tell(0.1)
    assert rhythm.fps == pytest.approx(0.1)


def test_what_lies_between_two_openings_is_no_interval():
    rhythm = Rhythm()
    rhythm.picture(0.0)
    rhythm.picture(0.1)
    rhythm.opened()
    assert rhythm.fps is None
    rhythm.picture(60.0)
    assert rhythm.fps is None
