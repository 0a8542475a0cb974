"""Lists of cameras as files: TOML and CSV, written, and read with what is wrong row by row. No Qt.

A row of a CSV file is what a spreadsheet calls it: the first one has the names of the columns. In
a TOML file the first camera is row 1.
"""

import csv
import io
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import tomlkit

from gui.cameras.entry import MOST_CAMERAS, CameraEntry, Fitting, Rotation
from gui.cameras.key import CameraKey, key_of_port
from gui.cameras.names import place_words
from netgear_engine.protocol.text import LONGEST_NAME, without_joiners

MOST_BYTES = 1_000_000
MOST_WRONG = 200
COLUMNS = ("key", "name", "group", "rotation", "mirrored", "fitting")

_PORT = "port"
_SAVE_AS = "save it as CSV UTF-8, or from an editor with the encoding UTF-8"
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0", ""})
_SEPARATORS = ",;\t"


class CameraListError(Exception):
    """A file is no list of cameras; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: the camera in it, or what is wrong with it."""

    number: int
    camera: CameraEntry | None
    problem: str = ""

    def words(self) -> str:
        """Return what is wrong, with the row; "" when nothing is."""
        return f"row {self.number}: {self.problem}" if self.problem else ""


@dataclass(frozen=True, slots=True)
class CameraList:
    """What was read from a file, row by row."""

    rows: tuple[Row, ...] = field(default=())

    @property
    def cameras(self) -> tuple[CameraEntry, ...]:
        """The cameras of the rows in which nothing is wrong."""
        return tuple(row.camera for row in self.rows if row.camera is not None)

    @property
    def wrong(self) -> tuple[Row, ...]:
        """The rows in which something is wrong."""
        return tuple(row for row in self.rows if row.problem)


def read_file(path: Path) -> CameraList:
    """Read a list; raises CameraListError when the file is none."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CameraListError(f"{path}: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise CameraListError(f"{path.name} is larger than 1 MB: it is no list of cameras")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if path.suffix.lower() == ".toml" or b"\0" in content:
            raise CameraListError(f"{path.name} is not text in UTF-8: {_SAVE_AS}") from error
        # A spreadsheet on Windows writes CSV so, unless it is told otherwise.
        text = content.decode("cp1252", errors="replace")
        if "\ufffd" in text:
            raise CameraListError(f"{path.name} is not text in UTF-8: {_SAVE_AS}") from error
    return read_toml(text) if path.suffix.lower() == ".toml" else read_csv(text)


def text_for(path: Path, cameras: Iterable[CameraEntry]) -> str:
    """Return the text of a list, as TOML or CSV as the file's name says."""
    return write_toml(cameras) if path.suffix.lower() == ".toml" else write_csv(cameras)


