import itertools

import pytest

from netgear_engine.node.supervision.watchdog import (
    LONGEST_START_S,
    RESTART_S,
    RETRY_S,
    SILENCE_S,
    START_S,
    Action,
    CameraWatchdog,
    Phase,
)

# What leads from the beginning into each phase, and the phase that each input leads to from there.
WAYS = {
    Phase.DOWN: [],
    Phase.STARTING: ["decide"],
    Phase.LIVE: ["decide", "picture"],
    Phase.RESTARTING: ["decide", "picture", "silence"],
    Phase.TROUBLED: ["decide", "troubled"],
    Phase.OVER: ["decide", "is_over"],
}
INPUTS = ("opening", "picture", "troubled", "process_ended", "begin_anew", "is_over")
TABLE = {
    Phase.DOWN: (Phase.DOWN, Phase.DOWN, Phase.DOWN, Phase.DOWN, Phase.DOWN, Phase.OVER),
    Phase.STARTING: (
        Phase.STARTING, Phase.LIVE, Phase.TROUBLED, Phase.DOWN, Phase.DOWN, Phase.OVER,
    ),
    Phase.LIVE: (Phase.STARTING, Phase.LIVE, Phase.TROUBLED, Phase.DOWN, Phase.DOWN, Phase.OVER),
    Phase.RESTARTING: (
        Phase.RESTARTING, Phase.LIVE, Phase.TROUBLED, Phase.DOWN, Phase.DOWN, Phase.OVER,
    ),
    Phase.TROUBLED: (
        Phase.TROUBLED, Phase.LIVE, Phase.TROUBLED, Phase.DOWN, Phase.DOWN, Phase.OVER,
    ),
    Phase.OVER: (Phase.OVER, Phase.OVER, Phase.OVER, Phase.OVER, Phase.DOWN, Phase.OVER),
}  # fmt: skip
PATIENCE = {
    Phase.DOWN: (0.0, Action.START_PROCESS, Phase.STARTING),
    Phase.STARTING: (START_S, Action.KILL_PROCESS, Phase.DOWN),
    Phase.LIVE: (SILENCE_S, Action.RESTART_CAMERA, Phase.RESTARTING),
    Phase.RESTARTING: (RESTART_S, Action.KILL_PROCESS, Phase.DOWN),
    Phase.TROUBLED: (RETRY_S, Action.KILL_PROCESS, Phase.DOWN),
}


def do(watchdog, clock, step):
    if step == "silence":
        clock.advance(SILENCE_S)
        step = "decide"
    method = getattr(watchdog, step)
    return method() if step == "is_over" else method(clock.monotonic())


@pytest.fixture
def clock(manual_clock):
    return manual_clock


def watchdog_in(phase, clock):
    watchdog = CameraWatchdog(clock.monotonic())
    for step in WAYS[phase]:
        do(watchdog, clock, step)
    assert watchdog.phase is phase
    return watchdog


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("number", range(len(INPUTS)), ids=INPUTS)
def test_what_each_input_leads_to(clock, phase, number):
    watchdog = watchdog_in(phase, clock)
    do(watchdog, clock, INPUTS[number])
    assert watchdog.phase is TABLE[phase][number]


@pytest.mark.parametrize("phase", PATIENCE)
def test_what_each_phase_leads_to_in_time_and_not_before(clock, phase):
    patience, action, following = PATIENCE[phase]
    watchdog = watchdog_in(phase, clock)
    if patience:
        clock.advance(patience - 0.01)
        assert watchdog.decide(clock.monotonic()) is Action.NOTHING
        clock.advance(0.02)
    assert watchdog.decide(clock.monotonic()) is action
    assert watchdog.phase is following
    assert watchdog.decide(clock.monotonic()) is Action.NOTHING


def test_a_hanging_camera_is_opened_after_3_s_and_killed_after_7(clock):
    watchdog = watchdog_in(Phase.LIVE, clock)
    done = []
    for second in range(1, 9):
        clock.advance(1)
        action = watchdog.decide(clock.monotonic())
        if action is not Action.NOTHING:
            done.append((second, action))
    assert done == [(3, Action.RESTART_CAMERA), (7, Action.KILL_PROCESS), (8, Action.START_PROCESS)]


def test_when_it_is_over_nothing_is_done(clock):
    watchdog = watchdog_in(Phase.OVER, clock)
    clock.advance(1000)
    assert watchdog.decide(clock.monotonic()) is Action.NOTHING


def test_a_slow_camera_is_silent_for_longer(clock):
    watchdog = watchdog_in(Phase.LIVE, clock)
    watchdog.expect(0.5)
    clock.advance(9.9)
    assert watchdog.decide(clock.monotonic()) is Action.NOTHING
    watchdog.expect(25.0)
    assert watchdog.decide(clock.monotonic()) is Action.RESTART_CAMERA


