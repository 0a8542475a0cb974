"""The page on which every action can be given other keys."""

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
)

from gui.actions.keys import keys_of, problem_with, usable
from gui.actions.table import FACTS, TABLE, in_words
from gui.look.plain_text import Label, set_tip
from gui.settings.page import Page
from gui.settings.schema import Settings

_NAME_ROLE = Qt.ItemDataRole.UserRole


class ShortcutsPage(Page):
    """A table of actions; below it the keys of the one selected. A conflict is refused by name."""

    def __init__(self) -> None:
        super().__init__("Shortcuts")
        self._chosen: dict[str, str] = {}
        self._find = QLineEdit()
        self._find.setPlaceholderText("Find an action or a key")
        self._find.setAccessibleName("Find an action or a key")
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._search)
        self._table = _table()
        self._table.currentItemChanged.connect(self._show_selected)
        self._action = Label()
        self._action.setObjectName("field_title")
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setAccessibleName("New keys for the selected action")
        self.keys.keySequenceChanged.connect(self._try_keys)
        self._default = _button("Default", "Give the selected action its default keys")
        self._default.clicked.connect(self._give_default)
        self._none = _button("No keys", "Let the selected action have no keys")
        self._none.clicked.connect(lambda: self._give(""))
        self._all = _button("All to default", "Give every action its default keys")
        self._all.clicked.connect(self._all_to_default)
        self._problem = Label()
        self._problem.setObjectName("field_problem")
        self._problem.setWordWrap(True)
        self._place()

    def show_settings(self, settings: Settings) -> None:
        """Show the keys that these settings give."""
        self._chosen = usable(settings.shortcuts)
        self._show_keys()

    def changed_settings(self, settings: Settings) -> Settings:
        """Return the settings with the keys chosen."""
        return msgspec.structs.replace(settings, shortcuts=dict(self._chosen))

    def select(self, name: str) -> None:
        """Select an action."""
        for item in self._items():
            if item.data(0, _NAME_ROLE) == name:
                self._table.setCurrentItem(item)

    def told(self) -> str:
        """Return why the keys just tried were refused, nothing when they were not."""
        return self._problem.text()

    def _place(self) -> None:
        self.column.addWidget(self._find)
        self.column.addSpacing(4)
        self.column.addWidget(self._table, 1)
        self.column.addSpacing(8)
        self.column.addWidget(self._action)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.keys, 1)
        for button in (self._default, self._none, self._all):
            row.addWidget(button)
        self.column.addLayout(row)
        self.column.addWidget(self._problem)
        for facts in TABLE:
            item = QTreeWidgetItem(self._table, [facts.text, ""])
            item.setData(0, _NAME_ROLE, facts.name)
        self._table.setCurrentItem(self._items()[0])

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self._table.topLevelItem(row) for row in range(self._table.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _selected(self) -> str:
        item = self._table.currentItem()
        return "" if item is None else str(item.data(0, _NAME_ROLE))

    @Slot()
    def _show_selected(self) -> None:
        name = self._selected()
        self._problem.setText("")
        if name:
            self._action.setText(FACTS[name].text)
            self._show_sequence(name)

    def _show_sequence(self, name: str) -> None:
        first = QKeySequence.listFromString(keys_of(FACTS[name], self._chosen))[:1]
        self.keys.blockSignals(True)
        self.keys.setKeySequence(first[0] if first else QKeySequence())
        self.keys.blockSignals(False)
        self._default.setEnabled(name in self._chosen)

    @Slot(QKeySequence)
    def _try_keys(self, sequence: QKeySequence) -> None:
        keys = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        if keys:
            self._give(keys)

    @Slot()
    def _give_default(self) -> None:
        self._give(FACTS[self._selected()].shortcut)

    def _give(self, keys: str) -> None:
        name = self._selected()
        wrong = problem_with(name, keys, self._chosen)
        if not wrong:
            self._chosen[name] = keys
            if keys == FACTS[name].shortcut:
                del self._chosen[name]
        self._show_keys()
        self._problem.setText(f"✕ {wrong}" if wrong else "")
        self._show_sequence(name)
        self.changed.emit()

    @Slot()
    def _all_to_default(self) -> None:
        self._chosen.clear()
        self._show_keys()
        self._show_selected()
        self.changed.emit()

    def _show_keys(self) -> None:
        for item in self._items():
            name = item.data(0, _NAME_ROLE)
            mark = "  (changed)" if name in self._chosen else ""
            item.setText(1, in_words(keys_of(FACTS[name], self._chosen)) + mark)
        self._all.setEnabled(bool(self._chosen))
        self._search(self._find.text())

    @Slot(str)
    def _search(self, text: str) -> None:
        wanted = text.strip().casefold()
        for item in self._items():
            item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())


def _table() -> QTreeWidget:
    table = QTreeWidget()
    table.setColumnCount(2)
    table.setHeaderLabels(["Action", "Keys"])
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setAlternatingRowColors(True)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setAccessibleName("Actions and their keys")
    table.setMinimumHeight(180)
    table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    table.header().setSectionsMovable(False)
    return table


def _button(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    set_tip(button, tip)
    button.setAccessibleName(tip)
    return button
