"""All that is known of one camera at one moment. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from gui.cameras.key import CameraKey
from gui.cameras.latency import Latency
from gui.cameras.record import CameraRecord
from gui.look.sign import Sign
from netgear_engine.receiving.port_status import PortStatus


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """`state` is the word on the camera's tile and `state_words` all that stands there.

    `painted_fps` is None while nothing is known of it, `dropped` counts everywhere on the way to
    the screen, `way` says how the connection is secured. `now` times as those of the status.
    """

    key: CameraKey
    name: str
    status: PortStatus
    record: CameraRecord
    now: float
    now_wall: float
    state: str
    state_words: str
    sign: Sign
    moving: bool
    latency: Latency | None = None
    painted_fps: float | None = None
    dropped: int = 0
    quality: str = ""
    way: str = ""


class PaintedRates:
    """Turns the counts of painted pictures into rates, from one call to the next."""

    def __init__(self) -> None:
        self._at: float | None = None
        self._before: dict[CameraKey, int] = {}
        self.rates: dict[CameraKey, float] = {}

    def measure(self, painted: Mapping[CameraKey, int], now: float) -> None:
        """Note how many were painted of each camera until `now`, in monotonic seconds."""
        elapsed = 0.0 if self._at is None else now - self._at
        if self._at is not None and elapsed < 0.5:
            return
        self.rates = {
            key: max(0, count - self._before[key]) / elapsed
            for key, count in painted.items()
            if elapsed > 0 and key in self._before
        }
        self._at, self._before = now, dict(painted)
