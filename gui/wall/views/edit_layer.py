"""The layer over the wall on which a view is edited: cameras are moved, cells merged and split.

It exists only while the operator edits, so nothing moves by accident at any other time.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from gui.cameras.key import DRAGGED_CAMERA, CameraKey
from gui.look import theme
from gui.wall.arrangement import Place

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

_OWN_KEYS = frozenset(
    {
        *_ARROWS,
        *(Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape),
        *(Qt.Key.Key_M, Qt.Key.Key_S, Qt.Key.Key_Delete),
    }
)


class EditLayer(QWidget):
    """Shows every cell of the page and takes the mouse and the keys.

    `moved(cell, camera)`: put this camera into that cell. `merge_wanted(cells)` and
    `split_wanted(cell)` carry numbers of cells among all of the view, `taken_out(camera)` a key.
    By keys: arrows go from cell to cell, Space chooses, Enter picks a camera up and puts it down,
    M merges, S splits, Delete takes out.
    """

    moved = Signal(int, str)
    merge_wanted = Signal(object)
    split_wanted = Signal(int)
    taken_out = Signal(str)
    left = Signal()

    def __init__(self, cells: Callable[[], list[Place]], parent: QWidget) -> None:
        super().__init__(parent)
        self._cells = cells
        self._chosen: set[int] = set()
        self._cursor: int | None = None
        self._held: CameraKey | None = None
        self._target: int | None = None
        self._pressed: tuple[QPoint, int] | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Cells of this view, being edited")

    def chosen(self) -> list[int]:
        """Return the numbers of the cells that are chosen, for merging."""
        return sorted(self._chosen)

    def forget(self) -> None:
        """Drop what was chosen: the cells are others now."""
        self._chosen.clear()
        self._held = self._target = None
        self.update()

    # The mouse -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell; with Ctrl or Shift one more."""
        place = self._at(event.position().toPoint())
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        several = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & several:
            self._chosen ^= {place.index}
        else:
            self._chosen = {place.index}
            self._pressed = (event.position().toPoint(), place.index)
        self._cursor = place.index
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the camera of the cell."""
        if self._pressed is None:
            return
        start, index = self._pressed
        far = (event.position().toPoint() - start).manhattanLength()
        camera = self._camera(index)
        if camera is not None and far >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            data = QMimeData()
            data.setData(DRAGGED_CAMERA, camera.encode())
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Forget where the mouse went down."""
        self._pressed = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the cell."""
        place = self._at(event.pos())
        if place is None:
            return
        menu = QMenu(self)
        merge = menu.addAction("Merge the chosen cells\tM")
        merge.setEnabled(len(self._chosen) > 1)
        merge.triggered.connect(lambda: self.merge_wanted.emit(self.chosen()))
        menu.addAction("Split this cell\tS").triggered.connect(
            lambda: self.split_wanted.emit(place.index)
        )
        if place.key is not None:
            camera = place.key
            menu.addAction("Take the camera out\tDel").triggered.connect(
                lambda: self.taken_out.emit(camera)
            )
        menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cameras only."""
        if event.mimeData().hasFormat(DRAGGED_CAMERA):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show the cell that the camera would be put into."""
        place = self._at(event.position().toPoint())
        self._show_target(None if place is None else place.index)
        event.setAccepted(place is not None)

    def dragLeaveEvent(self, _event: object) -> None:
        """Show no cell any more."""
        self._show_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the camera into the cell."""
        place, camera = self._at(event.position().toPoint()), _dragged(event.mimeData())
        self._show_target(None)
        if place is not None and camera is not None:
            event.acceptProposedAction()
            self.moved.emit(place.index, camera)

    # The keys --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep the keys of this layer from being the window's shortcuts."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() in _OWN_KEYS
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do by keys what the mouse does."""
        key = Qt.Key(event.key())
        places = self._cells()
        if not places:
            return
        if self._cursor not in {place.index for place in places}:
            self._cursor = places[0].index
        elif key in _ARROWS:
            self._move_cursor(*_ARROWS[key])
        if key in _ARROWS:
            self.update()
        elif not self._act(key):
            super().keyPressEvent(event)

    def _act(self, key: Qt.Key) -> bool:
        assert self._cursor is not None
        camera = self._camera(self._cursor)
        if key == Qt.Key.Key_Space:
            self._chosen ^= {self._cursor}
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick_up_or_put_down(self._cursor, camera)
        elif key == Qt.Key.Key_Escape and self._held is not None:
            self._held = None
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_M and len(self._chosen) > 1:
            self.merge_wanted.emit(self.chosen())
        elif key == Qt.Key.Key_S:
            self.split_wanted.emit(self._cursor)
        elif key == Qt.Key.Key_Delete and camera is not None:
            self.taken_out.emit(camera)
        else:
            return False
        self.update()
        return True

    def _pick_up_or_put_down(self, index: int, camera: CameraKey | None) -> None:
        if self._held is None:
            self._held = camera
            return
        held, self._held = self._held, None
        self.moved.emit(index, held)

    def _move_cursor(self, columns: int, rows: int) -> None:
        places = {place.index: _rect(place) for place in self._cells()}
        assert self._cursor is not None
        own = places[self._cursor].center()
        ahead = {
            index: (centre.x() - own.x()) * columns + (centre.y() - own.y()) * rows
            for index, centre in ((index, rect.center()) for index, rect in places.items())
        }
        candidates = [index for index, distance in ahead.items() if distance > 0]
        if candidates:
            self._cursor = min(
                candidates, key=lambda i: (places[i].center() - own).manhattanLength()
            )

    # What is seen ----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw every cell's outline, its number, and what can be done with it."""
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in self._cells():
            rect = QRectF(_rect(place)).adjusted(1, 1, -1, -1)
            marked = place.index in self._chosen or place.index == self._target
            style = Qt.PenStyle.SolidLine if marked else Qt.PenStyle.DashLine
            painter.fillRect(rect, QColor(colours.veil))
            painter.setPen(QPen(QColor(colours.accent if marked else colours.secondary), 2, style))
            painter.drawRoundedRect(rect, theme.TILE_RADIUS, theme.TILE_RADIUS)
            self._paint_words(painter, place, rect)
            if place.index == self._cursor and self.hasFocus():
                painter.setPen(QPen(QColor(colours.text), 1))
                inner = rect.adjusted(5, 5, -5, -5)
                painter.drawRoundedRect(inner, theme.TILE_RADIUS, theme.TILE_RADIUS)
        painter.end()

    def _paint_words(self, painter: QPainter, place: Place, rect: QRectF) -> None:
        number = place.index + 1
        if self._held is not None and place.key == self._held:
            words = f"{number}\nPicked up: go to a cell, then Enter"
        elif place.key is None:
            words = f"{number}\nDrop a camera here"
        else:
            words = f"{number}"
        painter.setFont(theme.font(13, semibold=True))
        painter.setPen(QColor(theme.colours().text))
        box = rect.adjusted(8, 8, -8, -8)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _show_target(self, index: int | None) -> None:
        if index != self._target:
            self._target = index
            self.update()

    def _at(self, point: QPoint) -> Place | None:
        return next((place for place in self._cells() if _rect(place).contains(point)), None)

    def _camera(self, index: int) -> CameraKey | None:
        return next((place.key for place in self._cells() if place.index == index), None)


def _rect(place: Place) -> QRect:
    return QRect(place.box.left, place.box.top, place.box.width, place.box.height)


def _dragged(data: QMimeData) -> CameraKey | None:
    text = bytes(data.data(DRAGGED_CAMERA).data()).decode("utf-8", "replace")
    return CameraKey(text) if text else None
