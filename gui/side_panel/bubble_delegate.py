"""How a bubble of the conversation is drawn: the camera's at the left, one's own at the right."""

from collections import OrderedDict

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.side_panel.conversation import Bubble
from gui.side_panel.conversation_model import BUBBLE_ROLE

_SIDE = 12
_INNER = 9
_ABOVE = 6
_PADDING = 6
_NOTE_HEIGHT = 16
_WIDEST_SHARE = 0.86
_MOST_LAYOUTS = 2048


class BubbleDelegate(QStyledItemDelegate):
    """Draws bubbles; text wraps inside at most 84 % of the width."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text_font = theme.font(13)
        self._note_font = theme.font(11)
        self._layouts: OrderedDict[tuple[str, int], QTextLayout] = OrderedDict()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height that the wrapped text needs."""
        width = option.rect.width()
        bubble: Bubble = index.data(BUBBLE_ROLE)
        text_height = _size(self._layout(bubble.text, width)).height()
        return QSize(width, _ABOVE + 2 * _PADDING + text_height + _NOTE_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one bubble."""
        bubble: Bubble = index.data(BUBBLE_ROLE)
        rect = QRect(option.rect)
        colours = theme.DARK
        layout = self._layout(bubble.text, rect.width())
        note = QFontMetrics(self._note_font).elidedText(
            bubble.note, Qt.TextElideMode.ElideRight, _widest(rect.width())
        )
        note_width = QFontMetrics(self._note_font).horizontalAdvance(note) + 1
        width = max(_size(layout).width(), note_width) + 2 * _INNER
        left = rect.left() + _SIDE
        if bubble.own:
            left = rect.left() + theme.SIDE_PANEL_WIDTH - 1 - _SIDE - width
        box = QRect(left, rect.top() + _ABOVE, width, rect.height() - _ABOVE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.own_message if bubble.own else colours.raised))
        painter.drawRoundedRect(box, theme.BUBBLE_RADIUS, theme.BUBBLE_RADIUS)
        painter.setPen(QColor(colours.text))
        layout.draw(painter, QPointF(left + _INNER, box.top() + _PADDING))
        painter.setFont(self._note_font)
        painter.setPen(QColor(colours.own_message_faint if bubble.own else colours.faint))
        below = QRectF(box).adjusted(_INNER, box.height() - _PADDING - _NOTE_HEIGHT, 0, -_PADDING)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, note)
        painter.restore()

    def _layout(self, text: str, width: int) -> QTextLayout:
        """Return the wrapped text for a list of this width, laid out once and kept."""
        key = (text, width)
        layout = self._layouts.get(key)
        if layout is None:
            layout = QTextLayout(text.replace("\n", "\u2028"), self._text_font)
            layout.setTextOption(_WRAPPED)
            _break_lines(layout, _widest(width))
            self._layouts[key] = layout
            if len(self._layouts) > _MOST_LAYOUTS:
                self._layouts.popitem(last=False)
        return layout


_WRAPPED = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


def _break_lines(layout: QTextLayout, width: int) -> None:
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()


def _size(layout: QTextLayout) -> QSize:
    widest = max(
        (layout.lineAt(i).naturalTextWidth() for i in range(layout.lineCount())), default=0
    )
    return QSize(int(widest) + 1, int(layout.boundingRect().height()) + 1)


def _widest(width: int) -> int:
    return max(40, round(width * _WIDEST_SHARE) - 2 * _INNER - _SIDE)
