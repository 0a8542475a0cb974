"""Where the operator writes to one camera, to a group, or to all."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.cameras.key import CameraKey
from gui.look.icons import icon
from gui.look.plain_text import Label, set_tip
from gui.side_panel.messages.presets_menu import PresetsMenu
from gui.side_panel.messages.recipients import AddressBook
from gui.side_panel.messages.recipients_button import RecipientsButton
from gui.side_panel.messages.repeat_badge import RepeatBadge
from gui.side_panel.messages.reply_attachment import ReplyAttachment
from gui.side_panel.messages.reply_field import ReplyField
from gui.side_panel.messages.reply_picture import SUFFIXES, ReplyPicture
from gui.side_panel.messages.reply_text import looks_broken, parse_reply, sent_as, typed

_REPEAT_TIP = "Send it with every frame until you clear it"


class ReplyBox(QWidget):
    """A line for text or JSON or a picture, whom it goes to, and a button.

    `send_wanted(value, with_every_frame)` is emitted for Enter, the button and a preset's key.
    It is off, with the reason, where nobody can be written to.
    """

    send_wanted = Signal(object, bool)
    file_chosen = Signal(Path)
    image_pasted = Signal(QImage)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reply_box")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._book = AddressBook()
        self._presets_only = False
        self.badge = RepeatBadge()
        self.recipients = RecipientsButton()
        self.presets = PresetsMenu(self)
        self.presets_button = _icon_button("preset", "Replies ready to be sent")
        self.presets_button.setMenu(self.presets)
        self.presets_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.picture_button = _icon_button("picture", "Send a picture; one can be pasted as well")
        self.attachment = ReplyAttachment()
        self.field = ReplyField()
        self.repeat = _icon_button("repeat", _REPEAT_TIP)
        self.repeat.setCheckable(True)
        self.button = QPushButton("Send")
        self.button.setObjectName("primary")
        self.hint = Label()
        self.hint.setObjectName("hint")
        self.hint.setWordWrap(True)
        self._place()
        self._connect()
        self._show()

    def show_book(self, book: AddressBook) -> None:
        """Say who there is to write to now."""
        if book != self._book:
            self._book = book
            self.recipients.show_book(book)
            self._show()

    def cameras(self) -> tuple[CameraKey, ...]:
        """Return the cameras that are written to."""
        return self._book.cameras(self.recipients.recipients)

    def attach(self, picture: ReplyPicture) -> None:
        """Hold a picture ready to be sent."""
        self.attachment.show_picture(picture)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, words: str) -> None:
        """Say below the line what went wrong."""
        self.hint.setText(f"▲ {words}")
        self.hint.setVisible(True)

    def set_presets_only(self, only: bool) -> None:
        """Let nothing be sent but the replies that are ready, or anything."""
        if only and not self._presets_only:
            self.attachment.show_picture(None)
            self.field.clear()
            self.repeat.setChecked(False)
        self._presets_only = only
        self._show()

    def write(self, text: str) -> None:
        """Put a text into the field, ready to be sent."""
        self.attachment.show_picture(None)
        self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        upper, lower, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for row in (upper, lower):
            row.setSpacing(4)
        for widget, stretch in (
            (self.recipients, 1),
            (self.repeat, 0),
            (self.picture_button, 0),
            (self.presets_button, 0),
        ):
            upper.addWidget(widget, stretch)
        lower.addWidget(self.field, 1)
        lower.addWidget(self.button)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(self.badge)
        column.addLayout(upper)
        column.addWidget(self.attachment)
        column.addLayout(lower)
        column.addWidget(self.hint)

    def _connect(self) -> None:
        self.field.left.connect(self.left)
        self.field.returnPressed.connect(self._send)
        self.field.textChanged.connect(self._show)
        self.field.preset_wanted.connect(self._send_preset)
        self.field.image_pasted.connect(self.image_pasted)
        self.button.clicked.connect(self._send)
        self.recipients.chosen.connect(self._show)
        self.repeat.toggled.connect(self._show)
        self.attachment.changed.connect(self._show)
        self.presets.chosen.connect(lambda value: self.write(typed(value)))
        self.picture_button.clicked.connect(self.choose_picture)

    @Slot()
    def choose_picture(self) -> QFileDialog:
        """Let a picture file be chosen; nothing waits for it."""
        dialog = QFileDialog(self, "Send a picture")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Pictures ({' '.join(f'*.{suffix}' for suffix in SUFFIXES)})")
        dialog.fileSelected.connect(lambda name: self.file_chosen.emit(Path(name)))
        dialog.open()
        return dialog

    @Slot()
    def _show(self) -> None:
        text, who = self.field.text(), self.recipients.recipients
        reason = self._book.hindrance(who)
        self.presets.set_text(text)
        for widget in (self.field, self.button, self.repeat, self.picture_button):
            widget.setEnabled(not reason)
        for widget in (self.repeat, self.picture_button):
            widget.setEnabled(not reason and not self._presets_only)
        self.field.setReadOnly(self._presets_only)
        words = self._book.words(who)
        wanted = "Locked: ready replies only" if self._presets_only else ""
        self.field.setPlaceholderText(reason or wanted or f"Reply to {words}…")
        set_tip(
            self.field,
            reason or 'Text, or JSON as in {"lights": true}; Enter sends it with the next answer',
        )
        count = len(self.cameras())
        self.button.setText("Send" if who.is_selected_camera else f"Send to {count}")
        set_tip(self.button, reason or f"{self.button.text()} (Enter)")
        self.hint.setText(self._hint(text))
        self.hint.setVisible(bool(self.hint.text()))

    def _hint(self, text: str) -> str:
        """Return as what it will be sent."""
        often = ", with every frame until cleared" if self.repeat.isChecked() else ""
        if self.attachment.picture is not None:
            return f"Will be sent as a picture{often}" if often or text else ""
        if not text.strip():
            return f"Will be sent{often}" if often else ""
        if looks_broken(text):
            return f"▲ Not valid JSON: will be sent as text{often}"
        return f"Will be sent as {sent_as(text)}{often}"

    @Slot()
    def _send(self) -> None:
        picture, text = self.attachment.picture, self.field.text().strip()
        if not self.field.isEnabled() or (picture is None and not text):
            return
        repeats = self.repeat.isChecked()
        if picture is not None:
            self.attachment.show_picture(None)
            self.send_wanted.emit(picture.reply, repeats)
        else:
            self.field.clear()
            self.send_wanted.emit(parse_reply(text), repeats)
        self.repeat.setChecked(False)

    @Slot(int)
    def _send_preset(self, number: int) -> None:
        value: Any = self.presets.at(number)
        if value is not None and self.field.isEnabled():
            self.send_wanted.emit(value, False)


def _icon_button(name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName("icon")
    button.setIcon(icon(name))
    set_tip(button, words)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
