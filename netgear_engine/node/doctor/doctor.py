"""`netgear-server doctor`: looks at everything a node needs and says what to do for each fault."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from netgear_engine.node.configuration.config import DEFAULT_FILE, NodeConfig
from netgear_engine.node.configuration.config_file import SERVICE_USER, open_to_others
from netgear_engine.node.doctor.camera_checks import (
    check_camera_memory,
    check_cameras,
    check_group,
    has_legacy_camera,
)
from netgear_engine.node.doctor.computer import Computer, home_of, present_user
from netgear_engine.node.doctor.computer_checks import (
    check_clock,
    check_power,
    check_service,
    check_state_folder,
)
from netgear_engine.node.doctor.finding import Finding, Outcome, fault, warning
from netgear_engine.node.doctor.network_checks import check_keys, check_monitors
from netgear_engine.node.doctor.software_checks import (
    ask_pi_cameras,
    check_libraries,
    check_opencv,
    check_packages,
    check_python,
)
from netgear_engine.security.curve_keys import stock_folder
from netgear_engine.security.key_flags import key_folder
from netgear_engine.sources.registry import kind_of
from netgear_engine.version import VERSION

_SMALLEST_NAME_WIDTH = 18
_NEED_OPENCV = {"webcam", "video_file", "network_stream"}


def run_doctor(
    config: NodeConfig | None,
    *,
    out: TextIO,
    computer: Computer | None = None,
    faults: Sequence[str] = (),
    file: Path | None = None,
) -> int:
    """Print what every check finds, each as soon as it is known; return 1 for faults, else 0.

    `config` is None when there is none that is sound: then only the computer itself is looked at.
    `faults` are why, `file` is where it comes from.
    """
    computer = computer or Computer()
    _print(out, f"netgear-server {VERSION} on {computer.model() or 'this computer'}")
    width = _name_width(config)
    counts = dict.fromkeys(Outcome, 0)
    findings = find(config, computer, has_faults=bool(faults))
    for finding in itertools.chain(check_file(file, faults), findings):
        counts[finding.outcome] += 1
        _print(out, _line(finding, width))
        if finding.remedy:
            _print(out, f"{' ' * 9}{'':{width}}  -> {finding.remedy}")
    _print(out, _verdict(counts[Outcome.FAULT], counts[Outcome.WARNING]))
    return 1 if counts[Outcome.FAULT] else 0


def check_file(file: Path | None, faults: Sequence[str]) -> Iterator[Finding]:
    """Tell what `netgear-server check` tells, and who may read the file."""
    which = f" --config {file}" if file and file != Path(DEFAULT_FILE) else ""
    for found in faults:
        yield fault("Configuration", found, f"mend that, then: netgear-server check{which}")
    for found, remedy in open_to_others(file):
        yield warning("Configuration", found, remedy)


def find(
    config: NodeConfig | None, computer: Computer, *, has_faults: bool = False
) -> Iterator[Finding]:
    """Make all checks, one after the other."""
    cameras = config.cameras if config else ()
    yield from check_python()
    yield from check_packages(computer)
    kinds = {kind_of(camera.source) for camera in cameras}
    if kinds & _NEED_OPENCV:
        yield from check_opencv()
    pi_cameras = ask_pi_cameras(computer)
    needed = "pi_camera" in kinds and not has_legacy_camera()
    yield from check_libraries(computer, pi_cameras, needed=needed)
    yield from check_cameras(cameras, computer, pi_cameras)
    yield from check_group(cameras)
    yield from check_camera_memory(computer)
    yield from check_power(computer)
    yield from check_clock()
    if has_faults:
        found = "monitors, keys and the state folder are not looked at until it is sound"
        yield warning("Configuration", found, "netgear-server check")
    elif config is None:
        found = "none that is sound: monitors, keys and the state folder are not looked at"
        remedy = "sudo netgear-server init, or if there is one: netgear-server check"
        yield warning("Configuration", found, remedy)
    else:
        yield from check_monitors(cameras)
        yield from check_keys(config.secure, _key_folder(config), SERVICE_USER)
        yield from check_state_folder(Path(config.state_folder))
    yield from check_service(computer)


def _key_folder(config: NodeConfig) -> Path:
    """Return the folder with the keys; unless it is named, root means that of the service."""
    home = home_of(SERVICE_USER)
    if not config.keys and present_user() == "root" and home is not None:
        return stock_folder(home)
    return key_folder(config.keys)


def _line(finding: Finding, width: int) -> str:
    return f"{finding.outcome.value:<8} {finding.name:<{width}}  {finding.found}"


def _name_width(config: NodeConfig | None) -> int:
    """Return the width of the names that are known before the checks, so that all are aligned."""
    cameras = config.cameras if config else ()
    names = [f"Camera {camera.name}" for camera in cameras]
    names += [f"Monitor {receiver}" for camera in cameras for receiver in camera.connect]
    return max(_SMALLEST_NAME_WIDTH, *map(len, names)) if names else _SMALLEST_NAME_WIDTH


def _verdict(faults: int, warnings: int) -> str:
    if not faults and not warnings:
        return "All is well."
    return f"{_number(faults, 'fault')}, {_number(warnings, 'warning')}."


def _number(count: int, word: str) -> str:
    return f"{count or 'no'} {word}{'' if count == 1 else 's'}"


def _print(out: TextIO, line: str) -> None:
    out.write(f"{line}\n")
    out.flush()
