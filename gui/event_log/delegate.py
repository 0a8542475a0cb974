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

from gui.event_log.model import RECORD_ROLE
from gui.event_log.record import Kind, Record
from gui.look import theme
from gui.look.sign_painter import draw_sign
from gui.look.time_words import clock_time_or_date, outage_time
from netgear_engine.clock import Clock

_TEXT = 12
_SMALL_TEXT = 11
_HEIGHT = 32
_SIGN_SIZE = 9
_SIDE = 12
_TIME_LEFT = 32
_TIME_WIDTH = 60
_GAP = 8
_BUTTON = QSize(38, 20)
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_TOLD_IN_WORDS = frozenset({Kind.BACK, Kind.LIVE})


class EventDelegate(QStyledItemDelegate):
    """Sign, time, words, outage, button. `acknowledged` carries the record whose button it is."""

    acknowledged = Signal(object)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height that all events share."""
        return QSize(theme.SIDE_PANEL_WIDTH // 2, theme.scaled(_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one event."""
        record: Record = index.data(RECORD_ROLE)
        rect = QRect(option.rect)
        state = option.state
        colours = theme.colours()
        painter.save()
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, QColor(colours.selected_row))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.inner_line))
        size = theme.scaled(_SIGN_SIZE)
        sign = QRectF(rect.left() + _SIDE, rect.top() + (rect.height() - 1 - size) // 2, size, size)
        draw_sign(painter, record.sign, sign, colours.sign_colour(record.sign))
        line = QRect(rect.left() + theme.scaled(_TIME_LEFT), rect.top(), 0, rect.height() - 1)
        line.setRight(rect.right() - _SIDE)
        line.setLeft(self._draw_time(painter, line, record))
        if record.is_open:
            self._draw_button(painter, button_rect(rect))
            line.setRight(button_rect(rect).left() - _GAP)
        line.setRight(self._draw_figures(painter, line, record))
        self._draw_words(painter, line, record)
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
        record: Record = index.data(RECORD_ROLE)
        box = button_rect(QRect(option.rect))
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and record.is_open and box.contains(event.position().toPoint()):
            self.acknowledged.emit(record)
            return True
        return False

    def _draw_time(self, painter: QPainter, line: QRect, record: Record) -> int:
        """Draw when it was; return where the words begin. Events of today stand in a column."""
        words = clock_time_or_date(record.wall, self._clock.wall())
        painter.setFont(theme.font(_TEXT))
        painter.setPen(QColor(theme.colours().faint))
        width = max(
            theme.scaled(_TIME_WIDTH),
            QFontMetrics(theme.font(_TEXT)).horizontalAdvance(words) + _GAP,
        )
        painter.drawText(QRect(line.left(), line.top(), width, line.height()), _MIDDLE, words)
        return line.left() + width + 4

    def _draw_figures(self, painter: QPainter, line: QRect, record: Record) -> int:
        """Draw what stands at the right; return where the words must end."""
        words = figures(record)
        if not words:
            return line.right()
        painter.setFont(theme.font(_TEXT))
        painter.setPen(QColor(theme.colours().secondary))
        painter.drawText(line, _MIDDLE | Qt.AlignmentFlag.AlignRight, words)
        return line.right() - QFontMetrics(theme.font(_TEXT)).horizontalAdvance(words) - _GAP

    def _draw_words(self, painter: QPainter, line: QRect, record: Record) -> None:
        colours = theme.colours()
        metrics = QFontMetrics(theme.font(_TEXT, semibold=True))
        if record.is_open and metrics.horizontalAdvance(record.words) > line.width():
            self._draw_two_lines(painter, line, record.words)
            return
        name, rest = "", record.words
        if record.camera and rest.startswith(record.camera):
            name, rest = record.camera, rest[len(record.camera) :]
        painter.setFont(theme.font(_TEXT, semibold=True))
        painter.setPen(QColor(colours.text))
        metrics = QFontMetrics(theme.font(_TEXT, semibold=True))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, _MIDDLE, shown)
        line = line.adjusted(metrics.horizontalAdvance(shown), 0, 0, 0)
        painter.setFont(theme.font(_TEXT))
        painter.setPen(QColor(colours.text if record.is_open else colours.secondary))
        metrics = QFontMetrics(theme.font(_TEXT))
        shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(0, line.width()))
        painter.drawText(line, _MIDDLE, shown)

    def _draw_two_lines(self, painter: QPainter, line: QRect, words: str) -> None:
        """Draw what an operator has to read and one line cannot hold."""
        metrics = QFontMetrics(theme.font(_SMALL_TEXT))
        first, rest = broken(words, line.width(), metrics)
        rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, line.width())
        half = line.height() // 2
        upper = QRect(line.left(), line.top() + 2, line.width(), half - 2)
        painter.setFont(theme.font(_SMALL_TEXT))
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(upper, _MIDDLE, first)
        painter.drawText(upper.translated(0, half - 2), _MIDDLE, rest)

    def _draw_button(self, painter: QPainter, box: QRect) -> None:
        colours = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(theme.font(_SMALL_TEXT))
        painter.setPen(QColor(colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Ack")
        painter.restore()


def figures(record: Record) -> str:
    """Return what stands at the right of an event: the outage, and who acknowledged it."""
    outage = ""
    if record.outage is not None and record.kind not in _TOLD_IN_WORDS and not record.keys:
        outage = outage_time(record.outage)
    by = f"Ack {record.initials}".strip() if record.acknowledged is not None else ""
    return " · ".join(filter(None, (outage, by)))


def broken(words: str, width: int, metrics: QFontMetrics) -> tuple[str, str]:
    """Return as many words as fit into a width, and the rest."""
    parts = words.split(" ")
    count = 1
    while count < len(parts) and metrics.horizontalAdvance(" ".join(parts[: count + 1])) <= width:
        count += 1
    return " ".join(parts[:count]), " ".join(parts[count:])


def button_rect(row: QRect) -> QRect:
    """Return where the Ack button of a row is."""
    width, height = theme.scaled(_BUTTON.width()), theme.scaled(_BUTTON.height())
    left = row.right() + 1 - _SIDE - width
    top = row.top() + (row.height() - 1 - height) // 2
    return QRect(left, top, width, height)
