"""Arrays on NetGear's wire: encoded as the options say, decoded as the peer says."""

from typing import Any

import numpy as np
import numpy.typing as npt

from netgear_engine.codecs import jpeg, raw
from netgear_engine.codecs.decode_scale import measure
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part
from netgear_engine.transport import message_memory

Array = npt.NDArray[Any]


def encode_array(
    frame: Any, settings: JpegSettings | None
) -> tuple[Compression | ArrayLayout, Part]:
    """Return how to read an array, and its bytes: a JPEG, or raw when `settings` is None.

    The array may be changed as soon as this returns.

    Raises TypeError or ValueError, which say what is wrong with the frame.
    """
    if not isinstance(frame, np.ndarray):
        raise TypeError(f"a frame must be a numpy array, not {type(frame).__name__}")
    if settings is None:
        layout, data = raw.encode(frame)
        return layout, message_memory.copied(data)
    return settings.content, jpeg.encode(frame, settings)


def decode_array(
    content: Compression | ArrayLayout, payload: Part, settings: JpegSettings | None
) -> Array:
    """Return the array; one that was sent raw cannot be written to.

    Raises RemoteProtocolError when it is broken.
    """
    measure(content, payload, Limits())
    if isinstance(content, ArrayLayout):
        return raw.array(content, payload)
    ours = settings or JpegSettings(fast_dct=False)
    return jpeg.decode_as_told(
        payload, content, fast_dct=ours.fast_dct, fast_upsample=ours.fast_upsample
    )