def test_every_picture_and_every_told_trouble_is_a_sign_of_life(clock):
    watchdog = watchdog_in(Phase.LIVE, clock)
    for _ in range(20):
        clock.advance(SILENCE_S * 0.9)
        watchdog.picture(clock.monotonic())
        assert watchdog.decide(clock.monotonic()) is Action.NOTHING
    for _ in range(20):
        clock.advance(RETRY_S * 0.9)
        watchdog.troubled(clock.monotonic())
        assert watchdog.decide(clock.monotonic()) is Action.NOTHING


def attempts(watchdog, clock, seconds, on_start):
    """Return when processes were started within so many seconds, seen every tenth of one."""
    begin = clock.monotonic()
    times = []
    while clock.monotonic() - begin < seconds:
        if watchdog.decide(clock.monotonic()) is Action.START_PROCESS:
            times.append(round(clock.monotonic() - begin, 1))
            on_start()
        clock.advance(0.1)
    return times


def test_a_process_that_dies_at_once_is_tried_less_and_less_often(clock):
    watchdog = CameraWatchdog(clock.monotonic())
    times = attempts(watchdog, clock, 30, lambda: watchdog.process_ended(clock.monotonic()))
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert waits == pytest.approx([0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 5.0, 5.0], abs=0.21)


def test_an_attempt_that_took_long_is_not_followed_by_a_long_wait(clock):
    watchdog = CameraWatchdog(clock.monotonic())
    times = attempts(watchdog, clock, 160, lambda: None)
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    patience = [START_S, 2 * START_S, *[LONGEST_START_S] * (len(waits) - 2)]
    assert len(waits) >= 5
    assert waits == pytest.approx([one + 0.5 for one in patience], abs=0.21)


def test_a_start_that_took_too_long_for_a_busy_computer_gets_twice_the_time(clock):
    watchdog = CameraWatchdog(clock.monotonic())
    attempts(watchdog, clock, START_S + 1, lambda: None)
    clock.advance(START_S * 1.5)
    assert watchdog.decide(clock.monotonic()) is Action.NOTHING
    watchdog.picture(clock.monotonic())
    watchdog.process_ended(clock.monotonic())
    assert len(attempts(watchdog, clock, START_S + 2, lambda: None)) == 2, "as at first"


@pytest.mark.parametrize("phase", [Phase.STARTING, Phase.RESTARTING, Phase.TROUBLED])
def test_the_first_picture_of_a_slow_camera_is_an_interval_away(clock, phase):
    watchdog = watchdog_in(phase, clock)
    watchdog.expect(0.12)
    clock.advance(PATIENCE[phase][0] + 8.3)
    assert watchdog.decide(clock.monotonic()) is Action.NOTHING
    clock.advance(2 / 0.12)
    assert watchdog.decide(clock.monotonic()) is Action.KILL_PROCESS


def test_a_camera_of_which_nothing_is_known_yet_may_be_slow(clock):
    watchdog = watchdog_in(Phase.LIVE, clock)
    watchdog.expect(None)
    clock.advance(START_S - 0.1)
    assert watchdog.decide(clock.monotonic()) is Action.NOTHING
    clock.advance(0.2)
    assert watchdog.decide(clock.monotonic()) is Action.RESTART_CAMERA


def test_after_it_worked_the_next_attempt_comes_soon(clock):
    watchdog = CameraWatchdog(clock.monotonic())
    attempts(watchdog, clock, 20, lambda: watchdog.process_ended(clock.monotonic()))
    attempts(watchdog, clock, 6, lambda: None)
    for _ in range(100):
        watchdog.picture(clock.monotonic())
        clock.advance(0.1)
    watchdog.process_ended(clock.monotonic())
    assert attempts(watchdog, clock, 2, lambda: None) == [pytest.approx(0.5, abs=0.11)]


def test_somebody_who_wants_a_new_process_has_it_at_once(clock):
    watchdog = CameraWatchdog(clock.monotonic())
    attempts(watchdog, clock, 20, lambda: watchdog.process_ended(clock.monotonic()))
    watchdog.begin_anew(clock.monotonic())
    assert watchdog.decide(clock.monotonic()) is Action.START_PROCESS


def test_silence_counts_from_the_last_picture(clock):
    watchdog = watchdog_in(Phase.LIVE, clock)
    begin = clock.monotonic()
    clock.advance(SILENCE_S)
    watchdog.decide(clock.monotonic())
    clock.advance(RESTART_S)
    watchdog.decide(clock.monotonic())
    assert watchdog.silent_since == begin
