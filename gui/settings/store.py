"""The settings file: TOML that people may edit by hand. Their comments stay."""

import contextlib
import re
import tomllib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
import tomlkit
from tomlkit.exceptions import TOMLKitError

from gui.background.stored_file import StoredFile
from gui.cameras.entry import CameraEntry
from gui.lock.pin import is_hash
from gui.settings.reading import UNREADABLE_PIN, Reading, read
from gui.settings.schema import VERSION, Settings

OWN_PATH = Path(platformdirs.user_config_dir("netgear-monitor", appauthor=False), "settings.toml")
"""The program's own settings, unless the command line names another file."""

_PIN_LINE = re.compile(
    rb"""^[^#\n]*\bpin["']?\s*=\s*["']+(\$argon2[^"'\s]+)["']""", re.MULTILINE | re.IGNORECASE
)
# An empty one says that there is none.
_NO_PIN_LINE = re.compile(
    rb"""^\s*(lock\s*\.\s*)?["']?pin["']?\s*=\s*(""|'')\s*$""", re.MULTILINE | re.IGNORECASE
)
_PIN_WORD = re.compile(rb"""\bpin\b(?!\s*=\s*(""|'')\s*$)""", re.MULTILINE | re.IGNORECASE)
_MOST_BYTES = 16 * 1024 * 1024
_GONE_PIN = 'lock.pin: is gone, so the last one known counts; for none, write pin = ""'
_STAYS_LOCKED = "The window is locked until that is right."
_FIRST_LINE = "NetGear Monitor's settings. What is not named here has its default."


class SettingsError(Exception):
    """The settings file cannot be used; the message names the file and what is wrong in it."""


def load(path: Path) -> Settings:
    """Read a settings file; raises SettingsError with all that is wrong in it, line by line."""
    reading = _read(path)
    if reading.told_pin is None and _newest_pin(path):
        reading.faults.append(f"{path}: {_GONE_PIN}")
    if reading.faults:
        raise SettingsError("\n".join(reading.faults))
    return reading.settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """The program's own settings and what there is to tell the operator; "" when nothing.

    The file `is_new` when there was none yet. It `is_broken` when it could not be read at all: it
    stays as it is until it is mended, or until `replace_broken` puts the settings in use in its
    place; with `has_last_good` those are the ones before the last change, else the defaults.
    The window `begins_locked` when nobody knows whether it was to be: nobody has chosen that.
    """

    settings: Settings
    trouble: str = ""
    is_new: bool = False
    is_broken: bool = False
    has_last_good: bool = False
    begins_locked: bool = False


def load_own(path: Path) -> Loaded:
    """Read the program's own settings file; whatever is wrong with it, there are settings to use.

    What is wrong in it is left out. When it cannot be read at all, the settings before the last
    change are used. No window is unlocked because a file is wrong: the PIN that the file still
    tells counts, then that of the version before; one that nobody knows keeps the window locked.
    """
    if not (_is_there(path) or _is_there(_version_before(path))):
        return Loaded(Settings(), is_new=True)
    pin = _newest_pin(path)
    try:
        # The list of events has little room: which folder it is need not be said.
        reading = _read(path, path.name)
    except SettingsError as error:
        return _in_place_of(path, str(error), pin)
    is_doubtful = reading.has_wrong_lock
    if reading.told_pin is None and pin:
        reading.faults.append(f"{path.name}: {_GONE_PIN}")
        is_doubtful = True
    return _loaded(reading.settings, "; ".join(reading.faults), pin, is_doubtful)


def _in_place_of(path: Path, error: str, pin: str | None) -> Loaded:
    """Return what is used in place of a file that cannot be read."""
    before = _version_before(path)
    try:
        settings, has_last_good = _read(before).settings, True
        used = f"The settings before the last change are used, from {before.name}"
    except SettingsError:
        settings, has_last_good, used = Settings(), False, "The defaults are used"
        if pin is None and _is_cut_off(path):
            pin = UNREADABLE_PIN
    loaded = _loaded(settings, f"{error}. {used}", pin, is_doubtful=True)
    return replace(loaded, is_broken=_is_there(path), has_last_good=has_last_good)


def _loaded(settings: Settings, trouble: str, pin: str | None, is_doubtful: bool) -> Loaded:
    if pin == UNREADABLE_PIN:
        trouble = f"{trouble}. {_STAYS_LOCKED}"
    lock = msgspec.structs.replace(settings.lock, pin=pin or "")
    begun = msgspec.structs.replace(settings, lock=lock)
    return Loaded(begun, trouble, begins_locked=is_doubtful and bool(pin))


def save(file: StoredFile, settings: Settings) -> None:
    """Write the settings; a person's comments in the file stay. Waits for the disk.

    Raises OSError; ValueError for a file that somebody broke meanwhile, which stays as it is.
    """
    try:
        text = updated_text(file.read(), settings)
        tomllib.loads(text)
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{error}. Mend it, and change something here to save it all") from error
    file.write(text)
    if settings.lock.pin not in (UNREADABLE_PIN, _told_pin(_version_before(file.path)) or ""):
        # Nor may the version before bring back a PIN that is not the newest, or none.
        file.write(text)


def replace_broken(path: Path, settings: Settings) -> Path | None:
    """Put these settings in place of a broken file; return the name under which that is kept.

    None if it is gone. The comments of the version before come back, too. Waits for the disk;
    raises OSError, ValueError for a file that somebody mended meanwhile, which stays as it is.
    """
    with contextlib.suppress(SettingsError):
        _read(path)
        raise ValueError("It can be read now. Start the program again")
    file, before = StoredFile(path), StoredFile(_version_before(path))
    try:
        text = updated_text(before.read(), settings)
    except (OSError, ValueError, TOMLKitError):
        text = updated_text(None, settings)
    # First, so that at no moment there is neither file from which the PIN can be read.
    before.write(text)
    kept = file.set_aside() if _is_there(path) else None
    file.write(text)
    return kept


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


def _version_before(path: Path) -> Path:
    return path.with_name(path.name + ".bak")


def _is_there(path: Path) -> bool:
    """Return whether there is something, even a link that leads nowhere, or may be."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _newest_pin(path: Path) -> str | None:
    """Return the PIN's hash that counts: where a file does not tell it, that of the version before.

    "" when there is none, UNREADABLE_PIN when there may be one, None when nothing is said of it.
    """
    pin = _told_pin(path)
    return (_told_pin(_version_before(path)) or pin) if pin in (None, UNREADABLE_PIN) else pin


def _told_pin(path: Path) -> str | None:
    """Return what a file tells of the PIN, as above, however broken the file is."""
    try:
        return _read(path).told_pin
    except SettingsError:
        text = _raw(path) or b""
    found = _PIN_LINE.search(text)
    if found is not None and is_hash(pin := found[1].decode("ascii", "replace")):
        return pin
    if _PIN_WORD.search(text):
        return UNREADABLE_PIN
    return "" if _NO_PIN_LINE.search(text) else None


def _is_cut_off(path: Path) -> bool:
    """Return whether a PIN may have stood in what is not there, or not to be read."""
    text = _raw(path)
    return text is None or not text.endswith(b"\n")


def _raw(path: Path) -> bytes | None:
    try:
        # Without the zeros of UTF-16, as some editors write it.
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).replace(b"\0", b"")
    except OSError:
        return None


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
    if settings.lock.pin == UNREADABLE_PIN:
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
