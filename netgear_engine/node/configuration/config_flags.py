"""The flags of netgear-server: one for each key of the configuration, and a few more."""

import argparse
from collections.abc import Callable, Collection, Sequence
from typing import Any, NoReturn

import msgspec

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_file import DEFAULT_FILE
from netgear_engine.node.configuration.config_keys import CAMERA_KEYS, NODE_KEYS, Key, defaults
from netgear_engine.node.configuration.config_values import WrongValueError, did_you_mean
from netgear_engine.security.curve_keys import SENDER
from netgear_engine.security.key_flags import add_key_flags

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

    def parse_all(
        self, arguments: Sequence[str], commands: Collection[str] = ()
    ) -> argparse.Namespace:
        """Return the options; an unknown one is complained of with the nearest right one.

        `commands` are words that would have been right before all flags.
        """
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
        """Print the message and exit with 2."""
        self.exit(2, f"netgear-server: {message} (see {self.prog} --help)\n")


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
