"""The configuration file: read, and written anew by `netgear-server init` with every key explained.

What is wrong does not end the reading: all of it is found in one go.
"""

import json
import os
import re
import shutil
import sys
import textwrap
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

if sys.platform != "win32":
    import grp

from netgear_engine.atomic_file import PRIVATE, SHARED, write_atomically
from netgear_engine.errors import EngineError
from netgear_engine.node.configuration.config import DEFAULT_FILE, CameraConfig, NodeConfig
from netgear_engine.node.configuration.keys import CAMERA_KEYS, NODE_KEYS, Key, defaults
from netgear_engine.node.machine.console import terminal_line
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.redaction import SecretWords, without_credentials
from netgear_engine.written_values import (
    WrongValueError,
    did_you_mean,
    nearest,
    read_written,
    shown,
)

CAMERA_TABLE = "camera"
# Who runs the service, and the mode of its file: packaging/node/install.sh makes both.
SERVICE_USER = "netgear"
_FOR_THE_SERVICE = 0o640
_AS_THE_UMASK_SAYS = 0o666
_CAMERA = {key.name: key for key in CAMERA_KEYS}
_NODE = {key.name: key for key in NODE_KEYS}
# What each camera has of its own; the others may stand above the tables, for all cameras.
_OWN_KEYS = ("source", "name")

NO_DEFAULT = "# Not set by default. For example:"
_HEAD = """# What netgear-server sends from this computer, and to whom.
#
# A line that begins with # is a comment. A key in one shows its default, or an example where it
# says so: take the # away to set it. Each key is also a flag, as in --quality 70; flags win.
# When you have changed something: netgear-server check

# ---- All cameras together. Keys of a camera may stand here as well: then they are for all of them.
"""

_CAMERA_HEAD = """
# ---- The first camera.

[[camera]]
"""

_FOOT = """
# ---- Another camera: another table. It needs a port of its own at the receiver.

#[[camera]]
#source = "/dev/v4l/by-id/usb-MAKER_MODEL-video-index0"
#connect = ["192.168.1.20:5567"]
#name = "Back gate"
"""

_TO_FILL_IN = {"source": '"test-pattern"', "connect": '[""] # fill in'}
_WIDTH = 100


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
    are one camera's. `wrong` are names at the top that were meant to be there. `texts` is all text
    in it, of which some may be secret.
    """

    node: Table = field(default_factory=Table)
    cameras: list[Table] = field(default_factory=list)
    has_tables: bool = False
    wrong: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    texts: Sequence[str] = ()


class ConfigError(EngineError):
    """The settings cannot be; `faults` has a line for each reason, without what `texts` hide."""

    def __init__(self, faults: Sequence[str], texts: Collection[str] = ()) -> None:
        secrets = SecretWords(texts)
        self.faults = tuple(terminal_line(secrets.hide(fault)) for fault in faults)
        super().__init__("\n".join(self.faults))


def read_file(path: Path) -> FileContent:
    """Read a configuration file; what is wrong is in `faults`, each with the file's name.

    Raises ConfigError when it cannot be read at all.
    """
    text = ""
    try:
        text = read_written(path)
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
        found = _content(path, content)
        found.texts = _texts(text)
        return found
    raise ConfigError([fault], _texts(text))


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


def init_text(settings: Mapping[str, Any]) -> str:
    """Return the file, with these settings filled in; the receiver is left to the user if need be.

    Settings are values by key, as the flags give them.
    """
    return "".join(
        (
            _HEAD,
            *(_entry(key, settings, NodeConfig) for key in NODE_KEYS),
            _CAMERA_HEAD,
            *(_entry(key, settings, CameraConfig) for key in CAMERA_KEYS),
            _FOOT,
        )
    )


def write_new(file: Path, text: str, *, overwrite: bool) -> str:
    """Write a file that is not there yet, or any with `overwrite`; return why that cannot be.

    When there is a password in it only its owner may read it, and of the usual file the service.
    """
    has_secret = has_secrets(text)
    try:
        if not overwrite:
            mode = PRIVATE if has_secret else _AS_THE_UMASK_SAYS
            open(file, "x", opener=lambda name, how: os.open(name, how, mode)).close()
        elif has_secret and file.exists():
            file.chmod(PRIVATE)
        write_atomically(file, text.encode(), mode=PRIVATE if has_secret else SHARED)
        if has_secret and is_for_the_service(file) and os.geteuid() == 0:
            shutil.chown(file, group=SERVICE_USER)
            file.chmod(_FOR_THE_SERVICE)
    except FileExistsError:
        return f"{file} is there already: --force overwrites it, and - prints a new one"
    except PermissionError:
        return f"{file} may not be written by this user: put sudo before netgear-server"
    except OSError as error:
        return f"{file} cannot be written: {error.strerror}"
    return ""


def is_for_the_service(file: Path) -> bool:
    """Tell whether a file has to be open to the service, which packaging/node/install.sh makes."""
    if sys.platform == "win32" or file != Path(DEFAULT_FILE):
        return False
    try:
        return grp.getgrnam(SERVICE_USER) is not None
    except KeyError:
        return False


def has_secrets(text: str) -> bool:
    """Tell whether a line that is no comment has an address with a password or a key in it."""
    return SecretWords(_texts(text)).has_any


def _texts(text: str) -> list[str]:
    """Return every text of a file that is no comment, with quotes or, wrongly, without."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    quoted = [part for line in lines for part in re.findall(r"""["']([^"']*)["']""", line)]
    bare = [line.partition("=")[2].strip() for line in lines if not {'"', "'"} & set(line)]
    return [*quoted, *bare]


def open_to_others(path: Path | None) -> Iterator[tuple[str, str]]:
    """Yield that others may read a file with a password, and what to type; nothing if not so."""
    if path is None:
        return
    try:
        mode = path.stat().st_mode & 0o777
        allowed = _FOR_THE_SERVICE if is_for_the_service(path) else PRIVATE
        if os.name == "nt" or not mode & ~allowed or not has_secrets(read_written(path)):
            return
    except (OSError, ValueError):
        return
    found = f"{path} has a password in it and may be read by others (mode {mode:04o})"
    yield found, f"chmod {allowed:o} {path}"


def as_toml(value: Any) -> str:
    """Return a setting as it is written in a TOML file."""
    if isinstance(value, msgspec.Struct):
        value = {name: part for name, part in msgspec.structs.asdict(value).items() if part}
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{json.dumps(name)} = {as_toml(part)}" for name, part in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(as_toml, value))}]"
    text = json.dumps(str(value) if isinstance(value, Receiver) else value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")


def _entry(key: Key, settings: Mapping[str, Any], struct: type[msgspec.Struct]) -> str:
    default = defaults(struct).get(key.name)
    note = f"# For example: {key.example}" if key.example else ""
    if key.name in settings:
        line = f"{key.name} = {as_toml(settings[key.name])}"
    elif key.name in _TO_FILL_IN:
        line, note = f"{key.name} = {_TO_FILL_IN[key.name]}", ""
    elif default is None:
        line, note = f"#{key.name} = {key.example}", NO_DEFAULT
    else:
        line = f"#{key.name} = {as_toml(default)}"
    meaning = f"# {key.meaning[0].upper()}{key.meaning[1:]}"
    comment = textwrap.wrap(meaning, _WIDTH, subsequent_indent="# ", break_on_hyphens=False)
    return "\n".join(("", *comment, *([note] if note else []), line, ""))
