"""Text that is shown as it is: the one place that makes labels, tooltips and questions.

Qt guesses whether a text is HTML, and a camera, a peer or a file may call itself
`<img src=...>`. In a button or a menu it takes the sign & for the mark of a key. So whatever shows
text that somebody else may have written is made here, and guesses nothing.
"""

import html
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import Qt as QtOfText
from PySide6.QtWidgets import QInputDialog, QLabel, QMessageBox, QToolTip, QWidget

_LONGEST_LINE = 80


class Label(QLabel):
    """A label that shows its text and never a document."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


class QuestionBox(QMessageBox):
    """A question, and what goes with it, as plain text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


class InputDialog(QInputDialog):
    """A dialog for one value, with a plain line above it."""

    def ask(self, words: str) -> None:
        """Say what the value is."""
        self.setLabelText("")
        label = self.findChild(QLabel)
        assert isinstance(label, QLabel)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(words)


def tip(text: str) -> str:
    """Return what to give Qt as a tooltip so that it shows this text; a long one is wrapped."""
    if len(text) <= _LONGEST_LINE and not QtOfText.mightBeRichText(text):
        return text
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br>")


def set_tip(widget: Any, text: str) -> None:
    """Give a widget, an action or an item a tooltip."""
    widget.setToolTip(tip(text))


def show_tip_at(place: QPoint, text: str, widget: QWidget) -> None:
    """Show a tooltip now."""
    QToolTip.showText(place, tip(text), widget)


def verbatim(text: str) -> str:
    """Return what to give a button or a menu so that it shows this text, with every & in it."""
    return text.replace("&", "&&")
