"""The table of all cameras as a model that is sorted by figures."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.diagnostics.line import COLUMNS, TEXT_COLUMNS, DiagnosticsLine
from gui.look.icons import sign_icon
from gui.look.plain_text import tip

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TITLES = tuple(COLUMNS)
_STATE = _TITLES.index("State")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

ORDER_ROLE = Qt.ItemDataRole.UserRole


class DiagnosticsModel(QAbstractTableModel):
    """One row per camera; rows that stay are only redrawn where they changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[DiagnosticsLine] = []

    def show_lines(self, lines: Sequence[DiagnosticsLine]) -> None:
        """Show these cameras."""
        if [line.key for line in lines] != [line.key for line in self.lines]:
            self.beginResetModel()
            self.lines = list(lines)
            self.endResetModel()
            return
        before, self.lines = self.lines, list(lines)
        for row, (old, new) in enumerate(zip(before, self.lines, strict=True)):
            if old != new:
                last = len(COLUMNS) - 1
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of cameras."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, what it is sorted by, its sign or its side."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return sign_icon(line.sign) if index.column() == _STATE else None
        cell, title = line.cells[index.column()], _TITLES[index.column()]
        return {
            Qt.ItemDataRole.DisplayRole: cell.words,
            Qt.ItemDataRole.ToolTipRole: tip(cell.words),
            Qt.ItemDataRole.AccessibleTextRole: f"{line.cells[0].words}, {title}: {cell.words}",
            Qt.ItemDataRole.TextAlignmentRole: _side(index.column()),
            ORDER_ROLE: cell.order,
        }.get(Qt.ItemDataRole(role))


def _side(column: int) -> Qt.AlignmentFlag:
    return _LEFT if _TITLES[column] in TEXT_COLUMNS else _RIGHT
