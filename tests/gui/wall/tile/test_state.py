from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.look.sign import Sign
from gui.wall.tile.rates import Pace
from gui.wall.tile.state import (
    ALARMING,
    FAULTY,
    LOST_AFTER,
    MOVING,
    UNSEEN,
    Condition,
    Evidence,
    Expected,
    judge,
    paused,
)
from netgear_engine.protocol.ext import NodeReport, WantedStream
from netgear_engine.protocol.port_state import PortState
from tests.support.synthetic import status_of

NOW = 1000.0
WALL = 1_700_000_000.0
SEEN = Evidence(
    now=NOW,
    now_wall=WALL,
    heard_at=NOW,
    visible_since=NOW - 60,
    picture_received_at=NOW - 0.03,
    usual_fps=30.0,
)
FAULT_WORDS = ("STALE", "LOST", "SLOW", "ENDED", "REPEATS", "REFUSED", "CANNOT", "WAITING", "FAULT")
# What is subtracted from NOW and compared with it again.
ROUNDING = 1e-9
ages = st.one_of(st.none(), st.floats(0, 1e5))


def live(**facts):
    return status_of(last_frame_at=NOW - 0.03, last_frame_wall=WALL - 0.03, **facts)


def test_a_young_picture_of_a_live_port_is_live_and_says_nothing_else():
    state = judge(live(), SEEN)
    assert (state.condition, state.words, state.sign) == (Condition.LIVE, "LIVE", Sign.DOT)
    assert state.connection == "connected"


@pytest.mark.parametrize(
    ("age", "condition"),
    [
        (1.49, Condition.LIVE),
        (1.5, Condition.STALE),
        (4.99, Condition.STALE),
        (5.0, Condition.LOST),
        (90, Condition.LOST),
    ],
)
def test_the_age_of_the_shown_picture_overrules_a_status_that_says_live(age, condition):
    assert judge(live(), replace(SEEN, picture_received_at=NOW - age)).condition is condition


@pytest.mark.parametrize(
    ("silent", "condition"), [(1.0, Condition.LIVE), (2.0, Condition.STALE), (6, Condition.LOST)]
)
def test_an_engine_that_is_silent_is_not_believed_even_for_hidden_tiles(silent, condition):
    hidden = replace(SEEN, visible_since=None, heard_at=NOW - silent)
    assert judge(live(), hidden).condition is condition


@given(
    state=st.sampled_from(PortState),
    picture_age=ages,
    visible_for=ages,
    silent=st.floats(0, 1e5),
    since=st.floats(0, 1e5),
    fps=st.floats(0, 200),
    usual=st.floats(0, 200),
    stale_after=st.floats(1.5, 60),
    frame_age=ages,
    picture_fault=st.sampled_from(["", "camera fault: no frames for 3 s"]),
)
def test_complaint_2_live_and_a_fault_never_show_together(
    state,
    picture_age,
    visible_for,
    silent,
    since,
    fps,
    usual,
    stale_after,
    frame_age,
    picture_fault,
):
    status = status_of(
        state=state,
        since_at=NOW - since,
        fps=fps,
        stale_after=stale_after,
        last_frame_at=None if frame_age is None else NOW - frame_age,
        last_frame_wall=None if frame_age is None else WALL - frame_age,
    )
    evidence = replace(
        SEEN,
        heard_at=NOW - silent,
        visible_since=None if visible_for is None else NOW - visible_for,
        picture_received_at=None if picture_age is None else NOW - picture_age,
        picture_fault=picture_fault,
        usual_fps=usual,
    )
    shown = judge(status, evidence)
    says_live = "LIVE" in shown.words
    says_fault = any(word in shown.words for word in FAULT_WORDS)
    assert not (says_live and says_fault)
    assert says_live == (shown.condition is Condition.LIVE) == (shown.sign is Sign.DOT)
    if shown.condition in MOVING:
        assert state is PortState.LIVE
        assert silent < stale_after + ROUNDING
        if visible_for is not None:
            assert picture_age is not None
            assert picture_age < stale_after + ROUNDING
            assert not picture_fault, "what is on the screen is only a placeholder"
    elif state not in (PortState.LIVE, PortState.STALE, PortState.REPEATING):
        assert shown.condition.name == state.name
    assert shown.words
    assert shown.short_words
    assert shown.connection


