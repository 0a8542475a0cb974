"""Reading a source where only a picture will do."""

from typing import Any

from netgear_engine.frame import Pixels
from netgear_engine.sources.source import Source


def next_frame(source: Source) -> Any:
    """Return the next frame, which has pixels; fail at the end."""
    frame = source.read()
    assert frame is not None, f"{source.title} has ended"
    assert frame.pixels is not None
    return frame


def next_pixels(source: Source) -> Pixels:
    """Return the next frame's pixels; fail at the end."""
    pixels: Pixels = next_frame(source).pixels
    return pixels
