"""The conversation with the selected camera."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QWidget

from gui.section import Section
from gui.side_panel.bubble_delegate import BubbleDelegate
from gui.side_panel.conversation import MOST_BUBBLES
from gui.side_panel.conversation_model import ConversationModel
from gui.side_panel.reply_box import ReplyBox
from gui.side_panel.reply_text import message_text, parse_reply
from netgear_engine.clock import Clock
from netgear_engine.events import MessageReceived, ReplySent
from netgear_engine.protocol.patterns import FACTS, Pattern

_NO_SELECTION = "Select a camera"
_NO_CAMERA = "No camera to write to"


class Messages(Section):
    """Bubbles from and to one camera, and the box to write in.

    `reply_wanted(ports, value)`: `value` is the JSON value typed, or the text when it is not JSON.
    """

    reply_wanted = Signal(object, object)
    left = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("Messages", parent)
        self._clock = clock
        self._port: int | None = None
        self._name = ""
        self._patterns: dict[int, Pattern] = {}
        self.model = ConversationModel(self)
        self._list = QListView()
        self._list.setModel(self.model)
        self._list.setItemDelegate(BubbleDelegate())
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._list.setAccessibleName("Messages")
        self._empty = QLabel()
        self._empty.setObjectName("empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(12)
        self.reply_box = ReplyBox()
        self.reply_box.send_wanted.connect(self._send)
        self.reply_box.left.connect(self.left)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.reply_box)
        self.model.rowsAboutToBeInserted.connect(self._note_place)
        self.model.rowsInserted.connect(self._follow)
        self.model.changed.connect(self._show_counts)
        self._at_end = True
        self._show_counts()

    def show_camera(self, port: int | None, name: str) -> None:
        """Show the conversation with a camera."""
        changed = port != self._port
        self._port, self._name = port, name
        self.set_title(f"Messages: {name}" if port is not None else "Messages")
        self._show_reply_box()
        if changed:
            self.model.show(port)
            QTimer.singleShot(0, self._list, self._list.scrollToBottom)

    def set_patterns(self, patterns: Mapping[int, Pattern]) -> None:
        """Say which pattern each camera speaks; some have no way back."""
        self._patterns = dict(patterns)
        self._show_reply_box()

    @Slot(MessageReceived)
    def hear(self, event: MessageReceived) -> None:
        """Take a camera's message."""
        self.model.hear(event.port, event.message, event.wall)

    def note_sent(self, event: ReplySent) -> None:
        """Note that a reply has left."""
        self.model.sent(event.port, message_text(event.reply), event.wall)

    def write(self) -> None:
        """Put the cursor into the reply box."""
        self.reply_box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_reply_box(self) -> None:
        one = _NO_SELECTION
        if self._port is not None:
            one = _no_way_back(self._patterns.get(self._port))
        able = self._able_ports()
        every = "" if able else (_NO_CAMERA if not self._patterns else one or _NO_CAMERA)
        self.reply_box.set_camera(self._name, one, every)

    def _able_ports(self) -> tuple[int, ...]:
        return tuple(p for p, pattern in self._patterns.items() if not _no_way_back(pattern))

    def _send(self, text: str, to_all: bool) -> None:
        ports = self._able_ports() if to_all else (self._port,)
        value: Any = parse_reply(text)
        for port in ports:
            if port is not None:
                self.model.say(port, message_text(value), self._clock.wall())
        self._at_end = True
        self._follow()
        self.reply_wanted.emit(ports, value)

    def _note_place(self) -> None:
        bar = self._list.verticalScrollBar()
        self._at_end = bar.value() >= bar.maximum() - 4

    def _follow(self) -> None:
        if self._at_end:
            # Once the list has laid out the new bubbles.
            QTimer.singleShot(0, self._list, self._list.scrollToBottom)

    def _show_counts(self) -> None:
        total, shown = self.model.total(), self.model.rowCount()
        self._list.setVisible(shown > 0)
        self._empty.setVisible(shown == 0)
        self._empty.setText(
            "Select a camera to see its messages." if self._port is None else "No messages yet."
        )
        if total > MOST_BUBBLES:
            self.set_note(f"newest {MOST_BUBBLES} of {total}")
        else:
            self.set_note(f"{total}" if total else "")


def _no_way_back(pattern: Pattern | None) -> str:
    """Return why nothing can be sent to a camera of this pattern, empty when it can."""
    if pattern is None or FACTS[pattern].answers_frames:
        return ""
    title = FACTS[pattern].title.capitalize()
    return f"{title} has no way back: replies need pattern 1"
