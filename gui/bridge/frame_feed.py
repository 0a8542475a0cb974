"""The lane on which pictures reach the GUI: one slot per port, the newest picture wins.

Decode threads may be faster than the window, so nothing queues up between them. Each port has one
slot. A picture that comes before the last one was taken replaces it, and that is counted: however
slow the window is, one picture of each port waits, and it is the newest.

The window is woken, and fetches. The first picture after it last looked calls `wake`, which puts
one event into Qt's queue; the pictures after it find a wake-up on its way and are only put into
their slots. `waiting_ports` allows the next wake-up and looks into the slots in one step, under the
lock of `put`. So each picture is either in a slot that is seen now, or finds wake-ups allowed and
causes one. None is overlooked, and Qt's queue never holds more than one wake-up. A picture that is
put between looking and taking is taken at once; its own wake-up then finds nothing, which does no
harm.

Before a picture is put into its slot, the decode thread makes it as large as each tile shows it
(`fit`): so the window scales only while somebody zooms, or has just changed something.
"""

import threading
from collections import deque
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, Protocol

from netgear_engine.clock import Clock
from netgear_engine.frame import Picture, Pixels
from netgear_engine.net import in_net

_SAMPLES = 4096


@dataclass(slots=True)
class PaintFigures:
    """What was painted of one port. The samples are the last 4096, in seconds."""

    painted: int = 0
    replaced: int = 0
    last_painted: int = 0
    receive_to_paint: deque[float] = field(default_factory=lambda: deque(maxlen=_SAMPLES))
    latency: deque[float] = field(default_factory=lambda: deque(maxlen=_SAMPLES))
    latency_uncertainty: float | None = None


class Sight(Hashable, Protocol):
    """How a picture is seen in one place."""

    def exact(self, pixels: Pixels) -> Pixels | None:
        """Return these pixels as they are seen there; None when that cannot be made beforehand."""


class FittedPicture(NamedTuple):
    """A picture, and its pixels as they are in each sight that was to be fitted."""

    picture: Picture
    exact: Mapping[Hashable, Pixels]


class FrameFeed:
    """Takes pictures from the decode threads and hands the newest of each port to the GUI.

    `wake` is called from a decode thread when pictures wait and no wake-up is on its way yet.
    """

    def __init__(self, clock: Clock, wake: Callable[[], None]) -> None:
        self._clock = clock
        self._wake = wake
        self._lock = threading.Lock()
        self._slots: dict[int, FittedPicture] = {}
        self._sights: dict[int, Collection[Sight]] = {}
        self._unpainted: set[int] = set()
        self._is_waking = False
        self._figures: dict[int, PaintFigures] = {}

    def fit(self, port: int, sights: Collection[Sight]) -> None:
        """Make a port's pictures as they are seen in these places, from the next one on."""
        with self._lock:
            if sights:
                self._sights[port] = sights
            else:
                self._sights.pop(port, None)

    def put(self, picture: Picture) -> None:
        """Offer a picture; replaces an older one of the same port. Called by decode threads."""
        port = picture.frame.port
        fitted = FittedPicture(picture, self._fitted(picture))
        with self._lock:
            if port in self._slots:
                self._figures.setdefault(port, PaintFigures()).replaced += 1
            self._slots[port] = fitted
            wakes = not self._is_waking
            self._is_waking = True
        if wakes:
            self._wake()

    def waiting_ports(self) -> list[int]:
        """Return the ports with a picture to take, and allow the next wake-up."""
        with self._lock:
            self._is_waking = False
            return list(self._slots)

    def take(self, port: int) -> FittedPicture | None:
        """Return the newest picture of a port once, None when it was taken already.

        A picture that was taken before and not painted yet counts as replaced.
        """
        with self._lock:
            fitted = self._slots.pop(port, None)
            if fitted is not None:
                if port in self._unpainted:
                    self._figures.setdefault(port, PaintFigures()).replaced += 1
                self._unpainted.add(port)
            return fitted

    def forget(self, port: int) -> None:
        """Drop what is kept of a port that is no longer watched."""
        with self._lock:
            self._slots.pop(port, None)
            self._sights.pop(port, None)
            self._unpainted.discard(port)
            self._figures.pop(port, None)

    def painted(self, picture: Picture) -> None:
        """Count a picture that has just been painted; one decoded anew counts only once."""
        now = self._clock.monotonic()
        frame = picture.frame
        with self._lock:
            figures = self._figures.setdefault(frame.port, PaintFigures())
            self._unpainted.discard(frame.port)
        if frame.number == figures.last_painted:
            return
        figures.last_painted = frame.number
        figures.painted += 1
        figures.receive_to_paint.append(now - frame.received_at)
        if frame.captured_at is not None:
            figures.latency.append(now - frame.captured_at)
            figures.latency_uncertainty = frame.capture_uncertainty

    def figures(self, port: int) -> PaintFigures:
        """Return what was painted of a port so far."""
        with self._lock:
            return self._figures.setdefault(port, PaintFigures())

    def _fitted(self, picture: Picture) -> Mapping[Hashable, Pixels]:
        with self._lock:
            sights = self._sights.get(picture.frame.port, ())
        made: dict[Hashable, Pixels] = {}

        def make(sight: Sight) -> None:
            pixels = sight.exact(picture.pixels)
            if pixels is not None:
                made[sight] = pixels

        for sight in sights:
            # Whoever lacks it scales the picture itself.
            in_net(partial(make, sight))
        return made
