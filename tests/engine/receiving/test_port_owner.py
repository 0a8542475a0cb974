import pytest

from netgear_engine.receiving.port_owner import PortOwner
from netgear_engine.transport.listener import Origin

STRANGER = Origin(8, "10.0.0.8")


def test_it_belongs_to_nobody_at_first():
    assert not PortOwner().is_(Origin())


def test_it_belongs_to_who_took_it_last():
    owner = PortOwner()
    owner.take(Origin(7), 1.0)
    owner.take(Origin(8), 2.0)
    assert (owner.is_(Origin(7)), owner.is_(Origin(8))) == (False, True)


def test_the_last_words_of_a_closed_connection_are_its_own_until_somebody_connects():
    owner = PortOwner()
    owner.take(Origin(7), 1.0)
    owner.somebody_connected()
    owner.closed()
    assert owner.is_(Origin(7))
    owner.somebody_connected()
    assert not owner.is_(Origin(7))


@pytest.fixture
def owner():
    owner = PortOwner()
    owner.take(Origin(7), 0.0)
    return owner


def test_another_is_named_as_far_as_he_is_known(owner):
    owner.another_sent("Gate", STRANGER, 0.0)
    owner.take(Origin(7), 1.0)
    assert owner.other(1.0) == "Gate at 10.0.0.8"
    owner.another_sent("", STRANGER, 1.0)
    assert owner.other(1.0) == "10.0.0.8"
    owner.another_sent("", Origin(8), 1.0)
    assert owner.other(1.0) == "on this computer"


def test_nobody_is_another_before_the_owner_was_heard_beside_him_for_a_second(owner):
    owner.another_sent("Gate", STRANGER, 1.0)
    assert not owner.other(3.0)
    owner.take(Origin(7), 1.9)
    assert not owner.other(3.0)
    owner.take(Origin(7), 2.0)
    assert owner.other(3.0)


def test_who_takes_the_port_is_no_other_any_more(owner):
    owner.another_sent("Gate", STRANGER, 1.0)
    owner.take(Origin(8), 6.0)
    owner.take(Origin(8), 8.0)
    assert not owner.other(8.0)


def test_he_is_forgotten_five_seconds_after_his_last_word(owner):
    owner.another_sent("Gate", STRANGER, 1.0)
    owner.take(Origin(7), 5.9)
    assert owner.other(5.9)
    assert not owner.other(6.0)


def test_he_is_told_once_a_minute_while_he_sends(owner):
    told = []
    for now in range(130):
        owner.take(Origin(7), float(now))
        if now < 70:
            owner.another_sent("", STRANGER, float(now))
        told.append(owner.other_to_tell(float(now)))
    assert [now for now, who in enumerate(told) if who] == [1, 61]


def test_who_comes_back_after_he_was_forgotten_is_told_once_the_minute_is_over(owner):
    owner.another_sent("", STRANGER, 0.0)
    owner.take(Origin(7), 1.0)
    assert owner.other_to_tell(1.0)
    # Nobody is there to be told of.
    assert not owner.other_to_tell(61.0)
    owner.another_sent("", STRANGER, 62.0)
    assert not owner.other_to_tell(62.0)
    owner.take(Origin(7), 63.0)
    assert owner.other_to_tell(63.0) == STRANGER.address


def test_a_camera_that_comes_back_while_a_stranger_sends_is_not_named(owner):
    camera = Origin(9, "10.0.0.7")
    owner.another_sent("", STRANGER, 0.0)
    owner.take(Origin(7), 1.0)
    owner.another_sent("", STRANGER, 2.0)
    owner.another_sent("Gate", camera, 3.0)
    assert owner.other(3.0) == STRANGER.address
    # The stranger was last heard too long ago.
    owner.another_sent("Gate", camera, 7.0)
    assert not owner.other(7.0)


def test_nor_is_one_that_got_the_number_of_a_stranger_who_went(owner):
    owner.another_sent("", STRANGER, 0.0)
    owner.take(Origin(7), 1.0)
    owner.another_closed(STRANGER.connection)
    assert owner.other(1.0) == STRANGER.address
    owner.another_sent("Gate", Origin(STRANGER.connection, "10.0.0.7"), 4.0)
    assert owner.other(4.0) == STRANGER.address
    assert not owner.other(5.0)


def test_a_crowd_takes_a_bounded_place_and_does_not_hide_who_was_there_first(owner):
    owner.another_sent("", STRANGER, 0.0)
    for number in range(1000):
        owner.another_sent("", Origin(100 + number, "10.0.0.9"), 0.5)
    assert len(owner._others) < 100
    owner.another_sent("", STRANGER, 0.9)
    owner.take(Origin(7), 1.0)
    assert owner.other(1.0) == STRANGER.address


def test_who_has_the_number_next_is_somebody_else():
    """What he says may be heard before the end of the one before."""
    owner = PortOwner()
    owner.take(Origin(7, "10.0.0.7:1000"), 1.0)
    assert not owner.is_(Origin(7, "10.0.0.8:1000"))
    assert owner.is_on(7) and not owner.is_on(8)
