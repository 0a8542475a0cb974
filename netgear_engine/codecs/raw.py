"""Uncompressed frames: the array a header describes, checked before anything is made of it."""

import math
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from netgear_engine.codecs.blame import blamed
from netgear_engine.frame import Pixels
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import MOST_DIMENSIONS, ArrayLayout
from netgear_engine.protocol.parts import Part

_NUMERIC_KINDS = "biufc"
# The names of plain types; numpy would read a small language of its own beyond them.
_TYPE_NAME = re.compile(r"[<>=|]?[A-Za-z]{1,20}\d{0,3}", re.ASCII)


@blamed("a frame that is not what it says")
def measure(layout: ArrayLayout, data: Part) -> tuple[int, int]:
    """Return width and height of a raw frame; a row of numbers is one pixel wide.

    Raises RemoteProtocolError when dtype, shape and the number of bytes do not fit together.
    """
    dtype = _dtype(layout.dtype)
    if dtype.kind not in _NUMERIC_KINDS:
        raise RemoteProtocolError(f"a frame of type {dtype}, which is not a number")
    if not 1 <= len(layout.shape) <= MOST_DIMENSIONS:
        raise RemoteProtocolError(f"a frame of {len(layout.shape)} dimensions")
    if any(length < 1 for length in layout.shape):
        raise RemoteProtocolError(f"a frame of shape {layout.shape}")
    expected = math.prod(layout.shape) * dtype.itemsize
    if expected != len(data):
        raise RemoteProtocolError(
            f"a frame of {len(data)} bytes where {layout.dtype} {layout.shape} needs {expected}"
        )
    return layout.shape[1] if len(layout.shape) > 1 else 1, layout.shape[0]


def encode(frame: npt.NDArray[Any]) -> tuple[ArrayLayout, memoryview]:
    """Return how to read an array, and its bytes in C order: a view of the array where it can be.

    Raises TypeError when its elements are not numbers, ValueError when it has none.
    """
    if frame.dtype.kind not in _NUMERIC_KINDS:
        raise TypeError(f"a frame of {frame.dtype} cannot be sent: its elements are not numbers")
    if frame.size == 0 or not 1 <= frame.ndim <= MOST_DIMENSIONS:
        raise ValueError(f"a frame of shape {frame.shape} cannot be sent")
    in_order = np.ascontiguousarray(frame).reshape(-1).view(np.uint8)
    return ArrayLayout(str(frame.dtype), frame.shape), in_order.data


@blamed("a frame that is not what it says")
def array(layout: ArrayLayout, data: Part) -> npt.NDArray[np.generic]:
    """Return the frame as an array over `data` that cannot be written to; measure it first."""
    return np.frombuffer(data, dtype=np.dtype(layout.dtype)).reshape(layout.shape)


@blamed("a picture that cannot be shown")
def decode(layout: ArrayLayout, data: Part, box: tuple[int, int] | None) -> Pixels:
    """Return height x width x 4 bytes (B, G, R, unused), large enough to be fitted into `box`.

    Shrinks by whole steps only. What is not bytes is scaled: the picture's own smallest number is
    black, its largest white. Raises RemoteProtocolError for anything but one, three or four
    channels of real numbers.
    """
    width, height = measure(layout, data)
    pixels = array(layout, data)
    if pixels.dtype.kind == "c" or pixels.ndim not in (2, 3):
        raise RemoteProtocolError(f"a picture of {layout.dtype} {layout.shape} cannot be shown")
    if box is not None:
        step = max(1, width // max(1, box[0]), height // max(1, box[1]))
        pixels = pixels[::step, ::step]
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if channels not in (1, 3, 4):
        raise RemoteProtocolError(f"a picture with {channels} channels cannot be shown")
    colours = pixels.reshape(*pixels.shape[:2], channels)[:, :, : min(channels, 3)]
    shown = np.full((*pixels.shape[:2], 4), 255, dtype=np.uint8)
    shown[:, :, :3] = colours if colours.dtype == np.uint8 else _scaled(colours)
    return shown


def scaled_words(layout: ArrayLayout) -> str:
    """Return what is said of a measured frame that is scaled to be shown, "" for bytes."""
    dtype = _dtype(layout.dtype)
    return "" if dtype == np.uint8 else f"{dtype.itemsize * 8} bit, scaled"


def _scaled(values: npt.NDArray[Any]) -> Pixels:
    """Return the values as bytes, from the smallest to the largest that is finite."""
    values = values.astype(np.float32 if values.dtype.itemsize <= 2 else np.float64)
    with np.errstate(all="ignore"):
        finite = values[np.isfinite(values)]
        low, high = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
        shares = (np.clip(values, low, high) - low) / ((high - low) or 1.0)
        return np.asarray(np.nan_to_num(shares * 255), dtype=np.uint8)


def _dtype(name: str) -> np.dtype[Any]:
    if not _TYPE_NAME.fullmatch(name):
        raise RemoteProtocolError(f"a frame of unknown type {name[:40]!r}")
    try:
        return np.dtype(name)
    except (TypeError, ValueError) as error:
        raise RemoteProtocolError(f"a frame of unknown type {name[:40]!r}") from error
