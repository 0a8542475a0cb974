import pytest

from netgear_engine.sending.unanswered import LONGEST_S, SHORTEST_S, Unanswered


@pytest.fixture
def unanswered(manual_clock):
    return Unanswered(manual_clock)


def lasts(unanswered, clock):
    """Return after how many seconds it is too long, looked at each half second."""
    for halves in range(1, 5000):
        clock.advance(0.5)
        if unanswered.is_too_long():
            return halves / 2
    raise AssertionError("it never is")


def test_a_small_frame_has_five_seconds(unanswered, manual_clock):
    unanswered.frame_left(1000)
    assert lasts(unanswered, manual_clock) == SHORTEST_S + 0.5


def test_later_frames_do_not_put_it_off(unanswered, manual_clock):
    unanswered.frame_left(1000)
    for _ in range(9):
        manual_clock.advance(0.5)
        assert not unanswered.is_too_long()
        unanswered.frame_left(1000)
    assert lasts(unanswered, manual_clock) == 1.0


def test_a_large_one_has_the_time_it_takes_on_a_slow_line(unanswered, manual_clock):
    unanswered.frame_left(37_000_000)
    assert lasts(unanswered, manual_clock) > 37_000_000 * 8 / 1_000_000


@pytest.mark.parametrize("end", ["answered", "connection_ended"])
def test_nothing_waits_after_an_answer_or_the_end(unanswered, manual_clock, end):
    unanswered.frame_left(1000)
    getattr(unanswered, end)()
    for _ in range(100):
        manual_clock.advance(0.5)
        assert not unanswered.is_too_long()


def test_one_who_is_only_slow_gets_longer_and_longer(unanswered, manual_clock):
    waits = []
    for _ in range(6):
        unanswered.frame_left(0)
        waits.append(lasts(unanswered, manual_clock) - 0.5)
        unanswered.connection_ended()
    assert waits == [5, 10, 20, 40, LONGEST_S, LONGEST_S]


def test_quick_answers_make_it_short_again_and_slow_ones_do_not(unanswered, manual_clock):
    for _ in range(2):
        unanswered.frame_left(0)
        lasts(unanswered, manual_clock)
        unanswered.connection_ended()
    for after in [*[12.0] * 5, *[0.1] * 4]:
        unanswered.frame_left(0)
        for _ in range(int(2 * after)):
            manual_clock.advance(0.5)
            assert not unanswered.is_too_long()
        unanswered.answered()
    unanswered.frame_left(0)
    assert lasts(unanswered, manual_clock) == SHORTEST_S + 0.5


def test_two_that_left_together_are_both_answered_late(unanswered, manual_clock):
    """The second answer comes right after the first; its frame has waited as long."""
    for _ in range(2):
        unanswered.frame_left(0)
        lasts(unanswered, manual_clock)
        unanswered.connection_ended()
    unanswered.frame_left(0)
    unanswered.frame_left(0)
    for _ in range(24):
        manual_clock.advance(0.5)
        assert not unanswered.is_too_long()
    unanswered.answered()
    unanswered.frame_left(0)
    unanswered.answered()
    unanswered.frame_left(0)
    assert lasts(unanswered, manual_clock) == pytest.approx(4 * SHORTEST_S, abs=1)


def test_our_own_standstill_counts_for_nothing(unanswered, manual_clock):
    unanswered.frame_left(1000)
    manual_clock.advance(60)
    assert not unanswered.is_too_long()
    assert lasts(unanswered, manual_clock) == SHORTEST_S + 0.5
