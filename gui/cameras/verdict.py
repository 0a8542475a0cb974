"""What a test of one camera's connection has found so far, in the operator's words. No Qt."""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from gui.cameras.latency import Latency, latency_with_uncertainty
from gui.cameras.record import fault_reason
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus

DECIDED_AFTER = 5.0
"""Seconds after which the test says what is wrong instead of that it still waits."""

_FRESH = 1.5
_BROKEN_PICTURES = 3.0


class Verdict(enum.Enum):
    """How the test stands."""

    WAITING = "nothing is known yet"
    WORKS = "pictures come"
    FAILED = "something is wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found: one line, and what to do about it, a line for each thing."""

    verdict: Verdict
    title: str
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectionEvidence:
    """What is known besides the port's status. Times are seconds.

    `waited` is how long the test has run; `bad_input` is why what came last could not be used, and
    came `bad_input_age` ago; `picture_age` is None before the first picture.
    """

    waited: float
    host: str
    bad_input: str = ""
    bad_input_age: float = 0.0
    picture_age: float | None = None
    latency: Latency | None = None


def judge_connection(status: PortStatus | None, evidence: ConnectionEvidence) -> Finding:
    """Say how a camera's connection stands; the same evidence always gives the same."""
    if status is None:
        return Finding(Verdict.WAITING, "Opening the port")
    known = _BY_STATE.get(status.state)
    if known is not None:
        return known(status, evidence)
    if evidence.bad_input and evidence.bad_input_age < _BROKEN_PICTURES:
        return _unusable(status, evidence)
    if status.state is PortState.WAITING:
        return _nothing_yet(status, evidence)
    if evidence.picture_age is None or evidence.picture_age > max(_FRESH, status.stale_after):
        return _no_picture(status, evidence)
    return Finding(Verdict.WORKS, "Live", (_figures(status, evidence),))


def _figures(status: PortStatus, evidence: ConnectionEvidence) -> str:
    size = "" if status.size is None else f"{status.size[0]}×{status.size[1]} · "
    return f"{size}{status.fps:.1f} fps · {latency_with_uncertainty(evidence.latency)}"


def _failed(status: PortStatus, _evidence: ConnectionEvidence) -> Finding:
    reason = status.reason or "the port cannot be listened on"
    advice: tuple[str, ...] = ("Choose another port, or change the address in the settings.",)
    if "in use" in reason:
        advice = ("Another program on this computer uses it. End that, or choose another port.",)
    return Finding(Verdict.FAILED, f"Cannot listen: {reason}", advice)


def _refused(status: PortStatus, _evidence: ConnectionEvidence) -> Finding:
    reason = status.reason or "the camera was refused"
    advice = "Start the camera with the command shown here."
    if "key" in reason:
        advice = "Copy the camera's public key to this computer, then start the camera again."
    return Finding(Verdict.FAILED, f"Camera refused: {reason}", (advice,))


def _fault(status: PortStatus, _evidence: ConnectionEvidence) -> Finding:
    reason = fault_reason(status.fault or status.reason)
    advice = "The computer is reached, its camera is not: is it plugged in, or in use there?"
    return Finding(Verdict.FAILED, f"The camera has a fault: {reason}", (advice,))


def _stopped(status: PortStatus, _evidence: ConnectionEvidence) -> Finding:
    title = {
        PortState.STALE: "The pictures have stopped",
        PortState.LOST: "The camera is gone",
        PortState.ENDED: "The camera has said goodbye",
        PortState.REPEATING: "The camera sends the same picture again and again",
    }[status.state]
    return Finding(Verdict.FAILED, title, ("Look at the camera, or start it again.",))


def _unusable(status: PortStatus, evidence: ConnectionEvidence) -> Finding:
    title = f"What comes on port {status.port} cannot be used: {evidence.bad_input}"
    advice = "Is it a NetGear camera, with the pattern and the security of the command?"
    return Finding(Verdict.FAILED, title, (advice,))


def _nothing_yet(status: PortStatus, evidence: ConnectionEvidence) -> Finding:
    if status.connected:
        title = "Connected, no picture yet"
        if evidence.waited < DECIDED_AFTER:
            return Finding(Verdict.WAITING, title)
        advice = "The computer is reached, its camera is not: is it plugged in, or in use there?"
        return Finding(Verdict.FAILED, title, (advice,))
    if evidence.waited < DECIDED_AFTER:
        return Finding(Verdict.WAITING, f"Listening on port {status.port}")
    return Finding(
        Verdict.FAILED,
        f"Nothing received on port {status.port} yet",
        (
            "Is the camera on, and the command running there?",
            f"Does a firewall on this computer block port {status.port}?",
            f"Does the camera reach {evidence.host}, this computer?",
        ),
    )


def _no_picture(_status: PortStatus, evidence: ConnectionEvidence) -> Finding:
    if evidence.waited < DECIDED_AFTER:
        return Finding(Verdict.WAITING, "Receiving, the picture is coming")
    return Finding(Verdict.FAILED, "The camera sends, but no picture can be shown")


_BY_STATE: dict[PortState, Callable[[PortStatus, ConnectionEvidence], Finding]] = {
    PortState.FAILED: _failed,
    PortState.REJECTED: _refused,
    PortState.FAULT: _fault,
    PortState.STALE: _stopped,
    PortState.LOST: _stopped,
    PortState.ENDED: _stopped,
    PortState.REPEATING: _stopped,
}
