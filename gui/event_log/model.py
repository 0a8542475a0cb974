"""The events as a model: open alarms first, then pages of what is kept, the newest first."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from gui.cameras.key import CameraKey
from gui.event_log.book import EventBook
from gui.event_log.filter import EventFilter
from gui.event_log.keeper import EventKeeper, Page, PageWish
from gui.event_log.record import Record
from gui.event_log.text import EventLine, event_tip
from gui.look.plain_text import tip
from netgear_engine.clock import Clock

MOST_ROWS = 10_000
PAGE = 200

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_BATCH_EVERY_MS = 100

RECORD_ROLE = Qt.ItemDataRole.UserRole


class EventModel(QAbstractListModel):
    """Events may come by the thousand: they are shown together, in batches.

    `alarms_changed` is emitted when other alarms are open than before, `raised(records)` with the
    new ones, `cameras_known` with the cameras that events are kept of and their names,
    `rearranged` after rows were removed: they may be there again in another place.
    """

    alarms_changed = Signal()
    raised = Signal(object)
    cameras_known = Signal(object)
    rearranged = Signal()

    def __init__(self, clock: Clock, keeper: EventKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._keeper = keeper
        self.book = EventBook()
        self.chosen = EventFilter()
        self._alarms: list[Record] = []
        self._others: list[Record] = []
        self._rows: list[Record] = []
        self._more = False
        self._wished = 0
        self._awaits_first_page = False
        self._arrived_meanwhile: list[Record] = []
        self._open: set[int] = set()
        self._taken_in: dict[int, int] = {}
        self._batch = QTimer(self, interval=_BATCH_EVERY_MS, singleShot=True)
        self._batch.timeout.connect(self.flush)
        self._fetch = QTimer(self, interval=0, singleShot=True)
        self._fetch.timeout.connect(self._ask_for_older)
        keeper.opened.connect(self._restore)
        keeper.page_ready.connect(self._show_page)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of events listed so far."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a record, or its words."""
        if not index.isValid():
            return None
        record = self._rows[index.row()]
        if role == RECORD_ROLE:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return record.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{'Unacknowledged: ' if record.is_open else ''}{record.words}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(event_tip(record))
        return None

    def canFetchMore(self, parent: _Index) -> bool:  # noqa: N802 - Qt's name
        """Return whether older events are kept than those listed."""
        return not parent.isValid() and self._more and len(self._others) < MOST_ROWS

    def fetchMore(self, parent: _Index) -> None:  # noqa: N802 - Qt's name
        """Ask for the next older events, soon: views call this while rows are changing."""
        if self.canFetchMore(parent):
            self._fetch.start()

    def row_of(self, record_id: int) -> int | None:
        """Return the row of a record, or of the one that has just taken it in; None without one."""
        rows = {record.id: row for row, record in enumerate(self._rows)}
        while record_id not in rows and record_id in self._taken_in:
            record_id = self._taken_in[record_id]
        return rows.get(record_id)

    def newest(self, count: int) -> list[Record]:
        """Return the newest events that are listed."""
        return sorted(self._rows, key=lambda record: -record.id)[:count]

    def alarms(self) -> list[Record]:
        """Return what still wants to be acknowledged, the newest first."""
        return self.book.alarms()

    def add(self, line: EventLine, *, lasting: float = 0.0) -> None:
        """Take an event; it is shown with the next batch. A loss may have lasted for a while."""
        # At once: the book counts what comes too often, and so loses nothing.
        self.book.add(line, self._clock.monotonic() - lasting)
        if not self._batch.isActive():
            self._batch.start()

    def choose(self, chosen: EventFilter) -> None:
        """List these events only."""
        if chosen != self.chosen:
            self.chosen = chosen
            self._ask_for_first_page()

    def acknowledge(self, ids: Collection[int], initials: str, note: str = "") -> None:
        """Acknowledge alarms."""
        self.book.acknowledge(ids, self._clock.wall(), initials, note)
        self._show_changes()

    @Slot()
    def flush(self) -> None:
        """Show what has come since the last batch."""
        self._show_changes()

    def judge(self, is_out: Callable[[CameraKey], bool]) -> None:
        """Turn losses that have lasted long enough into alarms."""
        self.flush()
        self.book.raise_due(self._clock.monotonic(), is_out)
        self._show_changes()

    # What is kept ----------------------------------------------------------------------------

    def _ask_for_first_page(self) -> None:
        self._awaits_first_page = True
        self._arrived_meanwhile.clear()
        self._ask(None)

    @Slot()
    def _ask_for_older(self) -> None:
        if self.canFetchMore(_ROOT) and self._others:
            self._more = False
            self._ask(self._others[-1].id)

    def _ask(self, below: int | None) -> None:
        self._wished += 1
        self._keeper.ask(PageWish(self._wished, self.chosen, below, PAGE))

    @Slot(object)
    def _restore(self, alarms: list[Record]) -> None:
        self.book.restore(alarms)
        self._open = {record.id for record in self.alarms()}
        self._ask_for_first_page()
        self._rebuild()
        if alarms:
            self.alarms_changed.emit()

    @Slot(object)
    def _show_page(self, page: Page) -> None:
        wish = page.wish
        if wish.number != self._wished:
            return
        self._more = len(page.records) == wish.count
        if wish.below is None:
            self.cameras_known.emit(page.cameras)
            self._awaits_first_page = False
            self._others = page.records
            self._rebuild(self._arrived_meanwhile)
            self._arrived_meanwhile.clear()
            return
        known = {record.id for record in self._rows}
        older = [record for record in page.records if record.id not in known]
        if older:
            first = len(self._rows)
            self.beginInsertRows(_ROOT, first, first + len(older) - 1)
            self._others += older
            self._rows += older
            self.endInsertRows()

    # What has changed ------------------------------------------------------------------------

    def _show_changes(self) -> None:
        new, changed = self.book.take_changes()
        if not (new or changed):
            return
        self._keeper.put([*new, *changed])
        self._taken_in = {one.id: one.part_of for one in [*new, *changed] if one.part_of}
        if self._awaits_first_page:
            self._arrived_meanwhile = [*self._arrived_meanwhile, *new, *changed][-MOST_ROWS:]
        if any(record.is_open for record in new) or not self._replace(changed):
            self._show(self._merged([*new, *changed]))
        else:
            self._insert([record for record in reversed(new) if self.chosen.takes(record)])
        self._tell_alarms(anyway=bool(changed))

    def _tell_alarms(self, *, anyway: bool) -> None:
        alarms = self.alarms()
        raised = [record for record in alarms if record.id not in self._open]
        is_same = self._open == {record.id for record in alarms}
        self._open = {record.id for record in alarms}
        if anyway or not is_same:
            self.alarms_changed.emit()
        if raised:
            self.raised.emit(raised)

    def _insert(self, fresh: list[Record]) -> None:
        """Show new events below the alarms: the list keeps its place."""
        if not fresh:
            return
        self._more = self._more or len(fresh) > MOST_ROWS
        fresh = fresh[:MOST_ROWS]
        excess = len(self._others) + len(fresh) - MOST_ROWS
        if excess > 0:
            last = len(self._rows) - 1
            self.beginRemoveRows(_ROOT, last - excess + 1, last)
            del self._others[-excess:]
            del self._rows[-excess:]
            self.endRemoveRows()
            self._more = True
            self.rearranged.emit()
        first = len(self._alarms)
        self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
        self._others[:0] = fresh
        self._rows[first:first] = fresh
        self.endInsertRows()

    def _replace(self, changed: list[Record]) -> bool:
        """Put changed records in place of what they were; return whether all rows stay."""
        rows = {record.id: row for row, record in enumerate(self._rows)} if changed else {}
        lowest = self._lowest_id()
        for record in changed:
            row = rows.get(record.id)
            is_listed = self.chosen.takes(record) and (record.is_open or record.id >= lowest)
            was_listed = row is not None and self._rows[row].is_open == record.is_open
            if (row is not None or is_listed) and not (is_listed and was_listed):
                return False
        for record in changed:
            if record.id in rows:
                self._put(rows[record.id], record)
        return True

    def _put(self, row: int, record: Record) -> None:
        if record == self._rows[row]:
            return
        self._rows[row] = record
        alarms = len(self._alarms)
        if row < alarms:
            self._alarms[row] = record
        else:
            self._others[row - alarms] = record
        self.dataChanged.emit(self.index(row), self.index(row))

    def _lowest_id(self) -> int:
        """Return the id below which there are records that are not listed yet."""
        return self._others[-1].id if self._others and self._more else 0

    def _merged(self, changed: Iterable[Record]) -> list[Record]:
        """Take these among those that are listed, and return all rows there are to be."""
        others = {record.id: record for record in self._others}
        lowest = self._lowest_id()
        others.update({record.id: record for record in changed if record.id >= lowest})
        shown = [r for r in others.values() if not r.is_open and self.chosen.takes(r)]
        shown.sort(key=lambda record: -record.id)
        self._alarms = [record for record in self.alarms() if self.chosen.takes(record)]
        self._others = shown[:MOST_ROWS]
        self._more = self._more or len(shown) > MOST_ROWS
        return [*self._alarms, *self._others]

    def _rebuild(self, changed: Iterable[Record] = ()) -> None:
        self.beginResetModel()
        self._rows = self._merged(changed)
        self.endResetModel()

    def _show(self, rows: list[Record]) -> None:
        """Let these be the rows, row by row, so that the list keeps its place and selection.

        An alarm that was acknowledged, or a loss that became one, has another place.
        """
        wanted = set(map(_place, rows))
        row = len(self._rows)
        while row > 0:
            end = row
            while row > 0 and _place(self._rows[row - 1]) not in wanted:
                row -= 1
            if row < end:
                self.beginRemoveRows(_ROOT, row, end - 1)
                del self._rows[row:end]
                self.endRemoveRows()
            row -= 1
        there = set(map(_place, self._rows))
        row = 0
        while row < len(rows):
            end = row
            while end < len(rows) and _place(rows[end]) not in there:
                end += 1
            if row < end:
                self.beginInsertRows(_ROOT, row, end - 1)
                self._rows[row:row] = rows[row:end]
                self.endInsertRows()
            if end < len(rows):
                self._put(end, rows[end])
            row = end + 1
        self.rearranged.emit()


def _place(record: Record) -> tuple[int, bool]:
    return record.id, record.is_open
