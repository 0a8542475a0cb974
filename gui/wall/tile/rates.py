"""How many pictures a camera usually gives, and whether this computer keeps up with it. No Qt."""

import math
from collections import deque
from dataclasses import dataclass

from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus

SETTLED_AFTER_S = 3.0
"""So long a camera's first rate says nothing."""

_USUAL_RATE_HALVES_IN_S = 300.0
_LOOKED_BACK_S = 4.0
_KNOWN_AFTER_S = 3.0
# Figures that change more often cannot be read.
_SAID_ANEW_S = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How many pictures a second came and could have been shown, and how many were."""

    offered: float
    shown: float


class KeepingUp:
    """Compares what a tile was given with what the engine had for it, over some seconds."""

    def __init__(self) -> None:
        self._shown = 0
        # Monotonic seconds, pictures offered until then, and shown.
        self._looks: deque[tuple[float, int, int]] = deque()
        self._pace: Pace | None = None
        self._said_at = float("-inf")

    def count(self) -> None:
        """Count a picture that is shown."""
        self._shown += 1

    def look(self, now: float, offered: int) -> None:
        """Note how many pictures were offered so far: decoded, or left out for newer ones."""
        self._looks.append((now, offered, self._shown))
        while now - self._looks[0][0] > _LOOKED_BACK_S:
            self._looks.popleft()
        if now - self._said_at >= _SAID_ANEW_S:
            self._said_at = now
            self._pace = self._measured()

    def forget(self) -> None:
        """Begin anew: the tile was not seen."""
        self._looks.clear()
        self._pace = None

    def pace(self) -> Pace | None:
        """Return how it was a second ago at most; None when that is not known yet."""
        return self._pace

    def _measured(self) -> Pace | None:
        (began, offered_then, shown_then), (ended, offered, shown) = self._looks[0], self._looks[-1]
        seconds = ended - began
        if seconds < _KNOWN_AFTER_S:
            return None
        return Pace((offered - offered_then) / seconds, (shown - shown_then) / seconds)


def usual_rate(before: float, status: PortStatus, now: float, seconds: float) -> float:
    """Return the best frame rate of late: what it was `seconds` ago, fading, or today's.

    It fades to half in five minutes, so a camera that was told to send fewer frames is called
    slow for a few minutes and not for ever, but not while this computer asks for less. One that
    tells its rate is taken at its word: a burst at its start is no rate that it could keep.
    """
    if status.is_eased:
        # It may not send what it could.
        return before
    faded = before * math.exp2(-max(0.0, seconds) / _USUAL_RATE_HALVES_IN_S)
    if status.state is not PortState.LIVE or now - status.since_at < SETTLED_AFTER_S:
        return faded
    told = status.told_fps
    return max(faded, status.fps if told is None else min(status.fps, told))
