"""A frame on its way out: encoded when the first receiver takes it, and only once."""

from typing import Any

from netgear_engine.codecs import jpeg
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.header import Compression

CONTENT = Compression(dct=True, ups=False, colorspace="BGR")


class OutgoingFrame:
    """A captured frame and its message. A camera's own JPEG is passed on untouched."""

    def __init__(self, captured: CapturedFrame, message: Any, quality: int) -> None:
        self.captured_at = captured.captured_at
        self.message = message
        self._pixels = captured.pixels
        self._quality = quality
        self._payload = captured.jpeg

    def payload(self) -> bytes:
        """Return the JPEG; encodes pixels at the first call."""
        if self._payload is None:
            assert self._pixels is not None, "a captured frame has pixels or a JPEG"
            self._payload = jpeg.encode(self._pixels, self._quality)
            self._pixels = None
        return self._payload
