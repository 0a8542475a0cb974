"""The file with the events: SQLite, bounded, and set aside when it is broken. No Qt.

Everything here waits for the disk: it is called in the thread of the event keeper.
"""

import contextlib
import os
import sqlite3
import weakref
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path
from typing import Any

from gui.background.stored_file import StoredFile
from gui.cameras.key import CameraKey
from gui.event_log.filter import EventFilter, searched_text
from gui.event_log.record import Kind, Record
from gui.look.sign import Sign
from netgear_engine.atomic_file import PRIVATE

_log = getLogger(__name__)

MOST_OPEN_ALARMS = 1000
_DAY = 86_400
_WAIT_FOR_OTHERS_S = 5.0

_COLUMNS = (
    "id, wall, kind, text, sign, key, camera, alarm, times, outage, keys, part_of, acknowledged,"
    " initials, note"
)

_MARKS = ",".join("?" * (len(_COLUMNS.split(",")) + 1))
_INSERT = f"INSERT OR REPLACE INTO event ({_COLUMNS}, searched) VALUES ({_MARKS})"

_OF_THE_RECORD = (
    sqlite3.DataError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)

MIGRATIONS = (
    """
    CREATE TABLE event (
        id INTEGER PRIMARY KEY, wall REAL NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
        sign TEXT NOT NULL, port INTEGER NOT NULL, camera TEXT NOT NULL, alarm INTEGER NOT NULL,
        times INTEGER NOT NULL, outage REAL, ports TEXT NOT NULL, part_of INTEGER NOT NULL,
        acknowledged REAL, initials TEXT NOT NULL, note TEXT NOT NULL, searched TEXT NOT NULL
    );
    """,
    """
    CREATE INDEX event_of_port ON event (port, id);
    CREATE INDEX open_alarm ON event (id) WHERE alarm = 1 AND acknowledged IS NULL;
    """,
    """
    CREATE TABLE keyed (
        id INTEGER PRIMARY KEY, wall REAL NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
        sign TEXT NOT NULL, key TEXT NOT NULL, camera TEXT NOT NULL, alarm INTEGER NOT NULL,
        times INTEGER NOT NULL, outage REAL, keys TEXT NOT NULL, part_of INTEGER NOT NULL,
        acknowledged REAL, initials TEXT NOT NULL, note TEXT NOT NULL, searched TEXT NOT NULL
    );
    INSERT INTO keyed SELECT
        id, wall, kind, text, sign, CASE port WHEN 0 THEN '' ELSE port END, camera, alarm,
        times, outage, ports, part_of, acknowledged, initials, note, searched
    FROM event;
    DROP TABLE event;
    ALTER TABLE keyed RENAME TO event;
    CREATE INDEX event_of_camera ON event (key, id);
    CREATE INDEX open_alarm ON event (id) WHERE alarm = 1 AND acknowledged IS NULL;
    """,
)
"""What makes each version of the file of the one before. Never change one: add another."""

# SQLite would look at every event; this goes from camera to camera through the index.
_CAMERAS = """
WITH RECURSIVE known(key) AS (
    SELECT min(key) FROM event WHERE key > ''
    UNION ALL
    SELECT (SELECT min(key) FROM event WHERE key > known.key)
    FROM known WHERE known.key IS NOT NULL
)
SELECT key, (SELECT camera FROM event WHERE key = known.key ORDER BY id DESC LIMIT 1)
FROM known WHERE key IS NOT NULL
"""

_KINDS = {kind.value: kind for kind in Kind}

_SEEN = (Kind.LIVE, Kind.BACK, Kind.REPEATING, Kind.LOST, Kind.ENDED)

_NOT_THE_FILES_FAULT = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_NOMEM,
    }
)


@dataclass(frozen=True, slots=True)
class Keep:
    """How much is kept: the newest `count` events, none older than `days`."""

    days: int = 90
    count: int = 100_000


class _UnusableError(Exception):
    """The file is a database, but not one of ours that this version can read."""


