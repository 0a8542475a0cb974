from netgear_engine.protocol.ext import WantedStream
from netgear_engine.receiving.wishes import Wishes

PORT = 5566


def test_of_a_port_that_was_never_shown_nothing_is_wanted():
    wishes = Wishes()
    wishes.show(5567, (640, 360))
    assert wishes.of(PORT) is None


def test_what_is_shown_is_wanted_and_no_picture_when_it_is_not():
    wishes = Wishes()
    wishes.show(PORT, (640, 360))
    assert wishes.of(PORT) == WantedStream(640, 360)
    wishes.show(PORT, None)
    assert wishes.of(PORT) == WantedStream(0, 0)


def test_what_was_asked_for_counts_until_it_is_taken_back():
    wishes = Wishes()
    wishes.ask(PORT, WantedStream(1920, 1080, 15.0))
    wishes.show(PORT, (640, 360))
    assert wishes.of(PORT) == WantedStream(1920, 1080, 15.0)
    wishes.ask(PORT, None)
    assert wishes.of(PORT) == WantedStream(640, 360)


def test_a_port_that_is_forgotten_has_none():
    wishes = Wishes()
    wishes.show(PORT, (640, 360))
    wishes.ask(PORT, WantedStream(1920, 1080))
    wishes.forget(PORT)
    wishes.forget(PORT)
    assert wishes.of(PORT) is None


def test_no_screen_is_larger_than_what_can_be_said():
    wishes = Wishes()
    wishes.show(PORT, (70_000, 360))
    assert wishes.of(PORT) == WantedStream(65_535, 360)


def test_what_can_be_decoded_bounds_what_is_shown_but_not_what_was_asked_for():
    wishes = Wishes()
    wishes.limit(PORT, 12.0)
    assert wishes.of(PORT) is None
    wishes.show(PORT, (640, 360))
    assert wishes.of(PORT) == WantedStream(640, 360, 12.0)
    wishes.ask(PORT, WantedStream(1920, 1080, 15.0))
    assert wishes.of(PORT) == WantedStream(1920, 1080, 15.0)
    wishes.ask(PORT, None)
    wishes.limit(PORT, None)
    assert wishes.of(PORT) == WantedStream(640, 360)


def test_it_knows_what_somebody_looks_at():
    wishes = Wishes()
    assert not wishes.is_shown(PORT)
    wishes.show(PORT, (640, 360))
    assert wishes.is_shown(PORT)
    wishes.show(PORT, None)
    assert not wishes.is_shown(PORT)
