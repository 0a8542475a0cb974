"""Makes the configuration out of the file and the flags; flags win."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_checks import (
    Draft,
    Origin,
    camera_faults,
    missing_film,
    missing_led,
    node_faults,
)
from netgear_engine.node.configuration.config_file import (
    CAMERA_TABLE,
    ConfigError,
    FileContent,
    Table,
    read_file,
    table_name,
)
from netgear_engine.node.configuration.config_keys import CAMERA_KEYS, NODE_KEYS

_CAMERA_NAMES = {key.name for key in CAMERA_KEYS}
_NODE_NAMES = {key.name for key in NODE_KEYS}
_NEEDED = tuple(key for key in CAMERA_KEYS if key.name in {"connect", "source"})


def read_config(
    file: Path | None, flags: Mapping[str, Any], *, thorough: bool = False
) -> NodeConfig:
    """Return the configuration that a file and flags describe together.

    `flags` are values by the key's name. `thorough` also looks for things that the settings name
    and that this computer lacks now. Raises ConfigError with everything that is wrong.
    """
    content = read_file(file) if file else FileContent()
    place = str(file or "")
    camera_flags = {name: value for name, value in flags.items() if name in _CAMERA_NAMES}
    node_flags = {name: value for name, value in flags.items() if name in _NODE_NAMES}
    node = content.node.values | node_flags
    drafts = [
        _draft(place, content, number, camera, camera_flags)
        for number, camera in enumerate(content.cameras or [Table()], 1)
    ]
    origin = Origin(place, node_flags)
    faults = [
        *content.faults,
        *_flags_for_several(place, content, camera_flags),
        *_missing(content, drafts),
        *camera_faults(drafts),
        *node_faults(node, origin),
    ]
    if thorough:
        faults += [fault for draft in drafts for fault in missing_film(draft)]
        faults += missing_led(node.get("led", ""), origin)
    if faults:
        raise ConfigError(faults)
    return NodeConfig(cameras=tuple(CameraConfig(**draft.values) for draft in drafts), **node)


def _draft(
    place: str, content: FileContent, number: int, camera: Table, flags: dict[str, Any]
) -> Draft:
    if len(content.cameras) > 1:
        flags = {}  # which camera they mean is not known; that is complained of
    if content.has_tables:
        place = table_name(place, number, camera.values.get("name"))
    # What the file says for its own source need not suit the one on the command line.
    own = flags.keys() if "source" in flags else camera.own | flags.keys()
    return Draft(Origin(place, flags.keys()), camera.values | flags, own, camera.wrong)


def _flags_for_several(place: str, content: FileContent, flags: Mapping[str, Any]) -> Iterator[str]:
    if len(content.cameras) > 1 and flags:
        names = ", ".join(key.flag for key in CAMERA_KEYS if key.name in flags)
        yield (
            f"{place} has {len(content.cameras)} cameras, and {names} cannot say which of them is "
            "meant: change it in the file, or leave the file out with --no-config"
        )


def _missing(content: FileContent, drafts: list[Draft]) -> Iterator[str]:
    if CAMERA_TABLE in content.wrong:
        return
    for draft in drafts:
        lacking = [key for key in _NEEDED if key.name not in draft.values.keys() | draft.wrong]
        if draft.origin.place:
            for key in lacking:
                yield (
                    f"{draft.origin.place}: {key.name} is missing: write, for instance, "
                    f"{key.name} = {key.example}"
                )
        elif lacking:
            flags = " and ".join(f"{key.flag} {key.argument}" for key in reversed(lacking))
            yield f"missing: {flags}; or write a configuration file with: netgear-server init"
