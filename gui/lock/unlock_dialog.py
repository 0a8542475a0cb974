"""Asks for the PIN."""

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.lock.pin import MOST_DIGITS
from gui.look import theme
from gui.look.plain_text import Label

_WIDTH = 320


class UnlockDialog(QDialog):
    """A field for the PIN. `pin_entered` carries what was typed; the field is empty again."""

    pin_entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Unlock")
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(MOST_DIGITS)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.field.setPlaceholderText("PIN")
        self.field.setAccessibleName("PIN")
        self.field.textChanged.connect(self._show)
        self._told = Label()
        self._told.setWordWrap(True)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.clicked.connect(self.reject)
        self.unlock_button = QPushButton("Unlock")
        self.unlock_button.setObjectName("primary")
        self.unlock_button.setDefault(True)
        self.unlock_button.clicked.connect(self._enter)
        self._wait = 0.0
        self._checking = self._is_broken = False
        self._place()
        self._say("field_hint", "The wall can be watched meanwhile.")
        self._show()

    def told(self) -> str:
        """Return the words below the field."""
        return self._told.text()

    def begin_check(self) -> None:
        """Say that the PIN is being checked, and take no other one meanwhile."""
        self._checking, self._is_broken = True, False
        self._say("field_hint", "Checking…")
        self._show()

    def end_check(self) -> None:
        """Take a PIN again."""
        self._checking = False
        self._show()

    def show_wait(self, seconds: float) -> None:
        """Say that the last PIN was wrong, and how long there is to wait before the next one."""
        if self._checking or self._is_broken:
            return
        self._wait = seconds
        again = f" in {math.ceil(seconds)} s" if seconds > 0 else ""
        self._say("field_problem", f"✕ Wrong PIN. Try again{again}")
        self._show()

    def show_problem(self, words: str) -> None:
        """Say why no PIN can be checked."""
        self._checking, self._is_broken = False, True
        self._say("field_problem", f"✕ {words}")
        self._show()

    def _place(self) -> None:
        heading = Label("The window is locked")
        heading.setObjectName("heading")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.unlock_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addWidget(self.field)
        column.addWidget(self._told)
        column.addSpacing(8)
        column.addLayout(row)
        self.setFixedWidth(theme.scaled(_WIDTH))

    def _say(self, kind: str, words: str) -> None:
        self._told.setText(words)
        if self._told.objectName() != kind:
            self._told.setObjectName(kind)
            self._told.style().polish(self._told)

    @Slot()
    def _show(self) -> None:
        possible = not self._checking and self._wait <= 0
        self.unlock_button.setEnabled(possible and bool(self.field.text()))

    @Slot()
    def _enter(self) -> None:
        typed = self.field.text()
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pin_entered.emit(typed)
