"""Where the operator writes to one camera, or to all."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget


class ReplyField(QLineEdit):
    """A line of text that is left with Esc."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc, else behave as any line of text."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class ReplyBox(QWidget):
    """A line for text or JSON, whom it goes to, and a button; off with a reason where none can go.

    `send_wanted(text, to_all)` is emitted for Enter and for the button.
    """

    send_wanted = Signal(str, bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reply_box")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = ""
        self._reasons = ("Select a camera", "No camera to write to")
        self.field = ReplyField()
        self.field.setMaxLength(4000)
        self.field.setAccessibleName("Reply")
        self.field.left.connect(self.left)
        self.field.returnPressed.connect(self._send)
        self.button = QPushButton("Send")
        self.button.setObjectName("primary")
        self.button.clicked.connect(self._send)
        self.all_button = QToolButton()
        self.all_button.setObjectName("boxed")
        self.all_button.setText("All")
        self.all_button.setCheckable(True)
        self.all_button.setAccessibleName("Reply to all cameras")
        self.all_button.toggled.connect(self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.all_button)
        row.addWidget(self.button)
        self._show()

    def set_camera(self, name: str, reason_one: str, reason_all: str) -> None:
        """Say whom "this camera" means, and why it or all cannot be written to (else empty)."""
        if (name, (reason_one, reason_all)) != (self._name, self._reasons):
            self._name = name
            self._reasons = (reason_one, reason_all)
            self._show()

    def to_all(self) -> bool:
        """Return whether the reply goes to all cameras."""
        return self.all_button.isChecked()

    def _show(self) -> None:
        reason = self._reasons[self.to_all()]
        whom = "all cameras" if self.to_all() else self._name
        self.field.setEnabled(not reason)
        self.button.setEnabled(not reason)
        self.field.setPlaceholderText(reason or f"Reply to {whom}…")
        self.field.setToolTip(reason or "Text or JSON; Enter sends it with the next answer")
        self.button.setToolTip(reason or "Send (Enter)")
        to_one = f"Write to {self._name or 'one camera'} only"
        self.all_button.setToolTip(to_one if self.to_all() else "Write to all cameras at once")

    def _send(self) -> None:
        text = self.field.text().strip()
        if text and self.field.isEnabled():
            self.field.clear()
            self.send_wanted.emit(text, self.to_all())
