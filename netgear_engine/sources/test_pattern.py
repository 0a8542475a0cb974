"""A moving picture made here: no camera needed, and every frame tells its number and time."""

import math
from datetime import datetime
from typing import Self

import numpy as np
import numpy.typing as npt

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame, Pixels
from netgear_engine.sources.lettering import Lettering
from netgear_engine.sources.pace import Pace
from netgear_engine.sources.scenery import SCENES, Scene, blue_green_red, darken_plate, landscape
from netgear_engine.sources.source import Source, SourceOptions

DEFAULT_SIZE = (1280, 720)
DEFAULT_FPS = 25.0
# More takes longer to draw than a camera may take for its first picture.
_MOST_PIXELS = 3840 * 2160

_WIDEST_CLOCK = "00:00:00.00"
_SKY_SECONDS = 23.0  # for the light in the sky to cross the picture
_ROAD_SECONDS = 6.0  # for the light on the road


class TestPattern(Source):
    """A landscape with two moving lights and a clock, made at an even pace."""

    __test__ = False  # tells pytest that this is no test

    def __init__(self, variant: str, options: SourceOptions, clock: Clock) -> None:
        self._variant = int(variant or 1)
        self._clock = clock
        self._fps = options.fps or DEFAULT_FPS
        self._size = width, height = options.size or DEFAULT_SIZE
        if width * height > _MOST_PIXELS:
            raise SourceError(
                f"{self.title} draws no {width}x{height}: 3840x2160 at most", permanent=True
            )
        self._caption = options.caption or self.title.replace(":", " ")
        self._picture: _Picture | None = None
        self._pace = Pace(self._fps, clock)
        self._number = 0

    @property
    def title(self) -> str:
        """As it is asked for: test-pattern, test-pattern:2 and so on."""
        return "test-pattern" if self._variant == 1 else f"test-pattern:{self._variant}"

    @property
    def fps(self) -> float | None:
        """Frames a second."""
        return self._fps

    def start(self) -> Self:
        """Draw what stays the same in every frame; the frame number begins at 1."""
        self._picture = _Picture(self._variant, self._size, self._caption)
        self._pace = Pace(self._fps, self._clock)
        self._number = 0
        return self

    def read(self) -> CapturedFrame | None:
        """Return the next frame when its time has come; None only when not started."""
        if self._picture is None:
            return None
        captured_at = self._pace.wait()
        self._number += 1
        pixels = self._picture.at(captured_at, self._clock.wall(), self._number)
        return CapturedFrame(captured_at, pixels)

    def stop(self) -> None:
        """Let go of the drawing."""
        self._picture = None


class _Picture:
    """Everything of the picture that is drawn once, and how the rest is put on it."""

    def __init__(self, variant: int, size: tuple[int, int], caption: str) -> None:
        width, height = size
        scene = SCENES[(variant - 1) % len(SCENES)]
        self._background = landscape(scene, width, height, seed=variant)
        self._lights = _lights(scene, width, height, forward=variant % 2 == 1)
        # In a tall picture the width decides how large the clock can be.
        letters = min(height * 0.11, width * 0.08)
        self._clock = Lettering(round(letters))
        self._small = Lettering(round(letters * 0.42))
        self._centre = width // 2
        self._clock_top = round(height * 0.67)
        self._number_top = self._clock_top + round(self._clock.height * 1.35)
        caption_top = self._clock_top - round(self._clock.height * 0.78)
        margin = round(self._clock.height * 0.38)
        plate_width = self._clock.width(_WIDEST_CLOCK) + 2 * margin
        darken_plate(
            self._background,
            self._centre - plate_width // 2,
            caption_top - margin,
            plate_width,
            self._number_top + self._small.height - caption_top + 2 * margin,
        )
        while self._small.width(caption) > plate_width - margin:
            caption = caption[:-1]
        self._draw_centred(self._background, self._small, caption, caption_top)

    def at(self, moment: float, wall: float, number: int) -> Pixels:
        """Return a new picture; the lights move with `moment`, monotonic seconds."""
        pixels = self._background.copy()
        for light in self._lights:
            light.draw(pixels, moment)
        local = datetime.fromtimestamp(wall)
        time_of_day = f"{local:%H:%M:%S}.{local.microsecond // 10_000:02d}"
        self._draw_centred(pixels, self._clock, time_of_day, self._clock_top)
        self._draw_centred(pixels, self._small, f"frame {number:06d}", self._number_top)
        return pixels

    def _draw_centred(self, pixels: Pixels, letters: Lettering, text: str, top: int) -> None:
        letters.draw(pixels, text, self._centre - letters.width(text) // 2, top)


class _Light:
    """A glowing disc that crosses the picture again and again."""

    def __init__(self, colour: int, radius: float, path: "_Path") -> None:
        self._path = path
        self._reach = max(round(radius * 2.6), 2)
        y, x = np.mgrid[-self._reach : self._reach, -self._reach : self._reach] + 0.5
        distance = np.hypot(x, y)
        disc = np.clip(radius - distance + 0.5, 0.0, 1.0)
        fade = np.clip(1.0 - distance / self._reach, 0.0, 1.0)
        glow = np.maximum(disc, 0.5 * fade**2)
        # At most 127, so that a colour times strength fits 16 bits.
        strength = np.repeat((glow * 127).astype(np.int16), 3, axis=1)
        self._strength: npt.NDArray[np.int16] = strength
        self._glow: npt.NDArray[np.int16] = strength * np.tile(
            np.array(blue_green_red(colour), dtype=np.int16), 2 * self._reach
        )

    def draw(self, pixels: Pixels, moment: float) -> None:
        """Lay the light over the picture; what lies outside is cut off."""
        height, width, _ = pixels.shape
        x, y = self._path.at(moment, self._reach)
        left, top = x - self._reach, y - self._reach
        first_row, last_row = max(top, 0), min(y + self._reach, height)
        first, last = 3 * max(left, 0), 3 * min(x + self._reach, width)
        if first_row >= last_row or first >= last:
            return
        # In two dimensions, since numpy is slow along an axis of three.
        region = pixels.reshape(height, 3 * width)[first_row:last_row, first:last]
        of_light = slice(first_row - top, last_row - top), slice(first - 3 * left, last - 3 * left)
        change = region.astype(np.int16)
        change *= self._strength[of_light]
        np.subtract(self._glow[of_light], change, out=change)
        change >>= 7
        np.add(region, change, out=region, casting="unsafe")


class _Path:
    """A crossing from one side to the other, `seconds` long, higher in the middle by `rise`."""

    def __init__(self, width: int, base: float, rise: float, seconds: float) -> None:
        """Negative seconds cross from right to left."""
        self._width = width
        self._base = base
        self._rise = rise
        self._seconds = seconds

    def at(self, moment: float, reach: int) -> tuple[int, int]:
        """Return x and y; `reach` beyond each side is crossed too, unseen."""
        part = (moment / self._seconds) % 1.0
        x = part * (self._width + 2 * reach) - reach
        y = self._base - self._rise * math.sin(math.pi * part)
        return round(x), round(y)


def _lights(scene: Scene, width: int, height: int, *, forward: bool) -> tuple[_Light, _Light]:
    direction = 1.0 if forward else -1.0
    horizon = scene.horizon * height
    sky = _Path(width, horizon * 0.55, horizon * 0.28, direction * _SKY_SECONDS)
    road = _Path(width, horizon + height * 0.03, 0.0, -direction * _ROAD_SECONDS)
    return _Light(scene.light, height * 0.05, sky), _Light(scene.light, height * 0.012, road)
