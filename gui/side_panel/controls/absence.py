"""Why a camera has no settings to show, in the operator's words. No Qt."""

from netgear_engine.protocol.patterns import FACTS
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus

_NOT_THERE = frozenset(
    {PortState.LOST, PortState.ENDED, PortState.REJECTED, PortState.FAILED, PortState.WAITING}
)


def why_no_controls(status: PortStatus | None) -> str:
    """Return why nothing can be set; empty when something can."""
    if status is None:
        return "Select a camera to set it."
    facts = FACTS[status.pattern]
    if not facts.answers_frames:
        return f"{facts.title.capitalize()} has no way back: controls need pattern 1."
    if status.state in _NOT_THERE or not status.received:
        return "Not connected. Its controls are shown when the camera is there."
    return _why_not_told(status)


def _why_not_told(status: PortStatus) -> str:
    if status.report is not None:
        return "" if status.report.commands else "This camera takes no commands."
    if status.name or status.health is not None:
        return "The camera has not told yet what it can do."
    return "This camera takes no commands: its sender is not netgear-server."
