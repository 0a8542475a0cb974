"""A frame on its way out: encoded when the first receiver takes it, and only once."""

from collections.abc import Callable
from typing import Any

from netgear_engine.codecs import jpeg
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.parts import Part


class OutgoingFrame:
    """An encoded picture or one that can be encoded, its number and its message.

    `number` counts the frames of one engine; `captured_at` is None where it is not known. `fault`
    is why the camera gave nothing when the frame was offered: then it is a placeholder.
    """

    def __init__(
        self,
        number: int,
        content: Compression | ArrayLayout,
        payload: Part | Callable[[], Part],
        message: Any = None,
        captured_at: float | None = None,
    ) -> None:
        self.number = number
        self.content = content
        self.message = message
        self.captured_at = captured_at
        self.fault = ""
        self._payload = payload

    @classmethod
    def of(
        cls, captured: CapturedFrame, number: int, message: Any, settings: JpegSettings
    ) -> "OutgoingFrame":
        """Return a captured frame for sending. A camera's own JPEG is passed on untouched."""
        payload = captured.jpeg or _encoder(captured, settings)
        return cls(number, settings.content, payload, message, captured.captured_at)

    def payload(self) -> Part:
        """Return the encoded picture; encodes it at the first call."""
        if callable(self._payload):
            self._payload = self._payload()
        return self._payload


def _encoder(captured: CapturedFrame, settings: JpegSettings) -> Callable[[], bytes]:
    pixels = captured.pixels
    assert pixels is not None, "a captured frame has pixels or a JPEG"
    return lambda: jpeg.encode(pixels, settings)
