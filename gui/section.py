"""A part of the side panel: a title, a note beside it, and what it is about below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

_HEADER_HEIGHT = 34


class Section(QWidget):
    """A headed area; put widgets into `body`, and buttons into `header`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("section")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._full_title = title
        self._title = QLabel(title)
        self._title.setObjectName("section_title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._note = QLabel()
        self._note.setObjectName("section_note")
        header = QWidget()
        header.setObjectName("section_header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(_HEADER_HEIGHT)
        self.header = QHBoxLayout(header)
        self.header.setContentsMargins(12, 0, 12, 0)
        self.header.addWidget(self._title, 1)
        self.header.addWidget(self._note)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(header)

    def set_title(self, title: str) -> None:
        """Set the title; what does not fit is elided, the tooltip has all of it."""
        self._full_title = title
        metrics = self._title.fontMetrics()
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, 190)
        self._title.setText(shown)
        self._title.setToolTip(title if shown != title else "")

    def title(self) -> str:
        """Return the whole title."""
        return self._full_title

    def set_note(self, note: str) -> None:
        """Set the small words at the right of the header."""
        self._note.setText(note)

    def note(self) -> str:
        """Return the small words at the right of the header."""
        return self._note.text()
