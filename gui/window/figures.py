"""What the whole wall comes to: how many cameras are well, and what they cost. No Qt."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from gui.cameras.key import CameraKey
from netgear_engine.receiving.port_status import PortStatus


@dataclass(frozen=True, slots=True)
class WallFigures:
    """Rates are per second; `cpu` is this program's share of all processors, 0 to 1."""

    bits: float = 0.0
    drops: float = 0.0
    cpu: float = 0.0


class WallMeter:
    """Turns growing counters into rates, from one call to the next a second or more later."""

    def __init__(self, now: float) -> None:
        self._measured_at = now
        self._processor_time = _processor_time()
        self._dropped: dict[CameraKey, int] = {}
        self._figures = WallFigures()

    def measure(self, statuses: Mapping[CameraKey, PortStatus], now: float) -> WallFigures:
        """Return the figures, at most once a second new ones; `now` is in monotonic seconds."""
        elapsed = now - self._measured_at
        if elapsed < 1.0:
            return self._figures
        used = _processor_time()
        drops = _growth(self._dropped, statuses)
        self._figures = WallFigures(
            bits=sum(status.bits_per_second for status in statuses.values()),
            drops=drops / elapsed,
            cpu=(used - self._processor_time) / elapsed / (os.cpu_count() or 1),
        )
        self._dropped = {key: status.dropped for key, status in statuses.items()}
        self._measured_at, self._processor_time = now, used
        return self._figures


def _growth(before: Mapping[CameraKey, int], statuses: Mapping[CameraKey, PortStatus]) -> int:
    """Return how many frames were dropped since; a camera that is new or began anew counts none."""
    return sum(
        max(0, status.dropped - before.get(key, status.dropped)) for key, status in statuses.items()
    )


def _processor_time() -> float:
    times = os.times()
    return times.user + times.system
