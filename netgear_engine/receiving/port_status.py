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
    last frame. `stale_after` is how many seconds without a new picture this port may have.

    What a sender of our own kind sent of its node last: `fault` says why its camera gives nothing,
    "" when it does. `wanted` is what it is asked for, None when it sends as it is configured.

    `intruder` is who else sends to the port and is not shown, by name and address.
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
    bytes: int = 0
    messages: int = 0
    rejected_messages: int = 0
    fps: float = 0.0
    bits_per_second: float = 0.0
    last_frame_at: float | None = None
    last_frame_wall: float | None = None
    size: tuple[int, int] | None = None
    reply_waiting: bool = False
    fault: str = ""
    intruder: str = ""
    health: Health | None = None
    report: NodeReport | None = None
    wanted: WantedStream | None = None
