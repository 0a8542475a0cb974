"""The list of cameras with each one's state, rate and latency."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.cameras.key import CameraKey
from gui.look.plain_text import Label
from gui.look.section import Section
from gui.side_panel.cameras.filter_bar import CameraFilterBar
from gui.side_panel.cameras.line import CameraLine
from gui.side_panel.cameras.list_view import CameraView
from gui.side_panel.cameras.model import CameraModel
from gui.side_panel.cameras.rows import Filter, RowKey, counts, key_of


class Cameras(Section):
    """Lists the cameras by group. `chosen` is emitted when the operator picks one, not by `select`.

    `clear_wanted` asks for the words looked for to be cleared; `renamed(key, name)` carries an
    empty name when the camera's own is to be shown again.
    """

    chosen = Signal(str)
    enlarge_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)
    renamed = Signal(str, str)
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cameras", parent)
        self.model = CameraModel(self)
        self._selected: CameraKey | None = None
        self._words = ""
        self._changing = False
        self.filters = CameraFilterBar()
        self.filters.chosen.connect(self._filter)
        self.view = CameraView(self.model)
        self.view.activated.connect(self._activated)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.open_wanted.connect(self._open_group)
        self.view.menu_wanted.connect(self.menu_wanted)
        self.model.renamed.connect(self.renamed)
        self.nothing = _Nothing()
        self.nothing.clear.clicked.connect(self._clear)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.nothing, 1)
        self._show_whether_empty()

    def set_lines(self, lines: Sequence[CameraLine]) -> None:
        """Show these cameras."""
        with self._same_row():
            self.model.set_lines(lines)
        self.filters.show_counts(counts(lines))

    def set_groups(self, groups: Mapping[CameraKey, str]) -> None:
        """Say which group each camera belongs to."""
        with self._same_row():
            self.model.set_groups(groups)

    @Slot(str)
    def search(self, text: str) -> None:
        """Show only the cameras whose name or port contains the text."""
        self._words = text.strip()
        with self._same_row():
            self.model.search(text)

    @Slot()
    def choose_first(self) -> None:
        """Pick the first camera that is shown."""
        for number in range(self.model.rowCount()):
            index = self.model.index(number)
            if isinstance(self.model.row(index), CameraLine):
                self.view.setCurrentIndex(index)
                return

    @Slot(str)
    def select(self, key: CameraKey) -> None:
        """Mark a camera as selected."""
        if key != self._selected:
            self._selected = self.view.drawn.selected = key
            self._go_to(key)
            self.view.viewport().update()

    def rename(self, key: CameraKey) -> None:
        """Let the operator type another name for a camera, which is listed for that."""
        if self.model.row_of(key) < 0:
            self._clear()
            for group in self.model.wanted.closed:
                self._open_group(group, True)
        self._go_to(key)
        index = self.view.currentIndex()
        if self.model.row_of(key) == index.row():
            self.view.scrollTo(index)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.edit(index)

    # Looking for cameras ---------------------------------------------------------------------

    @Slot(object)
    def _filter(self, chosen: Filter) -> None:
        with self._same_row():
            self.model.set_filter(chosen)

    @Slot(str, bool)
    def _open_group(self, group: str, is_open: bool) -> None:
        with self._same_row():
            self.model.set_open(group, is_open)

    @Slot()
    def _clear(self) -> None:
        self.filters.choose(Filter.ALL)
        self.search("")
        self.clear_wanted.emit()

    @contextmanager
    def _same_row(self) -> Iterator[None]:
        """Let rows come and go; the keys stay at their row, and no other camera is selected."""
        row = self.model.row(self.view.currentIndex())
        before = None if row is None else key_of(row)
        was, self._changing = self._changing, True
        try:
            yield
            if before is not None and self.model.row_of(before) >= 0:
                self._go_to(before)
            else:
                self._go_to(self._selected)
        finally:
            self._changing = was
        self._show_whether_empty()

    def _go_to(self, key: RowKey | None) -> None:
        row = -1 if key is None else self.model.row_of(key)
        if row != self.view.currentIndex().row():
            was, self._changing = self._changing, True
            self.view.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())
            self._changing = was

    # What the operator does ------------------------------------------------------------------

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self.model.row(current)
        if not self._changing and isinstance(row, CameraLine) and row.key != self._selected:
            self._selected = self.view.drawn.selected = row.key
            self.view.viewport().update()
            self.chosen.emit(row.key)

    def _activated(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if isinstance(row, CameraLine):
            self.enlarge_wanted.emit(row.key)

    def _show_whether_empty(self) -> None:
        is_empty = self.model.rowCount() == 0
        if is_empty:
            self.nothing.tell(
                self.model.wanted.filter, self._words, any_cameras=bool(self.model.lines)
            )
        self.nothing.setVisible(is_empty)
        self.view.setVisible(not is_empty)


class _Nothing(QWidget):
    """What stands in place of the list when it has no rows."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Label()
        self.words.setObjectName("empty")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.clear = QPushButton("Clear")
        self.clear.setAccessibleName("List all cameras again")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def tell(self, chosen: Filter, words: str, *, any_cameras: bool) -> None:
        """Say why there is nothing."""
        kind = "" if chosen is Filter.ALL else f"{chosen.value.lower()} "
        self.clear.setVisible(any_cameras)
        self.clear.setText("Clear" if words else "Show all")
        if not any_cameras:
            self.words.setText("No cameras yet.")
        elif chosen is Filter.NEVER and not words:
            self.words.setText("Every camera has connected.")
        elif words:
            self.words.setText(f"No {kind}camera matches “{words}”.")
        else:
            self.words.setText(f"No {kind}camera.")
