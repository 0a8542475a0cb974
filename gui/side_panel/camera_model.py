"""The camera list as a model: its lines, and what the operator searches for."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.side_panel.camera_line import CameraLine

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

LINE_ROLE = Qt.ItemDataRole.UserRole


class CameraModel(QAbstractListModel):
    """One row per camera whose name or port contains the text searched for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[CameraLine] = []
        self._rows: list[CameraLine] = []
        self._searched = ""

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of cameras that match."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line, its name, or what a screen reader says of it."""
        if not index.isValid():
            return None
        line = self._rows[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.name}, port {line.port}: {line.connection}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.name}, {line.connection}"
        return None

    def set_lines(self, lines: Sequence[CameraLine]) -> None:
        """Replace all lines; rows that stay in place are only redrawn where they changed."""
        self._all = list(lines)
        self._show()

    def search(self, text: str) -> None:
        """Show only cameras whose name or port contains this text, in any case."""
        self._searched = text.strip().casefold()
        self._show()

    def row_of(self, port: int) -> int:
        """Return a camera's row, -1 when it is not shown."""
        return next((row for row, line in enumerate(self._rows) if line.port == port), -1)

    def _show(self) -> None:
        rows = [line for line in self._all if self._matches(line)]
        if [line.port for line in rows] != [line.port for line in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for row, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _matches(self, line: CameraLine) -> bool:
        return self._searched in line.name.casefold() or self._searched in str(line.port)
