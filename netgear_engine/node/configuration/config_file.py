"""Reads the configuration file: which keys it has, each with a value that can be.

What is wrong does not end the reading: all of it is found in one go.
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netgear_engine.errors import EngineError
from netgear_engine.node.configuration.config_keys import CAMERA_KEYS, NODE_KEYS, Key
from netgear_engine.node.configuration.config_values import (
    WrongValueError,
    did_you_mean,
    nearest,
    shown,
)
from netgear_engine.sources.redaction import without_credentials

DEFAULT_FILE = "/etc/netgear-server.toml"
CAMERA_TABLE = "camera"

_CAMERA = {key.name: key for key in CAMERA_KEYS}
_NODE = {key.name: key for key in NODE_KEYS}
# What each camera has of its own; the others may stand above the tables, for all cameras.
_OWN_KEYS = ("source", "name")


@dataclass(slots=True)
class Table:
    """The keys of a table that are right; `wrong` are those that were meant to be there.

    `own` are those that stand in the table itself rather than above all tables.
    """

    values: dict[str, Any] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)

    def over(self, common: "Table") -> "Table":
        """Return this table with what stands above all tables."""
        return Table(common.values | self.values, common.wrong | self.wrong, self.own)

    def part(self, names: Collection[str]) -> "Table":
        """Return the keys of these names."""
        values = {name: value for name, value in self.values.items() if name in names}
        return Table(values, self.wrong & set(names), set(values))


@dataclass(slots=True)
class FileContent:
    """What a file says about the node and about each camera, and what is wrong with it.

    `has_tables` tells whether the cameras are written as [[camera]] tables; without them all keys
    are one camera's. `wrong` are names at the top that were meant to be there.
    """

    node: Table = field(default_factory=Table)
    cameras: list[Table] = field(default_factory=list)
    has_tables: bool = False
    wrong: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class ConfigError(EngineError):
    """The settings cannot be; `faults` has a line for each reason."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(map(_one_line, faults))
        super().__init__("\n".join(self.faults))


def read_file(path: Path) -> FileContent:
    """Read a configuration file; what is wrong is in `faults`, each with the file's name.

    Raises ConfigError when it cannot be read at all.
    """
    text = ""
    try:
        # Windows' editors begin a text with a byte order mark, which TOML does not know.
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except FileNotFoundError:
        init = "sudo netgear-server init"
        if path != Path(DEFAULT_FILE):
            init = f"netgear-server init {path}"
        fault = f"{path} does not exist: make it with: {init}"
    except PermissionError:
        fault = f"{path} may not be read by this user: put sudo before netgear-server"
    except OSError as error:
        fault = f"{path} cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = f"{path}: line {line} is not text in UTF-8"
    except (ValueError, RecursionError) as error:  # of which TOMLDecodeError is one
        fault = f"{path} is not written as TOML: {error}{_line_of(error, text)}"
    else:
        return _content(path, content)
    raise ConfigError([fault])


def _one_line(text: str) -> str:
    """Return text that does nothing to a terminal, whatever the file has in names and values."""
    return "".join(character if character.isprintable() else "?" for character in text)


def _line_of(error: BaseException, text: str) -> str:
    """Return the line that an error is about, to go behind it, and the most usual remedy."""
    place = re.search(r"at line (\d+)", str(error))
    if not place:
        return ""
    line = without_credentials(text.splitlines()[int(place[1]) - 1].strip())
    hint = "" if {'"', "'"} & set(line) or "=" not in line else ": put text in quotes"
    return f": {line}{hint}"


def table_name(path: Path | str, number: int, name: Any) -> str:
    """Return what to call a camera's table in a complaint."""
    called = f' "{name}"' if isinstance(name, str) and name else ""
    return f"{path}: {CAMERA_TABLE} {number}{called}"


def _content(path: Path, content: dict[str, Any]) -> FileContent:
    faults: list[str] = []
    above = {name: value for name, value in content.items() if name != CAMERA_TABLE}
    everything = _read_keys(str(path), above, {**_NODE, **_CAMERA}, faults)
    common = everything.part(_CAMERA)
    try:
        tables = _camera_tables(content.get(CAMERA_TABLE, []))
    except WrongValueError as error:
        faults.append(f"{path}: {CAMERA_TABLE}: {error}")
        everything.wrong.add(CAMERA_TABLE)
        tables = []
    cameras = [
        _read_camera(table_name(path, number, table.get("name")), table, faults).over(common)
        for number, table in enumerate(tables, 1)
    ]
    if tables:
        faults += [
            f"{path}: {name}: is each camera's own: write it below its [[{CAMERA_TABLE}]]"
            for name in _OWN_KEYS
            if name in above
        ]
    elif common.values or common.wrong:
        cameras = [common]
    return FileContent(everything.part(_NODE), cameras, bool(tables), everything.wrong, faults)


def _camera_tables(found: Any) -> list[dict[str, Any]]:
    tables = [found] if isinstance(found, dict) else found
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise WrongValueError(
            f"{shown(found)} is not a camera: begin each camera with the line [[{CAMERA_TABLE}]]"
        )
    return tables


def _read_camera(place: str, content: dict[str, Any], faults: list[str]) -> Table:
    own = {name: value for name, value in content.items() if name not in _NODE}
    faults += [
        f"{place}: {name}: is for all cameras: write it above the first [[{CAMERA_TABLE}]]"
        for name in content
        if name in _NODE
    ]
    return _read_keys(place, own, _CAMERA, faults)


def _read_keys(
    place: str, content: dict[str, Any], keys: Mapping[str, Key], faults: list[str]
) -> Table:
    table = Table()
    for name, value in content.items():
        if name not in keys:
            known = tuple(keys) if keys is _CAMERA else (*keys, CAMERA_TABLE)
            meant = did_you_mean(name, known) or f"; the keys are {', '.join(known)}"
            faults.append(f"{place}: {name}: unknown key{meant}")
            table.wrong.add(nearest(name, known))
            continue
        try:
            table.values[name] = keys[name].read(value)
            table.own.add(name)
        except WrongValueError as error:
            faults.append(f"{place}: {name}: {error}")
            table.wrong.add(name)
    return table