def test_a_lost_tile_says_for_how_long_and_when_the_last_picture_came():
    lost = status_of(
        state=PortState.LOST, last_frame_at=NOW - 42, last_frame_wall=WALL, connected=0
    )
    state = judge(lost, replace(SEEN, picture_received_at=NOW - 42))
    assert state.words.startswith("LOST 00:42, last ")
    assert state.short_words == "LOST 00:42"
    assert state.connection.startswith("disconnected ")
    assert state.sign is Sign.CROSS


def test_a_stale_tile_counts_the_seconds():
    stale = status_of(state=PortState.STALE, last_frame_at=NOW - 2.4, last_frame_wall=WALL - 2.4)
    state = judge(stale, replace(SEEN, picture_received_at=NOW - 2.4))
    assert (state.words, state.connection) == ("STALE 2 s", "no frames for 2 s")


def test_a_camera_below_half_its_usual_rate_is_slow():
    assert judge(live(fps=12.0), SEEN).words == "SLOW 12/30 fps"
    assert judge(live(fps=15.0), SEEN).condition is Condition.LIVE
    assert judge(live(fps=12.0, since_at=NOW - 1), SEEN).condition is Condition.LIVE, (
        "it has just begun"
    )


def test_a_tile_just_uncovered_says_live_only_with_a_new_picture():
    old = replace(SEEN, visible_since=NOW - 0.2, picture_received_at=NOW - 600)
    assert judge(live(), old).condition is Condition.STARTING
    assert judge(live(), replace(old, visible_since=NOW - 2)).condition is Condition.LOST
    assert judge(live(), replace(old, picture_received_at=NOW - 0.1)).condition is Condition.LIVE
    assert judge(live(), replace(old, picture_received_at=None)).condition is Condition.STARTING


def test_a_live_port_whose_pictures_never_appear_becomes_stale_then_lost():
    shown = replace(SEEN, picture_received_at=None)
    assert judge(live(), replace(shown, visible_since=NOW - 3)).condition is Condition.STALE
    assert judge(live(), replace(shown, visible_since=NOW - LOST_AFTER)).condition is Condition.LOST


def test_refusals_and_failures_give_the_reason():
    failed = status_of(state=PortState.FAILED, reason="port 5566 is in use")
    assert judge(failed, SEEN).reason == "port 5566 is in use"
    assert judge(status_of(state=PortState.WAITING, connected=0), SEEN).connection == (
        "never connected"
    )


FAULT = "camera fault: no frames for 3 s, restarting"


def test_a_camera_with_a_fault_says_why():
    state = judge(status_of(state=PortState.FAULT, reason=FAULT), SEEN)
    assert (state.condition, state.sign) == (Condition.FAULT, Sign.CROSS)
    assert (state.words, state.short_words) == ("FAULT: no frames for 3 s, restarting", "FAULT")
    assert state.connection == FAULT
    assert state.reason == "no frames for 3 s, restarting"


def test_a_placeholder_on_the_screen_is_a_fault_until_a_picture_takes_its_place():
    shown = replace(SEEN, picture_fault=FAULT)
    state = judge(live(), shown)
    assert (state.condition, state.words) == (
        Condition.FAULT,
        "FAULT: no frames for 3 s, restarting",
    )
    assert judge(live(), replace(shown, visible_since=None)).condition is Condition.LIVE, (
        "nobody sees it"
    )
    uncovered = replace(shown, visible_since=NOW - 0.2, picture_received_at=NOW - 600)
    assert judge(live(), uncovered).condition is Condition.STARTING


def test_a_camera_that_rests_because_nobody_looks_is_not_slow():
    resting = live(fps=1.0, wanted=WantedStream(0, 0))
    hidden = replace(SEEN, visible_since=None)
    assert judge(resting, hidden).condition is Condition.LIVE
    assert judge(live(fps=1.0), hidden).condition is Condition.SLOW, "a stock camera does not rest"
    waking = live(fps=1.0, wanted=WantedStream(640, 360))
    assert judge(waking, replace(SEEN, visible_since=NOW - 2)).condition is Condition.LIVE
    assert judge(waking, SEEN).condition is Condition.SLOW


