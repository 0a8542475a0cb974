"""The configuration file that `netgear-server init` writes: every key with what it means."""

import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_keys import CAMERA_KEYS, NODE_KEYS, Key, defaults
from netgear_engine.sending.receiver_address import Receiver

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

NO_DEFAULT = "# Not set by default. For example:"


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
    """Write a file that is not there yet, or any with `overwrite`; return why that cannot be."""
    try:
        with file.open("w" if overwrite else "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        return f"{file} is there already: --force overwrites it, and - prints a new one"
    except PermissionError:
        return f"{file} may not be written by this user: put sudo before netgear-server"
    except OSError as error:
        return f"{file} cannot be written: {error.strerror}"
    return ""


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
