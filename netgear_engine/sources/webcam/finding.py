"""Which webcams are plugged in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WebcamInfo:
    """One webcam: `path` names it for ever, `device` is its /dev/video node of today."""

    path: str
    device: str
    name: str


def list_webcams(
    devices: Path = Path("/dev"), facts: Path = Path("/sys/class/video4linux")
) -> list[WebcamInfo]:
    """Return the cameras on USB, in the order of their numbers.

    Raspberry Pi cameras and encoders have /dev/video nodes too; they are no webcams. `path` is
    that of the node where udev has given the camera no better one.
    """
    stable = dict(_stable_paths(devices / "v4l"))
    found = []
    for entry in sorted(facts.glob("video*"), key=lambda entry: int(entry.name[5:])):
        device = devices / entry.name
        if _is_on_usb(entry) and device.exists() and _gives_pictures(device):
            path = stable.get(device.resolve(), device)
            found.append(WebcamInfo(str(path), str(device), _name(entry)))
    return found


def _stable_paths(links: Path) -> Iterator[tuple[Path, Path]]:
    """Give each node's better names, the best last: by its serial number, before that its plug."""
    for folder in ("by-path", "by-id"):
        for link in sorted((links / folder).glob("*"), reverse=True):
            yield link.resolve(), link


def _is_on_usb(entry: Path) -> bool:
    return any(part.startswith("usb") for part in entry.resolve().parts)


def _gives_pictures(device: Path) -> bool:
    """Return false for a node that gives only facts about pictures; true if it is not told."""
    from netgear_engine.sources.webcam.v4l2 import CAPTURE, CAPTURE_IN_PLANES, V4l2Device

    try:
        with V4l2Device(str(device)) as camera:
            return bool(camera.capabilities() & (CAPTURE | CAPTURE_IN_PLANES))
    except OSError:
        return True


def _name(entry: Path) -> str:
    try:
        return (entry / "name").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
