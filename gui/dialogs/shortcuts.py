"""The list of all keys, to look one up, copy or print."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.actions.keys import FIXED
from gui.actions.table import TABLE, in_words, keys_in_words
from gui.look import theme
from gui.look.plain_text import set_tip

_MOUSE = {
    "Double-click on a tile": "Enlarge, or back to all cameras",
    "Wheel on a tile": "Zoom in and out at the pointer",
    "Drag in a zoomed tile": "Move the picture",
    "Right-click on a tile": "Everything that can be done with it",
}
_WIDTH, _HEIGHT = 520, 560


class ShortcutsDialog(QDialog):
    """What each key does, as the keys are now; the field at the top searches both columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a key or what it does")
        self.search.setAccessibleName("Find a key or what it does")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self._table = _table()
        for keys, words in lines():
            QTreeWidgetItem(self._table, [keys, words])
        self._copy = QPushButton("Copy the list")
        set_tip(self._copy, "Copy all lines as text, to print or to send")
        self._copy.clicked.connect(self._copy_all)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.search)
        column.addWidget(self._table, 1)
        column.addLayout(row)
        self.resize(theme.scaled(_WIDTH), theme.scaled(_HEIGHT))

    def shown(self) -> list[tuple[str, str]]:
        """Return the lines that are seen: keys, and what they do."""
        count = self._table.topLevelItemCount()
        items = [item for row in range(count) if (item := self._table.topLevelItem(row))]
        return [(item.text(0), item.text(1)) for item in items if not item.isHidden()]

    @Slot(str)
    def _search(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self._table.topLevelItemCount()):
            item = self._table.topLevelItem(row)
            if item is not None:
                item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())

    @Slot()
    def _copy_all(self) -> None:
        text = "\n".join(f"{keys:<24}{words}" for keys, words in lines())
        QGuiApplication.clipboard().setText(f"{text}\n")
        self._copy.setText("Copied")


def lines() -> list[tuple[str, str]]:
    """Return every key, and what is done with the mouse."""
    keys = [(keys_in_words(facts.name) or "–", facts.text) for facts in TABLE]
    fixed = [(in_words(name), words) for name, words in FIXED.items() if name != "Backtab"]
    return [*keys, *fixed, *_MOUSE.items()]


def _table() -> QTreeWidget:
    table = QTreeWidget()
    table.setColumnCount(2)
    table.setHeaderLabels(["Keys", "What they do"])
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setAlternatingRowColors(True)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    table.setAccessibleName("Keys and what they do")
    table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.header().setSectionsMovable(False)
    return table
