"""Who acknowledges an alarm, and what there is to say about it."""

import getpass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.look.plain_text import Label

MOST_INITIALS = 12
MOST_NOTE = 500


class AcknowledgeDialog(QDialog):
    """Asks for initials and a note; `given` carries both. It blocks nothing."""

    given = Signal(str, str)

    def __init__(self, what: str, initials: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Acknowledge")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = Label(what)
        words.setWordWrap(True)
        self.initials = QLineEdit(initials or _login_name())
        self.initials.setMaxLength(MOST_INITIALS)
        self.initials.setAccessibleName("Your initials")
        self.note = QLineEdit()
        self.note.setMaxLength(MOST_NOTE)
        self.note.setPlaceholderText("What was done about it (may stay empty)")
        self.note.setAccessibleName("Note")
        self._accept = QPushButton("Acknowledge")
        self._accept.setObjectName("primary")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self._give)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.initials.textChanged.connect(self._show_whether_it_can_be_given)
        self._place(words, cancel)
        self._show_whether_it_can_be_given()
        (self.note if initials else self.initials).setFocus()
        self.initials.selectAll()

    def _place(self, words: Label, cancel: QPushButton) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("Your initials", self.initials)
        form.addRow("Note", self.note)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(words)
        column.addLayout(form)
        column.addLayout(buttons)
        self.setMinimumWidth(420)

    @Slot()
    def _show_whether_it_can_be_given(self) -> None:
        self._accept.setEnabled(bool(self.initials.text().strip()))

    @Slot()
    def _give(self) -> None:
        self.given.emit(self.initials.text().strip(), self.note.text().strip())
        self.accept()


def _login_name() -> str:
    try:
        return getpass.getuser()[:MOST_INITIALS]
    except (OSError, KeyError, ImportError):
        return ""
