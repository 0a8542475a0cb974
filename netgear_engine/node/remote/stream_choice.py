"""Which stream a camera makes, from what all of its receivers show: the largest wish wins.

Sizes and rates go in steps, so that an operator who drags a window's edge does not set up the
camera anew at every pixel.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

from netgear_engine.node.camera.messages import Stream
from netgear_engine.protocol.ext import WantedStream

# Parts of the camera's full size.
_SIZE_STEPS = (1 / 8, 1 / 4, 1 / 2, 3 / 4)
_RATE_STEPS = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 50.0, 60.0)
# What nobody looks at: enough to know that the camera lives.
_IDLE_FPS = 1.0
# A smaller stream has to be enough for so long before the camera is set up anew for it.
SMALLER_AFTER_S = 2.0


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """The full stream, in pixels and frames a second; None is not known (yet), and nothing is 0.

    `sizes` are those that the camera gives in any case, the full one among them.
    """

    size: tuple[int, int] | None = None
    fps: float | None = None
    sizes: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """Take a side or a rate of 0 for what it is: not known."""
        if self.size is not None and min(self.size) <= 0:
            object.__setattr__(self, "size", None)
        if self.fps is not None and not self.fps > 0:
            object.__setattr__(self, "fps", None)


def choose_stream(wishes: Collection[WantedStream | None], limits: StreamLimits) -> Stream:
    """Return the smallest stream that is enough for every wish, within the limits.

    There is one wish for each receiver that takes frames; None is one that states no wish, as a
    stock receiver: it gets the stream as it is configured. Nobody there: nothing is made.
    """
    if not wishes:
        return Stream(paused=True)
    looked_at = [wish for wish in wishes if wish is None or (wish.width > 0 and wish.height > 0)]
    if not looked_at:
        rate = _IDLE_FPS if limits.fps is None else min(_IDLE_FPS, limits.fps)
        return Stream(_part_of(limits.size, _SIZE_STEPS[0]), rate)
    stated = [wish for wish in looked_at if wish is not None]
    if len(stated) < len(looked_at):
        return Stream()
    return Stream(_size_for(stated, limits), _rate_for(stated, limits.fps))


def _size_for(wishes: list[WantedStream], limits: StreamLimits) -> tuple[int, int] | None:
    """Return the first step that nobody has to enlarge to fit it, whole, into what is shown."""
    full = limits.size
    if full is None:
        return None
    part = max(min(wish.width / full[0], wish.height / full[1]) for wish in wishes)
    steps = {step: _part_of(full, step) for step in _SIZE_STEPS}
    # What the camera gives anyway is cheaper than a step that is made of a larger picture.
    steps |= {
        min(width / full[0], height / full[1]): (width, height) for width, height in limits.sizes
    }
    enough = min((step for step in steps if part <= step < 1), default=None)
    return None if enough is None else steps[enough]


def _part_of(full: tuple[int, int] | None, part: float) -> tuple[int, int] | None:
    """Return even sides: most JPEGs hold colours for each two pixels."""
    if full is None:
        return None
    width, height = (2 * math.ceil(side * part / 2) for side in full)
    return width, height


def _rate_for(wishes: list[WantedStream], full: float | None) -> float | None:
    rates = [wish.fps for wish in wishes]
    # Not a number, or no rate at all, is no wish for fewer frames.
    stated = [rate for rate in rates if rate is not None and rate > 0]
    if len(stated) < len(rates):
        return None
    rate = next((step for step in _RATE_STEPS if step >= max(stated)), None)
    return None if rate is None or (full is not None and rate >= full) else rate


class SteadyStream:
    """The stream that a camera was told to make, which follows the choice without fluttering.

    What needs more gets it at once. What needs less has to stay so for two seconds.
    """

    def __init__(self) -> None:
        self._present = Stream()
        self._smaller: Stream | None = None
        self._smaller_since = 0.0

    @property
    def present(self) -> Stream:
        """The stream to make now."""
        return self._present

    def follow(self, choice: Stream, now: float) -> bool:
        """Take the newest choice at `now` (monotonic seconds); tell whether the stream changed."""
        before = self._present
        self._present = self._next(choice, now)
        return self._present != before

    def _next(self, choice: Stream, now: float) -> Stream:
        if choice.paused or self._present.paused:
            self._smaller = None
            return choice
        enough = Stream(
            _larger_size(choice.size, self._present.size),
            _larger_rate(choice.fps, self._present.fps),
        )
        if choice == enough:
            self._smaller = None
            return choice
        if choice != self._smaller:
            self._smaller, self._smaller_since = choice, now
        return choice if now - self._smaller_since >= SMALLER_AFTER_S else enough


def _larger_size(
    one: tuple[int, int] | None, other: tuple[int, int] | None
) -> tuple[int, int] | None:
    return None if one is None or other is None else max(one, other)


def _larger_rate(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)
