import pytest

from netgear_engine.protocol.ext import AnswerTimes
from netgear_engine.receiving.clock_offset import ClockOffset

# The sender's clock shows 1000 less than ours.
OFFSET = 1000.0


def exchange(clock, sequence, sent, way, *, way_back=None, pause=0.0):
    """A frame sent at `sent` (ours) is `way` seconds on its way, its answer `way_back`."""
    received = sent + way
    answered = received + pause
    back = answered + (way if way_back is None else way_back)
    clock.answer_sent(sequence, received, answered)
    clock.answer_came_back(AnswerTimes(sequence, sent - OFFSET, back - OFFSET))


def test_without_an_exchange_nothing_is_known():
    assert ClockOffset().in_our_time(5.0) is None


def test_with_equal_ways_the_offset_is_exact():
    clock = ClockOffset()
    exchange(clock, 1, sent=2000.0, way=0.25)
    assert clock.in_our_time(5.0) == (1005.0, 0.25)


def test_the_pause_before_the_answer_is_no_uncertainty():
    clock = ClockOffset()
    exchange(clock, 1, sent=2000.0, way=0.25, pause=3.0)
    assert clock.in_our_time(5.0) == (1005.0, 0.25)


@pytest.mark.parametrize(("way", "way_back"), [(0.0, 0.5), (0.5, 0.0), (0.125, 0.375)])
def test_the_truth_is_within_the_uncertainty_when_the_ways_differ(way, way_back):
    clock = ClockOffset()
    exchange(clock, 1, sent=2000.0, way=way, way_back=way_back)
    ours, uncertainty = clock.in_our_time(5.0)
    assert uncertainty == 0.25
    assert abs(ours - 1005.0) <= uncertainty


def test_the_shortest_round_trip_is_believed():
    clock = ClockOffset()
    for sequence, (way, back) in enumerate([(0.5, 0.25), (0.0625, 0.0625), (0.25, 1.0)]):
        exchange(clock, sequence, sent=2000.0 + sequence, way=way, way_back=back)
    assert clock.in_our_time(5.0) == (1005.0, 0.0625)


def test_only_the_last_thirty_count():
    clock = ClockOffset()
    exchange(clock, 0, sent=2000.0, way=0.125)
    for sequence in range(1, 30):
        exchange(clock, sequence, sent=2000.0, way=0.5)
    assert clock.in_our_time(5.0)[1] == 0.125
    exchange(clock, 30, sent=2000.0, way=0.5)
    assert clock.in_our_time(5.0)[1] == 0.5


def test_the_times_of_an_unknown_answer_are_ignored():
    clock = ClockOffset()
    clock.answer_sent(1, 2000.0, 2000.0)
    clock.answer_came_back(AnswerTimes(2, 999.0, 1001.0))
    assert clock.in_our_time(5.0) is None


def test_each_answer_counts_once():
    clock = ClockOffset()
    exchange(clock, 1, sent=2000.0, way=0.25)
    clock.answer_came_back(AnswerTimes(1, 1000.0, 1000.0))
    assert clock.in_our_time(5.0) == (1005.0, 0.25)


def test_an_answer_that_came_before_it_left_is_ignored():
    clock = ClockOffset()
    exchange(clock, 1, sent=2000.0, way=0.25, way_back=-0.5)
    assert clock.in_our_time(5.0) is None


def test_answers_that_never_come_back_are_not_kept_for_ever():
    clock = ClockOffset()
    for sequence in range(1000):
        clock.answer_sent(sequence, 2000.0, 2000.0)
    clock.answer_came_back(AnswerTimes(0, 1000.0, 1000.0))
    assert clock.in_our_time(5.0) is None
    clock.answer_came_back(AnswerTimes(999, 1000.0, 1000.0))
    assert clock.in_our_time(5.0) == (1005.0, 0.0)


def test_forgetting_makes_it_unknown_again():
    clock = ClockOffset()
    exchange(clock, 1, sent=2000.0, way=0.25)
    clock.forget()
    assert clock.in_our_time(5.0) is None
