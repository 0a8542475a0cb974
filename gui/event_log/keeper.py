"""Keeps the events in their file without making the window wait."""

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.cameras.key import CameraKey
from gui.event_log.export import write_csv
from gui.event_log.filter import EventFilter
from gui.event_log.record import Record
from gui.event_log.store import EventStore, Keep, open_store
from netgear_engine.clock import Clock

_MOST_WAITING = 10_000
_PRUNE_EVERY = 500


@dataclass(frozen=True, slots=True)
class PageWish:
    """Asks for the newest `count` records that are chosen, below an id; `number` tells it again."""

    number: int
    chosen: EventFilter
    below: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to a wish; the first page has the `cameras` of all events: key and name."""

    wish: PageWish
    records: list[Record]
    cameras: dict[CameraKey, str]


class EventKeeper(QObject):
    """Has one slot for each thing to do: a newer wish replaces the one before, nothing queues.

    Until `open` is called, the events are in memory and everything is done at once. All signals
    reach the window's thread: `opened(alarms)` carries those that nobody has acknowledged, `seen`
    when each camera was heard of last and of what kind that event is,
    `page_ready` a Page, `exported` a path and a count, `trouble` what the operator has to know.
    """

    opened = Signal(object)
    seen = Signal(object)
    page_ready = Signal(object)
    exported = Signal(object, int)
    trouble = Signal(str)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._keep = Keep()
        self._store: EventStore | None = None
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._records: dict[int, Record] = {}
        self._page: PageWish | None = None
        self._export: tuple[Path, EventFilter] | None = None
        self._put_since_prune = 0
        self._unsaved: list[Record] = []

    def open(self, path: Path | None, keep: Keep) -> None:
        """Keep the events in this file from now on; None: in memory, but in a thread too."""
        self._close_store()
        self._keep = keep
        self._thread = threading.Thread(target=self._run, args=(path,), name="event-store")
        self._thread.start()

    def set_keep(self, keep: Keep) -> None:
        """Keep more or less than before, from the next events on."""
        with self._changed:
            self._keep = keep
            self._put_since_prune = _PRUNE_EVERY

    def put(self, records: Iterable[Record]) -> None:
        """Keep these records soon; those that are kept already are replaced."""
        with self._changed:
            for record in records:
                self._records[record.id] = record
            lost = len(self._records) - _MOST_WAITING
            for key in list(self._records)[: max(0, lost)]:
                del self._records[key]
        self._wake()

    def ask(self, wish: PageWish) -> None:
        """Ask for a page; the answer to a wish before it may never come."""
        with self._changed:
            self._page = wish
        self._wake()

    def export(self, path: Path, chosen: EventFilter) -> None:
        """Write what is chosen as CSV."""
        with self._changed:
            self._export = path, chosen
        self._wake()

    def close(self) -> None:
        """Keep what still waits, then end."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._close_store()

    def _wake(self) -> None:
        if self._thread is None:
            self._work()
        else:
            with self._changed:
                self._changed.notify()

    # In the keeper's thread ------------------------------------------------------------------

    def _run(self, path: Path | None) -> None:
        self._store, trouble = open_store(path)
        if trouble:
            self.trouble.emit(trouble)
        self._prune(self._store)
        self.seen.emit(self._store.last_seen())
        self.opened.emit(self._store.open_alarms())
        while True:
            with self._changed:
                self._changed.wait_for(self._has_work)
                if self._closed and not (self._records or self._export):
                    break
            self._work()
        self._close_store()

    def _has_work(self) -> bool:
        return bool(self._closed or self._records or self._page or self._export)

    def _work(self) -> None:
        if self._store is None:
            self._store = EventStore()
        with self._changed:
            records, self._records = list(self._records.values()), {}
            page, self._page = self._page, None
            export, self._export = self._export, None
        self._write(self._store, records)
        if page is not None:
            self._answer(self._store, page)
        if export is not None:
            self._write_csv(self._store, *export)

    def _write(self, store: EventStore, records: list[Record]) -> None:
        if not records:
            return
        is_failing = bool(self._unsaved)
        records = [*self._unsaved, *records]
        try:
            store.put(records)
        except sqlite3.Error as error:
            # A full disk may have room again by the time the next event comes.
            self._unsaved = records[-_MOST_WAITING:]
            if not is_failing:
                self.trouble.emit(f"Events cannot be saved: {error}")
            return
        self._unsaved = []
        self._put_since_prune += len(records)
        if self._put_since_prune >= _PRUNE_EVERY:
            self._prune(store)

    def _prune(self, store: EventStore) -> None:
        self._put_since_prune = 0
        try:
            store.prune(self._keep, self._clock.wall())
        except sqlite3.Error as error:
            self.trouble.emit(f"Old events cannot be removed: {error}")

    def _answer(self, store: EventStore, wish: PageWish) -> None:
        try:
            records = store.page(wish.chosen, wish.below, wish.count)
            cameras = store.cameras() if wish.below is None else {}
        except sqlite3.Error as error:
            self.trouble.emit(f"Events cannot be read: {error}")
            return
        self.page_ready.emit(Page(wish, records, cameras))

    def _write_csv(self, store: EventStore, path: Path, chosen: EventFilter) -> None:
        try:
            count = write_csv(path, store.all_of(chosen))
        except OSError as error:
            self.trouble.emit(f"{path} cannot be written: {error.strerror or error}")
        except sqlite3.Error as error:
            self.trouble.emit(f"Events cannot be read: {error}")
        else:
            self.exported.emit(path, count)

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
