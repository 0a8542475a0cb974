"""What is asked of the senders when this computer cannot decode everything that is shown.

The decode threads' load is looked at once a second: the share of the time in which they work. While
frames that are shown have to be left out, senders of our own kind are asked for fewer, step by
step, each when they have followed the last, and stock ones get their answers later. When the load
is low they are asked for more again, in smaller steps and after a while.

So that it does not swing: nodes know a few rates only, and the next one up may be twice as much. A
step up that proves to be too much is tried again only after twice the calm, and so on; that is
forgotten when all is well. Where one camera's pictures alone are too many, there is a thread for
the others, and nobody is asked for less.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from netgear_engine.receiving.port_status import PortStatus

_LOOK_S = 1.0
# Of the frames that are shown, so many may be left out: two that come at once are no overload.
_MOST_LEFT_OUT = 0.05
_LOW_LOAD = 0.75
_STEP_DOWN, _STEP_UP, _LARGEST_STEP_UP = 0.8, 1.1, 2.0
_LEAST_SHARE = 0.1
_LEAST_FPS = 1.0
# A node changes its rate when it was asked for another one for two seconds.
_FOLLOWED_AFTER_LOOKS = 3
_CALM_LOOKS, _MOST_CALM_LOOKS = 3, 96


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
        self._patience = _CALM_LOOKS
        self._went_up = False
        self._looks_since_down = _FOLLOWED_AFTER_LOOKS

    def forget(self, port: int) -> None:
        """Forget a port that is no longer listened on."""
        self._full_rates.pop(port, None)
        self.selected = None if self.selected == port else self.selected

    def look(self, now: float, counts: DecodeCounts) -> bool:
        """Take what was counted until `now`; tell whether the limits are to be said anew."""
        passed = now - self._looked_at
        if passed < _LOOK_S and self._before is not None:
            return False
        before, self._before, self._looked_at = self._before, counts, now
        if before is None:
            return False
        load = (counts.busy_s - before.busy_s) / (passed * counts.threads)
        left_out = counts.left_out - before.left_out
        shown = counts.decoded - before.decoded + left_out
        was_on = self.is_on
        self._decide(load, left_out > _MOST_LEFT_OUT * shown)
        # What has just come to be shown has no limit yet.
        return was_on or self.is_on

    def eases(self, port: int) -> bool:
        """Tell whether a port's sender is to send less, so that all others can be shown."""
        return self.is_on and port != self.selected

    def limits(self, shown: Mapping[int, PortStatus]) -> dict[int, float | None]:
        """Return the frames a second that each port's sender may send, None for as many as it can.

        A share of what it tells that it sends, or else of what it sent when that was first asked.
        """
        if not self.is_on:
            self._full_rates.clear()
        return {port: self._limit(port, status) for port, status in shown.items()}

    def _limit(self, port: int, status: PortStatus) -> float | None:
        if not self.eases(port):
            return None
        if status.fps >= _LEAST_FPS:
            self._full_rates.setdefault(port, status.fps)
        rate = status.told_fps or self._full_rates.get(port)
        return None if rate is None else max(_LEAST_FPS, rate * self.share)

    def _decide(self, load: float, too_much: bool) -> None:
        self._looks_since_down += 1
        if too_much and load > _LOW_LOAD:
            self._calm_looks = 0
            if self._looks_since_down >= _FOLLOWED_AFTER_LOOKS:
                self._go_down()
        elif load < _LOW_LOAD:
            self._calm_looks += 1
            if self._calm_looks >= self._patience:
                self._go_up(load)
        else:
            self._calm_looks = 0

    def _go_down(self) -> None:
        if self._went_up:
            self._patience = min(_MOST_CALM_LOOKS, 2 * self._patience)
        self.is_on, self._went_up, self._looks_since_down = True, False, 0
        self.share = max(_LEAST_SHARE, self.share * _STEP_DOWN)

    def _go_up(self, load: float) -> None:
        if self.share == 1.0:
            self._patience = _CALM_LOOKS
        self._calm_looks, self._went_up = 0, self.share < 1.0
        # As much as leads back to the low load, when far less is shown than before.
        step = _LOW_LOAD / max(load, _LOW_LOAD / _LARGEST_STEP_UP)
        self.share = min(1.0, self.share * max(_STEP_UP, step))
        self.is_on = self.share < 1.0
