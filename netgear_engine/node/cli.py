"""The command line of netgear-server."""

import argparse
import re
import threading
from collections.abc import Sequence
from typing import NoReturn

from netgear_engine.clock import SystemClock
from netgear_engine.errors import AddressError, KeysError, SourceError
from netgear_engine.node.console import Console
from netgear_engine.node.program import Program, StoppableClock
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.security.curve_keys import SENDER, SenderKeys, load_sender_keys
from netgear_engine.security.key_flags import add_key_flags, key_folder
from netgear_engine.sending.receiver_address import Receiver, parse_receiver
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.sources.registry import create_source
from netgear_engine.sources.source import SourceOptions
from netgear_engine.transport.sockets import ConnectSettings
from netgear_engine.version import VERSION

DEFAULT_QUALITY = 85

_SMALLEST_SIDE, _LARGEST_SIDE = 16, 8192
_SLOWEST_FPS, _FASTEST_FPS = 0.01, 1000.0

_EXAMPLES = """examples:
  netgear-server --connect 192.168.1.20:5566 --source test-pattern
  netgear-server --connect desk.local:5567 --source /dev/video0 --name "Front gate" --size 1280x720
  netgear-server --connect 127.0.0.1:5568 --source holiday.mp4 --loop

  netgear-server --connect 192.168.1.20:5566 --source 0 --secure 2

The receiver, for instance netgear-monitor, listens; this program connects to it and goes on trying
for ever. Ctrl+C says goodbye and ends.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run netgear-server and return its exit code: 0 ended, 1 no pictures, 2 wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    stop = threading.Event()
    clock = StoppableClock(SystemClock(), stop)
    wishes = SourceOptions(options.size, options.fps, options.loop, options.name)
    try:
        source = create_source(options.source, wishes, clock)
    except SourceError as error:
        parser.error(str(error))
    keys = _sender_keys(parser, options)
    receivers: list[Receiver] = options.connect
    console = Console(options.name, ", ".join(str(receiver) for receiver in receivers))
    engine = SendEngine(
        receivers,
        settings=ConnectSettings(Pattern(options.pattern), keys=keys),
        name=options.name,
        quality=options.quality,
        clock=clock,
        listener=console,
    )
    program = Program(source, engine, console, clock=clock, stop=stop)
    return program.run(with_standard_input=options.stdin)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Print the message and exit with 2."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="netgear-server",
        description="Send a camera's pictures to one or more NetGear receivers.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add(
        "--connect",
        type=_receiver,
        action="append",
        required=True,
        metavar="HOST:PORT",
        help="a receiver to send to; may be given several times",
    )
    add(
        "--source",
        required=True,
        help="test-pattern (also test-pattern:2, :3, ...), a video file, a camera as 0, "
        "/dev/video0 or better /dev/v4l/by-id/..., or an rtsp:// or http:// address",
    )
    add(
        "--pattern",
        type=int,
        choices=(1, 2),
        default=1,
        help="1 request/reply, with a way back for replies; 2 publish/subscribe; the receiver's "
        "must be the same (default: 1)",
    )
    add("--name", default="", help="what the receiver calls this camera")
    add("--size", type=_size, metavar="WxH", help="picture size, as in 1280x720")
    add(
        "--fps",
        type=_fps,
        metavar="N",
        help="frames a second: the pace of a file or test pattern, the most from a camera",
    )
    add(
        "--quality",
        type=_quality,
        default=DEFAULT_QUALITY,
        metavar="N",
        help=f"JPEG quality, 1 to 100 (default: {DEFAULT_QUALITY})",
    )
    add("--loop", action="store_true", help="play a video file again and again")
    add(
        "--stdin",
        action="store_true",
        help="send each line of standard input as a message (JSON if it is JSON, else text), "
        "and end when standard input closes",
    )
    add_key_flags(parser, SENDER)
    add("--version", action="version", version=f"netgear-server {VERSION}")
    return parser


def _sender_keys(parser: argparse.ArgumentParser, options: argparse.Namespace) -> SenderKeys | None:
    if not options.secure:
        if options.keys is not None:
            parser.error("--keys needs --secure 1 or 2: without it the pictures go in the clear")
        return None
    try:
        return load_sender_keys(key_folder(options.keys))
    except KeysError as error:
        parser.error(str(error))


def _receiver(text: str) -> Receiver:
    try:
        return parse_receiver(text)
    except AddressError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", text.strip(), re.ASCII)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size, as in 1280x720")
    width, height = int(match[1]), int(match[2])
    if not all(_SMALLEST_SIDE <= side <= _LARGEST_SIDE for side in (width, height)):
        raise argparse.ArgumentTypeError(
            f"{text!r}: each side must be {_SMALLEST_SIDE} to {_LARGEST_SIDE} pixels"
        )
    return width, height


def _fps(text: str) -> float:
    try:
        fps = float(text)
    except ValueError:
        fps = 0.0
    if not _SLOWEST_FPS <= fps <= _FASTEST_FPS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of frames a second, {_SLOWEST_FPS:g} to {_FASTEST_FPS:g}"
        )
    return fps


def _quality(text: str) -> int:
    quality = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= quality <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a JPEG quality, 1 to 100")
    return quality
