"""The list's own behaviour: keys and mouse on cameras and on the headlines of groups."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from gui.side_panel.cameras.delegate import CameraDelegate
from gui.side_panel.cameras.line import CameraLine
from gui.side_panel.cameras.model import CameraModel
from gui.side_panel.cameras.rows import GroupRow

_OPEN_KEYS = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}
_TOGGLE_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CameraView(QListView):
    """Shows the camera model.

    A click, Space, Enter, Left or Right opens and closes a group: `open_wanted(group, is_open)`.
    `menu_wanted(key, point)` asks for a camera's menu.
    """

    open_wanted = Signal(str, bool)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, model: CameraModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cameras = model
        self.drawn = CameraDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.drawn)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setAccessibleName("Cameras")
        self.clicked.connect(self._click)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and close groups with keys."""
        row = self._cameras.row(self.currentIndex())
        key = Qt.Key(event.key())
        if isinstance(row, GroupRow) and key in _OPEN_KEYS:
            self.open_wanted.emit(row.name, _OPEN_KEYS[key])
        elif isinstance(row, GroupRow) and key in _TOGGLE_KEYS:
            self.open_wanted.emit(row.name, not row.is_open)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the camera under the mouse, or of the one the keys are at."""
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        row = self._cameras.row(index)
        if isinstance(row, CameraLine):
            self.setCurrentIndex(index)
            at = self.visualRect(index).center() if by_keys else event.pos()
            self.menu_wanted.emit(row.key, self.viewport().mapToGlobal(at))

    def _click(self, index: QModelIndex) -> None:
        row = self._cameras.row(index)
        if isinstance(row, GroupRow):
            self.open_wanted.emit(row.name, not row.is_open)
