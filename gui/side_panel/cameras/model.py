"""The camera list as a model. Rows come and go one by one, so that the list never jumps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from gui.cameras.key import DRAGGED_CAMERA, CameraKey
from gui.cameras.names import place_words
from gui.look.plain_text import tip
from gui.side_panel.cameras.line import CameraLine
from gui.side_panel.cameras.rows import (
    Filter,
    GroupRow,
    Row,
    RowKey,
    Wanted,
    key_of,
    list_rows,
)

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MOST_RUNS = 32

ROW_ROLE = Qt.ItemDataRole.UserRole


class CameraModel(QAbstractListModel):
    """One row for each camera that is looked for, and a headline above each group.

    `renamed(key, name)`: the operator has typed another name.
    """

    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CameraLine] = []
        self._groups: dict[CameraKey, str] = {}
        self._rows: list[Row] = []
        self.wanted = Wanted()

    # What Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row, its name, or what a screen reader says of it."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, CameraLine):
            return tip(f"{row.name}, {place_words(row.key)}: {row.connection}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let cameras be selected, renamed and dragged; a headline can only be reached."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.NoItemFlags
        if isinstance(self._rows[index.row()], GroupRow):
            return flag.ItemIsEnabled | flag.ItemNeverHasChildren
        able = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable
        return able | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take the name that the operator has typed."""
        row = self._rows[index.row()] if index.isValid() else None
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, CameraLine):
            return False
        name = str(value).strip()
        if name != row.name:
            self.renamed.emit(row.key, name)
        return True

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return what a drag carries: the first camera of those dragged."""
        keys = [row.key for row in map(self.row, indexes) if isinstance(row, CameraLine)]
        data = QMimeData()
        if keys:
            data.setData(DRAGGED_CAMERA, keys[0].encode())
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        """Let a camera be copied to the wall: it stays in the list."""
        return Qt.DropAction.CopyAction

    # What is listed --------------------------------------------------------------------------

    @property
    def lines(self) -> Sequence[CameraLine]:
        """All cameras, listed or not."""
        return self._lines

    def row(self, index: _Index) -> Row | None:
        """Return the row at an index."""
        return self._rows[index.row()] if index.isValid() else None

    def set_lines(self, lines: Sequence[CameraLine]) -> None:
        """Replace all lines; only rows that changed are drawn again."""
        self._lines = list(lines)
        self._list()

    def set_groups(self, groups: Mapping[CameraKey, str]) -> None:
        """Say which group each camera belongs to."""
        self._groups = dict(groups)
        self._list()

    def search(self, text: str) -> None:
        """List only cameras whose name or port contains this text, in any case."""
        self._want(words=text.strip().casefold())

    def set_filter(self, chosen: Filter) -> None:
        """List only what the filter takes."""
        self._want(filter=chosen)

    def set_open(self, group: str, is_open: bool) -> None:
        """Show the cameras of a group, or its headline only."""
        self._want(closed=self.wanted.closed - {group} if is_open else self.wanted.closed | {group})

    def row_of(self, key: RowKey) -> int:
        """Return the row of a camera or a group, -1 when it is not shown."""
        return next((row for row, one in enumerate(self._rows) if key_of(one) == key), -1)

    def _want(self, **changes: Any) -> None:
        self.wanted = replace(self.wanted, **changes)
        self._list()

    def _list(self) -> None:
        rows = list_rows(self._lines, self._groups, self.wanted)
        keys = list(map(key_of, rows))
        if keys != list(map(key_of, self._rows)) and not self._step_to(rows, keys):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number), self.index(number))

    def _step_to(self, rows: Sequence[Row], keys: Sequence[RowKey]) -> bool:
        """Take out and put in single rows; return False when that would not do."""
        there, old = set(keys), list(map(key_of, self._rows))
        known = set(old)
        if [key for key in old if key in there] != [key for key in keys if key in known]:
            return False
        gone = _runs([key not in there for key in old])
        new = _runs([key not in known for key in keys])
        if len(gone) + len(new) > _MOST_RUNS:
            return False
        for first, last in reversed(gone):
            self.beginRemoveRows(_ROOT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        for first, last in new:
            self.beginInsertRows(_ROOT, first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()
        return True


def _runs(marks: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the first and last place of every run of true marks."""
    runs = (list(run) for marked, run in groupby(range(len(marks)), marks.__getitem__) if marked)
    return [(run[0], run[-1]) for run in runs]


def _spoken(row: Row) -> str:
    if isinstance(row, GroupRow):
        cameras = "1 camera" if row.cameras == 1 else f"{row.cameras} cameras"
        faulty = f", {row.faulty} faulty" if row.faulty else ""
        return f"Group {row.name}, {cameras}{faulty}, {'open' if row.is_open else 'closed'}"
    words = [row.name, row.connection]
    if row.seen:
        words.append(f"last picture {row.seen}")
    elif row.fps != "–":
        words.append(f"{row.fps} frames per second")
    return ", ".join(words)
