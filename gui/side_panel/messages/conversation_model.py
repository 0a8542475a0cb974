"""The conversation with the selected camera as a model, changed in batches."""

from collections import deque
from collections.abc import Callable, Iterable
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

from gui.cameras.key import CameraKey
from gui.side_panel.messages.conversation import Bubble, Conversation
from gui.side_panel.messages.reply_text import message_text

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_BATCH_EVERY_MS = 100
_MOST_IN_BATCH = 100
_PREVIEW = 80

BUBBLE_ROLE = Qt.ItemDataRole.UserRole


class ConversationModel(QAbstractListModel):
    """Keeps every camera's conversation and shows one.

    Messages may come thousands of times a second: they are kept aside, at most 100 of each camera,
    and shown together ten times a second; a line says how many came besides.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._conversations: dict[CameraKey, Conversation] = {}
        self._pending: dict[CameraKey, deque[tuple[Any, float]]] = {}
        self._skipped: dict[CameraKey, tuple[int, float]] = {}
        self._key: CameraKey | None = None
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
        if role == Qt.ItemDataRole.DisplayRole:
            return bubble.shown
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{'You' if bubble.own else 'Camera'}: {bubble.shown}, {bubble.note}"
        return None

    def show(self, key: CameraKey | None) -> None:
        """Show the conversation with this camera."""
        self.flush()
        self._key = key
        self.beginResetModel()
        self._rows = list(self._conversation().bubbles)
        self.endResetModel()
        self.changed.emit()

    def received(self, key: CameraKey, message: Any, wall: float) -> None:
        """Take a camera's message; it is shown with the next batch."""
        waiting = self._pending.get(key)
        if waiting is None:
            waiting = self._pending[key] = deque(maxlen=_MOST_IN_BATCH)
        if len(waiting) == _MOST_IN_BATCH:
            count, first_wall = self._skipped.get(key, (0, waiting[0][1]))
            self._skipped[key] = (count + 1, first_wall)
        waiting.append((message, wall))
        self._start()

    def say(
        self,
        keys: Iterable[CameraKey],
        text: str,
        wall: float,
        now: float,
        *,
        repeats: bool = False,
    ) -> None:
        """Take a reply that waits to be sent to these cameras."""
        self._change(keys, lambda one: one.say(text, wall, now, repeats=repeats))

    def sent(self, key: CameraKey, text: str, wall: float) -> None:
        """Note that a reply to a camera has left."""
        self._change([key], lambda one: one.sent(text, wall))

    def end_repeating(self, keys: Iterable[CameraKey], wall: float) -> list[CameraKey]:
        """Note that replies go no longer with every frame; return the cameras that got none yet."""
        self.flush()
        unsent: list[CameraKey] = []
        for key in keys:
            if self._conversations.setdefault(key, Conversation()).end_repeating(wall):
                unsent.append(key)
            self._sync(key, all_changed=True)
        return unsent

    def expire(self, now: float) -> list[CameraKey]:
        """Give up the replies that have waited too long; return the cameras they were for."""
        keys = [key for key, one in self._conversations.items() if one.expire(now)]
        for key in keys:
            self._sync(key, all_changed=True)
        return keys

    def any_waits(self) -> bool:
        """Return whether a reply to any camera still waits for a frame."""
        return any(conversation.waits for conversation in self._conversations.values())

    def toggle(self, index: _Index) -> None:
        """Show all of a long message, or only its beginning again."""
        bubble = self._rows[index.row()]
        if bubble.is_long:
            bubble.is_open = not bubble.is_open
            self.dataChanged.emit(index, index)

    def total(self) -> int:
        """Return how many bubbles there ever were in the conversation shown."""
        return self._conversation().total

    def round_trip(self) -> float | None:
        """Return how long the camera shown took for its newest answer, in seconds."""
        return self._conversation().round_trip

    def newest_text(self, key: CameraKey) -> str:
        """Return the beginning of a camera's newest bubble, in one line."""
        conversation = self._conversations.get(key)
        if conversation is None or not conversation.bubbles:
            return ""
        return " ".join(conversation.bubbles[-1].text[:_PREVIEW].split())

    def forget(self, key: CameraKey) -> None:
        """Forget what was said: another camera may come in its place."""
        self._pending.pop(key, None)
        self._skipped.pop(key, None)
        self._conversations.pop(key, None)
        if key == self._key:
            self.show(key)

    def flush(self) -> None:
        """Show what has come since the last batch."""
        self._timer.stop()
        pending, self._pending = self._pending, {}
        skipped, self._skipped = self._skipped, {}
        for key, messages in pending.items():
            conversation = self._conversations.setdefault(key, Conversation())
            answers = False
            if key in skipped:
                answers = conversation.skip(*skipped[key])
            for message, wall in messages:
                answers |= conversation.received(message_text(message), wall)
            self._sync(key, all_changed=answers)

    def _change(self, keys: Iterable[CameraKey], change: Callable[[Conversation], None]) -> None:
        self.flush()
        for key in keys:
            change(self._conversations.setdefault(key, Conversation()))
            self._sync(key, all_changed=True)

    def _conversation(self) -> Conversation:
        if self._key is None:
            return Conversation()
        return self._conversations.setdefault(self._key, Conversation())

    def _start(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _sync(self, key: CameraKey, *, all_changed: bool = False) -> None:
        """Bring the rows in line with the conversation: some gone at the front, some new."""
        if key != self._key:
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
