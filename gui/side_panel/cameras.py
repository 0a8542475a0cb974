"""The list of cameras with each one's state, rate and latency."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QWidget

from gui.section import Section
from gui.side_panel.camera_delegate import CameraDelegate
from gui.side_panel.camera_line import CameraLine
from gui.side_panel.camera_model import LINE_ROLE, CameraModel


class Cameras(Section):
    """Lists every camera. `chosen` is emitted when the operator picks one, not by `select`."""

    chosen = Signal(int)
    enlarge_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cameras", parent)
        self.model = CameraModel(self)
        self._selected: int | None = None
        self._list = QListView()
        self._list.setModel(self.model)
        self._list.setItemDelegate(CameraDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("Cameras")
        self._list.activated.connect(self._activated)
        self._list.selectionModel().currentChanged.connect(self._current_changed)
        self._nothing = QLabel("No camera matches.")
        self._nothing.setObjectName("empty")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        self.model.modelReset.connect(self._after_reset)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._nothing, 1)

    def set_lines(self, lines: Sequence[CameraLine]) -> None:
        """Show these cameras."""
        self.model.set_lines(lines)

    @Slot(str)
    def search(self, text: str) -> None:
        """Show only the cameras whose name or port contains the text."""
        self._nothing.setText(f"No camera matches “{text.strip()}”.")
        self.model.search(text)

    @Slot()
    def choose_first(self) -> None:
        """Pick the first camera that is shown."""
        if self.model.rowCount():
            self._list.setCurrentIndex(self.model.index(0))

    @Slot(int)
    def select(self, port: int) -> None:
        """Mark a camera as selected."""
        self._selected = port
        row = self.model.row_of(port)
        if row >= 0 and self._list.currentIndex().row() != row:
            self._list.setCurrentIndex(self.model.index(row))

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        line = current.data(LINE_ROLE)
        if line is not None and line.port != self._selected:
            self._selected = line.port
            self.chosen.emit(line.port)

    def _activated(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if line is not None:
            self.enlarge_wanted.emit(line.port)

    def _after_reset(self) -> None:
        empty = self.model.rowCount() == 0
        self._nothing.setVisible(empty)
        self._list.setVisible(not empty)
        if self._selected is not None:
            self.select(self._selected)
