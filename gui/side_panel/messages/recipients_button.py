"""The button that says whom one writes to, and whose menu changes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from gui.look.plain_text import set_tip, verbatim
from gui.side_panel.messages.recipients import SELECTED, AddressBook, Recipients


class RecipientsButton(QToolButton):
    """Shows as in "To: Front gate". `chosen` is emitted when the operator writes to others."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boxed")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._book = AddressBook()
        self.recipients = SELECTED

    def show_book(self, book: AddressBook) -> None:
        """Show who there is now; recipients that are gone give way to the selected camera."""
        self._book = book
        if self.recipients not in book.choices():
            self.recipients = SELECTED
        self._show()

    def choose(self, recipients: Recipients) -> None:
        """Write to these from now on."""
        if recipients != self.recipients:
            self.recipients = recipients
            self._show()
            self.chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the name have the room there is."""
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        words = self._book.words(self.recipients)
        room = self.width() - self.fontMetrics().horizontalAdvance("To:  ▾") - 20
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(40, room))
        self.setText(verbatim(f"To: {shown} ▾"))
        self.setAccessibleName(f"Write to: {words}")
        set_tip(self, f"Write to: {words}")

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for one in self._book.choices():
            words = self._book.words(one)
            text = f"{words} (the selected camera)" if one.is_selected_camera else words
            action = self._menu.addAction(verbatim(text))
            action.setCheckable(True)
            action.setChecked(one == self.recipients)
            action.setEnabled(bool(self._book.cameras(one)))
            action.triggered.connect(lambda _=False, one=one: self.choose(one))
            group.addAction(action)
