"""The settings: one typed table. The file, the flags, the dialog and the documents follow it.

A table is a section of the file and a page of the dialog. What `Meta` says of a field is what the
dialog and the documents say: `title`, `description`, and in `extra` its `unit`, the `words` of its
choices, the `editor` it needs, and `at_start` where a change waits for the next start.
"""

import re
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from gui.cameras.entry import CameraEntry, Fitting
from gui.cameras.key import CameraKey, key_of_port, key_order, port_of_key
from gui.cameras.names import place_words
from netgear_engine.errors import AddressError
from netgear_engine.security.key_flags import DEFAULT_KEYS

VERSION = 2

_PORT_OR_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)
_MOST_PORTS = 256

ThemeName = Literal["dark", "light", "high contrast"]

_AT_START = {"at_start": True}
_FITTINGS = {
    "fit": "Fit: all of the picture",
    "fill": "Fill: no bars, edges cut off",
    "stretch": "Stretch: no bars, out of shape",
}


class LookSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the window looks."""

    theme: Annotated[
        ThemeName,
        Meta(
            title="Colours",
            description="High contrast is black, white and strong colours.",
            extra={"words": {"dark": "Dark", "light": "Light", "high contrast": "High contrast"}},
        ),
    ] = "dark"
    text_percent: Annotated[
        int,
        Meta(
            title="Text size",
            description="The size of all text, and of what holds it.",
            ge=80,
            le=200,
            extra={"unit": "%", "step": 10},
        ),
    ] = 100
    animation: Annotated[
        bool,
        Meta(
            title="Animation",
            description="Off: an alarm's frame does not pulse, and the heartbeat moves in steps "
            "of a second.",
        ),
    ] = True
    fitting: Annotated[
        Fitting,
        Meta(
            title="Pictures in their tiles",
            description="For cameras that have no choice of their own.",
            extra={"words": _FITTINGS},
        ),
    ] = "fit"
    names: Annotated[
        Literal["always", "hover"],
        Meta(
            title="Camera names",
            description="When a tile shows its camera's name. A fault is always shown with it.",
            extra={"words": {"always": "Always", "hover": "Under the mouse, or selected"}},
        ),
    ] = "always"


class AlarmSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and how a loss becomes an alarm. Times are seconds."""

    grace_s: Annotated[
        float,
        Meta(
            title="Alarm after",
            description="How long a camera may be lost before it is an alarm. Its tile shows the "
            "loss at once.",
            ge=0,
            le=3600,
            extra={"unit": "s"},
        ),
    ] = 10.0
    sound: Annotated[
        bool,
        Meta(title="Sound", description="Sound an alarm until it is acknowledged."),
    ] = True
    repeat_s: Annotated[
        float,
        Meta(
            title="Repeat the sound every",
            description="As long as an alarm is not acknowledged.",
            ge=5,
            le=3600,
            extra={"unit": "s"},
        ),
    ] = 30.0
    notification: Annotated[
        bool,
        Meta(
            title="Desktop notification",
            description="Tell of an alarm on the desktop as well, also when the window is hidden.",
        ),
    ] = True


class EventSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many events are kept, and for how long."""

    keep_days: Annotated[
        int,
        Meta(
            title="Keep events for",
            description="Older ones are deleted.",
            ge=1,
            le=3650,
            extra={"unit": "days"},
        ),
    ] = 90
    keep_count: Annotated[
        int,
        Meta(
            title="Keep at most",
            description="The oldest beyond that are deleted.",
            ge=1000,
            le=10_000_000,
            extra={"unit": "events", "step": 1000},
        ),
    ] = 100_000


class LockSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may change things. `pin` is a hash, never the number itself; empty: no lock."""

    pin: Annotated[
        str,
        Meta(
            title="PIN",
            description="4 to 12 digits that unlock the window. The file keeps an Argon2 hash of "
            "it, from which it cannot be read. Without a PIN nothing can be locked.",
            extra={"editor": "pin"},
        ),
    ] = ""
    locked_at_start: Annotated[
        bool,
        Meta(title="Locked at start", description="The program starts locked."),
    ] = False
    after_minutes: Annotated[
        int,
        Meta(
            title="Lock when nobody is there",
            description="After so long without mouse or keys the window is locked and its "
            "controls are hidden; the wall, the alarms and the status bar stay. 0: never.",
            ge=0,
            le=1440,
            extra={"unit": "min"},
        ),
    ] = 0

    def __repr__(self) -> str:
        """Leave the hash out: this text may end up in a log."""
        pin = "set" if self.pin else "none"
        return f"LockSettings({pin}, {self.locked_at_start}, {self.after_minutes})"


class ProgramSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the program behaves on this computer."""

    keep_awake: Annotated[
        bool,
        Meta(
            title="Keep the screen awake",
            description="As long as a camera is live or has a fault.",
        ),
    ] = True
    autostart: Annotated[
        bool,
        Meta(
            title="Start with the computer",
            description="Start the program when this user logs in.",
        ),
    ] = False
    quit_when_all_have_left: Annotated[
        bool,
        Meta(
            title="Quit when all have left",
            description="End the program when every camera has said goodbye, as NetGear's own "
            "receiver does.",
        ),
    ] = False


class SnapshotSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where pictures are saved; empty: in the user's folder for pictures."""

    folder: Annotated[
        str,
        Meta(
            title="Folder",
            description="Where snapshots are saved. Empty: NetGear Monitor in your folder for "
            "pictures.",
            extra={"editor": "folder"},
        ),
    ] = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a monitor needs to know.

    `ports` is what is listened on, beside the ports of the cameras listed. `secure` is 0 in the
    clear, 1 encrypted, 2 encrypted and only known senders are let in; `keys` is the folder with
    the keys. `shortcuts` maps an action's name to its keys; `presets` are replies ready to send.
    """

    version: Annotated[int, Meta(ge=VERSION, le=VERSION)] = VERSION
    listen: Annotated[
        str,
        Meta(
            title="Listen on",
            description="An address of this computer. *: all of them.",
            extra=_AT_START,
        ),
    ] = "*"
    ports: Annotated[
        str,
        Meta(
            title="Ports",
            description="One for each camera, as in 5566,5570-5573. The ports of the cameras "
            "you have added are listened on as well.",
        ),
    ] = "5566-5569"
    pattern: Annotated[
        int,
        Meta(
            title="Pattern",
            description="The way the cameras talk; the same at both ends.",
            ge=1,
            le=2,
            extra={
                **_AT_START,
                "words": {
                    1: "1: request and reply, both ways",
                    2: "2: publish and subscribe, no replies",
                },
            },
        ),
    ] = 1
    secure: Annotated[
        int,
        Meta(
            title="Security",
            description="The same at both ends. The camera's keys are made with --make-keys.",
            ge=0,
            le=2,
            extra={
                **_AT_START,
                "words": {
                    0: "0: in the clear",
                    1: "1: encrypted",
                    2: "2: encrypted, only from cameras it knows",
                },
            },
        ),
    ] = 0
    keys: Annotated[
        str,
        Meta(
            title="Folder with the keys",
            description="Used with security 1 and 2. ~ is your own folder.",
            extra={**_AT_START, "editor": "folder"},
        ),
    ] = DEFAULT_KEYS
    look: LookSettings = LookSettings()
    alarms: AlarmSettings = AlarmSettings()
    events: EventSettings = EventSettings()
    lock: LockSettings = LockSettings()
    program: ProgramSettings = ProgramSettings()
    snapshots: SnapshotSettings = SnapshotSettings()
    shortcuts: dict[str, str] = {}
    presets: tuple[Any, ...] = ()
    camera: tuple[CameraEntry, ...] = ()

    def __post_init__(self) -> None:
        """Refuse ports that cannot be; raises ValueError, which msgspec reports with the field."""
        if self.ports:
            parse_ports(self.ports)
        keys = [camera.key for camera in self.camera]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            place = place_words(min(twice, key=key_order))
            raise PortsError(f"{place} has two cameras; each camera needs its own port")

    def camera_keys(self) -> tuple[CameraKey, ...]:
        """Return the key of every camera, those that send to this computer first."""
        beside = map(key_of_port, parse_ports(self.ports) if self.ports else ())
        return tuple(sorted({*beside, *(camera.key for camera in self.camera)}, key=key_order))

    def port_numbers(self) -> tuple[int, ...]:
        """Return every port to listen on, in ascending order."""
        ports = map(port_of_key, self.camera_keys())
        return tuple(port for port in ports if port is not None)

    def camera_names(self) -> dict[CameraKey, str]:
        """Return the names that the operator has chosen."""
        return {camera.key: camera.name for camera in self.camera if camera.name}

    def camera_groups(self) -> dict[CameraKey, str]:
        """Return the groups of the cameras that are in one, by key."""
        return {camera.key: camera.group for camera in self.camera if camera.group}

    def of_camera(self, key: CameraKey) -> CameraEntry:
        """Return what is said of a camera; the defaults when nothing is."""
        return next((one for one in self.camera if one.key == key), CameraEntry(key))


class PortsError(AddressError, ValueError):
    """A list of ports is not written as it must be."""


def parse_ports(text: str) -> tuple[int, ...]:
    """Read ports and ranges as in "5566,5567,5570-5573"; raises PortsError saying what is wrong."""
    ports: set[int] = set()
    for item in text.split(","):
        match = _PORT_OR_RANGE.fullmatch(item.strip())
        if match is None:
            raise PortsError(f"{item.strip()!r} is not a port or a range, as in 5566,5570-5573")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= 65535:
            raise PortsError(f"{item.strip()!r}: ports are 1 to 65535, the smaller one first")
        if last - first >= _MOST_PORTS:
            raise PortsError(f"{item.strip()!r}: at most {_MOST_PORTS} ports can be watched")
        twice = ports.intersection(range(first, last + 1))
        if twice:
            raise PortsError(f"port {min(twice)} is there twice")
        ports.update(range(first, last + 1))
    if len(ports) > _MOST_PORTS:
        raise PortsError(f"{len(ports)} ports: at most {_MOST_PORTS} can be watched")
    return tuple(sorted(ports))
