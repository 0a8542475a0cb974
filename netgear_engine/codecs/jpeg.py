"""JPEG by libjpeg-turbo: measure, decode at a size, encode. All calls release the GIL.

Only 1, 1/2, 1/4 and 1/8 have fast paths in libjpeg-turbo, so exactly those are asked for.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import simplejpeg

from netgear_engine.codecs.blame import blamed
from netgear_engine.codecs.jpeg_header import read_jpeg_header
from netgear_engine.frame import Pixels
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import Compression
from netgear_engine.protocol.parts import Part

CHANNELS = {
    "RGB": 3, "BGR": 3, "RGBX": 4, "BGRX": 4, "XBGR": 4, "XRGB": 4, "GRAY": 1, "RGBA": 4,
    "BGRA": 4, "ABGR": 4, "ARGB": 4, "CMYK": 4,
}  # fmt: skip
"""Every colour space that NetGear names, and how many bytes a pixel has in it."""

_END_MARKER = b"\xff\xd9"
# Cameras pad their JPEGs; the end marker is looked for in this many last bytes.
_PADDING = 1024
_DENOMINATORS = (8, 4, 2, 1)

_START = 0xD8
# Inside a scan a real 0xff is followed by 0, so these two bytes are never part of a picture.
_START_OR_END = re.compile(rb"\xff[\xd8\xd9]")


@dataclass(frozen=True, slots=True)
class JpegSettings:
    """How to encode: `quality` 1 to 100, the colour space of the pixels, fast DCT, subsampling.

    `fast_upsample` is only told to the receiver, which decodes that way.
    """

    quality: int = 90
    colorspace: str = "BGR"
    fast_dct: bool = True
    fast_upsample: bool = False
    subsampling: str = "422"

    @property
    def content(self) -> Compression:
        """Return what the header says of such a JPEG."""
        return Compression(self.fast_dct, self.fast_upsample, self.colorspace)


@blamed("a JPEG with a broken header")
def measure(data: Part) -> tuple[int, int]:
    """Return width and height of a whole JPEG; raises RemoteProtocolError if it is not one."""
    if not has_end(data):
        raise RemoteProtocolError("a JPEG without its end")
    try:
        height, width, _, _ = simplejpeg.decode_jpeg_header(data)
    except KeyError:
        # It decodes 4:4:1, but has no name for it.
        header = read_jpeg_header(data)
        if header is None:
            raise
        return header.width, header.height
    return width, height


def has_end(data: Part) -> bool:
    """Tell whether a JPEG's end marker is where it should be; cameras pad what comes after it."""
    return _END_MARKER in bytes(data[-_PADDING:])


def whole(data: bytes) -> bytes | None:
    """Return a camera's JPEG fit to be sent on as it is; None when it is not to be sent.

    What lies before its start and after its end is cut off. None for one without its end, with a
    second start, without a size or with a broken header: a stock NetGear receiver stops for good
    when it gets such a one. JPEGs without Huffman tables are fine. The picture itself is not
    decoded: 0.05 ms for 150 KB.
    """
    start = data.find(b"\xff\xd8\xff")
    header = read_jpeg_header(data, start) if start >= 0 else None
    if header is None:
        return None
    marker = _START_OR_END.search(data, header.data_at)
    if marker is None or data[marker.end() - 1] == _START:
        return None
    return data[start : marker.end()]


def decode(data: Part, box: tuple[int, int] | None, size: tuple[int, int] | None = None) -> Pixels:
    """Return height x width x 4 bytes (B, G, R, unused), large enough to be fitted into `box`.

    None decodes at full size, and so does a box that is larger than the picture. `size` is what
    `measure` told. Raises RemoteProtocolError for a broken JPEG.
    """
    width, height = size or measure(data)
    if box is not None:
        width, height = scaled_size((width, height), box)
    # A row of zeros would be taken for "no minimum", so a size is always given.
    return _decode(data, "BGRX", min_height=height, min_width=width)


def decode_as_told(
    data: Part, content: Compression, *, fast_dct: bool = False, fast_upsample: bool = False
) -> Pixels:
    """Return the picture at full size in the colour space that its header names.

    GRAY has two dimensions, the others three. The fast ways are taken when either end asks for
    them. Raises RemoteProtocolError for a broken JPEG or a colour space that NetGear does not know.
    """
    if content.colorspace not in CHANNELS:
        raise RemoteProtocolError(f"a JPEG in the unknown colour space {content.colorspace[:20]!r}")
    pixels = _decode(
        data,
        content.colorspace,
        fastdct=fast_dct or content.dct,
        fastupsample=fast_upsample or content.ups,
    )
    return pixels[:, :, 0] if content.colorspace == "GRAY" and pixels.ndim == 3 else pixels


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


def encode(pixels: npt.NDArray[Any], settings: JpegSettings) -> bytes:
    """Return a JPEG of height x width x channels bytes; GRAY may have two dimensions.

    Raises TypeError when the pixels are not bytes, ValueError when their shape does not go with
    the colour space.
    """
    if pixels.dtype != np.uint8:
        raise TypeError(f"a frame of {pixels.dtype} cannot be a JPEG: it needs uint8")
    channels = CHANNELS[settings.colorspace]
    if pixels.ndim == 2 and channels == 1:
        pixels = pixels[:, :, np.newaxis]
    if pixels.ndim != 3 or pixels.shape[2] != channels or 0 in pixels.shape:
        raise ValueError(
            f"a frame of shape {pixels.shape} is not {settings.colorspace}, which needs "
            f"height x width x {channels}"
        )
    try:
        return bytes(
            simplejpeg.encode_jpeg(
                np.ascontiguousarray(pixels),
                quality=settings.quality,
                colorspace=settings.colorspace,
                colorsubsampling="Gray" if channels == 1 else settings.subsampling,
                fastdct=settings.fast_dct,
            )
        )
    except ValueError as error:
        raise ValueError(f"a frame of shape {pixels.shape} cannot be a JPEG: {error}") from error


@blamed("a broken JPEG")
def _decode(data: Part, colorspace: str, **how: Any) -> Pixels:
    return np.asarray(simplejpeg.decode_jpeg(data, colorspace, **how))
