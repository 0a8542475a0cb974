"""The menu with the replies that are ready to be sent."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from gui.look.plain_text import verbatim
from gui.side_panel.messages.reply_text import can_be_kept, parse_reply, typed

MOST_KEYS = 9
_WIDEST = 220


class PresetsMenu(QMenu):
    """A click puts a reply into the field; its key, Alt and a digit, sends it at once.

    `chosen(value)`, `added(value)`, `removed(value)`; `edit_wanted` asks for the settings.
    """

    chosen = Signal(object)
    added = Signal(object)
    removed = Signal(object)
    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Replies ready to be sent")
        self._presets: tuple[Any, ...] = ()
        self._text = ""
        self.may_change = True
        self.aboutToShow.connect(self._fill)

    def set_presets(self, presets: Sequence[Any]) -> None:
        """Offer these."""
        self._presets = tuple(presets)

    def set_text(self, text: str) -> None:
        """Say what is written now, which may be kept."""
        self._text = text.strip()

    def at(self, number: int) -> Any:
        """Return the preset that Alt and this digit send, None when there is none."""
        return self._presets[number - 1] if 0 < number <= len(self._presets) else None

    def _fill(self) -> None:
        self.clear()
        for number, value in enumerate(self._presets, start=1):
            keys = f"\tAlt+{number} sends" if number <= MOST_KEYS else ""
            action = self.addAction(self._words(typed(value)) + keys)
            action.triggered.connect(lambda _=False, value=value: self.chosen.emit(value))
        if not self._presets:
            self.addAction("No presets yet").setEnabled(False)
        self.addSeparator()
        self._offer_to_keep()
        if self._presets:
            remove = self.addMenu("Remove")
            remove.setEnabled(self.may_change)
            for value in self._presets:
                action = remove.addAction(self._words(typed(value)))
                action.triggered.connect(lambda _=False, value=value: self.removed.emit(value))
        edit = self.addAction("Edit presets…")
        edit.setEnabled(self.may_change)
        edit.triggered.connect(self.edit_wanted)

    def _offer_to_keep(self) -> None:
        value = parse_reply(self._text)
        keep = self.addAction("Keep what is written as a preset")
        if self._text:
            keep.setText(f"Keep “{self._words(self._text)}” as a preset")
        if self._text and not can_be_kept(value):
            keep.setText("A preset cannot hold null")
        is_new = all(typed(value) != typed(preset) for preset in self._presets)
        able = bool(self._text) and can_be_kept(value) and is_new
        keep.setEnabled(able and self.may_change)
        keep.triggered.connect(lambda: self.added.emit(value))

    def _words(self, text: str) -> str:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST)
        return verbatim(shown).replace("\t", " ")
