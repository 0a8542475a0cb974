"""What is seen of a camera in one tile, and its picture made exactly so. No Qt.

A decode thread makes it, where the GUI thread would have to scale the same picture while it paints:
what is left to paint is a copy. cv2 releases the GIL meanwhile.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from gui.wall.placement import Display, Zoom, place, size_wanted
from netgear_engine.frame import Pixels

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
# Each decode thread scales for itself: OpenCV's own threads would be in their way.
cv2.setNumThreads(1)
# From here on a linear scale would leave out pixels.
_MUCH_SMALLER = 2


@dataclass(frozen=True, slots=True)
class Sight:
    """A tile's width and height in Qt's pixels, the screen's pixels to each, and what is shown."""

    tile: tuple[int, int]
    ratio: float
    display: Display
    zoom: Zoom

    @property
    def size_wanted(self) -> tuple[int, int]:
        """The size in the screen's pixels into which a picture must be decoded to be sharp."""
        return size_wanted(self._on_screen(*self.tile), self.display, self.zoom)

    def exact(self, pixels: Pixels) -> Pixels | None:
        """Return a picture as it is painted, pixel for pixel, without the bars beside it.

        `pixels` and what is returned are height x width x 4 bytes. None while the operator zooms:
        what is seen of the picture then changes faster than pictures come.
        """
        if self.zoom.is_on:
            return None
        height, width = pixels.shape[:2]
        placement = place((width, height), self.tile, self.display, self.zoom)
        target = self._on_screen(round(placement.target.width), round(placement.target.height))
        part = placement.seen.width, placement.seen.height
        if self.display.lies_on_its_side:
            target, part = target[::-1], part[::-1]
        return self._turned(_scaled(_middle(pixels, part), target))

    def _on_screen(self, width: float, height: float) -> tuple[int, int]:
        """Return a size in the screen's pixels, rounded as Qt does."""
        return int(width * self.ratio + 0.5), int(height * self.ratio + 0.5)

    def _turned(self, pixels: Pixels) -> Pixels:
        if self.display.mirrored:
            pixels = np.asarray(cv2.flip(pixels, 1), np.uint8)
        if self.display.rotation:
            pixels = np.asarray(cv2.rotate(pixels, _TURNS[self.display.rotation]), np.uint8)
        return np.ascontiguousarray(pixels)


def _middle(pixels: Pixels, part: tuple[float, float]) -> Pixels:
    """Return the middle of a picture: `part` of its width and of its height."""
    height, width = pixels.shape[:2]
    seen_width = max(1, round(width * part[0]))
    seen_height = max(1, round(height * part[1]))
    left, top = (width - seen_width) // 2, (height - seen_height) // 2
    return pixels[top : top + seen_height, left : left + seen_width]


def _scaled(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    much_smaller = width >= _MUCH_SMALLER * size[0] and height >= _MUCH_SMALLER * size[1]
    how = cv2.INTER_AREA if much_smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)
