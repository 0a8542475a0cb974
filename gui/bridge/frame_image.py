"""A decoded picture as a QImage, without a copy."""

from PySide6.QtGui import QImage

from netgear_engine.frame import Picture


class FrameImage(QImage):
    """A QImage over a picture's pixels that keeps the picture alive as long as itself.

    A plain QImage over a numpy buffer would point at freed memory once the array is gone.
    """

    def __init__(self, picture: Picture) -> None:
        height, width, channels = picture.pixels.shape
        super().__init__(
            picture.pixels.data, width, height, width * channels, QImage.Format.Format_RGB32
        )
        self.picture = picture