class EventStore:
    """The events, in a file or, without a path, in memory. Used by one thread."""

    def __init__(self, path: Path | None = None) -> None:
        """Raises sqlite3.Error or `_UnusableError`; `open_store` deals with both."""
        self.path = path
        where = ":memory:" if path is None else str(path)
        if path is not None:
            _make_private(path)
        self._database = sqlite3.connect(
            where,
            timeout=_WAIT_FOR_OTHERS_S,
            isolation_level=None,
            check_same_thread=path is not None,
        )
        self._close = weakref.finalize(self, self._database.close)
        self._opened = None if path is None else path.stat().st_ino
        try:
            self._prepare()
        except (sqlite3.Error, _UnusableError):
            self._close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._close()

    @property
    def is_gone(self) -> bool:
        """Whether the file was deleted or replaced: what is written then goes nowhere."""
        if self.path is None:
            return False
        try:
            return self.path.stat().st_ino != self._opened
        except OSError:
            return True

    def put(self, records: Iterable[Record]) -> int:
        """Keep these records; one that is there already is replaced.

        Returns how many cannot be kept for what is in them. Raises sqlite3.Error when the file
        takes none: then none is kept.
        """
        with self._transaction():
            return sum(not self._put(record) for record in records)

    def page(self, chosen: EventFilter, below: int | None, count: int) -> list[Record]:
        """Return the newest `count` records with an id below `below`, but no open alarms."""
        condition, values = chosen.condition()
        where = f"{condition} AND NOT (alarm = 1 AND acknowledged IS NULL)"
        if below is not None:
            where += " AND id < ?"
            values.append(below)
        return self._records(f"{where} ORDER BY id DESC LIMIT ?", [*values, count])

    def open_alarms(self) -> list[Record]:
        """Return the alarms that nobody has acknowledged, the newest first."""
        where = "alarm = 1 AND acknowledged IS NULL ORDER BY id DESC LIMIT ?"
        return self._records(where, [MOST_OPEN_ALARMS])

    def all_of(self, chosen: EventFilter) -> Iterator[Record]:
        """Return every record that is chosen, with its parts, the newest first, one by one."""
        condition, values = chosen.condition(parts_too=True)
        query = f"SELECT {_COLUMNS} FROM event WHERE {condition} ORDER BY id DESC"
        for row in self._database.execute(query, values):
            yield _record_of(row)

    def cameras(self) -> dict[CameraKey, str]:
        """Return the cameras that events are kept of, with the newest name of each."""
        return dict(self._database.execute(_CAMERAS))

    def last_seen(self) -> dict[CameraKey, tuple[float, Kind]]:
        """Return when each camera was heard of last, in seconds since 1970, and what was told."""
        marks = ",".join("?" * len(_SEEN))
        query = f"SELECT key, max(wall), kind FROM event WHERE kind IN ({marks}) GROUP BY key"
        rows = self._database.execute(query, [kind.value for kind in _SEEN])
        return {key: (wall, _KINDS[kind]) for key, wall, kind in rows if key}

    def prune(self, keep: Keep, now_wall: float) -> None:
        """Forget what is too old or too much; alarms that nobody has acknowledged stay."""
        closed = "NOT (alarm = 1 AND acknowledged IS NULL)"
        oldest = now_wall - keep.days * _DAY
        last = "(SELECT id FROM event ORDER BY id DESC LIMIT 1 OFFSET ?)"
        with self._transaction():
            self._database.execute(f"DELETE FROM event WHERE wall < ? AND {closed}", [oldest])
            self._database.execute(
                f"DELETE FROM event WHERE id <= {last} AND {closed}", [keep.count]
            )

    def _put(self, record: Record) -> bool:
        try:
            self._database.execute(_INSERT, _row_of(record))
        except Exception as error:
            if isinstance(error, sqlite3.Error) and not isinstance(error, _OF_THE_RECORD):
                raise
            _log.warning("An event cannot be kept: %r", record, exc_info=error)
            return False
        return True

    def _records(self, where: str, values: Collection[object]) -> list[Record]:
        query = f"SELECT {_COLUMNS} FROM event WHERE {where}"
        return [_record_of(row) for row in self._database.execute(query, list(values))]

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:  # whatever it is, nothing may stay half done
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            raise

    def _prepare(self) -> None:
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        [version] = self._database.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise _UnusableError(
                f"it is of version {version}, this program knows {len(MIGRATIONS)}"
            )
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            self._database.executescript(
                f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {number}; COMMIT;"
            )
        [found] = self._database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise _UnusableError(str(found))
        self.page(EventFilter(words="x"), None, 1)


def open_store(path: Path | None) -> tuple[EventStore, str]:
    """Open the file; return the store, and what there is to tell the operator.

    A broken file is renamed, and a new one begun. Where no file can be had, the events are kept
    in memory until the program ends.
    """
    if path is None:
        return EventStore(), ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return EventStore(path), ""
    except (OSError, ValueError) as error:
        return _in_memory(path, getattr(error, "strerror", None) or str(error))
    except _UnusableError as error:
        return _anew(path, str(error))
    except sqlite3.Error as error:
        if _is_innocent(error):
            return _in_memory(path, str(error))
        return _anew(path, str(error))


def _make_private(path: Path) -> None:
    """Let nobody else read the file; SQLite gives the files beside it the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE))
    with contextlib.suppress(OSError):  # it may be somebody else's
        path.chmod(PRIVATE)


def _anew(path: Path, reason: str) -> tuple[EventStore, str]:
    try:
        aside = StoredFile(path).set_aside()
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        return EventStore(path), f"{path}: {reason}. The file is kept as {aside.name}."
    except (OSError, sqlite3.Error, _UnusableError) as error:
        return _in_memory(path, f"{reason}; {error}")


def _in_memory(path: Path, reason: str) -> tuple[EventStore, str]:
    text = f"{path} cannot be used: {reason}. Events are kept until the program ends."
    return EventStore(), text


def _is_innocent(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _NOT_THE_FILES_FAULT


def _row_of(record: Record) -> tuple[Any, ...]:
    return (
        record.id,
        record.wall,
        record.kind.value,
        record.text,
        record.sign.name,
        record.key,
        record.camera,
        record.alarm,
        record.times,
        record.outage,
        "".join(f" {key} " for key in record.keys),
        record.part_of,
        record.acknowledged,
        record.initials,
        record.note,
        searched_text(record.text, record.camera, record.initials, record.note),
    )


def _record_of(row: tuple[Any, ...]) -> Record:
    values = list(row)
    # What another version wrote is listed too, even if this one has no word for it.
    values[2] = _KINDS.get(row[2], Kind.PROGRAM)
    values[4] = Sign.__members__.get(row[4], Sign.DOT)
    values[7] = bool(row[7])
    values[10] = tuple(row[10].split())
    return Record(*values)