def eased(**facts):
    """Return the status of a camera that this computer asks for less than it has."""
    return live(is_eased=True, **facts)


def test_a_camera_of_which_this_computer_shows_less_than_it_sends_says_so():
    slow = replace(SEEN, pace=Pace(30.0, 12.0))
    state = judge(eased(fps=30.0), slow)
    assert (state.condition, state.is_slow_here) == (Condition.SLOW, True)
    assert state.words == "SLOW 12/30 fps · this computer"
    assert state.short_words == "SLOW · this computer"
    assert state.connection == "connected, this computer shows 12 of 30 fps"
    enough = replace(SEEN, pace=Pace(30.0, 25.0))
    assert judge(eased(fps=30.0), enough).condition is Condition.LIVE


def test_what_a_node_tells_counts_where_an_overload_was_there_from_the_start():
    report = NodeReport(values={"fps": 20.0})
    early = replace(SEEN, usual_fps=0.0, pace=Pace(8.0, 8.0))
    assert judge(eased(fps=8.0, report=report), early).words == "SLOW 8/20 fps · this computer"


def test_frames_that_come_in_bursts_are_not_this_computer_s_fault():
    """It could decode them all: two that come at once are one picture on the screen."""
    bursts = replace(SEEN, pace=Pace(30.0, 15.0))
    assert judge(live(fps=30.0), bursts).condition is Condition.LIVE


def test_a_camera_that_was_asked_to_send_less_is_not_to_blame():
    state = judge(eased(fps=12.0), replace(SEEN, pace=Pace(12.0, 12.0)))
    assert (state.words, state.is_slow_here) == ("SLOW 12/30 fps · this computer", True)
    assert judge(eased(fps=12.0), SEEN).condition is Condition.LIVE, "nothing is known of us yet"
    hidden = replace(SEEN, visible_since=None, pace=None)
    assert judge(eased(fps=12.0), hidden).condition is Condition.LIVE


def test_one_that_sends_less_than_it_was_asked_for_is():
    wanted = WantedStream(640, 360, 15.0)
    state = judge(eased(fps=5.0, wanted=wanted), replace(SEEN, pace=Pace(5.0, 5.0)))
    assert (state.words, state.is_slow_here) == ("SLOW 5/15 fps", False)
    state = judge(eased(fps=3.0, wanted=wanted), replace(SEEN, pace=Pace(3.0, 3.0)))
    assert state.words == "SLOW 3/15 fps"


# Missing and intruders -----------------------------------------------------------------------


def waiting(**facts):
    return status_of(5566, PortState.WAITING, **{"since_at": NOW - 60, "connected": 0, **facts})


@pytest.mark.parametrize(
    ("within", "since", "condition"),
    [
        (10, 9.9, Condition.WAITING),
        (10, 10, Condition.MISSING),
        # No grace at all would be an alarm at each start.
        (0, LOST_AFTER - 0.1, Condition.WAITING),
        (0, LOST_AFTER, Condition.MISSING),
    ],
)
def test_an_expected_camera_is_missing_once_it_had_its_time(within, since, condition):
    seen = replace(SEEN, expected=Expected(within))
    assert judge(waiting(since_at=NOW - since), seen).condition is condition


def test_a_missing_camera_is_a_fault_that_alarms():
    assert Condition.MISSING in ALARMING & FAULTY & UNSEEN


def test_one_that_is_connected_and_sends_nothing_is_missing_too():
    state = judge(waiting(connected=1), replace(SEEN, expected=Expected(5)))
    assert state.connection == "missing: connected, but no picture came; never seen"


def test_another_sender_on_the_port_is_told_of_beside_the_state():
    state = judge(live(intruder="Yard at 192.0.2.9"), SEEN)
    assert (state.condition, state.words) == (Condition.LIVE, "LIVE")
    assert state.notice == "another sender, Yard at 192.0.2.9, sends here: not shown"
    assert state.connection == f"connected · {state.notice}"
    assert paused(state, "12:00:00").notice == state.notice
