"""A received frame's pixels, made once at the size they are shown."""

import numpy as np

from netgear_engine.codecs import jpeg, raw
from netgear_engine.codecs.jpeg_header import JpegHeader, count_scans, read_jpeg_header
from netgear_engine.frame import Frame, Measured, Picture, Pixels
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part

# From Exif's fifth orientation on, what was high is wide.
_FIRST_ON_ITS_SIDE = 5
_KEPT_BYTES = 64 * 1024


def measure(content: Compression | ArrayLayout, payload: Part, limits: Limits) -> Measured:
    """Look at an encoded picture without decoding it.

    Raises RemoteProtocolError when it is broken in a way that can be seen from outside, or has
    more pixels or scans than allowed.
    """
    return _look_at(content, payload, limits)[0]


class Measurer:
    """Measures the pictures of one stream.

    A camera's JPEGs begin with the same few hundred bytes for hours: what was found in those is not
    looked for again.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._beginning = b""
        self._found: Measured | None = None

    def measure(self, content: Compression | ArrayLayout, payload: Part) -> Measured:
        """Return what `measure` does; raises what it raises."""
        if self._found is not None and self._begins_the_same(content, payload):
            return self._found
        measured, header = _look_at(content, payload, self._limits)
        self._found = None
        # Of several scans there may be more each time.
        if header is not None and not header.has_several_scans and header.data_at <= _KEPT_BYTES:
            self._found, self._beginning = measured, bytes(payload[: header.data_at])
        return measured

    def _begins_the_same(self, content: Compression | ArrayLayout, payload: Part) -> bool:
        if not isinstance(content, Compression):
            return False
        # As bytes: a view of a whole frame is compared too slowly.
        beginning = bytes(payload[: len(self._beginning)])
        return beginning == self._beginning and jpeg.has_end(payload)


def _look_at(
    content: Compression | ArrayLayout, payload: Part, limits: Limits
) -> tuple[Measured, JpegHeader | None]:
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
    return Measured((width, height), 1 if header is None else header.orientation), header


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
