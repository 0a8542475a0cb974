"""How an event is drawn, with its Ack button while it wants to be acknowledged."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.event_log.event_book import Entry
from gui.event_log.event_model import ENTRY_ROLE
from gui.sign_painter import draw_sign
from gui.time_words import clock_time

_HEIGHT = 32
_SIGN_SIZE = 9
_SIDE = 12
_RIGHT = theme.SIDE_PANEL_WIDTH - 1 - _SIDE
_TIME_LEFT = 32
_TIME_WIDTH = 60
_BUTTON = QSize(38, 20)


class EventDelegate(QStyledItemDelegate):
    """Sign, time, words, button. `acknowledged` carries the entry whose button was pressed."""

    acknowledged = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text_font = theme.font(12)
        self._button_font = theme.font(11)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height that all events share."""
        return QSize(theme.SIDE_PANEL_WIDTH, _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one event."""
        entry: Entry = index.data(ENTRY_ROLE)
        rect = QRect(option.rect)
        state = option.state
        colours = theme.DARK
        painter.save()
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, QColor(colours.selected_row))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.inner_line))
        sign = QRectF(rect.left() + _SIDE, rect.top() + 11, _SIGN_SIZE, _SIGN_SIZE)
        draw_sign(painter, entry.line.sign, sign, colours.sign_colour(entry.line.sign))
        painter.setFont(self._text_font)
        painter.setPen(QColor(colours.faint))
        middle = Qt.AlignmentFlag.AlignVCenter
        when = QRect(rect.left() + _TIME_LEFT, rect.top(), _TIME_WIDTH, rect.height() - 1)
        painter.drawText(when, middle, clock_time(entry.line.wall))
        right = rect.left() + _RIGHT
        if entry.alarm:
            self._draw_button(painter, button_rect(rect))
            right = button_rect(rect).left() - 6
        text = QRect(when.right() + 4, rect.top(), 0, rect.height() - 1)
        text.setRight(right)
        painter.setPen(QColor(colours.text if entry.alarm else colours.secondary))
        shown = QFontMetrics(self._text_font).elidedText(
            entry.text, Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(text, middle, shown)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Acknowledge when the drawn button is clicked."""
        if event.type() is not QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        entry: Entry = index.data(ENTRY_ROLE)
        rect = QRect(option.rect)
        if entry.alarm and button_rect(rect).contains(event.position().toPoint()):
            self.acknowledged.emit(entry)
            return True
        return False

    def _draw_button(self, painter: QPainter, box: QRect) -> None:
        colours = theme.DARK
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(self._button_font)
        painter.setPen(QColor(colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Ack")
        painter.restore()


def button_rect(row: QRect) -> QRect:
    """Return where the Ack button of a row is."""
    left = row.left() + _RIGHT - _BUTTON.width()
    top = row.top() + (row.height() - 1 - _BUTTON.height()) // 2
    return QRect(left, top, _BUTTON.width(), _BUTTON.height())
