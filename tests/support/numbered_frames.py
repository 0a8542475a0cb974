"""Small pictures that show a number, which survives JPEG."""

from typing import Any

import numpy as np
import numpy.typing as npt

_BAR = 4


def numbered_frame(
    number: int, size: tuple[int, int] = (64, 48), channels: int = 3
) -> npt.NDArray[np.uint8]:
    """Return a picture of `size` (width, height); the number's bits are bars of 4 pixels."""
    bars = [255 * (number >> column // _BAR & 1) for column in range(size[0])]
    pixels = np.empty((size[1], size[0], channels), np.uint8)
    pixels[:] = np.array(bars, np.uint8)[None, :, None]
    return pixels


def number_of(frame: npt.NDArray[Any]) -> int:
    """Return the number that a picture shows."""
    middles = frame[len(frame) // 2, _BAR // 2 :: _BAR]
    bits = middles.reshape(len(middles), -1)[:, 0] > 127
    return sum(1 << place for place, bit in enumerate(bits) if bit)
