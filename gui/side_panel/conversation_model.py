"""The conversation with the selected camera as a model, changed in batches."""

from collections import deque
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from gui.side_panel.conversation import MOST_BUBBLES, Bubble, Conversation
from gui.side_panel.reply_text import message_text

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_BATCH_EVERY_MS = 100

BUBBLE_ROLE = Qt.ItemDataRole.UserRole


class ConversationModel(QAbstractListModel):
    """Keeps every camera's conversation and shows one.

    Messages may come a thousand times a second: they are kept aside, at most 1000 of each camera,
    and shown together ten times a second.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._conversations: dict[int, Conversation] = {}
        self._pending: dict[int, deque[tuple[Any, float]]] = {}
        self._skipped: dict[int, int] = {}
        self._port: int | None = None
        self._rows: list[Bubble] = []
        self._timer = QTimer(self, interval=_BATCH_EVERY_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of bubbles shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a bubble, or its text."""
        if not index.isValid():
            return None
        bubble = self._rows[index.row()]
        if role == BUBBLE_ROLE:
            return bubble
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return bubble.text
        return None

    def show(self, port: int | None) -> None:
        """Show the conversation with this camera."""
        self.flush()
        self._port = port
        self.beginResetModel()
        self._rows = list(self._conversation().bubbles)
        self.endResetModel()
        self.changed.emit()

    def hear(self, port: int, message: Any, wall: float) -> None:
        """Take a camera's message; it is shown with the next batch."""
        waiting = self._pending.setdefault(port, deque(maxlen=MOST_BUBBLES))
        if len(waiting) == MOST_BUBBLES:
            self._skipped[port] = self._skipped.get(port, 0) + 1
        waiting.append((message, wall))
        self._start()

    def say(self, port: int, text: str, wall: float) -> None:
        """Take a reply that waits to be sent."""
        self.flush()
        self._conversations.setdefault(port, Conversation()).say(text, wall)
        self._sync(port, all_changed=True)

    def sent(self, port: int, text: str, wall: float) -> None:
        """Note that a reply to a camera has left."""
        self.flush()
        self._conversations.setdefault(port, Conversation()).sent(text, wall)
        self._sync(port, all_changed=True)

    def total(self) -> int:
        """Return how many bubbles there ever were in the conversation shown."""
        return self._conversation().total

    def newest_text(self, port: int) -> str:
        """Return the newest bubble's text of any camera, empty when there is none."""
        conversation = self._conversations.get(port)
        return conversation.bubbles[-1].text if conversation and conversation.bubbles else ""

    def flush(self) -> None:
        """Show what has come since the last batch."""
        self._timer.stop()
        pending, self._pending = self._pending, {}
        for port, messages in pending.items():
            conversation = self._conversations.setdefault(port, Conversation())
            conversation.total += self._skipped.pop(port, 0)
            for message, wall in messages:
                conversation.hear(message_text(message), wall)
            self._sync(port)

    def _conversation(self) -> Conversation:
        if self._port is None:
            return Conversation()
        return self._conversations.setdefault(self._port, Conversation())

    def _start(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _sync(self, port: int, *, all_changed: bool = False) -> None:
        """Bring the rows in line with the conversation: some gone at the front, some new."""
        if port != self._port:
            return
        wanted = list(self._conversation().bubbles)
        first = wanted[0] if wanted else None
        gone = next((row for row, old in enumerate(self._rows) if old is first), len(self._rows))
        if gone:
            self.beginRemoveRows(_ROOT, 0, gone - 1)
            del self._rows[:gone]
            self.endRemoveRows()
        known = len(self._rows)
        if len(wanted) > known:
            self.beginInsertRows(_ROOT, known, len(wanted) - 1)
            self._rows = wanted
            self.endInsertRows()
        if known:
            # A batch of messages can only change the newest old bubble; a reply any of them.
            first_changed = 0 if all_changed else known - 1
            self.dataChanged.emit(self.index(first_changed), self.index(known - 1))
        self.changed.emit()
