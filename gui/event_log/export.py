"""Events as CSV, for spreadsheets and reports. No Qt."""

import codecs
import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from gui.event_log.record import Record
from netgear_engine.atomic_file import SHARED, atomic_file

HEADER = (
    "time",
    "key",
    "camera",
    "kind",
    "text",
    "times",
    "outage in seconds",
    "alarm",
    "acknowledged",
    "initials",
    "note",
)

_FORMULA_BEGINS_WITH = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, records: Iterable[Record]) -> int:
    """Write the records into a new file; return how many there were. Raises OSError.

    The file begins with a mark by which spreadsheets know that it is UTF-8.
    """
    count = 0
    with atomic_file(path, mode=SHARED) as file:
        writer = csv.writer(codecs.getwriter("utf-8-sig")(file))
        writer.writerow(HEADER)
        for record in records:
            writer.writerow([safe_cell(value) for value in _cells(record)])
            count += 1
    return count


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: cameras may call themselves =1+1."""
    return f"'{text}" if text.startswith(_FORMULA_BEGINS_WITH) else text


def _cells(record: Record) -> tuple[str, ...]:
    return (
        _moment(record.wall),
        " ".join(record.of_keys),
        record.camera,
        record.kind.value,
        record.text,
        str(record.times),
        "" if record.outage is None else f"{record.outage:.1f}",
        "yes" if record.alarm else "",
        "" if record.acknowledged is None else _moment(record.acknowledged),
        record.initials,
        record.note,
    )


def _moment(wall: float) -> str:
    return datetime.fromtimestamp(wall).isoformat(" ", "seconds")
