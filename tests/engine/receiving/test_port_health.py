"""A port's state follows from its frames and from time alone; the clock is turned by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgear_engine.protocol.port_state import PortInput, PortState
from netgear_engine.receiving.port_health import PortHealth, Transition
from tests.support.manual_clock import ManualClock

TICK = 0.04


class Port:
    """A PortHealth with a clock."""

    def __init__(self, clock):
        self.clock = clock
        self.health = PortHealth(clock.monotonic())

    @property
    def state(self):
        return self.health.state

    def frame(self, *, same=False):
        return self.health.frame(self.clock.monotonic(), same_picture=same)

    def stream(self, seconds, *, fps=30.0, same=False):
        for _ in range(round(seconds * fps)):
            self.clock.advance(1 / fps)
            self.frame(same=same)

    def fault(self, reason="no frames for 3 s"):
        return self.health.placeholder(self.clock.monotonic(), reason)

    def happened(self, what, reason=""):
        return self.health.happened(what, self.clock.monotonic(), reason)

    def wait(self, seconds):
        """Let time pass in ticks, as the engine does."""
        for _ in range(round(seconds / TICK)):
            self.clock.advance(TICK)
            self.health.time_passed(self.clock.monotonic())

    def seconds_until(self, state):
        started = self.clock.monotonic()
        while self.state is not state:
            self.wait(TICK)
            assert self.clock.monotonic() - started < 60
        return self.clock.monotonic() - started


@pytest.fixture
def port(manual_clock):
    return Port(manual_clock)


@pytest.fixture
def live(port):
    port.stream(3)
    assert port.state is PortState.LIVE
    return port


class TestSilence:
    def test_a_port_that_never_had_a_frame_waits_for_ever(self, port):
        port.wait(60)
        assert port.state is PortState.WAITING

    def test_the_first_frame_makes_it_live(self, port):
        port.clock.advance(7)
        assert port.frame() == Transition(PortState.WAITING, PortState.LIVE, 7, "")

    def test_it_is_stale_before_a_second_and_a_half(self, live):
        assert 1.3 < live.seconds_until(PortState.STALE) < 1.5

    def test_it_is_lost_before_five_seconds(self, live):
        assert 4.7 < live.seconds_until(PortState.LOST) < 5.0

    def test_it_stays_live_as_long_as_frames_come(self, live):
        for _ in range(50):
            live.wait(1.2)
            live.frame()
            assert live.state is PortState.LIVE

    @pytest.mark.parametrize("silence", [2, 20])
    def test_the_next_new_picture_makes_it_live_again(self, live, silence):
        live.wait(silence)
        assert live.state is not PortState.LIVE
        live.frame()
        assert live.state is PortState.LIVE

    @pytest.mark.parametrize("interval", [0.7, 1.0, 1.5])
    def test_a_slow_camera_has_three_of_its_own_intervals(self, port, interval):
        port.stream(30, fps=1 / interval)
        assert port.health.stale_after == pytest.approx(3 * interval)
        assert 3 * interval <= port.seconds_until(PortState.STALE) < 3 * interval + 3 * TICK

    @pytest.mark.parametrize("interval", [2.0, 4.0])
    def test_a_very_slow_camera_is_lost_before_five_seconds_all_the_same(self, port, interval):
        port.stream(30, fps=1 / interval)
        assert port.seconds_until(PortState.LOST) < 5.0

    def test_an_outage_does_not_slow_down_the_next_alarm(self, live):
        live.wait(4.5)
        live.frame()
        live.wait(6)
        assert live.state is PortState.LOST
        live.stream(0.2)
        assert live.seconds_until(PortState.STALE) < 1.5

    def test_what_comes_after_an_outage_has_a_rhythm_of_its_own(self, port):
        port.stream(30, fps=1 / 1.5)
        port.wait(6)
        assert port.state is PortState.LOST
        port.stream(2 / 30)
        assert port.seconds_until(PortState.STALE) < 1.5


class TestRepeating:
    def test_the_same_picture_for_the_stale_time_is_repeating(self, live):
        live.stream(1.2, same=True)
        assert live.state is PortState.LIVE
        live.stream(0.3, same=True)
        assert live.state is PortState.REPEATING

    def test_the_first_new_picture_makes_it_live(self, live):
        live.stream(10, same=True)
        transition = live.frame()
        assert transition.previous is PortState.REPEATING
        assert live.state is PortState.LIVE

    def test_a_still_scene_that_changes_each_second_is_live(self, live):
        for _ in range(20):
            live.stream(1, same=True)
            live.frame()
            assert live.state is PortState.LIVE

    def test_a_slow_camera_has_three_intervals_here_too(self, port):
        port.stream(10, fps=1)
        port.stream(3, fps=1, same=True)
        assert port.state is PortState.LIVE
        port.stream(1, fps=1, same=True)
        assert port.state is PortState.REPEATING

    def test_when_the_frames_stop_it_is_stale_and_then_lost(self, live):
        live.stream(3, same=True)
        assert live.seconds_until(PortState.STALE) < 1.5
        assert live.seconds_until(PortState.LOST) < 5.0

    def test_the_old_picture_after_an_outage_is_not_live(self, live):
        live.wait(10)
        live.frame(same=True)
        assert live.state is PortState.REPEATING

    def test_the_very_first_picture_is_new_whatever_is_said(self, port):
        port.frame(same=True)
        assert port.state is PortState.LIVE


class TestFault:
    def test_a_told_fault_is_never_live_however_many_placeholders_come(self, live):
        assert live.fault().state is PortState.FAULT
        for _ in range(60):
            live.wait(0.5)
            assert live.fault() is None
            assert live.state is PortState.FAULT

    def test_it_says_why_and_its_newest_reason_counts(self, live):
        assert live.fault("no frames for 3 s").reason == "no frames for 3 s"
        assert live.fault("the camera is busy") is None
        assert live.health.reason == "the camera is busy"

    def test_a_port_that_never_was_live_says_it_too(self, port):
        port.fault()
        assert port.state is PortState.FAULT

    def test_the_next_new_picture_makes_it_live(self, live):
        live.fault()
        transition = live.frame()
        assert (transition.previous, transition.state) == (PortState.FAULT, PortState.LIVE)
        assert live.health.reason == ""

    def test_the_picture_from_before_the_fault_does_not(self, live):
        live.fault()
        live.wait(3)
        live.fault()
        live.frame(same=True)
        assert live.state is PortState.REPEATING

    def test_quiet_says_less_than_is_known(self, live):
        live.fault()
        live.wait(4)
        assert live.state is PortState.FAULT

    def test_silence_is_a_loss(self, live):
        live.fault()
        assert 4.7 < live.seconds_until(PortState.LOST) < 5.0
        assert live.health.reason == ""

    def test_placeholders_teach_nothing_of_the_cameras_rhythm(self, live):
        for _ in range(20):
            live.wait(2)
            live.fault()
        live.wait(2)
        live.stream(0.2)
        assert live.seconds_until(PortState.STALE) < 1.5

    def test_what_comes_after_a_fault_has_a_rhythm_of_its_own(self, port):
        port.stream(30, fps=1 / 1.5)
        port.fault()
        port.stream(2 / 30)
        assert port.seconds_until(PortState.STALE) < 1.5

    def test_a_port_that_cannot_be_listened_on_has_no_fault(self, port):
        port.happened(PortInput.LISTEN_FAILED, "port 5566 is in use")
        port.fault()
        assert (port.state, port.health.reason) == (PortState.FAILED, "port 5566 is in use")

    @given(steps=st.lists(st.sampled_from(["new", "same", "fault", "wait", "gone", "goodbye"])))
    def test_whatever_happens_it_is_live_only_while_the_last_frame_was_a_picture(self, steps):
        port, told = Port(ManualClock()), False
        for step in steps:
            port.clock.advance(0.3)
            match step:
                case "new" | "same":
                    port.frame(same=step == "same")
                    told = False
                case "fault":
                    port.fault()
                    told = True
                case "wait":
                    port.wait(1.2)
                case "gone":
                    port.happened(PortInput.PEER_GONE)
                case "goodbye":
                    port.happened(PortInput.GOODBYE)
            assert not (told and port.state in (PortState.LIVE, PortState.REPEATING))


class TestEvents:
    def test_a_goodbye_ends_it_until_a_new_picture_comes(self, live):
        live.happened(PortInput.GOODBYE)
        assert live.state is PortState.ENDED
        live.wait(100)
        assert live.state is PortState.ENDED
        live.happened(PortInput.PEER_GONE)
        assert live.state is PortState.ENDED
        live.frame()
        assert live.state is PortState.LIVE

    def test_a_closed_connection_is_a_loss_at_once(self, live):
        live.happened(PortInput.PEER_GONE)
        assert live.state is PortState.LOST

    def test_a_refusal_keeps_its_reason(self, port):
        transition = port.happened(PortInput.REFUSED, "the key is not accepted")
        assert transition.reason == port.health.reason == "the key is not accepted"
        assert port.state is PortState.REJECTED

    def test_the_reason_goes_when_the_state_does(self, port):
        port.happened(PortInput.REFUSED, "the key is not accepted")
        port.frame()
        assert port.health.reason == ""

    def test_what_changes_nothing_is_not_a_transition(self, live):
        since = live.health.since
        assert live.frame() is None
        assert live.happened(PortInput.LISTENING) is None
        assert live.health.since == since

    def test_a_transition_tells_how_long_the_state_before_lasted(self, live):
        began = live.health.since
        live.clock.advance(10)
        transition = live.happened(PortInput.GOODBYE)
        assert transition.lasted == pytest.approx(live.clock.monotonic() - began)
        assert live.health.since == live.clock.monotonic()
