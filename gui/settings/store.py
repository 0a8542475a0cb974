"""The settings file: TOML that people may edit by hand. Their comments stay."""

from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
import tomlkit
from tomlkit.exceptions import TOMLKitError

from gui.background.stored_file import StoredFile
from gui.cameras.entry import CameraEntry
from gui.settings.schema import VERSION, Settings

OWN_PATH = Path(platformdirs.user_config_dir("netgear-monitor", appauthor=False), "settings.toml")
"""The program's own settings, unless the command line names another file."""

_FIRST_LINE = "NetGear Monitor's settings. What is not named here has its default."


class SettingsError(Exception):
    """The settings file cannot be used; the message names the file and what is wrong in it."""


def load(path: Path) -> Settings:
    """Read a settings file; raises SettingsError when it cannot be used."""
    try:
        text = StoredFile(path).read()
        if text is None:
            raise SettingsError(f"{path}: No such file or directory")
        return read_text(text)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except (TOMLKitError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{path}: {error}") from error


def load_or_set_aside(path: Path) -> tuple[Settings, str]:
    """Read the program's own settings file; return them and what there is to tell the operator.

    A file that is not there yet gives the defaults. One that cannot be used is renamed, so that
    the program starts and nothing is lost.
    """
    if not path.exists():
        return Settings(), ""
    try:
        return load(path), ""
    except SettingsError as error:
        return Settings(), f"{error}. {_set_aside(path)}"


def read_text(text: str) -> Settings:
    """Read settings, of an older version too; raises ValidationError or TOMLKitError."""
    return msgspec.convert(_migrated(tomlkit.parse(text).unwrap()), Settings)


def updated_text(before: str | None, settings: Settings) -> str:
    """Return the file's text with these settings; the comments of the text before stay.

    Only what differs from its default is written, and what was in the file before.
    """
    if before is None:
        document = tomlkit.document()
        document.add(tomlkit.comment(_FIRST_LINE))
    else:
        document = tomlkit.parse(before)
        document.pop("names", None)
    _update(document, msgspec.to_builtins(settings), msgspec.to_builtins(Settings()))
    document["version"] = VERSION
    return tomlkit.dumps(document)


def _update(
    table: MutableMapping[str, Any], values: Mapping[str, Any], defaults: Mapping[str, Any]
) -> None:
    for key, value in values.items():
        if key == "camera":
            _replace_cameras(table, [_camera(one) for one in value])
        elif isinstance(value, dict) and key != "shortcuts":
            inner = table.get(key, tomlkit.table())
            _update(inner, value, defaults[key])
            if inner:
                table[key] = inner
        elif key in table or value != defaults[key]:
            _replace(table, key, value)


def _replace(table: MutableMapping[str, Any], key: str, value: Any) -> None:
    if isinstance(value, list | dict) and not value:
        table.pop(key, None)
    elif key not in table or tomlkit.item(table[key]).unwrap() != value:
        table[key] = value


def _replace_cameras(table: MutableMapping[str, Any], cameras: list[dict[str, Any]]) -> None:
    """Leave a list alone that says the same, also with ports in place of keys."""
    before = tomlkit.item(table.get("camera", [])).unwrap()
    if list(map(_with_key, before)) != cameras:
        _replace(table, "camera", cameras)


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
    if not isinstance(camera, dict) or "port" not in camera or "key" in camera:
        return camera
    return {"key": str(camera["port"]), **{k: v for k, v in camera.items() if k != "port"}}


def _set_aside(path: Path) -> str:
    try:
        kept = StoredFile(path).set_aside()
    except OSError as error:
        return f"It cannot be renamed either ({error.strerror}); the defaults are used."
    return f"The file is kept as {kept.name}; the defaults are used."