def write_csv(cameras: Iterable[CameraEntry]) -> str:
    """Return the cameras as CSV with a row of column names."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in cameras:
        mirrored = "yes" if one.mirrored else "no"
        fitting = one.fitting or ""
        writer.writerow([one.key, one.name, one.group, one.rotation, mirrored, fitting])
    return target.getvalue()


def write_toml(cameras: Iterable[CameraEntry]) -> str:
    """Return the cameras as TOML, as they stand in the settings file too."""
    tables = tomlkit.aot()
    for one in cameras:
        facts = {name: getattr(one, name) for name in COLUMNS}
        default = CameraEntry(one.key)
        table = tomlkit.table()
        for name, value in facts.items():
            if name == "key" or value != getattr(default, name):
                table[name] = value
        tables.append(table)
    document = tomlkit.document()
    document["camera"] = tables
    return tomlkit.dumps(document)


def read_csv(text: str) -> CameraList:
    """Read CSV, separated by commas, semicolons or tabs; raises CameraListError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    columns: list[str] | None = None
    rows: list[tuple[int, Mapping[str, Any] | str]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(cells)
            elif len(cells) > len(columns):
                rows.append((number, f"{len(cells)} cells for {len(columns)} columns"))
            else:
                rows.append((number, dict(zip(columns, cells, strict=False))))
    except csv.Error as error:
        raise CameraListError(f"row {reader.line_num}: {error}") from error
    if columns is None:
        raise CameraListError("the file is empty")
    return _checked(rows)


def read_toml(text: str) -> CameraList:
    """Read TOML with a table [[camera]] for each camera; raises CameraListError."""
    try:
        tables = tomllib.loads(text).get("camera")
    except (ValueError, RecursionError) as error:  # of which TOMLDecodeError is one
        raise CameraListError(f"the file is not TOML: {error}") from error
    if not isinstance(tables, list):
        raise CameraListError("the file has no [[camera]] in it")
    return _checked([(number, _table(table)) for number, table in enumerate(tables, start=1)])


def _table(table: Any) -> Mapping[str, Any] | str:
    if not isinstance(table, dict):
        return "this is no [[camera]]"
    unknown = sorted(set(table) - {*COLUMNS, _PORT})
    if unknown:
        return f"{_short(unknown[0])} is nothing that a camera has"
    facts = {_column(name): value for name, value in table.items()}
    return facts if len(facts) == len(table) else "a camera has a key or a port, not both"


def _checked(rows: Sequence[tuple[int, Mapping[str, Any] | str]]) -> CameraList:
    read: list[Row] = []
    seen: dict[CameraKey, int] = {}
    wrong = 0
    for number, facts in rows:
        row = _row(number, facts)
        camera = row.camera
        if camera is not None and camera.key in seen:
            problem = f"{place_words(camera.key)} is in row {seen[camera.key]} already"
            row = Row(number, None, problem)
        elif camera is not None:
            seen[camera.key] = number
        if len(seen) > MOST_CAMERAS:
            raise CameraListError(f"at most {MOST_CAMERAS} cameras can be watched")
        read.append(row)
        wrong += bool(row.problem)
        if wrong > MOST_WRONG:
            first = next(one for one in read if one.problem)
            raise CameraListError(f"more than {MOST_WRONG} rows are wrong, first {first.words()}")
    if not read:
        raise CameraListError("there is no camera in the file")
    return CameraList(tuple(read))


def _row(number: int, facts: Mapping[str, Any] | str) -> Row:
    if isinstance(facts, str):
        return Row(number, None, facts)
    try:
        values = {name: read(facts[name]) for name, read in _READERS.items() if name in facts}
        if "key" not in values:
            raise ValueError("the port is missing")
        return Row(number, CameraEntry(**values))
    except ValueError as error:
        return Row(number, None, str(error))


def _separator(text: str) -> str:
    """Return what separates the column names: the sign that is there most often."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def _columns(cells: Sequence[str]) -> list[str]:
    columns = [_column(cell.strip().lower()) for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown or "key" not in columns:
        missing = f"{_short(unknown[0])} is no column" if unknown else "there is no column key"
        raise CameraListError(f"row 1: {missing}; the columns are {', '.join(COLUMNS)}")
    if len(set(columns)) < len(columns):
        raise CameraListError("row 1: a column is there twice")
    return columns


def _column(name: str) -> str:
    """Return what a column is called now: before, cameras were listed by their ports."""
    return "key" if name == _PORT else name


def _key(value: Any) -> CameraKey:
    return key_of_port(_whole_number("port", value))


def _rotation(value: Any) -> Rotation:
    number = _whole_number("rotation", 0 if value == "" else value)
    for possible in get_args(Rotation):
        if number == possible:
            return possible  # type: ignore[no-any-return]  # get_args is untyped
    raise ValueError(f"rotation {number}: 0, 90, 180 or 270")


def _whole_number(name: str, value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not (text.isascii() and text.removeprefix("-").isdigit()):
        raise ValueError(f"{name} {_short(text)} is not a whole number")
    if len(text) > 12:
        raise ValueError(f"{name} {_short(text)} is too large")
    return int(text)


def _mirrored(value: Any) -> bool:
    text = str(value).strip().lower()
    if text not in _YES | _NO:
        raise ValueError(f"mirrored {_short(text)}: yes or no")
    return text in _YES


def _fitting(value: Any) -> Fitting | None:
    text = str(value).strip().lower()
    for possible in get_args(Fitting):
        if text == possible:
            return possible  # type: ignore[no-any-return]  # get_args is untyped
    if text:
        raise ValueError(f"fitting {_short(text)}: fit, fill or stretch, or nothing")
    return None


def _text(name: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{name} {_short(str(value))} is not text")
        text = without_joiners(value).strip()
        if len(text) > LONGEST_NAME:
            raise ValueError(f"{name} has {len(text)} letters: at most {LONGEST_NAME}")
        if not text.isprintable():
            raise ValueError(f"{name} has signs in it that cannot be shown")
        return text

    return read


def _short(text: str) -> str:
    return repr(text if len(text) <= 20 else f"{text[:20]}…")


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "key": _key,
    "name": _text("name"),
    "group": _text("group"),
    "rotation": _rotation,
    "mirrored": _mirrored,
    "fitting": _fitting,
}
