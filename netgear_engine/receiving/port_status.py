"""What is known of a port at one moment, for showing and for reports."""

from dataclasses import dataclass

from netgear_engine.protocol.ext import Health, NodeReport, WantedStream
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState


@dataclass(frozen=True, slots=True)
class PortStatus:
    """A snapshot of one port. Counters only grow; rates are those of the last two seconds.

    `since_at` and `last_frame_at` are monotonic seconds, `_wall` times are seconds since 1970.
    `name` is the node's own name, empty for stock senders. `size` is the width and height of the
    last frame, `scaled` what is done to its values so that they can be shown, as in "16 bit,
    scaled", "" for nothing. `stale_after` is how many seconds without a new picture this port may
    have. Of the frames `dropped` were replaced before they were decoded, and `not_shown` came while
    nothing showed the port. `intruder` is another sender that sends to this port and is not shown,
    as in "NAME at ADDRESS", empty when there is none. `is_eased` tells that this computer cannot
    decode all that is shown, and has the sender send less, or answers it later.

    What a sender of our own kind sent of its node last: `fault` says why its camera gives nothing,
    "" when it does. `wanted` is what it is asked for, None when it sends as it is configured.
    """

    port: int
    pattern: Pattern
    state: PortState
    since_at: float
    since_wall: float
    stale_after: float
    reason: str = ""
    name: str = ""
    connected: int = 0
    connects: int = 0
    disconnects: int = 0
    received: int = 0
    decoded: int = 0
    dropped: int = 0
    not_shown: int = 0
    bytes: int = 0
    messages: int = 0
    rejected_messages: int = 0
    fps: float = 0.0
    bits_per_second: float = 0.0
    last_frame_at: float | None = None
    last_frame_wall: float | None = None
    size: tuple[int, int] | None = None
    scaled: str = ""
    reply_waiting: bool = False
    fault: str = ""
    health: Health | None = None
    report: NodeReport | None = None
    wanted: WantedStream | None = None
    intruder: str = ""
    is_eased: bool = False

    @property
    def told_fps(self) -> float | None:
        """How many frames a second its node says that the camera gives; None when untold."""
        told = None if self.report is None else self.report.values.get("fps")
        if isinstance(told, bool) or not isinstance(told, int | float) or told <= 0:
            return None
        return float(told)
