"""The keys of the configuration, and the flags of the command line that are made of them.

The file, the flags, the commented file of `netgear-server init` and the complaints of
`netgear-server check` all follow the two tables. Types and defaults are in config.py.
"""

import argparse
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, get_type_hints

import msgspec

from netgear_engine.node.configuration.config import (
    DEFAULT_FILE,
    FASTEST_FPS,
    SLOWEST_FPS,
    CameraConfig,
    NodeConfig,
)
from netgear_engine.node.configuration.values import (
    read_controls,
    read_format,
    read_name,
    read_receivers,
    read_sensor,
    read_size,
    read_transform,
)
from netgear_engine.node.machine.console import print_line
from netgear_engine.security.curve_keys import SENDER
from netgear_engine.security.key_flags import DEFAULT_KEYS, add_key_flags
from netgear_engine.sources.pi_camera.configuration import FORMATS
from netgear_engine.sources.redaction import SecretWords
from netgear_engine.written_values import Read, WrongValueError, as_type, did_you_mean, number


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
    Key(
        "name",
        "what the receiver calls this camera, in at most 80 letters.",
        "NAME",
        read_name,
        '"Front gate"',
    ),
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


# These come with the keys that both ends have.
_KEY_FLAGS = {"secure", "keys"}


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of printing the whole usage."""

    def __init__(self, command: str, description: str = "", examples: str = "") -> None:
        super().__init__(
            prog="netgear-server" if command == "run" else f"netgear-server {command}",
            description=description,
            epilog=examples,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self._words: Sequence[str] = ()

    def parse_all(
        self, arguments: Sequence[str], commands: Collection[str] = ()
    ) -> argparse.Namespace:
        """Return the options; an unknown one is complained of with the nearest right one.

        `commands` are words that would have been right before all flags.
        """
        self._words = arguments
        options, unknown = self.parse_known_args(arguments)
        if unknown and unknown[0] in commands:
            self.error(f"write {unknown[0]} before the flags: netgear-server {unknown[0]} ...")
        if unknown:
            flags = [flag for action in self._actions for flag in action.option_strings]
            hint = did_you_mean(unknown[0].partition("=")[0], flags)
            if "--config" in flags and not unknown[0].startswith("-"):
                hint = "; a file is named with --config FILE"
            self.error(f"unknown: {' '.join(unknown)}{hint}")
        return options

    def error(self, message: str) -> NoReturn:
        """Print the message, without any password of the command line, and exit with 2."""
        parts = [part for word in self._words for part in (word, word.partition("=")[2])]
        hidden = SecretWords(parts).hide(message)
        print_line(f"netgear-server: {hidden} (see {self.prog} --help)", sys.stderr)
        self.exit(2)


def add_file_flags(parser: argparse.ArgumentParser) -> None:
    """Add --config and --no-config."""
    group = parser.add_argument_group("configuration file").add_mutually_exclusive_group()
    group.add_argument(
        "--config",
        metavar="FILE",
        help=f"read this file (default: {DEFAULT_FILE} if it is there); flags win over it",
    )
    group.add_argument("--no-config", action="store_true", help="read no file at all")


def add_setting_flags(parser: argparse.ArgumentParser) -> None:
    """Add a flag for every key of the configuration. One that is not given is None."""
    group = parser.add_argument_group("a camera and its receivers")
    for key in CAMERA_KEYS:
        _add_flag(group, key, CameraConfig)
    group = parser.add_argument_group("all cameras together")
    for key in NODE_KEYS:
        if key.name not in _KEY_FLAGS:
            _add_flag(group, key, NodeConfig)
    add_key_flags(parser, SENDER)


def given_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that were given as flags, by the key's name."""
    given = {key.name: getattr(options, key.name) for key in (*CAMERA_KEYS, *NODE_KEYS)}
    if given["connect"] is not None:
        given["connect"] = tuple(one for several in given["connect"] for one in several)
    return {name: value for name, value in given.items() if value is not None}


def _add_flag(group: argparse._ArgumentGroup, key: Key, struct: type[msgspec.Struct]) -> None:
    meaning = key.meaning.removesuffix(".").replace("`", "")
    default = defaults(struct).get(key.name)
    if isinstance(default, int) and not isinstance(default, bool):
        meaning += f" (default: {default})"
    if key.name == "connect":
        meaning += "; may be given several times"
    if key.argument:
        group.add_argument(
            key.flag,
            type=_reader(key),
            action="append" if key.name == "connect" else "store",
            metavar=key.argument,
            help=meaning,
        )
    else:
        group.add_argument(key.flag, action=argparse.BooleanOptionalAction, help=meaning)


def _reader(key: Key) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return key.read_flag(text)
        except WrongValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read
