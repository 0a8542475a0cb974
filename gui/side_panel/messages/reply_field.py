"""The line in which a reply is typed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.side_panel.messages.presets_menu import MOST_KEYS

_LONGEST = 4000
_OWN_KEYS = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_FIRST, _LAST = Qt.Key.Key_1, Qt.Key.Key_0 + MOST_KEYS


class ReplyField(QLineEdit):
    """A line of text that is left with Esc.

    Alt and a digit ask for a preset: `preset_wanted(number)`; a picture that is pasted comes as
    `image_pasted`.
    """

    left = Signal()
    preset_wanted = Signal(int)
    image_pasted = Signal(QImage)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_LONGEST)
        self.setAccessibleName("Reply")

    def event(self, event: QEvent) -> bool:
        """Keep this field's own keys from being the window's shortcuts."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and (_preset_number(event) or event.key() in _OWN_KEYS)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc, send presets, take pictures; else behave as any line of text."""
        number = _preset_number(event)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif number:
            self.preset_wanted.emit(number)
        elif not (event.matches(QKeySequence.StandardKey.Paste) and self._paste_picture()):
            super().keyPressEvent(event)

    def _paste_picture(self) -> bool:
        data = QGuiApplication.clipboard().mimeData()
        if not data.hasImage() or data.hasText():
            return False
        self.image_pasted.emit(QGuiApplication.clipboard().image())
        return True


def _preset_number(event: QKeyEvent) -> int:
    """Return which preset the keys ask for, 0 for none."""
    with_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
    return event.key() - Qt.Key.Key_0 if with_alt and _FIRST <= event.key() <= _LAST else 0
