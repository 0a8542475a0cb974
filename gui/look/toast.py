"""A few words at the bottom of the window that go away by themselves."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.look import theme
from gui.look.plain_text import Label

_SHOWN_MS = 8000
_ABOVE_BOTTOM = 48


class Toast(QWidget):
    """Tells what has just been done, with one thing that can be done about it.

    It takes no focus, covers no tool for long, and the newest words replace the ones before.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = Label()
        self._button = QToolButton()
        self._button.setObjectName("boxed")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._act)
        self._action: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self._button)
        self._timer = QTimer(self, interval=_SHOWN_MS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def tell(
        self, words: str, button: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Show the words for a while, and a button when there is something to do."""
        self._words.setText(words)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._action = action
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def tell_file(self, words: str, path: Path) -> None:
        """Show words about a file that was written, and a button that opens its folder."""
        folder = QUrl.fromLocalFile(str(path.parent))
        self.tell(words, "Open folder", lambda: QDesktopServices.openUrl(folder))

    def words(self) -> str:
        """Return what is told."""
        return self._words.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the bottom when the window changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._window
        width = min(self.sizeHint().width(), window.width() - 8 * theme.STEP)
        height = self.sizeHint().height()
        left = (window.width() - width) // 2
        self.setGeometry(left, window.height() - height - _ABOVE_BOTTOM, width, height)

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()
