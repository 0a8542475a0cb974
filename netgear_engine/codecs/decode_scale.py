"""A received frame's pixels, made once at the size they are shown."""

import numpy as np

from netgear_engine.codecs import jpeg, raw
from netgear_engine.codecs.jpeg_header import count_scans, read_jpeg_header
from netgear_engine.frame import Frame, Measured, Picture, Pixels
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part

# From Exif's fifth orientation on, what was high is wide.
_FIRST_ON_ITS_SIDE = 5


def measure(content: Compression | ArrayLayout, payload: Part, limits: Limits) -> Measured:
    """Look at an encoded picture without decoding it.

    Raises RemoteProtocolError when it is broken in a way that can be seen from outside, or has
    more pixels or scans than allowed.
    """
    header = None
    scans = 1
    if isinstance(content, ArrayLayout):
        width, height = raw.measure(content, payload)
    else:
        width, height = jpeg.measure(payload)
        header = read_jpeg_header(payload)
        scans = count_scans(payload, header, limits.scans)
    if width * height > limits.pixels:
        raise RemoteProtocolError(
            f"a picture of {width}x{height} pixels, allowed are {limits.pixels} in all"
        )
    if scans > limits.scans or scans * width * height > limits.scanned_pixels:
        raise RemoteProtocolError(
            f"a JPEG of {width}x{height} pixels in more scans than can be decoded in time"
        )
    return Measured((width, height), 1 if header is None else header.orientation)


def decode(frame: Frame, box: tuple[int, int] | None, limits: Limits) -> Picture:
    """Decode a frame as large as it takes to fit it into `box` (width, height), whole when None.

    A JPEG is turned as its camera says in Exif. Raises RemoteProtocolError when the frame is
    broken.
    """
    measured = frame.measured or measure(frame.content, frame.payload, limits)
    if isinstance(frame.content, ArrayLayout):
        pixels = raw.decode(frame.content, frame.payload, box)
    else:
        pixels = decode_upright(frame.payload, box, measured)
    return Picture(frame, pixels, upright_size(*measured))


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Return the width and height that a picture of this size has once Exif has turned it."""
    return size[::-1] if orientation >= _FIRST_ON_ITS_SIDE else size


def decode_upright(data: Part, box: tuple[int, int] | None, measured: Measured) -> Pixels:
    """Decode a JPEG to be fitted into `box` (width, height) once Exif has turned it.

    Raises RemoteProtocolError for a broken one.
    """
    size, orientation = measured
    encoded_box = None if box is None else upright_size(box, orientation)
    return _upright(jpeg.decode(data, encoded_box, size), orientation)


def scaled_words(content: Compression | ArrayLayout) -> str:
    """Return what is done to a picture's values so that it can be shown, "" for nothing."""
    return raw.scaled_words(content) if isinstance(content, ArrayLayout) else ""


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turn a picture as Exif says; returns an array whose rows follow each other."""
    if orientation == 1:
        return pixels
    if orientation >= _FIRST_ON_ITS_SIDE:
        pixels = pixels.swapaxes(0, 1)
    # What is first mirrored from left to right, and what from top to bottom.
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)
