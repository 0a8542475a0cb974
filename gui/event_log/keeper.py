"""Keeps the events in their file without making the window wait."""

import sqlite3
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.cameras.key import CameraKey
from gui.event_log.export import write_csv
from gui.event_log.filter import EventFilter
from gui.event_log.record import Record
from gui.event_log.store import EventStore, Keep, open_store
from netgear_engine.clock import Clock
from netgear_engine.net import in_net

_log = getLogger(__name__)

_MOST_WAITING = 10_000
_PRUNE_EVERY = 500
_TRY_AGAIN_AFTER_S = 5.0
_LONGEST_END_S = 4.0


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
        self._unkept = 0
        self._is_full = False

    def open(self, path: Path | None, keep: Keep) -> None:
        """Keep the events in this file from now on; None: in memory, but in a thread too."""
        self._close_store()
        self._keep = keep
        # A disk that hangs does not hold up the end of the program.
        self._thread = threading.Thread(
            target=self._run, args=(path,), name="event-store", daemon=True
        )
        self._thread.start()

    def set_keep(self, keep: Keep) -> None:
        """Keep more or less than before, from the next events on."""
        with self._changed:
            self._keep = keep
            self._put_since_prune = _PRUNE_EVERY

    def put(self, records: Iterable[Record]) -> None:
        """Keep these records soon; those that are kept already are replaced."""
        with self._changed:
            is_behind = bool(self._records)
            for record in records:
                self._records[record.id] = record
            is_full = is_behind and len(self._records) > _MOST_WAITING
            if is_full:
                self._records = {one.id: one for one in _most_needed(self._records.values())}
            is_news, self._is_full = is_full and not self._is_full, is_full
        if is_news:
            self._tell("The disk is too slow for so many events: the oldest of them are not kept")
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
        """Keep what still waits, then end; raises OSError when that was not done in 4 s."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is None:
            self._close_store()
            return
        # It stays the keeper's: what is open belongs to it, even when it hangs.
        self._thread.join(_LONGEST_END_S)
        if self._thread.is_alive():
            raise OSError("the disk does not answer; the last events may be lost")

    def _wake(self) -> None:
        if self._thread is None:
            self._work()
        else:
            with self._changed:
                self._changed.notify()

    # In the keeper's thread ------------------------------------------------------------------

    def _run(self, path: Path | None) -> None:
        """Keep the events in this file; when that cannot go on, once again, then in memory."""
        for where in (path, path, None):
            try:
                self._keep_events(where)
            except Exception as error:  # noqa: BLE001 (the edge of the thread)
                _log.exception("The keeper of the events cannot go on")
                left = "Events are kept until the program ends." if where is None else ""
                self._tell(f"The events cannot be kept any more: {error}. {left}".strip())
            else:
                return
            finally:
                self._let_go()
        self._tell("No event is kept any more. Start the program again.")

    def _keep_events(self, path: Path | None) -> None:
        self._store, trouble = open_store(path)
        if trouble:
            self._tell(trouble)
        self._prune()
        self.seen.emit(self._store.last_seen())
        self.opened.emit(self._store.open_alarms())
        while True:
            with self._changed:
                again = _TRY_AGAIN_AFTER_S if self._unsaved else None
                self._changed.wait_for(self._has_work, again)
                if self._closed and not (self._records or self._export):
                    break
            self._work()
        if self._unsaved:
            self._write([])

    def _has_work(self) -> bool:
        return bool(self._closed or self._records or self._page or self._export)

    def _work(self) -> None:
        if self._store is None:
            self._store = EventStore()
        with self._changed:
            records, self._records = list(self._records.values()), {}
            page, self._page = self._page, None
            export, self._export = self._export, None
        in_net(lambda: self._write(records), self._job_failed)
        if page is not None:
            in_net(lambda: self._answer(page), self._job_failed)
        if export is not None:
            in_net(lambda: self._write_csv(*export), self._job_failed)

    def _job_failed(self, error: Exception) -> None:
        _log.error("A job of the events' keeper", exc_info=error)
        self._tell(f"Events: {str(error) or type(error).__name__}")

    def _write(self, records: list[Record]) -> None:
        records = [*self._unsaved, *records]
        if not records:
            return
        is_failing = bool(self._unsaved)
        try:
            store = self._store_that_is_there()
            unkept = store.put(records)
        except (sqlite3.Error, OSError) as error:
            # A full disk may have room again by the next try.
            self._unsaved = _most_needed(records)
            if not is_failing:
                self._tell(f"Events cannot be saved: {_reason(error)}")
            return
        self._unsaved = []
        if is_failing:
            self._tell("Events are saved again")
        if unkept and not self._unkept:
            self._tell("An event cannot be saved for what is in it; the log says more")
        self._unkept += unkept
        self._put_since_prune += len(records)
        if self._put_since_prune >= _PRUNE_EVERY:
            self._prune()

    def _store_that_is_there(self) -> EventStore:
        """Return the store, a new one when its file was taken away; raises what opening does."""
        store = self._store or EventStore()
        if store.path is not None and store.is_gone:
            store.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = EventStore(store.path)
            self._let_go()
            self._tell(f"{fresh.path} was deleted while it was in use; a new one is begun")
            store = fresh
        self._store = store
        return store

    def _prune(self) -> None:
        self._put_since_prune = 0
        if self._store is None:
            return
        try:
            self._store.prune(self._keep, self._clock.wall())
        except sqlite3.Error as error:
            self._tell(f"Old events cannot be removed: {error}")

    def _answer(self, wish: PageWish) -> None:
        store = self._store or EventStore()
        try:
            records = store.page(wish.chosen, wish.below, wish.count)
            cameras = store.cameras() if wish.below is None else {}
        except sqlite3.Error as error:
            self._tell(f"Events cannot be read: {error}")
            return
        self.page_ready.emit(Page(wish, records, cameras))

    def _write_csv(self, path: Path, chosen: EventFilter) -> None:
        store = self._store or EventStore()
        try:
            count = write_csv(path, store.all_of(chosen))
        except OSError as error:
            self._tell(f"{path} cannot be written: {_reason(error)}")
        except sqlite3.Error as error:
            self._tell(f"Events cannot be read: {error}")
        else:
            self.exported.emit(path, count)

    def _tell(self, text: str) -> None:
        try:
            self.trouble.emit(text)
        except RuntimeError:  # the window has gone
            _log.warning("%s", text)

    def _let_go(self) -> None:
        """Close the store, even one that cannot be."""
        try:
            self._close_store()
        except sqlite3.Error:
            _log.exception("The events' file cannot be closed")
            self._store = None

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


def _most_needed(records: Collection[Record]) -> list[Record]:
    """Return as many as may wait, in their order: alarms before all else, then the newest."""
    needed = sorted(records, key=lambda record: (record.alarm, record.id))[-_MOST_WAITING:]
    return sorted(needed, key=lambda record: record.id)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
