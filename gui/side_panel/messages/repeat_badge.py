"""What goes with every frame, in view as long as it does, and the button that ends it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gui.look.plain_text import Label, set_tip

_AROUND = 24


class RepeatBadge(QWidget):
    """Shown only while something is repeated. `end_wanted` asks for it to stop."""

    end_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("repeat_badge")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = Label()
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line = ""
        self.clear = QPushButton("Clear")
        set_tip(self.clear, "Send it no longer")
        self.clear.setAccessibleName("Send it no longer with every frame")
        self.clear.clicked.connect(self.end_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.clear)
        self.hide()

    def tell(self, text: str, cameras: int, *, others: bool) -> None:
        """Show what is repeated, to how many cameras; with `others` than those written to."""
        self.setVisible(cameras > 0)
        count = "1 camera" if cameras == 1 else f"{cameras} cameras"
        if others:
            words = f"⟳ Repeating to {count} elsewhere"
        elif cameras == 1:
            words = f"⟳ Repeating: {text}"
        else:
            words = f"⟳ Repeating to {count}: {text}"
        self._line = " ".join(words.split())
        self.words.setAccessibleName(self._line)
        self._show_line()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the words have the room there is."""
        super().resizeEvent(event)
        self._show_line()

    def line(self) -> str:
        """Return what is repeated, whether or not it fits."""
        return self._line

    def _show_line(self) -> None:
        room = self.width() - self.clear.sizeHint().width() - _AROUND
        elided = Qt.TextElideMode.ElideRight
        self.words.setText(self.words.fontMetrics().elidedText(self._line, elided, room))
