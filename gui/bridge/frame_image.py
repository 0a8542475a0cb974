"""A picture's pixels as a QImage, without a copy."""

from PySide6.QtGui import QImage

from netgear_engine.frame import Pixels


class FrameImage(QImage):
    """A QImage over pixels (height x width x 4 bytes) that keeps them alive as long as itself.

    A plain QImage over a numpy buffer would point at freed memory once the array is gone.
    """

    def __init__(self, pixels: Pixels) -> None:
        height, width, channels = pixels.shape
        super().__init__(pixels.data, width, height, width * channels, QImage.Format.Format_RGB32)
        self.pixels = pixels
