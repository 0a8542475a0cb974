"""The calm landscapes behind the test pattern's clock, drawn once with numpy."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netgear_engine.frame import Pixels

_Canvas = npt.NDArray[np.float32]
_Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """Colours as 0xRRGGBB; `horizon` as a part of the height."""

    sky_top: int
    sky_bottom: int
    ground_top: int
    ground_bottom: int
    light: int
    horizon: float


SCENES = (
    Scene(0x3A5478, 0x9DB3C8, 0x66785A, 0x384630, 0xFFE9C4, 0.50),
    Scene(0x2B2D48, 0xC78E70, 0x51443F, 0x292322, 0xFFCF9A, 0.56),
    Scene(0x17202A, 0x4D5F70, 0x343C43, 0x1C2126, 0xDFE8F0, 0.48),
    Scene(0x6E5C40, 0xCBB083, 0x6C5E4D, 0x3D352C, 0xFFF0CF, 0.52),
    Scene(0x1C4853, 0x93C3BF, 0x2F6468, 0x14363B, 0xF4FBE8, 0.58),
    Scene(0x33294A, 0xAD8DAC, 0x4E4158, 0x29222F, 0xFCE0EC, 0.46),
    Scene(0x64798C, 0xCBD6DE, 0x93A3AE, 0x5F6E79, 0xFFFFFF, 0.54),
    Scene(0x2C4038, 0xA3BAA2, 0x3D5442, 0x1F2D25, 0xF3F6D8, 0.50),
)


def blue_green_red(colour: int) -> _Colour:
    """Return 0xRRGGBB as a picture holds it."""
    return colour & 255, colour >> 8 & 255, colour >> 16


def landscape(scene: Scene, width: int, height: int, seed: int) -> Pixels:
    """Return sky, two ranges of hills and ground; `seed` shapes the hills."""
    horizon = round(scene.horizon * height)
    canvas = np.empty((height, width, 3), dtype=np.float32)
    canvas[:horizon] = _gradient(scene.sky_top, scene.sky_bottom, horizon)
    canvas[horizon:] = _gradient(scene.ground_top, scene.ground_bottom, height - horizon)
    rng = np.random.default_rng(seed)
    for closeness, rise in ((0.35, 0.15), (0.75, 0.07)):
        sky, ground = (_array(colour) for colour in (scene.sky_bottom, scene.ground_top))
        _add_hills(canvas, horizon, rise * height, sky + (ground - sky) * closeness, rng)
    # A trace of noise, less than one step of brightness, keeps the gradients free of bands.
    canvas += rng.random((height, width, 1), dtype=np.float32)
    return np.clip(canvas, 0, 255).astype(np.uint8)


def darken_plate(pixels: Pixels, left: int, top: int, width: int, height: int) -> None:
    """Darken a rectangle with round corners, so that light letters stand out on it."""
    region = pixels[max(top, 0) : top + height, max(left, 0) : left + width]
    rows, columns = region.shape[:2]
    radius = min(rows, columns) * 0.16
    x = _beyond_corner(columns, radius)
    y = _beyond_corner(rows, radius)[:, np.newaxis]
    inside = np.clip(radius + 0.5 - np.hypot(x, y), 0.0, 1.0)[:, :, np.newaxis]
    region[:] = (region * (1.0 - 0.62 * inside)).astype(np.uint8)


def _beyond_corner(length: int, radius: float) -> npt.NDArray[np.float64]:
    """Return, per pixel of a side, how far it lies beyond the centre of the round corner."""
    centre = (length - 1) / 2
    from_centre = np.abs(np.arange(length, dtype=np.float64) - centre)
    return np.asarray(np.maximum(from_centre - (length / 2 - radius), 0.0))


def _array(colour: int) -> _Canvas:
    return np.array(blue_green_red(colour), dtype=np.float32)


def _gradient(top: int, bottom: int, rows: int) -> _Canvas:
    part = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, np.newaxis, np.newaxis]
    return _array(top) + (_array(bottom) - _array(top)) * part


def _add_hills(
    canvas: _Canvas, horizon: int, rise: float, colour: _Canvas, rng: np.random.Generator
) -> None:
    """Fill from a wavy line down to the horizon."""
    along = np.linspace(0.0, 2 * np.pi, canvas.shape[1])
    waves = np.zeros_like(along)
    for cycles, weight in ((0.7, 0.5), (1.9, 0.3), (4.3, 0.12)):
        waves += weight * np.sin(along * cycles + rng.uniform(0, 2 * np.pi))
    line = horizon - rise * (0.55 + 0.5 * waves)
    rows = np.arange(horizon)[:, np.newaxis]
    cover = np.clip(rows + 0.5 - line, 0.0, 1.0).astype(np.float32)[:, :, np.newaxis]
    canvas[:horizon] += (colour - canvas[:horizon]) * cover
