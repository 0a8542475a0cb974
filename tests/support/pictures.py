"""Decoded pictures as the engine delivers them."""

import numpy as np
import numpy.typing as npt

from netgear_engine.frame import Frame, Picture
from netgear_engine.protocol.header import Compression


def picture(
    port: int,
    number: int = 1,
    *,
    size: tuple[int, int] = (4, 3),
    color: tuple[int, int, int] = (0, 0, 0),
    received_at: float = 1000.0,
    captured_at: float | None = None,
    capture_uncertainty: float | None = None,
) -> Picture:
    """Return a picture of one color (blue, green, red)."""
    frame = Frame(
        port,
        number,
        b"",
        Compression(),
        received_at=received_at,
        received_wall=0.0,
        changed_wall=0.0,
        captured_at=captured_at,
        capture_uncertainty=capture_uncertainty,
    )
    pixels = np.empty((size[1], size[0], 4), np.uint8)
    pixels[:] = (*color, 255)
    return Picture(frame, pixels, size)


def gradient(width: int, height: int) -> npt.NDArray[np.uint8]:
    """Return a picture (blue, green, red) that changes from corner to corner."""
    rows, columns = np.mgrid[:height, :width]
    channels = (columns * 255 // width, rows * 255 // height, (rows + columns) % 256)
    return np.stack(channels, axis=2).astype(np.uint8)
