"""The conversation with the selected camera, and what is written to others beside it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.cameras.key import CameraKey
from gui.look.plain_text import Label
from gui.look.section import Section
from gui.side_panel.messages.conversation import round_trip_words
from gui.side_panel.messages.conversation_model import ConversationModel
from gui.side_panel.messages.conversation_view import ConversationView
from gui.side_panel.messages.recipients import AddressBook
from gui.side_panel.messages.reply_box import ReplyBox
from gui.side_panel.messages.reply_text import message_text, typed
from netgear_engine.clock import Clock
from netgear_engine.events import MessageReceived, ReplySent
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.reply import ArrayReply

_LOOK_EVERY_MS = 1000
_PREVIEW = 200
_SMALLEST = 24


class Messages(Section):
    """Bubbles from and to one camera, and the box to write in.

    `reply_wanted(keys, value)`: send it once. `repeat_wanted(keys, value)`: with every frame,
    None ends that. `withdraw_wanted(keys)`: what waited for a frame is no longer to be sent.
    """

    reply_wanted = Signal(object, object)
    repeat_wanted = Signal(object, object)
    withdraw_wanted = Signal(object)
    left = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("Messages", parent)
        self._clock = clock
        self._book = AddressBook()
        self._repeating: dict[CameraKey, str] = {}
        self.model = ConversationModel(self)
        self.view = ConversationView(self.model)
        self._empty = Label()
        self._empty.setObjectName("empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(12)
        for widget in (self.view, self._empty):
            # What is written below may grow at their cost, so that the panel stays as it is.
            widget.setMinimumHeight(_SMALLEST)
        self.reply_box = ReplyBox()
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.reply_box)
        self.view.again_wanted.connect(self.reply_box.write)
        self.reply_box.send_wanted.connect(self._send)
        self.reply_box.left.connect(self.left)
        self.reply_box.recipients.chosen.connect(self._show_badge)
        self.reply_box.badge.end_wanted.connect(self._end_repeating)
        self.model.changed.connect(self._show_counts)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_at_the_clock)
        self._show_counts()

    def show_camera(self, key: CameraKey | None, name: str) -> None:
        """Show the conversation with a camera."""
        changed = key != self._book.selected
        if changed or name != self._book.name:
            self._take_book(replace(self._book, selected=key, name=name))
            self.set_title(f"Messages: {name}" if key is not None else "Messages")
        if changed:
            self.model.show(key)

    def set_patterns(self, patterns: Mapping[CameraKey, Pattern]) -> None:
        """Say which cameras there are and which pattern each speaks; some have no way back."""
        if patterns != self._book.patterns:
            for key in self._book.patterns.keys() - patterns.keys():
                self._repeating.pop(key, None)
                self.model.forget(key)
            self._take_book(replace(self._book, patterns=dict(patterns)))

    def set_groups(self, groups: Mapping[CameraKey, str]) -> None:
        """Say which group each camera belongs to."""
        self._take_book(replace(self._book, groups=dict(groups)))

    def on_received(self, key: CameraKey, event: MessageReceived) -> None:
        """Show a camera's message."""
        self.model.received(key, event.message, event.wall)

    def on_sent(self, key: CameraKey, event: ReplySent) -> None:
        """Show that a reply has left."""
        self.model.sent(key, message_text(event.reply), event.wall)

    def write(self) -> None:
        """Put the cursor into the reply box."""
        self.reply_box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def look_at_the_clock(self) -> None:
        """Give up what has waited too long for a frame: it must not go out much later."""
        keys = self.model.expire(self._clock.monotonic())
        if keys:
            self.withdraw_wanted.emit(tuple(keys))
        if not self.model.any_waits():
            self._timer.stop()

    def _take_book(self, book: AddressBook) -> None:
        self._book = book
        self.reply_box.show_book(book)
        self._show_badge()

    @Slot(object, bool)
    def _send(self, value: Any, repeats: bool) -> None:
        keys = self.reply_box.cameras()
        text = message_text(value)
        now, wall = self._clock.monotonic(), self._clock.wall()
        self.model.say(keys, text, wall, now, repeats=repeats)
        self.view.show_newest()
        if repeats:
            short = text if isinstance(value, ArrayReply) else typed(value)[:_PREVIEW]
            self._repeating.update(dict.fromkeys(keys, short))
            self._show_badge()
            self.repeat_wanted.emit(keys, value)
        else:
            self._timer.start()
            self.reply_wanted.emit(keys, value)

    # What goes with every frame --------------------------------------------------------------

    def _repeated_to(self) -> tuple[Collection[CameraKey], bool]:
        """Return to whom something is repeated: those written to, else others."""
        here = [key for key in self.reply_box.cameras() if key in self._repeating]
        return (here, False) if here else (list(self._repeating), True)

    @Slot()
    def _show_badge(self) -> None:
        keys, others = self._repeated_to()
        texts = {self._repeating[key] for key in keys}
        text = texts.pop() if len(texts) == 1 else "different replies"
        self.reply_box.badge.tell(text, len(keys), others=others)

    @Slot()
    def _end_repeating(self) -> None:
        keys, _ = self._repeated_to()
        for key in keys:
            del self._repeating[key]
        unsent = self.model.end_repeating(keys, self._clock.wall())
        self.repeat_wanted.emit(tuple(keys), None)
        if unsent:
            self.withdraw_wanted.emit(tuple(unsent))
        self._show_badge()

    # What is seen ----------------------------------------------------------------------------

    @Slot()
    def _show_counts(self) -> None:
        total, shown = self.model.total(), self.model.rowCount()
        self.view.setVisible(shown > 0)
        self._empty.setVisible(shown == 0)
        is_selected = self._book.selected is not None
        self._empty.setText(
            "No messages yet." if is_selected else "Select a camera to see its messages."
        )
        if total > shown:
            self.set_note(f"newest {shown} of {total}")
            return
        round_trip = self.model.round_trip()
        answered = "" if round_trip is None else f"round trip {round_trip_words(round_trip)}"
        self.set_note(" · ".join(filter(None, (f"{total}" if total else "", answered))))
