"""How a bubble of the conversation is drawn: the camera's at the left, one's own at the right."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.look import theme
from gui.side_panel.messages.bubble_text import BubbleText
from gui.side_panel.messages.conversation import Bubble
from gui.side_panel.messages.conversation_model import BUBBLE_ROLE

_SIDE = 12
_INNER = 9
_ABOVE = 6
_PADDING = 6
_NOTE_HEIGHT = 16
_LINK_HEIGHT = 18
_WIDEST_SHARE = 0.86
_SMALLEST = 40
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class BubbleDelegate(QStyledItemDelegate):
    """Draws bubbles; text wraps inside at most 84 % of the width."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = BubbleText()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height that the wrapped text needs."""
        bubble: Bubble = index.data(BUBBLE_ROLE)
        text_height = self._texts.height(bubble, _text_width(option))
        return QSize(0, _ABOVE + 2 * _PADDING + text_height + _below_text(bubble))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one bubble."""
        bubble: Bubble = index.data(BUBBLE_ROLE)
        colours = theme.colours()
        widest = _text_width(option)
        layout, size = self._texts.laid(bubble, widest)
        metrics = QFontMetrics(theme.font(11))
        note = metrics.elidedText(bubble.note, Qt.TextElideMode.ElideRight, widest)
        link = _link_words(bubble)
        written = max(
            size.width(), *(metrics.horizontalAdvance(words) + 1 for words in (note, link))
        )
        box = _box(option, bubble, written + 2 * _INNER)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = option.state & QStyle.StateFlag.State_HasFocus
        painter.setPen(QPen(QColor(colours.accent), 1) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.own_message if bubble.own else colours.raised))
        painter.drawRoundedRect(box, theme.BUBBLE_RADIUS, theme.BUBBLE_RADIUS)
        painter.setPen(QColor(colours.text))
        layout.draw(painter, QPointF(box.left() + _INNER, box.top() + _PADDING))
        painter.setFont(theme.font(11))
        height = theme.scaled(_NOTE_HEIGHT)
        below = QRect(box.left() + _INNER, box.bottom() + 1 - _PADDING - height, written, height)
        painter.drawText(below.translated(0, -theme.scaled(_LINK_HEIGHT)), _MIDDLE, link)
        painter.setPen(QColor(colours.own_message_faint if bubble.own else colours.faint))
        painter.drawText(below, _MIDDLE, note)
        painter.restore()


def _box(option: QStyleOptionViewItem, bubble: Bubble, width: int) -> QRect:
    rect = QRect(option.rect)
    left = rect.left() + _SIDE
    if bubble.own:
        # In its place whether or not there is a scroll bar.
        left = rect.left() + option.widget.width() - 1 - _SIDE - width
    return QRect(left, rect.top() + _ABOVE, width, rect.height() - _ABOVE)


def _below_text(bubble: Bubble) -> int:
    return theme.scaled(_NOTE_HEIGHT + (_LINK_HEIGHT if bubble.is_long else 0))


def _link_words(bubble: Bubble) -> str:
    if not bubble.is_long:
        return ""
    return "▴ Show less" if bubble.is_open else f"▾ Show all {len(bubble.text)} characters"


def _text_width(option: QStyleOptionViewItem) -> int:
    width = option.widget.width()
    return max(_SMALLEST, round(width * _WIDEST_SHARE) - 2 * _INNER - _SIDE)
