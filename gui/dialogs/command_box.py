"""A command to run on a camera's computer, with a button that copies it."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.cameras.node_command import unbroken
from gui.look.icons import icon
from gui.look.plain_text import Label

_COPIED_FOR_MS = 1500


class CommandBox(QWidget):
    """Shows one command, which the button copies whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._command = ""
        self._words = Label()
        self._words.setObjectName("command")
        self._words.setWordWrap(True)
        self._words.setAccessibleName("Command to run on the camera's computer")
        self.copy_button = QPushButton(icon("copy"), "Copy")
        self.copy_button.setAccessibleName("Copy the command")
        self.copy_button.clicked.connect(self._copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_command(self, command: str) -> None:
        """Show another command."""
        self._command = command
        self._words.setText(unbroken(command))
        self._words.setAccessibleDescription(command)
        self._fit()

    def command(self) -> str:
        """Return the whole command."""
        return self._command

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as the command needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._words.setMinimumHeight(self._words.heightForWidth(self._words.width()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command())
        self.copy_button.setText("Copied")
        QTimer.singleShot(
            _COPIED_FOR_MS, self.copy_button, lambda: self.copy_button.setText("Copy")
        )
