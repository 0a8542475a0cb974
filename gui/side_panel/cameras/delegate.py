"""How a row of the camera list is drawn, and its name edited."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.cameras.key import CameraKey
from gui.look import theme
from gui.look.sign_painter import draw_sign
from gui.side_panel.cameras.line import CameraLine
from gui.side_panel.cameras.model import ROW_ROLE
from gui.side_panel.cameras.rows import GroupRow, Row
from netgear_engine.protocol.text import LONGEST_NAME

_LINE_HEIGHT = 40
_GROUP_HEIGHT = 28
_SIGN_LEFT = 12
_SIGN_SIZE = 9
_TEXT_LEFT = 32
_LATENCY_WIDTH = 66
_FPS_WIDTH = 46
_RIGHT = 12
_LEFT, _ALIGNED_RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight

_Index = QModelIndex | QPersistentModelIndex


class CameraDelegate(QStyledItemDelegate):
    """A camera: sign, name over connection, and its figures in columns at the right.

    `selected` is the camera that the wall has selected, whatever row the keys are at.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.selected: CameraKey | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height: cameras have two lines, headlines one."""
        height = _GROUP_HEIGHT if isinstance(index.data(ROW_ROLE), GroupRow) else _LINE_HEIGHT
        return QSize(0, theme.scaled(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        row: Row = index.data(ROW_ROLE)
        rect, colours = QRect(option.rect), theme.colours()
        painter.save()
        if isinstance(row, CameraLine) and row.key == self.selected:
            painter.fillRect(rect, QColor(colours.selected_row))
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), QColor(colours.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.raised))
        # Columns keep their place whether or not there is a scroll bar.
        place = QRect(rect.left(), rect.top(), option.widget.width() - 1, rect.height())
        if isinstance(row, GroupRow):
            _draw_group(painter, place, row)
        else:
            _draw_camera(painter, place, row)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    # Renaming --------------------------------------------------------------------------------

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        """Return the line in which the name is typed."""
        editor = QLineEdit(parent)
        editor.setMaxLength(LONGEST_NAME)
        editor.setAccessibleName("Name of the camera")
        editor.setPlaceholderText("Empty: the camera's own name")
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Leave what is being typed: the line changes several times a second."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hand the typed name to the model."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        """Put the line where the name stands."""
        rect = QRect(option.rect)
        left, height = theme.scaled(_TEXT_LEFT) - 9, min(rect.height() - 4, theme.scaled(32))
        top = rect.top() + (rect.height() - height) // 2
        editor.setGeometry(left, top, rect.width() - left - _RIGHT, height)


def _draw_group(painter: QPainter, rect: QRect, row: GroupRow) -> None:
    colours = theme.colours()
    painter.fillRect(rect.left(), rect.bottom(), rect.width() + 1, 1, QColor(colours.inner_line))
    _draw_arrow(painter, rect, colours.secondary, is_open=row.is_open)
    painter.setFont(theme.font(12, semibold=True))
    painter.setPen(QColor(colours.secondary))
    right = rect.right() - _RIGHT
    box = QRect(rect.left() + theme.scaled(_TEXT_LEFT), rect.top(), 0, rect.height())
    counts = QFontMetrics(painter.font()).horizontalAdvance(f"{row.cameras}")
    mark = 0
    if row.sign is not None:
        size = theme.scaled(_SIGN_SIZE)
        words = f"{row.faulty} of " if row.faulty < row.cameras else ""
        mark = size + 5 + QFontMetrics(painter.font()).horizontalAdvance(words)
        top = rect.top() + (rect.height() - size) / 2
        sign = QRectF(right - counts - mark, top, size, size)
        draw_sign(painter, row.sign, sign, colours.sign_colour(row.sign))
        faulty = QRect(int(sign.right()) + 5, rect.top(), mark, rect.height())
        _text(painter, faulty, words, _LEFT)
    _text(
        painter, QRect(right - counts, rect.top(), counts, rect.height()), f"{row.cameras}", _LEFT
    )
    box.setRight(right - counts - mark - 8)
    _text(painter, box, row.name, _LEFT)


def _draw_arrow(painter: QPainter, rect: QRect, colour: str, *, is_open: bool) -> None:
    half = theme.scaled(8) / 2
    middle = QPointF(rect.left() + theme.scaled(_SIGN_LEFT) + half, rect.center().y() + 0.5)
    points = [(-half, -half / 2), (0, half / 2), (half, -half / 2)]
    if not is_open:
        points = [(-half / 2, -half), (half / 2, 0), (-half / 2, half)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.4))
    painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in points]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_camera(painter: QPainter, rect: QRect, line: CameraLine) -> None:
    colours, scaled = theme.colours(), theme.scaled
    left = rect.left() + scaled(_TEXT_LEFT)
    size = scaled(_SIGN_SIZE)
    upper = QRect(left, rect.top() + scaled(4), 0, scaled(18))
    sign = QRectF(rect.left() + scaled(_SIGN_LEFT), rect.top() + scaled(9), size, size)
    draw_sign(painter, line.sign, sign, colours.sign_colour(line.sign))
    right = rect.right() - _RIGHT
    figures_left = right - scaled(_LATENCY_WIDTH) - scaled(_FPS_WIDTH)
    painter.setFont(theme.font(13))
    painter.setPen(QColor(colours.text))
    upper.setRight(figures_left - 6)
    _text(painter, upper, line.name, _LEFT)
    painter.setPen(QColor(colours.secondary))
    if line.seen:
        seen = QRect(figures_left, upper.top(), right - figures_left, upper.height())
        _text(painter, seen, line.seen, _ALIGNED_RIGHT)
    else:
        fps = QRect(figures_left, upper.top(), scaled(_FPS_WIDTH), upper.height())
        _text(painter, fps, line.fps, _ALIGNED_RIGHT)
        width = scaled(_LATENCY_WIDTH)
        latency = QRect(right - width, upper.top(), width, upper.height())
        _text(painter, latency, line.latency, _ALIGNED_RIGHT)
    painter.setFont(theme.font(11))
    painter.setPen(QColor(colours.faint))
    lower = QRect(left, rect.top() + scaled(21), 0, scaled(15))
    lower.setRight(right)
    _text(painter, lower, line.connection, _LEFT)


def _text(painter: QPainter, box: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    elided = Qt.TextElideMode.ElideRight
    shown = QFontMetrics(painter.font()).elidedText(text, elided, box.width())
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
