"""The settings file: TOML that people may edit by hand. Their comments stay."""

import re
import tomllib
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
import tomlkit

from gui.background.stored_file import StoredFile
from gui.cameras.entry import CameraEntry
from gui.settings.reading import Reading, read
from gui.settings.schema import VERSION, Settings

OWN_PATH = Path(platformdirs.user_config_dir("netgear-monitor", appauthor=False), "settings.toml")
"""The program's own settings, unless the command line names another file."""

UNREADABLE_PIN = "?"
"""Stands for a PIN that the file does not tell: no number is it. It is never saved."""

_PIN_LINE = re.compile(
    rb"""^[^#\n]*\bpin["']?\s*=\s*["']+(\$argon2[^"'\s]+)["']""", re.MULTILINE | re.IGNORECASE
)
# An empty one says that there is none.
_PIN_WORD = re.compile(rb"""\bpin\b(?!\s*=\s*(""|'')\s*$)""", re.MULTILINE | re.IGNORECASE)
_STAYS_LOCKED = "The window is locked until that is right."
_FIRST_LINE = "NetGear Monitor's settings. What is not named here has its default."


class SettingsError(Exception):
    """The settings file cannot be used; the message names the file and what is wrong in it."""


def load(path: Path) -> Settings:
    """Read a settings file; raises SettingsError with all that is wrong in it, line by line."""
    reading = _read(path)
    if reading.faults:
        raise SettingsError("\n".join(reading.faults))
    return reading.settings


def load_or_set_aside(path: Path) -> tuple[Settings, str]:
    """Read the program's own settings file; return them and what there is to tell the operator.

    A file that is not there yet gives the defaults. What is wrong in one is left out. One that
    cannot be read at all is renamed, and the settings before the last change are used. No window is
    unlocked because a file is wrong: one whose PIN is not known stays where it is until it is
    mended, so that the next start is locked, too.
    """
    if not path.exists():
        return Settings(), ""
    try:
        # The list of events has little room: which folder it is need not be said.
        reading = _read(path, path.name)
    except SettingsError as error:
        settings, used = _last_good(path)
        pin = _salvaged_pin(path)
        if pin == UNREADABLE_PIN:
            pin = settings.lock.pin or pin
        if pin and pin != settings.lock.pin:
            settings = _locked(settings, pin)
        if settings.lock.pin == UNREADABLE_PIN:
            return settings, f"{error}. {_STAYS_LOCKED}"
        return settings, f"{error}. {_set_aside(path, used)}"
    settings = reading.settings
    if reading.has_lost_the_lock:
        before, _used = _last_good(path)
        settings = _locked(settings, before.lock.pin or UNREADABLE_PIN)
        reading.faults.append(_STAYS_LOCKED)
    return settings, "; ".join(reading.faults)


def read_text(text: str) -> Settings:
    """Read settings, of an older version too; raises SettingsError."""
    reading = _read_tables(text, "")
    if reading.faults:
        raise SettingsError("\n".join(reading.faults))
    return reading.settings


def _read(path: Path, place: str = "") -> Reading:
    place = place or str(path)
    try:
        text = StoredFile(path).read()
    except OSError as error:
        raise SettingsError(f"{place}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{place}: line {line} is not text in UTF-8") from error
    if text is None:
        raise SettingsError(f"{place}: No such file or directory")
    return _read_tables(text, place)


def _read_tables(text: str, place: str) -> Reading:
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of which TOMLDecodeError is one
        raise SettingsError(
            f"{place} is not written as TOML: {error}{_key_at(error, text)}"
        ) from error
    return read(place, _migrated(tables))


def _key_at(error: Exception, text: str) -> str:
    """Return the key in the line that an error is about; never its value, which may be a secret."""
    found = re.search(r"at line (\d+)", str(error))
    lines = text.splitlines()
    if found is None or int(found[1]) > len(lines):
        return ""
    key, equals, value = lines[int(found[1]) - 1].partition("=")
    unquoted = equals and value.strip()[:1].isalpha()
    return f", key {key.strip()}{': put text in quotes' if unquoted else ''}" if equals else ""


