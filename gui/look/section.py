"""A part of the side panel: a title, a note beside it, and what it is about below."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.plain_text import Label, set_tip

_HEADER_HEIGHT = 34


class _TitleBar(QWidget):
    """A headline; a dock asks for its hint alone, whatever height is fixed."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.scaled(_HEADER_HEIGHT))


class Section(QWidget):
    """A headed area; put widgets into `body`, and buttons into `header`.

    `title_bar` is the headline itself; a dock takes it for its own.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("section")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._full_title = title
        self._title = Label(title)
        self._title.setObjectName("section_title")
        self._note = Label()
        self._note.setObjectName("section_note")
        self.title_bar = _TitleBar()
        self.title_bar.setObjectName("section_header")
        self.title_bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title_bar.setFixedHeight(theme.scaled(_HEADER_HEIGHT))
        self._cover: QWidget | None = None
        self.header = QHBoxLayout(self.title_bar)
        self.header.setContentsMargins(12, 0, 12, 0)
        self.header.addWidget(self._title, 1)
        self.header.addWidget(self._note)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.title_bar)

    def set_blank(self, blank: bool) -> None:
        """Cover everything below the headline, so that it can be neither seen nor used."""
        if blank and self._cover is None:
            self._cover = QWidget(self)
            self._cover.setObjectName("section")
            self._cover.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self._cover.setGeometry(self.rect())
            self._cover.show()
        elif self._cover is not None and not blank:
            self._cover.deleteLater()
            self._cover = None
        self.title_bar.setEnabled(not blank)
        self.setEnabled(not blank)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is covered covered."""
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        """Let the headline be as high as its text needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.title_bar.setFixedHeight(theme.scaled(_HEADER_HEIGHT))

    def set_title(self, title: str) -> None:
        """Set the title; what does not fit is elided, the tooltip has all of it."""
        self._full_title = title
        metrics = self._title.fontMetrics()
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, theme.scaled(190))
        self._title.setText(shown)
        set_tip(self._title, title if shown != title else "")

    def title(self) -> str:
        """Return the whole title."""
        return self._full_title

    def set_note(self, note: str) -> None:
        """Set the small words at the right of the header."""
        self._note.setText(note)

    def add_button(self, action: QAction) -> None:
        """Put a button for an action at the right end of the header."""
        button = QToolButton()
        button.setObjectName("icon")
        button.setDefaultAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text())
        self.header.addWidget(button)

    def note(self) -> str:
        """Return the small words at the right of the header."""
        return self._note.text()
