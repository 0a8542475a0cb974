"""The command line of netgear-monitor."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import msgspec

from gui.settings import store
from gui.settings.schema import PortsError, Settings, parse_ports
from netgear_engine.errors import KeysError
from netgear_engine.security.curve_keys import RECEIVER, ReceiverKeys, load_receiver_keys
from netgear_engine.security.key_flags import add_key_flags, key_folder
from netgear_engine.version import VERSION

_DEMO_CAMERAS = 4
_MOST_DEMO_CAMERAS = 16

FLAGS = ("listen", "ports", "pattern", "secure", "keys")
"""The settings that have a flag."""

_EXAMPLES = """examples:
  netgear-monitor --demo                      four cameras that this computer plays itself
  netgear-monitor --ports 5566,5570-5573      listen for five cameras on every address
  netgear-monitor --secure 2                  encrypted, and only from cameras it knows
  netgear-monitor --config control-room.toml  what the file says
  netgear-monitor --view Yard --screen DP-2   one view, on that screen
  netgear-monitor --kiosk                     full screen and locked with the PIN
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What this run was asked to do. `ports_given` is false when the ports are the default.

    Without `keys` everybody is let in, in the clear. `loaded` is what the file says, before the
    flags. `settings_path` is where settings are kept, None when this run keeps nothing. `view` and
    `screen` are empty when not given. `is_first_run` is true when there
    are no settings yet and the command line gives no cameras.
    """

    settings: Settings
    loaded: store.Loaded
    settings_path: Path | None
    is_first_run: bool
    keys: ReceiverKeys | None
    ports_given: bool
    demo: int
    view: str
    screen: str
    full_screen: bool
    kiosk: bool
    screenshot: Path | None
    report: Path | None
    exit_after: float | None


def read_command_line(arguments: Sequence[str] | None = None) -> Options:
    """Read the flags and the settings file; ends the program with 2 and one line if wrong."""
    parser = _parser()
    given = parser.parse_args(arguments)
    path = given.config
    if path is not None:
        try:
            loaded = store.Loaded(store.load(path))
        except store.SettingsError as error:
            lines = str(error).splitlines()
            parser.exit(2, "".join(f"{parser.prog}: {line}\n" for line in lines))
    elif given.demo:
        loaded = store.Loaded(Settings())
    else:
        path = store.OWN_PATH
        loaded = store.load_own(path)
    chosen = {name: getattr(given, name) for name in FLAGS if getattr(given, name) is not None}
    settings = msgspec.structs.replace(loaded.settings, **chosen)
    if given.kiosk and not settings.lock.pin:
        parser.error("--kiosk needs a PIN: set one in the settings, under Lock, and start again")
    return Options(
        settings=settings,
        loaded=loaded,
        settings_path=path,
        is_first_run=loaded.is_new and given.ports is None,
        keys=_receiver_keys(parser, given, settings),
        ports_given=given.ports is not None or given.config is not None,
        demo=given.demo or 0,
        view=given.view,
        screen=given.screen,
        full_screen=given.full_screen,
        kiosk=given.kiosk,
        screenshot=given.screenshot,
        report=given.report,
        exit_after=given.exit_after,
    )


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Print the message and exit with 2."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="netgear-monitor",
        description="Watch many NetGear cameras at once and talk back to them.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--listen", metavar="ADDRESS", help="an address of this computer (default: every address)")
    add("--ports", type=_ports, help="ports to listen on, as in 5566,5567,5570-5573")
    add("--pattern", type=int, choices=(1, 2), help="1 request/reply, 2 publish/subscribe")
    add(
        "--demo",
        type=_demo_cameras,
        nargs="?",
        const=_DEMO_CAMERAS,
        metavar="N",
        help=f"play N cameras on this computer (default: {_DEMO_CAMERAS})",
    )
    add("--view", default="", metavar="NAME", help="the view to begin with")
    add("--screen", default="", metavar="NAME", help="the screen for the window, as in HDMI-1")
    add("--full-screen", action="store_true", help="fill the screen")
    add("--kiosk", action="store_true", help="fill the screen, locked; only the PIN lets one quit")
    add("--screenshot", type=Path, metavar="FILE", help="save a picture of the window at the end")
    add("--exit-after", type=_seconds, metavar="SECONDS", help="close the window by itself")
    add("--report", type=Path, metavar="FILE", help="write figures of every port at the end, JSON")
    add("--config", type=Path, metavar="FILE", help="a settings file in TOML; flags go before it")
    add_key_flags(parser, RECEIVER)
    add("--version", action="version", version=f"netgear-monitor {VERSION}")
    return parser


def _receiver_keys(
    parser: argparse.ArgumentParser, given: argparse.Namespace, settings: Settings
) -> ReceiverKeys | None:
    if settings.secure == 0:
        if given.keys is not None:
            parser.error("--keys needs --secure 1 or 2: without it the pictures come in the clear")
        return None
    if given.demo:
        parser.error("the demo's cameras send in the clear: give --secure 0 with --demo")
    try:
        return load_receiver_keys(key_folder(settings.keys), only_known=settings.secure == 2)
    except KeysError as error:
        parser.error(str(error))


def _ports(text: str) -> str:
    try:
        parse_ports(text)
    except PortsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _demo_cameras(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_DEMO_CAMERAS):
        raise argparse.ArgumentTypeError(
            f"{text!r}: 1 to {_MOST_DEMO_CAMERAS} cameras can be played"
        )
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return seconds
