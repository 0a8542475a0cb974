"""The small live picture of a connection test."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.bridge.frame_image import FrameImage
from gui.look import theme
from netgear_engine.frame import Picture

_SIZE = QSize(320, 180)


class Thumbnail(QWidget):
    """Shows the newest picture, or words when there is none that may be taken for live.

    `painted` is called once for each picture, when it has been painted.
    """

    def __init__(self, painted: Callable[[Picture], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painted = painted
        self._image: FrameImage | None = None
        self._unpainted: Picture | None = None
        self._words = ""
        self.setFixedSize(theme.scaled(_SIZE.width()), theme.scaled(_SIZE.height()))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Picture from the camera")

    def device_size(self) -> tuple[int, int]:
        """Return width and height in the screen's own pixels."""
        size = QSize(self.size()) * self.devicePixelRatioF()
        return size.width(), size.height()

    def show_picture(self, picture: Picture) -> None:
        """Show a newer picture."""
        self._image = FrameImage(picture.pixels)
        self._unpainted = picture
        self.setAccessibleDescription("")
        self.update()

    def show_words(self, words: str) -> None:
        """Take the picture away and say why there is none."""
        if self._image is not None or words != self._words:
            self._image = self._unpainted = None
            self._words = words
            self.setAccessibleDescription(words)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture without cutting anything off, or the words."""
        colours = theme.colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.wall))
        if self._image is None:
            painter.setPen(QColor(colours.secondary))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        else:
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(_centred(size, self.rect()), self._image)
        painter.end()
        if self._unpainted is not None:
            picture, self._unpainted = self._unpainted, None
            self._painted(picture)


def _centred(size: QSize, area: QRect) -> QRect:
    left = (area.width() - size.width()) // 2
    return QRect(QPoint(left, (area.height() - size.height()) // 2), size)
