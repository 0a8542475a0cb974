"""How a line of the camera list is drawn."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.side_panel.camera_line import CameraLine
from gui.side_panel.camera_model import LINE_ROLE
from gui.sign_painter import draw_sign

_HEIGHT = 40
_SIGN_LEFT = 12
_SIGN_SIZE = 9
_TEXT_LEFT = 32
_LATENCY_WIDTH = 74
_FPS_WIDTH = 46
_RIGHT = 12
_ELIDED = Qt.TextElideMode.ElideRight


class CameraDelegate(QStyledItemDelegate):
    """Sign, name over connection, fps and latency in columns at the right."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height that all lines share."""
        return QSize(theme.SIDE_PANEL_WIDTH, _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one line."""
        line: CameraLine = index.data(LINE_ROLE)
        rect = QRect(option.rect)
        state = option.state
        colours = theme.DARK
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selected_row))
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), QColor(colours.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.raised))
        self._draw(painter, rect, line)
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, rect: QRect, line: CameraLine) -> None:
        colours = theme.DARK
        upper = QRect(rect.left() + _TEXT_LEFT, rect.top() + 4, 0, 18)
        sign = QRectF(rect.left() + _SIGN_LEFT, rect.top() + 9, _SIGN_SIZE, _SIGN_SIZE)
        draw_sign(painter, line.sign, sign, colours.sign_colour(line.sign))
        # Columns keep their place whether or not there is a scroll bar.
        right = rect.left() + theme.SIDE_PANEL_WIDTH - 1 - _RIGHT
        figures_left = right - _LATENCY_WIDTH - _FPS_WIDTH
        painter.setFont(theme.font(13))
        painter.setPen(QColor(colours.text))
        upper.setRight(figures_left - 6)
        _text(painter, upper, line.name, Qt.AlignmentFlag.AlignLeft)
        painter.setPen(QColor(colours.secondary))
        fps = QRect(figures_left, upper.top(), _FPS_WIDTH, upper.height())
        _text(painter, fps, line.fps, Qt.AlignmentFlag.AlignRight)
        latency = QRect(right - _LATENCY_WIDTH, upper.top(), _LATENCY_WIDTH, upper.height())
        _text(painter, latency, line.latency, Qt.AlignmentFlag.AlignRight)
        painter.setFont(theme.font(11))
        painter.setPen(QColor(colours.faint))
        lower = QRect(rect.left() + _TEXT_LEFT, rect.top() + 21, 0, 15)
        lower.setRight(right)
        _text(painter, lower, line.connection, Qt.AlignmentFlag.AlignLeft)


def _text(painter: QPainter, box: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    shown = QFontMetrics(painter.font()).elidedText(text, _ELIDED, box.width())
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
