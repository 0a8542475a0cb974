"""JPEG by libjpeg-turbo: measure, decode at a size, encode. All calls release the GIL.

Only 1, 1/2, 1/4 and 1/8 have fast paths in libjpeg-turbo, so exactly those are asked for.
"""

import numpy as np
import simplejpeg

from netgear_engine.frame import Pixels
from netgear_engine.protocol.errors import RemoteProtocolError

_END_MARKER = b"\xff\xd9"
# Cameras pad their JPEGs; the end marker is looked for in this many last bytes.
_PADDING = 1024
_DENOMINATORS = (8, 4, 2, 1)


def measure(data: bytes) -> tuple[int, int]:
    """Return width and height of a whole JPEG; raises RemoteProtocolError if it is not one."""
    if data.find(_END_MARKER, max(0, len(data) - _PADDING)) < 0:
        raise RemoteProtocolError("a JPEG without its end")
    try:
        height, width, _, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError as error:
        raise RemoteProtocolError(f"a JPEG with a broken header: {error}") from error
    return width, height


def decode(data: bytes, box: tuple[int, int] | None) -> Pixels:
    """Return height x width x 4 bytes (B, G, R, unused), large enough to be fitted into `box`.

    None decodes at full size, and so does a box that is larger than the picture. Raises
    RemoteProtocolError for a broken JPEG.
    """
    width, height = measure(data)
    if box is not None:
        width, height = scaled_size((width, height), box)
    try:
        # A row of zeros would be taken for "no minimum", so a size is always given.
        return np.asarray(simplejpeg.decode_jpeg(data, "BGRX", min_height=height, min_width=width))
    except ValueError as error:
        raise RemoteProtocolError(f"a broken JPEG: {error}") from error


def scaled_size(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """Return the smallest of the fast sizes that need not be enlarged to be fitted into `box`.

    Fitted means whole and in proportion: the picture touches the box in one direction only.
    """
    width, height = size
    for denominator in _DENOMINATORS:
        scaled = -(-width // denominator), -(-height // denominator)
        if scaled[0] >= box[0] or scaled[1] >= box[1]:
            return scaled
    return size


def encode(pixels: Pixels, quality: int) -> bytes:
    """Return a JPEG of height x width x 3 bytes (B, G, R) in 4:2:0; `quality` is 1 to 100."""
    return bytes(
        simplejpeg.encode_jpeg(
            np.ascontiguousarray(pixels), quality, "BGR", colorsubsampling="420", fastdct=True
        )
    )
