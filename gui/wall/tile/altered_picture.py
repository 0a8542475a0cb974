"""Pictures that must not be taken for live: grey, dimmed, hatched at 45 degrees."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

_HATCH_STEP = 22
_HATCH_WIDTH = 7


def grey_and_dim(image: QImage, veil: QColor) -> QImage:
    """Return the picture without its colours, below a dark veil."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    result = grey.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(result)
    painter.fillRect(result.rect(), veil)
    painter.end()
    return result


def hatch(colour: QColor) -> QPixmap:
    """Return one repeat of stripes at 45 degrees; it joins with itself on all four sides."""
    step = _HATCH_STEP
    pixmap = QPixmap(step, step)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, _HATCH_WIDTH))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for offset in (-step, 0, step):
        painter.drawLine(QPointF(offset - step, -step), QPointF(offset + 2 * step, 2 * step))
    painter.end()
    return pixmap
