"""What stands on a wall without cameras: the one next step."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.look.plain_text import Label

_TITLE = "No cameras yet"
_TEXT = "Each camera sends its pictures to a port of this computer."


class EmptyWall(QWidget):
    """Says that there is no camera, with a button for each thing that can be done about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        title, text = Label(_TITLE), Label(_TEXT)
        title.setObjectName("notice_title")
        text.setObjectName("notice_text")
        text.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addLayout(self._buttons)
        column.addStretch(1)

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer these actions, the first one first of all."""
        self._buttons.addStretch(1)
        for index, action in enumerate(actions):
            button = QPushButton(action.text())
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
            button.setObjectName("primary" if index == 0 else "")
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
