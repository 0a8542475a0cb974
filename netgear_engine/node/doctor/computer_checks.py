"""Checks of `netgear-server doctor`: clock, power, the folder for settings and the service."""

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from netgear_engine.node.doctor.computer import Computer, present_user
from netgear_engine.node.doctor.finding import Finding, fault, ok, warning
from netgear_engine.node.machine.clock_synchronised import is_clock_synchronised
from netgear_engine.node.machine.health import HealthReader
from netgear_engine.node.machine.throttling import Throttling

UNIT = "netgear-server"

_POWER = "use the board's own power supply and a short cable, then: sudo reboot"
_HEAT = "give the board air or a heat sink, then: vcgencmd measure_temp"


def check_clock(
    clock_synchronised: Callable[[], bool | None] = is_clock_synchronised,
) -> Iterator[Finding]:
    """Check that the clock is kept right; the video runs without."""
    synchronised = clock_synchronised()
    if synchronised is False:
        found = "not synchronised: the times in the log may be wrong"
        yield warning("Clock", found, "sudo timedatectl set-ntp true")
    else:
        yield ok("Clock", "synchronised" if synchronised else "this system does not tell")


def check_power(computer: Computer) -> Iterator[Finding]:
    """Check power and heat, as far as the firmware tells."""
    throttling = Throttling(computer.clock, computer.vcgencmd)
    health = HealthReader(computer.clock, root=computer.root, throttling=throttling)
    words = throttling.ask()
    degrees = health.read().temperature_c
    health.close()
    at = "" if degrees is None else f" at {degrees:.0f} °C"
    if words is None:
        if computer.is_raspberry_pi():
            remedy = "sudo apt install raspi-utils (before Debian 13 also: libraspberrypi-bin)"
            yield warning("Power", f"vcgencmd gives no answer{at}", remedy)
        elif at:
            yield ok("Power", f"not told by this computer{at}")
    elif not words:
        yield ok("Power", f"never throttled since boot{at}")
    else:
        tell = fault if any(word.endswith(" now") for word in words) else warning
        remedy = _POWER if any("voltage" in word for word in words) else _HEAT
        yield tell("Power", f"{', '.join(words)}{at}", remedy)


def check_state_folder(folder: Path) -> Iterator[Finding]:
    """Check that settings made by command can be kept."""
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    remedy = f"sudo install -d -m 700 -o {present_user()} {folder}"
    if not nearest.is_dir():
        yield fault(
            "State folder", f"{nearest} is not a folder", f"sudo mv {nearest} {nearest}.old"
        )
    elif not os.access(nearest, os.W_OK | os.X_OK):
        found = f"{folder} may not be written to by {present_user()}"
        yield fault("State folder", f"{found}: settings would be lost at a restart", remedy)
    elif nearest == folder:
        yield ok("State folder", str(folder))
    else:
        yield ok("State folder", f"{folder}, made when it is needed")


def check_service(computer: Computer) -> Iterator[Finding]:
    """Check that systemd starts the node at boot, and that it runs."""
    if not (computer.root / "run/systemd/system").is_dir():
        yield ok("Service", "systemd does not run here")
        return
    try:
        active = computer.run(*computer.systemctl, "is-active", UNIT).output.strip()
        enabled = computer.run(*computer.systemctl, "is-enabled", UNIT).output.strip()
    except OSError as error:
        yield warning("Service", f"cannot ask systemctl: {error.strerror}", "systemctl status")
        return
    yield _service(active, enabled)
    if enabled == "enabled" and importlib.util.find_spec("sdnotify") is None:
        found = "the package sdnotify is missing, without which systemd ends the service"
        yield fault("Service", found, "sudo apt install python3-sdnotify")


def _service(active: str, enabled: str) -> Finding:
    if enabled in {"", "not-found"}:
        return warning(
            "Service", "not installed: nothing starts at boot", "sudo packaging/node/install.sh"
        )
    found = f"{active}, {enabled}"
    if active in {"failed", "activating"}:
        return fault("Service", found, f"journalctl -u {UNIT} -n 50")
    if active != "active" or enabled != "enabled":
        return warning("Service", found, f"sudo systemctl enable --now {UNIT}")
    return ok("Service", found)
