"""What is asked of the senders when this computer cannot decode everything that is shown.

The decode threads' load is looked at once a second: the share of the time in which they work. While
frames that are shown have to be left out, senders of our own kind are asked for fewer, step by
step, and stock ones get their answers later. When the load is low enough they are asked for more
again, in smaller steps and after a while, so that it does not swing: at 75 % a step of a tenth
leads nowhere near the limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from netgear_engine.receiving.port_status import PortStatus

_LOOK_S = 1.0
# Of the frames that are shown, so many may be left out: two that come at once are no overload.
_MOST_LEFT_OUT = 0.05
_LOW_LOAD = 0.75
_STEP_DOWN, _STEP_UP = 0.8, 1.1
_LEAST_SHARE = 0.1
_LEAST_FPS = 1.0
_CALM_LOOKS = 3


@dataclass(frozen=True, slots=True)
class DecodeCounts:
    """What the decode threads did so far: their seconds at work, all together, and frames."""

    busy_s: float
    threads: int
    decoded: int
    left_out: int


class Overload:
    """Decides which share of their frames the senders may send. Time is passed in.

    The `selected` port's sender is spared.
    """

    def __init__(self, now: float) -> None:
        self.share = 1.0
        self.is_on = False
        self.selected: int | None = None
        self._full_rates: dict[int, float] = {}
        self._looked_at = now
        self._before: DecodeCounts | None = None
        self._calm_looks = 0

    def look(self, now: float, counts: DecodeCounts) -> bool:
        """Take what was counted until `now`; tell whether the share has changed."""
        passed = now - self._looked_at
        if passed < _LOOK_S and self._before is not None:
            return False
        before, self._before, self._looked_at = self._before, counts, now
        if before is None:
            return False
        load = (counts.busy_s - before.busy_s) / (passed * counts.threads)
        left_out = counts.left_out - before.left_out
        shown = counts.decoded - before.decoded + left_out
        share = self.share
        self._decide(load, left_out > _MOST_LEFT_OUT * shown)
        return share != self.share

    def eases(self, port: int) -> bool:
        """Tell whether a port's sender is to send less, so that all others can be shown."""
        return self.is_on and port != self.selected

    def limits(self, statuses: Mapping[int, PortStatus]) -> dict[int, float | None]:
        """Return the frames a second that each port's sender may send, None for as many as it can.

        A share of what it tells that it sends, or else of what it sent when the overload began.
        """
        if not self.is_on:
            self._full_rates.clear()
        limits: dict[int, float | None] = {}
        for port, status in statuses.items():
            limits[port] = None
            if self.eases(port):
                rate = self._full_rates.setdefault(port, status.told_fps or status.fps)
                limits[port] = max(_LEAST_FPS, rate * self.share)
        return limits

    def _decide(self, load: float, too_much: bool) -> None:
        if too_much and load > _LOW_LOAD:
            self.is_on = True
            self._calm_looks = 0
            self.share = max(_LEAST_SHARE, self.share * _STEP_DOWN)
        elif load < _LOW_LOAD:
            self._calm_looks += 1
            if self._calm_looks >= _CALM_LOOKS:
                self._calm_looks = 0
                self.share = min(1.0, self.share * _STEP_UP)
                self.is_on = self.share < 1.0
        else:
            self._calm_looks = 0
