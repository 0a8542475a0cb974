"""What is known of one receiver at one moment."""

import enum
from dataclasses import dataclass

from netgear_engine.protocol.ext import WantedStream
from netgear_engine.sending.receiver_address import Receiver


class ReceiverState(enum.Enum):
    """What can be said of a receiver, judged from what it takes and answers."""

    WAITING = "never connected"
    CONNECTED = "takes frames"
    STALLED = "connected, but does not answer"
    GONE = "was connected"
    REFUSED = "turned us away"


@dataclass(frozen=True, slots=True)
class ReceiverStatus:
    """A snapshot of one receiver. Counters only grow; `round_trip` is the shortest, in seconds.

    `sent` frames were handed to it, `dropped` ones were replaced by newer frames before that.
    `wanted` is what it asks of the camera; None: the stream as it is configured.
    """

    receiver: Receiver
    state: ReceiverState
    reason: str = ""
    connects: int = 0
    disconnects: int = 0
    sent: int = 0
    answered: int = 0
    dropped: int = 0
    round_trip: float | None = None
    wanted: WantedStream | None = None
