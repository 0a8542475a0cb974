"""One setting of a camera in the panel: its name, its editor, and what the camera made of it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QToolButton, QWidget

from gui.look import theme
from gui.look.icons import icon, sign_icon
from gui.look.plain_text import Label, set_tip
from gui.look.sign import Sign
from gui.side_panel.controls.book import ControlTalk
from gui.side_panel.controls.editors import editor_for
from gui.side_panel.controls.words import NamedControl, limits_words, value_words

_BESIDE_WIDTH = 116
_SIGN_SIZE = 10


class ControlRow(QWidget):
    """`chosen(name, value)` is emitted for every value that the operator chooses."""

    chosen = Signal(str, object)

    def __init__(self, named: NamedControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.named = named
        self.editor = editor_for(named)
        self.editor.chosen.connect(lambda value: self.chosen.emit(named.name, value))
        self.editor.mistyped.connect(self._tell_mistyped)
        self._mistyped = ""
        self._mark = Label()
        self._mark.setObjectName("control_mark")
        self._mark.setFixedWidth(14)
        self._reset = self._make_reset()
        self._sign = Label()
        self._sign.setFixedWidth(14)
        self._sign.setContentsMargins(0, 3, 0, 0)
        self._words = Label()
        self._words.setObjectName("control_words")
        self._words.setWordWrap(True)
        self._place()
        limits = limits_words(named.control)
        self.editor.widget.setAccessibleDescription(limits)
        set_tip(self, f"{named.name}: {limits}" if limits else named.name)
        self._tell("")

    def show_talk(self, value: Any, talk: ControlTalk) -> None:
        """Show what holds now, and how far the last change has come."""
        shown = talk.shown(value)
        if not self.editor.is_held() and not self._mistyped:
            self.editor.show_value(self.named.control.default if shown is None else shown)
        self._mark.setText("…" if talk.is_pending else "")
        set_tip(self._mark, "Waiting for the camera" if talk.is_pending else "")
        default = self.named.control.default
        usual = default is None or shown is None or _equal(shown, default)
        self._reset.setVisible(not usual)
        self._tell(self._mistyped or self._talk_words(talk))

    def begin_anew(self) -> None:
        """Let go of what was being typed."""
        self._mistyped = ""
        self.editor.let_go()

    def words(self) -> str:
        """Return what stands below the editor; empty when nothing does."""
        return self._words.text()

    def is_pending(self) -> bool:
        """Return whether the row says that it waits for the camera."""
        return bool(self._mark.text())

    def matches(self, searched: str) -> bool:
        """Return whether this is what the operator searches for."""
        named = self.named
        return any(searched in text.casefold() for text in (named.title, named.name, named.group))

    def _talk_words(self, talk: ControlTalk) -> str:
        if talk.refused:
            return f"Refused: {talk.refused}"
        if talk.changed_by_camera:
            made = value_words(self.named.control, talk.changed_by_camera[0])
            return f"The camera made it {made}"
        return ""

    def _tell_mistyped(self, words: str) -> None:
        self._mistyped = words
        self._tell(words)

    def _tell(self, words: str) -> None:
        for label in (self._sign, self._words):
            label.setVisible(bool(words))
        if words:
            # Each time: the theme may be another one by now.
            self._sign.setPixmap(sign_icon(Sign.TRIANGLE).pixmap(_SIGN_SIZE, _SIGN_SIZE))
        if words != self._words.text():
            self._words.setText(words)
            self._words.setAccessibleName(f"{self.named.title}: {words}" if words else "")

    def _make_reset(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("icon")
        button.setIcon(icon("reset", "secondary"))
        usual = value_words(self.named.control, self.named.control.default)
        set_tip(button, f"Back to what is usual: {usual}")
        button.setAccessibleName(f"{self.named.title}: back to {usual}")
        button.clicked.connect(self._choose_default)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.hide()
        return button

    def _choose_default(self) -> None:
        self._tell_mistyped("")
        self.editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self.named.name, self.named.control.default)

    def _place(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 2, 8, 2)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        widget, below = self.editor.widget, self.editor.below
        if isinstance(widget, QCheckBox):
            grid.addWidget(widget, 0, 0, 1, 2)
        else:
            title = Label(self.named.title)
            title.setWordWrap(True)
            title.setBuddy(widget)
            grid.addWidget(title, 0, 0)
        grid.addWidget(self._mark, 0, 2)
        grid.addWidget(self._reset, 0, 4)
        if not isinstance(widget, QCheckBox) and self.named.control.kind != "numbers":
            widget.setFixedWidth(theme.scaled(_BESIDE_WIDTH))
            grid.addWidget(widget, 0, 3)
        if below is not None:
            grid.addWidget(below, 1, 0, 1, 5)
        words = QGridLayout()
        words.setContentsMargins(0, 0, 0, 4)
        words.setHorizontalSpacing(4)
        words.addWidget(self._sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self._words, 0, 1)
        grid.addLayout(words, 2, 0, 1, 5)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return list(one) == list(other)
    return bool(one == other)
