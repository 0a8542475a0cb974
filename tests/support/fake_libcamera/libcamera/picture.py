"""Drawing what a camera sees: a shade from dark to light, and the frame's number above it."""

import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

from libcamera.configuration import RAW_FORMAT, Orientation

_CELLS = 32
_NEUTRAL = 128


def draw(stream: Any, fd: int, number: int, brightness: float, orientation: Any) -> None:
    """Write frame `number` into the memory behind `fd` in the stream's format.

    It gets lighter from left to right, more so from top to bottom, before it is mirrored. In its
    top rows are 32 cells, the number's bits with the highest first: black 0, white 1.
    """
    if str(stream.pixel_format) == RAW_FORMAT:
        return
    grey = _shade(stream.size.width, stream.size.height, brightness, orientation)
    _number_on(grey, number)
    with mmap.mmap(fd, stream.frame_size) as memory:
        _write(stream, memory, grey)


def _write(stream: Any, memory: mmap.mmap, grey: npt.NDArray[np.uint8]) -> None:
    height, stride = stream.size.height, stream.stride
    buffer = np.frombuffer(memory, np.uint8)
    rows = buffer[: height * stride].reshape(height, stride)
    if str(stream.pixel_format) == "YUV420":
        rows[:, : grey.shape[1]] = grey
        buffer[height * stride :] = _NEUTRAL
    else:
        bytes_each = 4 if "8888" in str(stream.pixel_format) else 3
        rows[:, : grey.shape[1] * bytes_each] = np.repeat(grey, bytes_each, axis=1)


def _shade(width: int, height: int, brightness: float, orientation: Any) -> npt.NDArray[np.uint8]:
    across = np.linspace(0, 80, width, dtype=np.float32)
    down = np.linspace(0, 175, height, dtype=np.float32)
    grey: npt.NDArray[np.uint8] = np.clip(
        down[:, None] + across[None, :] + brightness * 255, 0, 255
    ).astype(np.uint8)
    if orientation in {Orientation.Rotate0Mirror, Orientation.Rotate180}:
        grey = grey[:, ::-1].copy()
    if orientation in {Orientation.Rotate180Mirror, Orientation.Rotate180}:
        grey = grey[::-1].copy()
    return grey


def _number_on(grey: npt.NDArray[np.uint8], number: int) -> None:
    cell = 16 if grey.shape[1] >= 512 else 8
    for place in range(_CELLS):
        bit = number >> (_CELLS - 1 - place) & 1
        grey[:cell, place * cell : (place + 1) * cell] = 255 * bit
