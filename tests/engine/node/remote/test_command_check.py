import pytest

from netgear_engine.errors import EngineError
from netgear_engine.node.camera.messages import (
    ApplySetting,
    Identify,
    ProcessSettings,
    RestartCamera,
    TakeStill,
)
from netgear_engine.node.remote import command_check
from netgear_engine.node.remote.command_check import RestartProcess, checked_order, why_not_allowed
from netgear_engine.node.remote.settings_book import SettingsBook
from netgear_engine.protocol.ext import Command
from netgear_engine.sending.receiver_address import Receiver

REPORT = SettingsBook(ProcessSettings("test-pattern", size=(640, 480), fps=10.0), {}).report()
HERE, ELSEWHERE = Receiver("127.0.0.1", 5566), Receiver("192.168.1.20", 5566)


def order(name, /, **arguments):
    return checked_order(Command("c1", name, arguments), REPORT, "7")


@pytest.mark.parametrize(
    ("command", "arguments", "result"),
    [
        ("set", {"name": "quality", "value": 50}, ApplySetting("7", "quality", 50)),
        ("set", {"name": "fps", "value": 5}, ApplySetting("7", "fps", 5.0)),
        ("set", {"name": "flip", "value": "both"}, ApplySetting("7", "flip", "both")),
        ("set", {"name": "size", "value": [320, 240]}, ApplySetting("7", "size", [320, 240])),
        ("still", {}, TakeStill("7")),
        ("identify", {}, Identify(10.0)),
        ("identify", {"seconds": 3}, Identify(3.0)),
        ("restart_camera", {}, RestartCamera()),
    ],
)
def test_a_good_command_is_an_order(command, arguments, result):
    assert order(command, **arguments) == result


def test_restarting_the_process_is_no_order_that_the_process_could_obey():
    assert isinstance(order("restart_process"), RestartProcess)


@pytest.mark.parametrize(
    ("command", "arguments", "reasons"),
    [
        ("stil", {}, ["unknown command 'stil'", "Did you mean still?", "restart_camera"]),
        ("reboot", {}, ["unknown command 'reboot'", "Known: identify, restart_camera"]),
        ("set", {}, ["set takes the name of a control and its value"]),
        ("set", {"name": "quality"}, ["set takes the name of a control and its value"]),
        ("set", {"name": 5, "value": 5}, ["set takes the name of a control and its value"]),
        ("set", {"name": "qualty", "value": 5}, ["unknown control 'qualty'", "mean quality?"]),
        ("set", {"name": "quality", "value": 101}, ["quality is 1 to 100, not 101"]),
        ("set", {"name": "fps", "value": 11}, ["fps is 0.01 to 10, not 11"]),
        ("set", {"name": "size", "value": [800, 600]}, ["each 16 to 640"]),
        ("set", {"name": "quality", "value": 5, "x": 1}, ["takes name and value, not 'x'"]),
        ("still", {"size": 1}, ["still takes nothing, not 'size'"]),
        ("identify", {"seconds": "long"}, ["seconds is a number 1 to 300, not 'long'"]),
        ("identify", {"seconds": 1e9}, ["seconds is 1 to 300"]),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_allowed(command, arguments, reasons):
    with pytest.raises(EngineError) as caught:
        order(command, **arguments)
    for reason in reasons:
        assert reason in str(caught.value)


def test_a_reason_stays_short_whatever_was_sent():
    for arguments in ({"name": "x" * 50_000, "value": 1}, {"name": "quality", "value": [1] * 9000}):
        with pytest.raises(EngineError) as caught:
            order("set", **arguments)
        assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("receiver", "allow", "has_keys", "allowed"),
    [
        (HERE, None, False, True),
        (ELSEWHERE, None, False, False),
        (ELSEWHERE, None, True, True),
        (ELSEWHERE, True, False, True),
        (HERE, False, True, False),
    ],
)
def test_commands_come_from_here_or_with_keys_unless_it_is_said_otherwise(
    receiver, allow, has_keys, allowed
):
    reason = why_not_allowed(receiver, allow, has_keys=has_keys)
    assert (reason == "") is allowed
    if not allowed:
        assert "allow-commands" in reason


def test_another_user_s_port_of_this_computer_is_as_far_away_as_another_computer(monkeypatch):
    monkeypatch.setattr(command_check, "is_another_user_s", lambda port: port == HERE.port)
    assert "another user's" in why_not_allowed(HERE, None, has_keys=False)
    assert why_not_allowed(HERE, None, has_keys=True) == ""
    assert why_not_allowed(HERE, True, has_keys=False) == ""
