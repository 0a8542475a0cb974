"""What every receiver is to know of the node now."""

from dataclasses import dataclass

from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import Health, NodeReport, fits
from netgear_engine.protocol.json_text import size_in_json
from netgear_engine.protocol.sender_session import NodeIdentity
from netgear_engine.protocol.text import LONGEST_REASON

# The news of one frame have 56 KiB: the rest is for results.
MOST_REPORT_BYTES = 40 * 1024


@dataclass(frozen=True, slots=True)
class SizedReport:
    """A report and how many bytes it takes in a header."""

    report: NodeReport
    size: int


class NodeFacts:
    """Holds the newest of each fact. Filled from any thread, read in the poll loop's."""

    def __init__(self, identity: NodeIdentity) -> None:
        self.identity = identity
        self.health: Health | None = None
        self.report: SizedReport | None = None
        self.fault = ""

    def set_report(self, report: NodeReport) -> None:
        """Take a new report; raises LocalProtocolError when no receiver would take it."""
        size = size_in_json(report, "report")
        if size > MOST_REPORT_BYTES:
            raise LocalProtocolError(
                f"a report of {size} bytes does not fit into a header, {MOST_REPORT_BYTES} do:"
                " leave out some controls"
            )
        if not fits(report):
            raise LocalProtocolError("a report with a setting or value that no receiver takes")
        self.report = SizedReport(report, size)

    def set_health(self, health: Health) -> None:
        """Take how the node is doing; raises LocalProtocolError when JSON cannot carry it."""
        size_in_json(health, "health")
        self.health = health

    def set_fault(self, fault: str) -> None:
        """Take why the camera gives nothing, "" when it does; what is too long is cut."""
        self.fault = fault[:LONGEST_REASON]
