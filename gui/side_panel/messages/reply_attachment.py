"""The picture that will be sent with the next press of Send."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.look.plain_text import Label, set_tip
from gui.side_panel.messages.reply_picture import ReplyPicture
from gui.side_panel.messages.reply_text import message_text

_WIDEST = 150


class ReplyAttachment(QWidget):
    """A thumbnail, the picture's name and size, and a button that takes it away again."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("attachment")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.picture: ReplyPicture | None = None
        self._thumbnail = Label()
        self.words = Label()
        self.words.setObjectName("hint")
        self.remove = QToolButton()
        self.remove.setObjectName("icon")
        self.remove.setText("✕")
        set_tip(self.remove, "Do not send the picture")
        self.remove.setAccessibleName("Do not send the picture")
        self.remove.clicked.connect(lambda: self.show_picture(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._thumbnail)
        row.addWidget(self.words, 1)
        row.addWidget(self.remove)
        self.hide()

    def show_picture(self, picture: ReplyPicture | None) -> None:
        """Show what will be sent; None when nothing will."""
        self.picture = picture
        self.setVisible(picture is not None)
        if picture is not None:
            elided = Qt.TextElideMode.ElideMiddle
            name = self.fontMetrics().elidedText(picture.name, elided, _WIDEST)
            facts = message_text(picture.reply).removeprefix("Picture, ")
            self._thumbnail.setPixmap(QPixmap.fromImage(picture.thumbnail))
            self.words.setText(f"{name}\n{facts}")
        self.changed.emit()
