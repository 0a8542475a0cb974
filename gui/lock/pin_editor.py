"""Where a PIN is set or removed. What was typed is hashed and forgotten."""

import asyncio

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui.background.tasks import Tasks
from gui.lock import pin
from gui.look.plain_text import Label


class PinEditor(QWidget):
    """Two fields for the same PIN, and a button each to set and to remove it.

    `kept` is the hash of the PIN, nothing when there is none.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = ""
        self._state = Label()
        self._tasks = Tasks(self._tell_fault)
        self._hashing: asyncio.Task[None] | None = None
        self._first = _pin_field("New PIN")
        self._again = _pin_field("The same again")
        self._set = QPushButton("Set PIN")
        self._remove = QPushButton("Remove")
        self._remove.setAccessibleName("Remove the PIN")
        for field in (self._first, self._again):
            field.textChanged.connect(self._show)
            field.textChanged.connect(self.changed)
            field.returnPressed.connect(self._set.click)
        self._set.clicked.connect(self._begin)
        self._remove.clicked.connect(lambda: self._keep(""))
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self._first, self._again):
            row.addWidget(part, 1)
        row.addWidget(self._set)
        row.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._state)
        column.addLayout(row)
        self._show()

    def show_kept(self, kept: str) -> None:
        """Say whether there is a PIN; which one it is nobody can say."""
        self.kept = kept
        self._first.clear()
        self._again.clear()
        self._show()

    def problem(self) -> str:
        """Return what is wrong with what is typed, or still to be done with it."""
        first, again = self._first.text(), self._again.text()
        if not (first or again):
            return ""
        if self._hashing is not None:
            return "Setting the PIN…"
        wrong = pin.problem_with(first)
        if wrong:
            return wrong
        return "Press Set PIN" if first == again else "The two are not the same"

    @Slot()
    def _begin(self) -> None:
        typed = self._first.text()
        if pin.problem_with(typed) or typed != self._again.text() or self._hashing is not None:
            return
        hashing = self._hashing = self._tasks.start(self._hash(typed), "Setting the PIN")
        self.destroyed.connect(lambda _editor: hashing.cancel())
        self._show()
        self.changed.emit()

    async def _hash(self, typed: str) -> None:
        try:
            kept = await asyncio.to_thread(pin.hash_of, typed)
        finally:
            self._hashing = None
        self._keep(kept)

    def _tell_fault(self, text: str) -> None:
        self._show()
        self._state.setText(text)
        self.changed.emit()

    def _keep(self, kept: str) -> None:
        self.show_kept(kept)
        self.changed.emit()

    @Slot()
    def _show(self) -> None:
        typed = self._first.text()
        ready = not pin.problem_with(typed) and typed == self._again.text()
        self._set.setEnabled(ready and self._hashing is None)
        self._remove.setEnabled(bool(self.kept) and self._hashing is None)
        self._state.setText("There is a PIN." if self.kept else "There is no PIN.")


def _pin_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(pin.MOST_DIGITS)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    return field
