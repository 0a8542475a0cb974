"""NetGear messages as stock VidGear writes them: its keys, in its order, by json.dumps."""

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import simplejpeg

from tests.support.numbered_frames import numbered_frame

COMPRESSION = {"dct": True, "ups": False, "colorspace": "BGR"}
_NOT_GIVEN = object()


def stock_header(
    *,
    port: Any = _NOT_GIVEN,
    message: Any = None,
    pattern: int = 1,
    compression: Any = COMPRESSION,
    dtype: str = "",
    shape: Any = "",
    **more: Any,
) -> bytes:
    """Return a frame's header; only multi-servers mode gives a `port`. `more` are further keys."""
    wire = {} if port is _NOT_GIVEN else {"port": port}
    wire |= {
        "terminate_flag": False,
        "compression": compression,
        "message": message,
        "pattern": str(pattern),
        "dtype": dtype,
        "shape": shape,
    }
    return json.dumps(wire | more).encode()


def stock_goodbye(**more: Any) -> bytes:
    """Return a goodbye; multi-servers mode adds `port`."""
    return json.dumps({"terminate_flag": True, **more}).encode()


def jpeg(number: int = 0, size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a JPEG of `size` (width, height) as stock makes it, of a picture with a number."""
    pixels = numbered_frame(number, size)
    return bytes(simplejpeg.encode_jpeg(pixels, 90, "BGR", "422", fastdct=True))


def noisy_jpeg(size: tuple[int, int] = (320, 240)) -> bytes:
    """Return a JPEG with much in it."""
    noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), np.uint8)
    return bytes(simplejpeg.encode_jpeg(noise, 90, "BGR"))


def undecodable_jpeg() -> bytes:
    """Return a JPEG with a sound header and a proper end, but with a hole before it."""
    whole = noisy_jpeg()
    return whole[: len(whole) * 2 // 3] + b"\xff\xd9"


def many_scans_jpeg() -> bytes:
    """Return a JPEG that says it is drawn in very many scans."""
    whole = noisy_jpeg()
    progressive = whole.replace(b"\xff\xc0", b"\xff\xc2", 1)
    return progressive[:-2] + b"\xff\xda" * 1000 + b"\xff\xd9"


def jpeg_frame(number: int = 0, **header: Any) -> list[bytes]:
    """Return the two parts of a compressed frame."""
    return [stock_header(**header), jpeg(number)]


def array_frame(array: npt.NDArray[Any], **header: Any) -> list[bytes]:
    """Return the two parts of an uncompressed frame."""
    facts = {"compression": False, "dtype": str(array.dtype), "shape": array.shape, **header}
    return [stock_header(**facts), array.tobytes()]
