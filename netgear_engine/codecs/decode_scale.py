"""A received frame's pixels, made once at the size they are shown."""

from netgear_engine.codecs import jpeg, raw
from netgear_engine.frame import Frame, Picture
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part


def measure(content: Compression | ArrayLayout, payload: Part, limits: Limits) -> tuple[int, int]:
    """Return width and height of an encoded picture without decoding it.

    Raises RemoteProtocolError when it is broken in a way that can be seen from outside, or has
    more pixels than allowed.
    """
    if isinstance(content, ArrayLayout):
        width, height = raw.measure(content, payload)
    else:
        width, height = jpeg.measure(payload)
    if width * height > limits.pixels:
        raise RemoteProtocolError(
            f"a picture of {width}x{height} pixels, allowed are {limits.pixels} in all"
        )
    return width, height


def decode(frame: Frame, box: tuple[int, int] | None, limits: Limits) -> Picture:
    """Decode a frame as large as it takes to fit it into `box` (width, height), whole when None.

    Raises RemoteProtocolError when the frame is broken.
    """
    size = measure(frame.content, frame.payload, limits)
    if isinstance(frame.content, ArrayLayout):
        pixels = raw.decode(frame.content, frame.payload, box)
    else:
        pixels = jpeg.decode(frame.payload, box)
    return Picture(frame, pixels, size)
