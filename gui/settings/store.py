"""The settings file: TOML, written by hand for now."""

import tomllib
from pathlib import Path

import msgspec

from gui.settings.schema import Settings


class SettingsError(Exception):
    """The settings file cannot be used; the message names the file and what is wrong in it."""


def load(path: Path) -> Settings:
    """Read a settings file; raises SettingsError when it cannot be used."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{path}: {error}") from error