def _last_good(path: Path) -> tuple[Settings, str]:
    """Return the settings before the last change and what they are called, else the defaults."""
    before = path.with_name(path.name + ".bak")
    try:
        reading = _read(before)
    except SettingsError:
        return Settings(), "the defaults are used"
    settings = reading.settings
    if reading.has_lost_the_lock:
        settings = _locked(settings, UNREADABLE_PIN)
    return settings, f"the settings before the last change are used, from {before.name}"


def _salvaged_pin(path: Path) -> str:
    """Return the PIN's hash out of a file that cannot be read otherwise; "" if it names no PIN."""
    try:
        # Without the zeros of UTF-16, as some editors write it.
        text = path.read_bytes().replace(b"\0", b"")
    except OSError:
        return ""
    found = _PIN_LINE.search(text)
    if found is not None:
        return found[1].decode("ascii", "replace")
    return UNREADABLE_PIN if _PIN_WORD.search(text) else ""


def _locked(settings: Settings, pin: str) -> Settings:
    lock = msgspec.structs.replace(settings.lock, pin=pin, locked_at_start=True)
    return msgspec.structs.replace(settings, lock=lock)


def updated_text(before: str | None, settings: Settings) -> str:
    """Return the file's text with these settings; the comments of the text before stay.

    What the text says already is left as it is written, also where it is wrong. Only what differs
    from its default is added.
    """
    values = msgspec.to_builtins(settings)
    if before is None:
        document = tomlkit.document()
        document.add(tomlkit.comment(_FIRST_LINE))
        said = Reading("")
    else:
        document = tomlkit.parse(before)
        said = read("", _migrated(document.unwrap()))
    known = msgspec.to_builtins(said.settings)
    if "version" not in document and document.pop("names", None):
        known["camera"] = []
    if said.has_lost_the_lock or settings.lock.pin == UNREADABLE_PIN:
        del values["lock"]
    _update(document, values, known)
    document["version"] = VERSION
    return tomlkit.dumps(document)


def _update(
    table: MutableMapping[str, Any], values: Mapping[str, Any], known: Mapping[str, Any]
) -> None:
    for key, value in values.items():
        if value == known[key]:
            continue
        if key == "camera":
            _replace(table, key, [_camera(one) for one in value])
        elif isinstance(value, dict) and key != "shortcuts":
            inner = table.get(key)
            inner = inner if isinstance(inner, MutableMapping) else tomlkit.table()
            _update(inner, value, known[key])
            table[key] = inner
        else:
            _replace(table, key, value)


def _replace(table: MutableMapping[str, Any], key: str, value: Any) -> None:
    if isinstance(value, list | dict) and not value:
        table.pop(key, None)
    elif key not in table or tomlkit.item(table[key]).unwrap() != value:
        table[key] = value


def _camera(camera: Mapping[str, Any]) -> dict[str, Any]:
    defaults = msgspec.to_builtins(CameraEntry(camera["key"]))
    return {key: value for key, value in camera.items() if key == "key" or value != defaults[key]}


def _migrated(tables: dict[str, Any]) -> dict[str, Any]:
    """Return the tables as this version has them: the first had `names` in place of cameras.

    A person may write a camera's `port` in place of its key, as all versions did before.
    """
    names = {} if "version" in tables else tables.pop("names", {})
    if isinstance(names, dict) and names:
        tables["camera"] = [
            {"port": int(port) if port.isdecimal() else port, "name": name}
            for port, name in names.items()
        ]
    if isinstance(tables.get("camera"), list):
        tables["camera"] = list(map(_with_key, tables["camera"]))
    return tables


def _with_key(camera: Any) -> Any:
    if not isinstance(camera, dict) or ("port" in camera and "key" in camera):
        return camera
    named = {"key" if name == "port" else name: value for name, value in camera.items()}
    # A number without quotes is a port as well.
    return {name: str(value) if _is_port(name, value) else value for name, value in named.items()}


def _is_port(name: str, value: Any) -> bool:
    return name == "key" and isinstance(value, int) and not isinstance(value, bool)


def _set_aside(path: Path, used: str) -> str:
    try:
        kept = StoredFile(path).set_aside()
    except OSError as error:
        return f"It cannot be renamed either ({error.strerror}); {used}."
    return f"The file is kept as {kept.name}; {used}."
