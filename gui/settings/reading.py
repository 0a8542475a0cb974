"""Reads settings out of a file's tables. What is wrong is left out and said, key by key. No Qt.

One wrong key must not take the cameras, the keys and the PIN with it.
"""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import inspect

from gui.cameras.entry import CameraEntry
from gui.cameras.key import CameraKey
from gui.cameras.names import place_words
from gui.lock.pin import is_hash
from gui.settings.schema import LockSettings, PortsError, Settings, parse_ports
from netgear_engine.protocol.text import printable
from netgear_engine.written_values import (
    WrongValueError,
    did_you_mean,
    nearest,
    not_that,
    shown,
)

UNREADABLE_PIN = "?"
"""Stands for a PIN that the file does not tell: no number is it. It is never saved."""

_CAMERA = "camera"
_LOCK = "lock"
_PIN = "lock.pin"


@dataclass(slots=True)
class Reading:
    """The settings as far as they are right. `faults` has a line for each thing that is not.

    `wrong` are the paths that were meant there, as in "lock.pin". `told_pin` is None when
    nothing is said of a PIN, UNREADABLE_PIN when what is said is wrong.
    """

    place: str
    settings: Settings = field(default_factory=Settings)
    faults: list[str] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    told_pin: str | None = None

    @property
    def has_wrong_lock(self) -> bool:
        """Whether something is wrong of what was meant for the lock."""
        return any(path.partition(".")[0] == _LOCK for path in self.wrong)


def read(place: str, tables: dict[str, Any]) -> Reading:
    """Read a file's tables; `place` is what the file is called in complaints."""
    reading = Reading(place)
    cameras = tables.pop(_CAMERA, [])
    values = _values(reading, Settings, tables)
    values[_CAMERA] = _cameras(reading, cameras)
    reading.settings = Settings(**values)
    return reading


def _values(
    reading: Reading, kind: type[msgspec.Struct], table: dict[str, Any], path: str = ""
) -> dict[str, Any]:
    fields = {one.name: one.type for one in msgspec.structs.fields(kind)}
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in fields:
            meant = did_you_mean(name, fields) or f"; the keys are {', '.join(fields)}"
            names = {name, *value} if isinstance(value, dict) else {name}
            is_lock = not names.isdisjoint(LockSettings.__struct_fields__)
            path_meant = _LOCK if is_lock else path + nearest(name, fields)
            _complain(reading, path + name, f"unknown key{meant}", path_meant)
            continue
        try:
            values[name] = _value(reading, fields[name], value, path + name)
        except WrongValueError as error:
            _complain(reading, path + name, str(error), path + name)
    return values


def _value(reading: Reading, kind: Any, value: Any, path: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if not isinstance(value, dict):
            raise WrongValueError(f"{shown(value)} is no table: begin it with the line [{path}]")
        return kind(**_values(reading, kind, value, f"{path}."))
    try:
        result = msgspec.convert(value, kind)
        if path == "ports" and result:
            parse_ports(result)
        if path == _PIN:
            if result and not is_hash(result):
                raise WrongValueError("this is no hash of a PIN: choose the PIN in the window")
            reading.told_pin = result
    except msgspec.ValidationError as error:
        raise WrongValueError(_why_not(value, inspect.type_info(kind))) from error
    except PortsError as error:
        raise WrongValueError(str(error)) from error
    return result


def _cameras(reading: Reading, found: Any) -> tuple[CameraEntry, ...]:
    tables = found if isinstance(found, list) else [found]
    cameras: dict[CameraKey, CameraEntry] = {}
    for number, table in enumerate(tables, 1):
        if not isinstance(table, dict):
            words = f"{shown(table)} is not a camera: begin each with the line [[{_CAMERA}]]"
            _complain(reading, _CAMERA, words, _CAMERA)
            continue
        called = f' "{table["name"]}"' if isinstance(table.get("name"), str) else ""
        camera = _camera(reading, table, f"{_CAMERA} {number}{called}: ")
        if camera is not None and camera.key in cameras:
            words = f"{place_words(camera.key)} has a camera already; each needs its own port"
            _complain(reading, f"{_CAMERA} {number}{called}", words, _CAMERA)
        elif camera is not None:
            cameras[camera.key] = camera
    return tuple(cameras.values())


def _camera(reading: Reading, table: dict[str, Any], path: str) -> CameraEntry | None:
    if "port" in table and "key" in table:
        _complain(reading, f"{path}port", "there is a key, too: write one of them", _CAMERA)
        table = {name: value for name, value in table.items() if name != "port"}
    values = _values(reading, CameraEntry, table, path)
    if "key" not in values:
        if "key" not in table:
            _complain(reading, f"{path}key", 'is missing: write, for instance, key = "5566"', "")
        return None
    try:
        return CameraEntry(**values)
    except ValueError as error:
        _complain(reading, f"{path}key", str(error), _CAMERA)
        return None


def _complain(reading: Reading, path: str, words: str, meant: str) -> None:
    reading.faults.append(printable(f"{reading.place}: {path}: {words}"))
    reading.wrong.add(meant)
    if meant in (_LOCK, _PIN) and reading.told_pin is None:
        reading.told_pin = UNREADABLE_PIN


def _why_not(value: Any, told: Any) -> str:
    """Return what is wrong with a value, and what its key takes."""
    told = told.type if isinstance(told, inspect.Metadata) else told
    least, most = getattr(told, "ge", None), getattr(told, "le", None)
    bounds = "" if least is None else f", {least:g} to {most:g}"
    choices = _choices(told)
    kind: Any = None
    if isinstance(told, inspect.BoolType):
        kind, words = bool, "true or false"
    elif isinstance(told, inspect.IntType):
        kind, words = int, f"{least}" if least == most else f"a whole number{bounds}"
    elif isinstance(told, inspect.FloatType):
        kind, words = float, f"a number{bounds}"
    elif isinstance(told, inspect.StrType):
        kind, words = str, "text in quotes"
    elif isinstance(told, inspect.DictType):
        words = 'a table of texts in quotes, as in find = "Ctrl+F"'
    else:
        words = f"one of {', '.join(map(shown, choices))}" if choices else "a list"
    names = [word for word in choices if isinstance(word, str)]
    return not_that(value, kind, words) + did_you_mean(str(value), names)


def _choices(told: Any) -> tuple[Any, ...]:
    if isinstance(told, inspect.UnionType):
        return next((choices for one in told.types if (choices := _choices(one))), ())
    return tuple(told.values) if isinstance(told, inspect.LiteralType) else ()
