"""The views and windows as they are kept in a file. No Qt.

The program writes it after each change, so that everything is back after a power failure too.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError

from gui.cameras.key import CameraKey
from gui.wall.views.view import View, everything

VERSION = 1

_EMPTY_CELL = ""  # TOML has no word for nothing, and no camera has this key.
_CAMERAS = ("selected", "enlarged")


class WindowPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a window was and what it showed: position and size in the desktop's own units.

    `screen` is the name of its screen; one that is missing now is used again when it is back.
    """

    view: str = ""
    screen: str = ""
    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0
    full_screen: bool = False
    maximised: bool = False
    page: int = 0
    selected: CameraKey | None = None
    enlarged: CameraKey | None = None
    docks: str = ""


class WallFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every view in the order of the tabs, and every window, the main one first."""

    version: Annotated[int, msgspec.Meta(ge=VERSION, le=VERSION)] = VERSION
    view: tuple[View, ...] = (everything(),)
    window: tuple[WindowPlace, ...] = ()

    def __post_init__(self) -> None:
        """Refuse views that could not be told apart; raises ValueError."""
        names = [view.name for view in self.view]
        if not names:
            raise ValueError("there must be one view at least")
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"two views are called {min(twice)!r}")


class WallFileError(Exception):
    """The text is no file of views; the message says where it is wrong."""


def write_text(wall: WallFile) -> str:
    """Return the file's text."""
    tables = msgspec.to_builtins(wall)
    for view in tables["view"]:
        view["slots"] = [_EMPTY_CELL if key is None else key for key in view["slots"]]
    return tomlkit.dumps(_without_nothing(tables))


def read_text(text: str) -> WallFile:
    """Read a file's text; raises WallFileError."""
    try:
        tables: dict[str, Any] = tomlkit.parse(text).unwrap()
        for view in tables.get("view", []):
            if isinstance(slots := view.get("slots"), list):
                view["slots"] = list(map(_read_key, slots))
        for place in tables.get("window", []):
            place.update((name, _read_key(place[name])) for name in _CAMERAS if name in place)
        return msgspec.convert(tables, WallFile)
    except (TOMLKitError, msgspec.ValidationError, AttributeError, TypeError) as error:
        raise WallFileError(str(error)) from error


def _read_key(value: Any) -> Any:
    """Return a cell's camera, None for none; the first files had port numbers, and 0 for none."""
    if type(value) is int:
        value = str(value) if value else _EMPTY_CELL
    return None if value == _EMPTY_CELL else value


def _without_nothing(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nothing(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_without_nothing(one) for one in value]
    return value
