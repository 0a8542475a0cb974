"""What VidGear's users run at a camera: read its pictures, and NetGear sends them as JPEG.

python -m tests.benchmarks.walls.stock_node http://.../film|test-pattern PORT WxH FPS QUALITY
"""

import logging
import sys
from collections.abc import Iterator
from typing import Any

import cv2
from vidgear.gears import NetGear

from netgear_engine.clock import SystemClock
from netgear_engine.sources.registry import create_source
from netgear_engine.sources.source import SourceOptions
from tests.benchmarks.walls.meter import size_of


def main() -> None:
    """Send until somebody ends it."""
    logging.disable()
    source, port, size, fps, quality = sys.argv[1:]
    make: Any = NetGear
    sender = make(
        address="127.0.0.1",
        port=port,
        pattern=1,
        jpeg_compression=True,
        jpeg_compression_quality=int(quality),
        max_retries=0,
    )
    of_pattern = source == "test-pattern"
    for picture in _pattern(size_of(size), float(fps)) if of_pattern else _film(source):
        sender.send(picture)


def _film(address: str) -> Iterator[Any]:
    camera = cv2.VideoCapture(address)
    while True:
        is_there, picture = camera.read()
        if is_there:
            yield picture


def _pattern(size: tuple[int, int], fps: float) -> Iterator[Any]:
    with create_source("test-pattern", SourceOptions(size, fps), SystemClock()) as pattern:
        while True:
            frame = pattern.read()
            if frame is not None:
                yield frame.pixels


if __name__ == "__main__":
    main()
