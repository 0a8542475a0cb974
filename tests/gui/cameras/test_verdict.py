"""Complaint 25: who adds a camera is told within five seconds what is wrong."""

import pytest

from gui.cameras.latency import Latency
from gui.cameras.verdict import DECIDED_AFTER, ConnectionEvidence, Verdict, judge_connection
from netgear_engine.protocol.port_state import PortState
from tests.support.synthetic import status_of


def judge(state, waited=DECIDED_AFTER, status=None, **evidence):
    evidence = {"picture_age": None, **evidence}
    return judge_connection(
        status_of(5570, state=state, **(status or {})),
        ConnectionEvidence(waited, "192.168.1.20", **evidence),
    )


def test_a_live_camera_is_shown_with_its_figures():
    found = judge(
        PortState.LIVE, 2, {"size": (1280, 720)}, picture_age=0.1, latency=Latency(0.084, 0.003)
    )
    assert found.verdict is Verdict.WORKS
    assert found.advice == ("1280×720 · 30.0 fps · 84 ± 3 ms",)
    stock = judge(PortState.LIVE, 2, {"size": (1280, 720)}, picture_age=0.1)
    assert stock.advice == ("1280×720 · 30.0 fps · latency ?",)


@pytest.mark.parametrize("age", [None, 2.0])
def test_without_a_young_picture_nothing_is_called_live(age):
    assert judge(PortState.LIVE, 1, picture_age=age).verdict is Verdict.WAITING
    assert judge(PortState.LIVE, picture_age=age).verdict is Verdict.FAILED


@pytest.mark.parametrize("state", list(PortState))
def test_after_five_seconds_every_state_has_a_verdict_and_only_live_works(state):
    found = judge(state, status={"reason": "why"}, picture_age=0.1)
    assert found.verdict is (Verdict.WORKS if state is PortState.LIVE else Verdict.FAILED)
    assert found.title


def test_a_port_in_use_says_so_at_once():
    found = judge(PortState.FAILED, 0, {"reason": "port 5570 is in use"})
    assert found.title == "Cannot listen: port 5570 is in use"
    assert "Another program" in found.advice[0]


def test_nothing_received_names_the_three_likely_causes():
    nothing = {"connected": 0}
    assert judge(PortState.WAITING, 4.9, nothing).verdict is Verdict.WAITING
    found = judge(PortState.WAITING, 5.0, nothing)
    assert found.title == "Nothing received on port 5570 yet"
    assert len(found.advice) == 3
    assert "firewall" in found.advice[1]
    assert "192.168.1.20" in found.advice[2]


def test_a_wrong_pattern_and_a_refused_key_are_told_apart():
    pattern = judge(PortState.REJECTED, 0, {"reason": "the other end uses another pattern"})
    assert pattern.title == "Camera refused: the other end uses another pattern"
    assert "command" in pattern.advice[0]
    key = judge(PortState.REJECTED, 0, {"reason": "the key is not accepted (abc)"})
    assert "public key" in key.advice[0]


def test_what_cannot_be_used_is_told_as_long_as_it_comes():
    found = judge(PortState.WAITING, 1, bad_input="a broken JPEG", bad_input_age=0.5)
    assert found.verdict is Verdict.FAILED
    assert found.title == "What comes on port 5570 cannot be used: a broken JPEG"
    later = judge(PortState.LIVE, 9, bad_input="a broken JPEG", bad_input_age=5, picture_age=0.1)
    assert later.verdict is Verdict.WORKS


def test_a_computer_without_its_camera_is_told():
    assert judge(PortState.WAITING, 1).title == "Connected, no picture yet"
    assert judge(PortState.WAITING, 5).verdict is Verdict.FAILED
    fault = judge(PortState.FAULT, 1, {"fault": "camera fault: no camera"})
    assert fault.title == "The camera has a fault: no camera"


def test_a_port_that_is_not_open_yet_is_waited_for():
    assert judge_connection(None, ConnectionEvidence(0, "")).verdict is Verdict.WAITING
