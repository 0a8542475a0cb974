import pytest

from gui.event_log.record import Kind
from gui.event_log.text import Alarm, EventTeller
from gui.look.sign import Sign
from netgear_engine.events import (
    AnotherSender,
    BadInput,
    CommandAnswered,
    MessageReceived,
    SenderConnected,
    StateChanged,
)
from netgear_engine.protocol.ext import Command, CommandResult
from netgear_engine.protocol.port_state import PortState as State


@pytest.fixture
def teller():
    return EventTeller()


def change(state, previous, wall=0.0, reason="", lasted=1.0):
    return StateChanged(5566, wall, state, previous, lasted, reason)


def test_a_camera_comes_goes_and_comes_back(teller):
    first = teller.tell("5566", change(State.LIVE, State.WAITING), "Stairwell B")
    assert first.text == "Stairwell B is live"
    assert teller.tell("5566", change(State.STALE, State.LIVE, 100.0), "Stairwell B") is None
    lost = teller.tell("5566", change(State.LOST, State.STALE, 103.5, lasted=3.5), "Stairwell B")
    assert (lost.text, lost.sign, lost.alarm) == (
        "Stairwell B lost",
        Sign.CROSS,
        Alarm.AFTER_GRACE,
    )
    back = teller.tell("5566", change(State.LIVE, State.LOST, 172.0, lasted=68.5), "Stairwell B")
    assert (back.text, back.kind) == ("Stairwell B back after 1:12", Kind.BACK)
    assert (back.outage, back.camera) == (72.0, "Stairwell B")


@pytest.mark.parametrize("reason", ["camera fault: no frames for 3 s", "no frames for 3 s"])
def test_a_fault_is_told_with_its_reason_and_so_is_its_end(teller, reason):
    fault = teller.tell("5566", change(State.FAULT, State.LIVE, 100.0, reason), "Front gate")
    assert (fault.text, fault.sign, fault.alarm) == (
        "Front gate: camera fault: no frames for 3 s",
        Sign.CROSS,
        Alarm.AFTER_GRACE,
    )
    back = teller.tell("5566", change(State.LIVE, State.FAULT, 112.0, lasted=12.0), "Front gate")
    assert (back.text, back.kind) == ("Front gate back after 12 s", Kind.BACK)


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_an_outage_lasts_as_long_as_the_engine_measured_whatever_the_clock_says(teller, jump):
    teller.tell("5566", StateChanged(5566, 100.0, State.STALE, State.LIVE, 50.0), "Porch")
    teller.tell("5566", StateChanged(5566, 103.0, State.LOST, State.STALE, 3.0), "Porch")
    change_back = StateChanged(5566, 113.0 + jump, State.LIVE, State.LOST, 10.0)
    back = teller.tell("5566", change_back, "Porch")
    assert (back.text, back.outage) == ("Porch back after 13 s", 13.0)


def test_a_goodbye_is_no_alarm(teller):
    line = teller.tell("5566", change(State.ENDED, State.LIVE), "Car park east")
    assert (line.text, line.alarm) == ("Car park east said goodbye", Alarm.NEVER)


def test_faults_that_do_not_mend_themselves_are_alarms_at_once(teller):
    failed = teller.tell(
        "5566", change(State.FAILED, State.WAITING, reason="port 5566 is in use"), "x"
    )
    assert failed.text == "Cannot listen on port 5566: port 5566 is in use"
    refused = teller.tell(
        "5566", change(State.REJECTED, State.WAITING, reason="unknown key"), "Porch"
    )
    assert refused.text == "Porch refused: unknown key"
    repeats = teller.tell("5566", change(State.REPEATING, State.LIVE), "Porch")
    assert repeats.text == "Porch repeats one picture"
    assert {line.alarm for line in (failed, refused, repeats)} == {Alarm.AT_ONCE}


def test_bad_input_is_told_with_its_number(teller):
    line = teller.tell("5566", BadInput(5566, 0.0, "a header that is not JSON", 12), "Port 5566")
    assert line.text == "Port 5566: 12 unusable messages, last: a header that is not JSON"
    line = teller.tell("5566", BadInput(5566, 0.0, "a header that is not JSON", 1), "Port 5566")
    assert line.text == "Port 5566: 1 unusable message, a header that is not JSON"


def test_another_sender_is_told_by_name_and_address(teller):
    line = teller.tell("5566", AnotherSender(5566, 0.0, "Gate at 10.0.0.8"), "Front gate")
    assert line.text == (
        "Front gate: another sender, Gate at 10.0.0.8, sends to this port; it is not shown"
    )


def test_what_the_camera_list_shows_is_not_told_again(teller):
    assert teller.tell("5566", SenderConnected(5566, 0.0), "x") is None
    assert teller.tell("5566", MessageReceived(5566, 0.0, "x"), "x") is None


@pytest.mark.parametrize(
    ("command", "result", "words"),
    [
        (Command("a", "still"), CommandResult("a"), "Porch was told to take a picture"),
        (
            Command("a", "set", {"name": "brightness", "value": 60}),
            CommandResult("a", 60, 50),
            "Porch set brightness to 50",
        ),
        (
            Command("a", "restart_camera"),
            CommandResult("a", refused="it is starting"),
            "Porch refused to restart its camera: it is starting",
        ),
        (Command("a", "dance"), CommandResult("a"), "Porch was told to obey dance"),
        (
            Command("a", "set", {"name": "x" * 64}),
            CommandResult("a", applied="y" * 9999),
            f"Porch set {'x' * 59}… to {'y' * 59}…",
        ),
    ],
)
def test_what_became_of_a_command_is_told(teller, command, result, words):
    line = teller.tell("5566", CommandAnswered(5566, 0.0, command, result), "Porch")
    assert (line.text, line.kind, line.alarm) == (words, Kind.COMMAND, Alarm.NEVER)
    assert line.sign is (Sign.TRIANGLE if result.refused else Sign.DOT)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("previous", State)
def test_every_change_can_be_told(teller, state, previous):
    line = teller.tell("5566", change(state, previous), "Porch")
    assert line is None or line.text
