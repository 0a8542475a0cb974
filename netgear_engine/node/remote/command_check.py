"""Whether a node obeys a command: from whom it may come, and whether it is known and complete."""

from typing import Any

from netgear_engine.errors import EngineError
from netgear_engine.node.camera.messages import (
    ApplySetting,
    Identify,
    Order,
    RestartCamera,
    TakeStill,
)
from netgear_engine.node.camera.setting_check import checked_value, quoted
from netgear_engine.node.machine.port_owner import is_another_user_s
from netgear_engine.protocol.ext import Command, Control, NodeReport
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.written_values import nearest

_IDENTIFY_SECONDS = Control("float", 1, 300, 10.0)
_ARGUMENTS: dict[str, tuple[str, ...]] = {"set": ("name", "value"), "identify": ("seconds",)}


class CommandRefusedError(EngineError):
    """A command that is not obeyed; the message says why, and what would be."""


class RestartProcess:
    """The order that no camera's process could obey: end it and begin a new one."""


def why_not_allowed(receiver: Receiver, allow_commands: bool | None, *, has_keys: bool) -> str:
    """Return why a receiver may not command, "" when it may.

    Unless the configuration says so, nobody may over a connection in the clear from another
    computer, where whoever answers at that address could, nor another user of this one.
    """
    if allow_commands is None:
        if has_keys:
            return ""
        if receiver.is_loopback:
            if not is_another_user_s(receiver.port):
                return ""
            return (
                f"port {receiver.port} of this computer is another user's: use keys (--secure), or "
                "start netgear-server with --allow-commands"
            )
        return (
            f"commands from {receiver} are not allowed in the clear: use keys (--secure), or start "
            "netgear-server with --allow-commands"
        )
    return "" if allow_commands else "netgear-server was started with --no-allow-commands"


def checked_order(command: Command, report: NodeReport, order_id: str) -> Order | RestartProcess:
    """Return what to do for a command, under `order_id`.

    Raises CommandRefusedError or ControlError, whose messages name what is allowed.
    """
    if command.command not in report.commands:
        raise CommandRefusedError(_unknown("command", command.command, report.commands))
    allowed = _ARGUMENTS.get(command.command, ())
    for name in command.arguments:
        if name not in allowed:
            raise CommandRefusedError(
                f"{command.command} takes {' and '.join(allowed) or 'nothing'}, not {quoted(name)}"
            )
    return _order(command, report, order_id)


def _order(command: Command, report: NodeReport, order_id: str) -> Order | RestartProcess:
    arguments = command.arguments
    match command.command:
        case "set":
            name = _control_name(arguments, report)
            value = checked_value(name, report.controls[name], arguments["value"])
            return ApplySetting(order_id, name, value)
        case "identify":
            seconds = arguments.get("seconds", _IDENTIFY_SECONDS.default)
            return Identify(checked_value("seconds", _IDENTIFY_SECONDS, seconds))
        case "still":
            return TakeStill(order_id)
        case "restart_camera":
            return RestartCamera()
        case _:
            return RestartProcess()


def _control_name(arguments: dict[str, Any], report: NodeReport) -> str:
    name = arguments.get("name")
    if not isinstance(name, str) or "value" not in arguments:
        raise CommandRefusedError("set takes the name of a control and its value")
    if name not in report.controls:
        raise CommandRefusedError(_unknown("control", name, tuple(report.controls)))
    return name


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> str:
    meant = nearest(name, known)
    hint = f" Did you mean {meant}?" if meant else ""
    return f"unknown {kind} {quoted(name)}.{hint} Known: {', '.join(sorted(known))}"
