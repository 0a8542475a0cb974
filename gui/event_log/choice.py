"""One of a few words, chosen from a menu."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from gui.look.plain_text import set_tip, verbatim


class Choice(QToolButton):
    """Shows the word chosen; `chosen` is emitted when the operator has taken another one."""

    chosen = Signal(str)

    def __init__(self, name: str, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boxed")
        set_tip(self, name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._name = name
        self._value = ""
        self._words: tuple[str, ...] = ()
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._take)
        self.setMenu(self._menu)
        self.offer(words)

    def value(self) -> str:
        """Return the word chosen."""
        return self._value

    def offer(self, words: Sequence[str]) -> None:
        """Offer these words; one that is chosen and gone gives way to the first."""
        if tuple(words) != self._words:
            self._words = tuple(words)
            self._menu.clear()
            for word in words:
                action = QAction(verbatim(word), self._group, checkable=True)
                action.setData(word)
                self._menu.addAction(action)
        self._show(self._value if self._value in words else words[0])

    def take(self, word: str) -> None:
        """Choose a word, as the operator would."""
        self._show(word)
        self.chosen.emit(word)

    def take_first(self) -> None:
        """Choose the first word, and tell nobody."""
        self._show(self._words[0])

    def _take(self, action: QAction) -> None:
        self.take(action.data())

    def _show(self, word: str) -> None:
        self._value = word
        shown = word if len(word) <= 12 else f"{word[:11].rstrip()}…"
        self.setText(verbatim(f"{shown} ▾"))
        self.setAccessibleName(f"{self._name}: {word}")
        set_tip(self, f"{self._name}: {word}")
        for action in self._menu.actions():
            action.setChecked(action.data() == word)
