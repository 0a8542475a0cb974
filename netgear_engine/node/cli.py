"""The command line of netgear-server: what runs it, and what checks and explains it."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from netgear_engine.clock import SystemClock
from netgear_engine.node.configuration.config import DEFAULT_FILE, NodeConfig
from netgear_engine.node.configuration.config_file import (
    ConfigError,
    init_text,
    open_to_others,
    write_new,
)
from netgear_engine.node.configuration.keys import (
    Parser,
    add_file_flags,
    add_setting_flags,
    given_settings,
)
from netgear_engine.node.configuration.reading import read_config
from netgear_engine.node.machine.console import print_line
from netgear_engine.security.curve_keys import load_sender_keys
from netgear_engine.security.key_flags import key_folder
from netgear_engine.sources.redaction import SecretWords, without_credentials
from netgear_engine.standard_streams import open_standard_streams
from netgear_engine.version import VERSION
from netgear_engine.written_values import did_you_mean

_EXAMPLES = f"""commands, each with a --help of its own:
  netgear-server            send pictures, as {DEFAULT_FILE} and the flags say
  netgear-server init       write a configuration file, every key explained
  netgear-server check      say what is wrong with the configuration
  netgear-server cameras    list the cameras of this computer and what to call them
  netgear-server doctor     say what is wrong with this computer and what to type

examples:
  netgear-server --connect 192.168.1.20:5566 --source test-pattern
  netgear-server --connect desk.local:5567 --source /dev/video0 --name "Front gate" --size 1280x720
  netgear-server --connect 127.0.0.1:5568 --source holiday.mp4 --loop
  netgear-server --connect 192.168.1.20:5566 --source 0 --secure 2
  netgear-server --config yard.toml

The receiver, for instance netgear-monitor, listens; this program connects to it and goes on trying
for ever. Ctrl+C says goodbye and ends.
"""
_INIT_EXAMPLES = """examples:
  sudo netgear-server init --connect 192.168.1.20:5566 --source picamera2:0 --name "Front gate"
  netgear-server init yard.toml
  netgear-server init -
"""
# The node starts it for each camera; nobody types it.
_CAMERA_PROCESS = "camera-process"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run netgear-server and return its exit code: 0 ended, 1 no pictures, 2 wrong usage.

    `check` and `doctor` return 1 when they find a fault, `init` when it cannot write.
    """
    open_standard_streams("netgear-server")
    words = list(sys.argv[1:] if arguments is None else arguments)
    command = words.pop(0) if words and not words[0].startswith("-") else "run"
    if command not in _COMMANDS:
        known = [name for name in _COMMANDS if name != _CAMERA_PROCESS]
        meant = did_you_mean(command, known) or f"; the commands are: {', '.join(known)}"
        Parser("run").error(f"unknown command {SecretWords([command]).hide(command)!r}{meant}")
    code = _COMMANDS[command](words)
    sys.stdout.flush()
    # Cameras go on although nobody reads; of the other commands what they print is all they do.
    return 1 if command != "run" and getattr(sys.stdout, "is_lost", False) else code


def _run(words: Sequence[str]) -> int:
    parser = Parser("run", "Send cameras' pictures to NetGear receivers.", _EXAMPLES)
    parser.add_argument(
        "--stdin",
        action="store_true",
        help="send each line of standard input as a message (JSON if it is JSON, else text), "
        "and end when standard input closes",
    )
    parser.add_argument("--version", action="version", version=f"netgear-server {VERSION}")
    options = _settings(parser, words)
    try:
        config = read_config(_file(options), given_settings(options))
    except ConfigError as error:
        hint = " (see netgear-server --help)" if _file(options) is None else ""
        for fault in error.faults:
            _complain(f"{fault}{hint}")
        parser.exit(2)
    keys = load_sender_keys(key_folder(config.keys)) if config.secure else None
    from netgear_engine.node.program import Program

    program = Program(config, keys=keys, clock=SystemClock())
    return program.run(with_standard_input=options.stdin)


def _check(words: Sequence[str]) -> int:
    parser = Parser("check", "Say what is wrong with the configuration, if anything.")
    options = _settings(parser, words)
    file, flags = _file(options), given_settings(options)
    if not flags and not options.no_config:
        file = file or Path(DEFAULT_FILE)
    try:
        config = read_config(file, flags, thorough=True)
    except ConfigError as error:
        print("\n".join(error.faults))
        return 1
    for found, remedy in open_to_others(file):
        _complain(f"warning: {found}: {remedy}")
    count = len(config.cameras)
    subject = f"{file} is" if file else "the flags are"
    print(f"{subject} right: {count} camera{'s' if count > 1 else ''}")
    for camera in config.cameras:
        name = f"{camera.name}: " if camera.name else ""
        receivers = ", ".join(map(str, camera.connect))
        print(f"  {name}{without_credentials(camera.source)} to {receivers}")
    return 0


def _init(words: Sequence[str]) -> int:
    parser = Parser(
        "init",
        "Write a configuration file with every key explained. Flags are filled in.",
        _INIT_EXAMPLES,
    )
    parser.add_argument(
        "file", nargs="?", help=f"the file, or - to print it (default: {DEFAULT_FILE})"
    )
    parser.add_argument("--config", metavar="FILE", help="the same as FILE")
    parser.add_argument("--force", action="store_true", help="overwrite a file that is there")
    add_setting_flags(parser)
    options = parser.parse_all(words)
    file, settings = options.file or options.config or DEFAULT_FILE, given_settings(options)
    if file == "-":
        sys.stdout.write(init_text(settings))
        return 0
    problem = write_new(Path(file), init_text(settings), overwrite=options.force)
    if problem:
        _complain(problem)
        return 1
    which = "" if file == DEFAULT_FILE else f" --config {file}"
    todo = "" if "connect" in settings else " Fill in connect, then:"
    print(f"{file} is written.{todo or ' Now:'} netgear-server check{which}")
    return 0


def _cameras(words: Sequence[str]) -> int:
    Parser("cameras", "List the cameras of this computer and their modes.").parse_all(words)
    from netgear_engine.node.doctor.cameras_list import cameras_text

    print(cameras_text(), end="")
    return 0


def _doctor(words: Sequence[str]) -> int:
    parser = Parser("doctor", "Say what is wrong with this computer, and what to type.")
    options = _settings(parser, words)
    file, flags = _file(options), given_settings(options)
    config: NodeConfig | None = None
    faults: Sequence[str] = ()
    if file or flags:
        try:
            config = read_config(file, flags, thorough=True)
        except ConfigError as error:
            faults = error.faults
    from netgear_engine.node.doctor.doctor import run_doctor

    return run_doctor(config, out=sys.stdout, faults=faults, file=file)


def _settings(parser: Parser, words: Sequence[str]) -> argparse.Namespace:
    add_file_flags(parser)
    add_setting_flags(parser)
    return parser.parse_all(words, _COMMANDS)


def _file(options: argparse.Namespace) -> Path | None:
    """Return the file to read: the one that was named, or the usual one if it is there."""
    if options.no_config:
        return None
    if options.config is not None:
        return Path(options.config)
    usual = Path(DEFAULT_FILE)
    return usual if usual.exists() else None


def _camera_process(_words: Sequence[str]) -> int:
    from netgear_engine.node.camera import process

    return process.main()


def _complain(line: str) -> None:
    print_line(f"netgear-server: {line}", sys.stderr)


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": _run,
    "check": _check,
    "init": _init,
    "cameras": _cameras,
    "doctor": _doctor,
    _CAMERA_PROCESS: _camera_process,
}
