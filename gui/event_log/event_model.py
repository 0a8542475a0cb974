"""The kept events as a model, changed in batches."""

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

from gui.event_log.event_book import MOST_EVENTS, Entry, EventBook
from gui.event_log.event_text import EventLine
from gui.time_words import date_and_time
from netgear_engine.clock import Clock

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_BATCH_EVERY_MS = 100

ENTRY_ROLE = Qt.ItemDataRole.UserRole


class EventModel(QAbstractListModel):
    """Shows an EventBook. Events may come by the thousand: they are shown together, in batches."""

    alarms_changed = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._book = EventBook()
        self._rows: list[Entry] = []
        self._pending: deque[EventLine] = deque(maxlen=MOST_EVENTS)
        self._batch = QTimer(self, interval=_BATCH_EVERY_MS, singleShot=True)
        self._batch.timeout.connect(self.flush)
        self._grace = QTimer(self, interval=250)
        self._grace.timeout.connect(self.flush)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of events kept."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return an entry, or its words."""
        if not index.isValid():
            return None
        entry = self._rows[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return entry.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{date_and_time(entry.line.wall)}\n{entry.text}"
        return None

    def add(self, line: EventLine) -> None:
        """Take an event; it is shown with the next batch."""
        self._pending.append(line)
        if not self._batch.isActive():
            self._batch.start()

    def alarms(self) -> list[Entry]:
        """Return what still wants to be acknowledged, the newest first."""
        return self._book.alarms()

    def acknowledge(self, entries: list[Entry]) -> None:
        """Acknowledge alarms."""
        if entries:
            self._book.acknowledge(entries)
            self._show(alarms_moved=True)

    def flush(self) -> None:
        """Show what has come since the last batch, and losses whose grace is over."""
        before = {id(entry) for entry in self._book.alarms()}
        now = self._clock.monotonic()
        lines = list(self._pending)
        self._pending.clear()
        self._book.add(lines, now)
        raised = self._book.raise_due(now)
        if self._book.next_due() is None:
            self._grace.stop()
        elif not self._grace.isActive():
            self._grace.start()
        alarms_moved = raised or before != {id(entry) for entry in self._book.alarms()}
        if lines or alarms_moved:
            self._show(alarms_moved=alarms_moved)

    def _show(self, *, alarms_moved: bool) -> None:
        rows = self._book.entries()
        fresh = len(rows) - len(self._rows)
        alarms = len(self._book.alarms())
        if alarms_moved or fresh <= 0:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        else:
            # Nothing but new events below the alarms: the list keeps its place.
            self.beginInsertRows(_ROOT, alarms, alarms + fresh - 1)
            self._rows = rows
            self.endInsertRows()
        if alarms_moved:
            self.alarms_changed.emit()
