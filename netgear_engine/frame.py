"""One picture on its way: as captured, as received, as decoded."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.parts import Part

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class CapturedFrame:
    """A picture from a source: either pixels (height x width x 3, B, G, R) or a whole JPEG.

    The source gives the picture away: nobody may write into `pixels` afterwards.
    `captured_at` is in monotonic seconds.
    """

    captured_at: float
    pixels: Pixels | None = None
    jpeg: bytes | None = None


class Measured(NamedTuple):
    """What is known of an encoded picture: its width and height as such, Exif's orientation."""

    size: tuple[int, int]
    orientation: int = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture as received: encoded bytes and the facts that came with it.

    Times ending in `_at` are monotonic seconds of this computer, `_wall` seconds since 1970.
    `captured_at` is None when the sender's clock is not known to us; otherwise it is true within
    `capture_uncertainty` seconds. `changed_wall` is when the picture last differed from the one
    before it, so a clock that shows it stands still when a camera repeats one picture. `told_port`
    is what the sender's header claims; what counts is `port`, where the frame came in. `fault` says
    why the camera gives nothing: then this is a placeholder, and no picture of the camera's.
    `measured` is there when the payload was looked at and found to be within the limits.
    """

    port: int
    number: int
    payload: Part
    content: Compression | ArrayLayout
    received_at: float
    received_wall: float
    changed_wall: float
    message: Any = None
    told_port: int | str | None = None
    captured_at: float | None = None
    capture_uncertainty: float | None = None
    fault: str = ""
    measured: Measured | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded frame: `pixels` is height x width x 4 bytes in the order B, G, R, unused.

    `source_size` is the width and height that the camera sent, before any scaling.
    """

    frame: Frame
    pixels: Pixels
    source_size: tuple[int, int]
