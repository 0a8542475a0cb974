"""The keys of the configuration: what each means, what it takes, and how its value is read.

The file, the flags, the commented file of `netgear-server init` and the complaints of
`netgear-server check` all follow these two tables. Types and defaults are in node/config.py.
"""

from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec

from netgear_engine.node.configuration.config import (
    FASTEST_FPS,
    SLOWEST_FPS,
    CameraConfig,
    NodeConfig,
)
from netgear_engine.node.configuration.config_values import (
    Read,
    WrongValueError,
    as_type,
    number,
    read_controls,
    read_format,
    read_receivers,
    read_sensor,
    read_size,
    read_transform,
)
from netgear_engine.security.key_flags import DEFAULT_KEYS
from netgear_engine.sources.pi_camera.configuration import FORMATS


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    `meaning` is for the file and, as it begins with a small letter, for the help of the flag.
    `read` takes what the file has. `example` is a value as the file has it, for a key whose default
    shows nothing. `argument` is the flag's in the help; "" for true and false.
    """

    name: str
    meaning: str
    argument: str
    read: Read
    example: str = ""

    @property
    def flag(self) -> str:
        """The flag of the same meaning."""
        return f"--{self.name.replace('_', '-')}"

    def read_flag(self, text: str) -> Any:
        """Return the value that a flag's text means; raises WrongValueError."""
        try:
            return self.read(text)
        except WrongValueError:
            value = number(text)
            if value is None:
                raise
        try:
            return self.read(value)
        except WrongValueError:
            return self.read(text)


_TEXT = as_type(str, "text in quotes")
_YES_OR_NO = as_type(bool, "true or false")


def _typed(struct: type[msgspec.Struct], name: str, words: str) -> Read:
    return as_type(get_type_hints(struct, include_extras=True)[name], words)


CAMERA_KEYS = (
    Key(
        "source",
        "where the pictures come from: test-pattern (also test-pattern:2, :3, ...), picamera2:0 "
        "for a Raspberry Pi camera, a video file, a webcam as 0, /dev/video0 or better "
        "/dev/v4l/by-id/..., or an rtsp:// or http:// address. `netgear-server cameras` lists the "
        "cameras of this computer.",
        "SOURCE",
        _TEXT,
        '"test-pattern"',
    ),
    Key(
        "connect",
        "the receivers to send to, for instance the port of a netgear-monitor. Each camera needs a "
        "port of its own there.",
        "HOST:PORT",
        read_receivers,
        '["192.168.1.20:5566"]',
    ),
    Key("name", "what the receiver calls this camera.", "NAME", _TEXT, '"Front gate"'),
    Key(
        "pattern",
        "1 is request/reply, with a way back for replies and commands; 2 is publish/subscribe. The "
        "receiver's must be the same.",
        "{1,2}",
        _typed(CameraConfig, "pattern", "1 or 2"),
    ),
    Key("size", "picture size in pixels.", "WxH", read_size, '"1280x720"'),
    Key(
        "fps",
        "frames a second: the pace of a file or test pattern, the most from a camera.",
        "N",
        _typed(
            CameraConfig,
            "fps",
            f"a number of frames a second, {SLOWEST_FPS:g} to {FASTEST_FPS:g}",
        ),
        "30.0",
    ),
    Key(
        "quality",
        "JPEG quality, 1 to 100, where the camera does not make the JPEGs itself.",
        "N",
        _typed(CameraConfig, "quality", "a JPEG quality, 1 to 100"),
    ),
    Key("loop", "play a video file again and again.", "", _YES_OR_NO),
    Key(
        "controls",
        "Pi camera: controls to set when it starts, in the words of picamera2.",
        "JSON",
        read_controls,
        "{ Brightness = 0.1, AwbEnable = true }",
    ),
    Key(
        "transform",
        "Pi camera: hflip mirrors the picture, vflip turns it upside down; both turn it by 180 "
        "degrees.",
        "hflip,vflip",
        read_transform,
        '"hflip,vflip"',
    ),
    Key(
        "buffer_count",
        "Pi camera: how many pictures it may hold in memory, 1 to 32.",
        "N",
        _typed(CameraConfig, "buffer_count", "a number of buffers, 1 to 32"),
        "4",
    ),
    Key(
        "queue",
        "Pi camera: keep the newest picture ready. Without it each picture is younger, and there "
        "are fewer of them.",
        "",
        _YES_OR_NO,
    ),
    Key(
        "sensor",
        "Pi camera: the mode of the sensor, its size and if need be the bits for each pixel. "
        "`netgear-server cameras` lists the modes.",
        "WxH[:BITS]",
        read_sensor,
        '"2304x1296:10"',
    ),
    Key(
        "format",
        f"Pi camera: the format of the pictures before they become JPEGs: {', '.join(FORMATS)}.",
        "FORMAT",
        read_format,
        '"YUV420"',
    ),
)

NODE_KEYS = (
    Key(
        "secure",
        "0 sends in the clear, 1 encrypted, 2 encrypted and the receiver lets in only senders it "
        "knows. Both ends need it.",
        "{0,1,2}",
        _typed(NodeConfig, "secure", "0, 1 or 2"),
    ),
    Key(
        "keys",
        f"the folder with the keys; unless it is set {DEFAULT_KEYS} of the user that runs this "
        "program. `netgear-server --make-keys FOLDER` makes them.",
        "FOLDER",
        _TEXT,
        f'"{DEFAULT_KEYS}"',
    ),
    Key(
        "allow_commands",
        "let receivers change settings, take stills and restart the camera. Unless it is set: only "
        "with keys (secure 1 or 2), or receivers on this computer.",
        "",
        _YES_OR_NO,
        "true",
    ),
    Key(
        "state_folder",
        "where settings made by command are kept over a restart. Unless it is set: "
        "/var/lib/netgear-server if it may be written to, else ~/.local/state/netgear-server.",
        "FOLDER",
        _TEXT,
        '"/var/lib/netgear-server"',
    ),
    Key(
        "led",
        "an LED that blinks when a receiver asks which camera this is: a name in /sys/class/leds.",
        "NAME",
        _TEXT,
        '"ACT"',
    ),
)


def defaults(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the default of each key that has the same one on every computer."""
    found = {}
    for field in msgspec.structs.fields(struct):
        if field.default is not msgspec.NODEFAULT:
            found[field.name] = field.default
        elif field.default_factory is dict:
            found[field.name] = {}
    return found
