"""The ways a camera's sensor can be read, and the best of them for a stream."""

import logging
from dataclasses import dataclass
from typing import Any

from netgear_engine.errors import SourceError

_log = logging.getLogger(__name__)

# Modes that see this part of the widest field of view still count as seeing all of it.
_ALL_OF_IT = 0.95

# A mode that is this much slower than asked for still counts as fast enough.
_FAST_ENOUGH = 0.95

_known: dict[str, tuple["SensorMode", ...]] = {}


@dataclass(frozen=True, slots=True)
class SensorMode:
    """One way to read a sensor: pixels, bits a pixel, most frames a second.

    `crop` is the part of the sensor that is seen: left, top, width, height in its own pixels.
    """

    size: tuple[int, int]
    bit_depth: int
    fps: float
    crop: tuple[int, int, int, int]


def read_modes(camera: Any, camera_id: str) -> tuple[SensorMode, ...]:
    """Return the modes of a Picamera2 that is not streaming; empty when it does not tell.

    The first reading configures the camera once for each mode, which takes time and memory, so a
    process does it once for each camera; again only if it told nothing.
    """
    modes = _known.get(camera_id) or _read(camera)
    _known[camera_id] = modes
    return modes


def modes_with(
    modes: tuple[SensorMode, ...], size: tuple[int, int] | None, bit_depth: int | None
) -> tuple[SensorMode, ...]:
    """Return the modes that read out this size and so many bits; None is any.

    Raises SourceError (permanent) with those that there are when there is none like that.
    """
    found = tuple(
        mode for mode in modes if size in (None, mode.size) and bit_depth in (None, mode.bit_depth)
    )
    if found or (size is None and bit_depth is None):
        return found
    asked = [f"of {size[0]}x{size[1]}"] if size else []
    asked += [f"with {bit_depth} bits"] if bit_depth else []
    there = ", ".join(f"{one.size[0]}x{one.size[1]} with {one.bit_depth} bits" for one in modes)
    raise SourceError(
        f"has no sensor mode {' '.join(asked)}; it has {there or 'none to choose from'}",
        permanent=True,
    )


def choose_mode(
    modes: tuple[SensorMode, ...], size: tuple[int, int], fps: float
) -> SensorMode | None:
    """Return the mode for pictures of `size` at `fps`; None when there are none to choose from.

    Seeing the whole field of view counts first, then the rate, then having enough pixels; among
    those that have, the fewest pixels cost the least.
    """
    if not modes:
        return None
    widest = max(_area(mode.crop[2:]) for mode in modes)

    def merit(mode: SensorMode) -> tuple[bool, bool, bool, int, int]:
        enough = mode.size[0] >= size[0] and mode.size[1] >= size[1]
        pixels = _area(mode.size)
        return (
            _area(mode.crop[2:]) >= _ALL_OF_IT * widest,
            mode.fps >= _FAST_ENOUGH * fps,
            enough,
            -pixels if enough else pixels,
            mode.bit_depth,
        )

    return max(modes, key=merit)


def _read(camera: Any) -> tuple[SensorMode, ...]:
    try:
        found = camera.sensor_modes
    except (RuntimeError, OSError, MemoryError, KeyError) as error:
        _log.warning("the camera's sensor modes cannot be read: %s", str(error))
        return ()
    # A USB camera lists formats only.
    return tuple(
        SensorMode(
            size=tuple(mode["size"]),
            bit_depth=int(mode["bit_depth"]),
            fps=float(mode["fps"]),
            crop=tuple(mode["crop_limits"]),
        )
        for mode in found
        if "crop_limits" in mode
    )


def _area(size: tuple[int, ...]) -> int:
    return size[0] * size[1]
