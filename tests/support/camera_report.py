"""What a camera could report of itself, without a camera."""

from typing import Any

from netgear_engine.protocol.ext import Command, CommandResult, Control, NodeReport
from netgear_engine.receiving.port_status import PortStatus
from tests.support.synthetic import status_of

COMMANDS = ("set", "identify", "still", "restart_camera", "restart_process")

CONTROLS = {
    "flip": Control("choice", default="none", choices=("none", "horizontal", "vertical", "both")),
    "quality": Control("int", 1, 100, 85),
    "size": Control("size", 16, 1280, [1280, 720]),
    "Brightness": Control("float", -1.0, 1.0, 0.0),
    "AwbEnable": Control("bool", default=True),
    "AwbMode": Control("choice", default="Auto", choices=("Auto", "Indoor", "Cloudy")),
    "ColourGains": Control("numbers", 0.0, 32.0, length=2),
}

VALUES = {
    "flip": "none",
    "quality": 85,
    "size": [1280, 720],
    "Brightness": 0.0,
    "AwbEnable": True,
    "AwbMode": "Auto",
    "ColourGains": [1.5, 2.0],
}


def report_of(
    controls: dict[str, Control] | None = None,
    commands: tuple[str, ...] = COMMANDS,
    **values: Any,
) -> NodeReport:
    """Return a report with these values in place of the usual ones."""
    return NodeReport(CONTROLS if controls is None else controls, {**VALUES, **values}, commands)


def status_with_report(report: NodeReport, port: int = 5566, **facts: Any) -> PortStatus:
    """Return the status of a camera that has told what it can do."""
    return status_of(port, report=report, received=100, **facts)


def result_of(
    name: str = "", applied: Any = None, *, refused: str = "", command: str = "set"
) -> tuple[Command, CommandResult]:
    """Return a command, that sets `name` if it is one that sets, and what became of it."""
    order = Command("a", command, {"name": name} if command == "set" else {})
    return order, CommandResult("a", applied=applied, refused=refused)
