"""Makes the configuration out of the file and the flags, which win, and says what cannot be."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netgear_engine.errors import KeysError, SourceError
from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_file import (
    CAMERA_TABLE,
    ConfigError,
    FileContent,
    Table,
    read_file,
    table_name,
)
from netgear_engine.node.configuration.keys import CAMERA_KEYS, NODE_KEYS
from netgear_engine.node.machine.status_light import LEDS
from netgear_engine.security.curve_keys import load_sender_keys
from netgear_engine.security.key_flags import key_folder
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.network.special_letters import HOW_TO_WRITE, has_unescaped_signs
from netgear_engine.sources.redaction import without_credentials
from netgear_engine.sources.registry import find_kind
from netgear_engine.written_values import did_you_mean, shown

_KEYS = {key.name: key for key in (*CAMERA_KEYS, *NODE_KEYS)}
_CAMERA_NAMES = {key.name for key in CAMERA_KEYS}
_NODE_NAMES = {key.name for key in NODE_KEYS}
_NEEDED = tuple(key for key in CAMERA_KEYS if key.name in {"connect", "source"})
_PI_CAMERA_KEYS = ("controls", "transform", "buffer_count", "queue", "sensor", "format")
# A receiver may listen on every address; another computer reaches nobody there.
_EVERYWHERE = ("*", "0.0.0.0", "::")
_PLAIN_SOURCES = ("test-pattern", "picamera2:0", "picamera:0")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where settings come from: a table of a file, "" for none, and flags over it."""

    place: str
    flags: Collection[str] = ()

    def fault(self, key: str, words: str) -> str:
        """Return a complaint about a key, in the file's words or the command line's."""
        if self.is_flag(key):
            return f"{_KEYS[key].flag}: {words}"
        return f"{self.place}: {key}: {words}"

    def is_flag(self, key: str) -> bool:
        """Tell whether a key's value comes from the command line."""
        return not self.place or key in self.flags


@dataclass(frozen=True, slots=True)
class Draft:
    """A camera's settings before it is known whether they can be.

    `own` are those that were written for this camera rather than for all; `wrong` are those that
    were written and cannot be.
    """

    origin: Origin
    values: dict[str, Any]
    own: Collection[str]
    wrong: Collection[str]

    def fault(self, key: str, words: str) -> str:
        """Return a complaint about a key."""
        return self.origin.fault(key, words)


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
        faults += [fault for draft in drafts for fault in listening_addresses(draft)]
        faults += missing_led(node.get("led", ""), origin)
    if faults:
        texts = [value for value in flags.values() if isinstance(value, str)]
        raise ConfigError(faults, [*content.texts, *texts])
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


def camera_faults(drafts: Sequence[Draft]) -> Iterator[str]:
    """Yield what is wrong with each camera, and with them together."""
    for draft in drafts:
        yield from _source_faults(draft)
        yield from _twice_to_one_receiver(draft)
    yield from _clashes(drafts, "name", lambda value: [value] if value else [], "name of its own")
    yield from _clashes(drafts, "connect", _ports, "port of its own there")
    yield from _clashes(drafts, "source", _devices, "device of its own")


def node_faults(values: Mapping[str, Any], origin: Origin) -> Iterator[str]:
    """Yield what is wrong with the settings that all cameras share."""
    keys, secure = values.get("keys", ""), values.get("secure", 0)
    if keys and not secure:
        need = (
            "--keys needs --secure"
            if origin.is_flag("keys")
            else f"{origin.place}: keys needs secure ="
        )
        yield f"{need} 1 or 2: without it the pictures go in the clear"
    elif secure:
        try:
            load_sender_keys(key_folder(keys))
        except KeysError as error:
            yield origin.fault("keys" if keys else "secure", str(error))


def missing_film(draft: Draft) -> Iterator[str]:
    """Yield a fault when the source is a video file that is not there now."""
    source = draft.values.get("source", "")
    try:
        kind, path = find_kind(source)
    except SourceError:
        return
    if kind.name == "video_file" and not os.path.isfile(path):  # noqa: PTH113 (Path raises)
        words = f"the video file {without_credentials(path)} does not exist"
        yield draft.fault("source", words)


def listening_addresses(draft: Draft) -> Iterator[str]:
    """Yield a fault for each receiver at an address to listen on, copied from the other end.

    Most systems take it for this computer, so it is no fault in itself.
    """
    for receiver in draft.values.get("connect", ()):
        if receiver.host in _EVERYWHERE:
            yield draft.fault(
                "connect",
                f"{receiver} is an address to listen on: write the monitor's own, as in "
                f"192.168.1.20:{receiver.port}, or 127.0.0.1:{receiver.port} on this computer",
            )


def missing_led(name: str, origin: Origin) -> Iterator[str]:
    """Yield a fault when this computer has no such LED."""
    if name and not (LEDS / name).exists():
        known = [light.name for light in LEDS.glob("*")]
        yield origin.fault("led", f"{LEDS} has no {shown(name)}{did_you_mean(name, known)}")


def _source_faults(draft: Draft) -> Iterator[str]:
    if "source" not in draft.values:
        return
    try:
        kind, _ = find_kind(draft.values["source"])
    except SourceError as error:
        meant = did_you_mean(draft.values["source"], _PLAIN_SOURCES)
        yield draft.fault("source", f"{error}{meant}")
        return
    if kind.name == "network_stream" and has_unescaped_signs(draft.values["source"]):
        yield draft.fault("source", f"its password has a sign that ends it: {HOW_TO_WRITE}")
    if kind.name.startswith("pi_camera"):
        yield from _pi_camera_faults(draft)
        return
    source = without_credentials(draft.values["source"])
    for key in _PI_CAMERA_KEYS:
        if key in draft.own:
            yield draft.fault(key, f"is for Raspberry Pi cameras, and the source is {source}")


def _pi_camera_faults(draft: Draft) -> Iterator[str]:
    size = draft.values.get("size")
    if size and any(side % 2 for side in size):
        width, height = size
        yield draft.fault("size", f"{width}x{height}: a Raspberry Pi camera takes even numbers")


def _twice_to_one_receiver(draft: Draft) -> Iterator[str]:
    receivers = draft.values.get("connect", ())
    for number, receiver in enumerate(receivers):
        if receiver in receivers[:number]:
            yield draft.fault("connect", f"{receiver} is there twice")


def _clashes(
    drafts: Sequence[Draft], key: str, parts: Callable[[Any], list[str]], need: str
) -> Iterator[str]:
    """Yield a fault for each camera that has what an earlier one has already."""
    taken: dict[str, int] = {}
    for number, draft in enumerate(drafts, 1):
        for part in parts(draft.values.get(key, "")):
            first = taken.setdefault(part, number)
            if first != number:
                yield draft.fault(
                    key, f"{part} is camera {first}'s already: each camera needs a {need}"
                )


def _ports(receivers: Sequence[Receiver]) -> list[str]:
    hosts = ("127.0.0.1" if one.is_loopback else one.host.casefold() for one in receivers)
    return [str(Receiver(host, one.port)) for host, one in zip(hosts, receivers, strict=True)]


def _devices(source: str) -> list[str]:
    """Return the device that only one program can have, none for other sources."""
    try:
        kind, rest = find_kind(source)
    except SourceError:
        return []
    if kind.name == "webcam":
        return [str(Path(f"/dev/video{rest}" if rest.isdigit() else rest).resolve())]
    return [source] if kind.name.startswith("pi_camera") else []
