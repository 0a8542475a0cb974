"""Why is this camera off? A table of all cameras, in a window of its own."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.cameras.key import CameraKey
from gui.diagnostics.line import COLUMNS, DiagnosticsLine, diagnostics_csv
from gui.diagnostics.model import ORDER_ROLE, DiagnosticsModel
from gui.look.plain_text import Label

_SIZE = QSize(1200, 420)
_WIDTHS = {"Camera": 168, "Port": 64, "State": 120, "Reconnects, 1 h": 124, "Dropped": 80}
_USUAL_WIDTH = 96
_SIGN_SIZE = QSize(10, 10)
_ROW_HEIGHT = 28


class DiagnosticsWindow(QWidget):
    """Stays beside the main window. `chosen(key)` when a line is opened with Enter or two clicks.

    `wanted` asks for new figures when the window comes to be seen.
    """

    chosen = Signal(str)
    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("diagnostics")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Diagnostics – NetGear Monitor")
        self.resize(_SIZE)
        self.model = DiagnosticsModel(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(ORDER_ROLE)
        self.table = self._make_table()
        self._count = Label()
        self._count.setObjectName("hint")
        self.copy_button = QPushButton("Copy as CSV")
        self.copy_button.clicked.connect(self.copy)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._count, 1)
        row.addWidget(self.copy_button)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        for keys, act in (
            ("Esc", self.close),
            ("F8", self.close),
            (QKeySequence.StandardKey.Copy, self.copy),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self.show_lines([])

    def show_lines(self, lines: Sequence[DiagnosticsLine]) -> None:
        """Show these cameras; the order, the selection and the place in the table stay."""
        key = self._key(self.table.currentIndex())
        self.model.show_lines(lines)
        if key is not None and self._key(self.table.currentIndex()) != key:
            self._select(key)
        self._count.setText(f"{len(lines)} camera{'' if len(lines) == 1 else 's'}")

    def csv(self) -> str:
        """Return the table as it is sorted now."""
        rows = range(self.sorted.rowCount())
        places = [self.sorted.mapToSource(self.sorted.index(row, 0)).row() for row in rows]
        return diagnostics_csv(self.model.lines[place] for place in places)

    def copy(self) -> None:
        """Put the table onto the clipboard."""
        QGuiApplication.clipboard().setText(self.csv())

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for figures: none were shown meanwhile."""
        super().showEvent(event)
        self.wanted.emit()
        if not self.table.currentIndex().isValid() and self.sorted.rowCount():
            self.table.selectRow(0)
        self.table.setFocus()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.sorted)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setObjectName("diagnostics_table")
        table.setIconSize(_SIGN_SIZE)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setAccessibleName("Diagnostics of all cameras")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = table.horizontalHeader()
        for column, title in enumerate(COLUMNS):
            header.resizeSection(column, _WIDTHS.get(title, _USUAL_WIDTH))
        error = list(COLUMNS).index("Last error")
        header.setSectionResizeMode(error, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        table.activated.connect(self._choose)
        return table

    def _choose(self, index: QModelIndex) -> None:
        key = self._key(index)
        if key is not None:
            self.chosen.emit(key)

    def _key(self, index: QModelIndex) -> CameraKey | None:
        row = self.sorted.mapToSource(index).row() if index.isValid() else -1
        return self.model.lines[row].key if 0 <= row < len(self.model.lines) else None

    def _select(self, key: CameraKey) -> None:
        for row, line in enumerate(self.model.lines):
            if line.key == key:
                self.table.setCurrentIndex(self.sorted.mapFromSource(self.model.index(row, 0)))
