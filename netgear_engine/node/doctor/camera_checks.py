"""Checks of `netgear-server doctor`: the cameras, the right to use them, and their memory."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from netgear_engine.node.configuration.config import CameraConfig
from netgear_engine.node.configuration.config_file import SERVICE_USER
from netgear_engine.node.doctor.computer import Computer, group_number, groups_of, present_user
from netgear_engine.node.doctor.finding import Finding, fault, ok, warning
from netgear_engine.node.doctor.software_checks import PiCameras
from netgear_engine.node.machine.health import memory_sizes
from netgear_engine.sources.redaction import without_credentials
from netgear_engine.sources.registry import find_kind, kind_of
from netgear_engine.sources.webcam.finding import WebcamInfo, list_webcams

GROUP = "video"

# Sources for which the user must be allowed to open devices.
_DEVICES = {"pi_camera", "pi_camera_legacy", "webcam"}

# The pictures of a Pi camera lie in memory of one piece (CMA). 1280x720 takes some 30 MiB of it;
# a sensor read out at 12 megapixels takes more than 100 MiB.
_LITTLE_CMA_KIB = 128 * 1024
# On a Raspberry Pi 5 libcamera's heap is the ordinary memory: 60-dma-heap.rules in
# https://github.com/RPi-Distro/raspberrypi-sys-mods
_HEAP = "dev/dma_heap/vidbuf_cached"
_CMA_REMEDY = (
    "in /boot/firmware/config.txt change dtoverlay=vc4-kms-v3d to dtoverlay=vc4-kms-v3d,cma-256, "
    "then: sudo reboot"
)
_CABLE = "check the cable and its connectors at both ends, then: sudo reboot"
_LIST = "choose one of those: netgear-server cameras"


def has_legacy_camera() -> bool:
    """Return whether the old picamera is installed, which stands in for a missing picamera2."""
    return importlib.util.find_spec("picamera") is not None


def check_cameras(
    cameras: tuple[CameraConfig, ...], computer: Computer, pi_cameras: PiCameras
) -> Iterator[Finding]:
    """List the cameras that are there, then check each one that is to be used."""
    webcams = list_webcams(computer.root / "dev", computer.root / "sys/class/video4linux")
    yield _found_cameras(pi_cameras, webcams, computer)
    for number, camera in enumerate(cameras, start=1):
        name = f"Camera {camera.name or number}"
        yield _check_source(name, camera.source, computer, pi_cameras)


def _found_cameras(pi_cameras: PiCameras, webcams: list[WebcamInfo], computer: Computer) -> Finding:
    if pi_cameras.missing == "cameras":
        return fault("Cameras", f"picamera2 cannot list them: {pi_cameras.reason}", _CABLE)
    found = [
        f"picamera2:{number} {camera.get('Model', '')}"
        for number, camera in enumerate(pi_cameras.cameras)
    ]
    found += [f"{webcam.path} {webcam.name}" for webcam in webcams]
    if not found and computer.is_raspberry_pi():
        return warning("Cameras", "no camera is connected", _CABLE)
    return ok("Cameras", "; ".join(found) or "no camera is connected")


def _check_source(name: str, source: str, computer: Computer, pi_cameras: PiCameras) -> Finding:
    finding = ok(name, source)
    match kind_of(source):
        case "pi_camera":
            finding = _check_pi_camera(name, source, pi_cameras)
        case "pi_camera_legacy":
            finding = _check_legacy(name, source)
        case "webcam":
            finding = _check_webcam(name, source, computer)
        case "video_file":
            finding = _check_file(name, Path(source))
        case "network_stream":
            finding = ok(name, f"{without_credentials(source)}, not tried here")
        case "":
            shown = without_credentials(source)
            finding = fault(name, f"{shown} is no source", "netgear-server check")
    return finding


def _check_pi_camera(name: str, source: str, pi_cameras: PiCameras) -> Finding:
    if pi_cameras.missing in {"libcamera", "picamera2"} and has_legacy_camera():
        return ok(name, f"{source}, through the old picamera")
    if pi_cameras.missing:
        return fault(
            name, f"{source} needs what is told above: {pi_cameras.missing}", "put that right first"
        )
    which = find_kind(source)[1]
    for number, camera in enumerate(pi_cameras.cameras):
        identity = str(camera.get("Id", ""))
        if (which == str(number)) if which.isdigit() else (which in identity):
            return ok(name, f"{source} is {camera.get('Model', '')} {identity}")
    if not pi_cameras.cameras:
        return fault(name, f"{source} is not there: libcamera finds no camera at all", _CABLE)
    return fault(name, f"{source} is not among the cameras above", _LIST)


def _check_legacy(name: str, source: str) -> Finding:
    if not has_legacy_camera():
        return fault(name, f"{source} needs the old picamera", "sudo apt install python3-picamera")
    return ok(name, f"{source}, through the old picamera")


def _check_webcam(name: str, source: str, computer: Computer) -> Finding:
    path = f"/dev/video{source}" if source.isdigit() else source
    device = computer.root / path.lstrip("/")
    if sys.platform != "linux":
        return ok(name, source)
    if not device.exists():
        return fault(name, f"{path} is not connected", f"plug it in, or {_LIST}")
    if not os.access(device, os.R_OK | os.W_OK):
        remedy = f"sudo usermod -aG {GROUP} {present_user()}, then log in again"
        return fault(name, f"{path} may not be used by {present_user()}", remedy)
    return ok(name, path)


def _check_file(name: str, path: Path) -> Finding:
    if os.access(path, os.R_OK):
        return ok(name, str(path))
    found = "may not be read" if path.exists() else "does not exist"
    return fault(name, f"{path} {found}", f"ls -l {path}")


def check_group(cameras: tuple[CameraConfig, ...]) -> Iterator[Finding]:
    """Check that this user, and that of the service, may use cameras."""
    name = f"Group {GROUP}"
    group = group_number(GROUP)
    if group is None:
        yield ok(name, "there is none on this system")
        return
    needed = any(kind_of(camera.source) in _DEVICES for camera in cameras)
    tell = fault if needed else warning
    present = present_user()
    if os.geteuid() == 0:
        yield ok(name, f"{present} may use every camera without it")
    elif group not in groups_of(present):
        remedy = f"sudo usermod -aG {GROUP} {present}, then log in again"
        yield tell(name, f"{present} is not in it", remedy)
    elif group not in {os.getegid(), *os.getgroups()}:
        yield tell(name, f"{present} is in it, but not in this session", "log in again")
    else:
        yield ok(name, f"{present} is in it")
    service_groups = groups_of(SERVICE_USER) if present != SERVICE_USER else None
    if service_groups and group not in service_groups:
        remedy = f"sudo usermod -aG {GROUP} {SERVICE_USER} && sudo systemctl restart netgear-server"
        yield tell(name, f"{SERVICE_USER}, the user of the service, is not in it", remedy)


def check_camera_memory(computer: Computer) -> Iterator[Finding]:
    """Check the memory that Raspberry Pi cameras need."""
    if (computer.root / _HEAP).resolve().name == "system":
        yield ok("Camera memory", "this board's cameras use the ordinary memory")
        return
    sizes = memory_sizes(computer.root)
    total, free = sizes.get("CmaTotal"), sizes.get("CmaFree", 0)
    if total is None:
        if computer.is_raspberry_pi():
            yield warning("Camera memory", "this kernel tells of none (CMA)", _CMA_REMEDY)
        return
    found = f"{free // 1024} of {total // 1024} MiB free"
    if total < _LITTLE_CMA_KIB and computer.is_raspberry_pi():
        yield warning("Camera memory", f"{found}: enough for small pictures only", _CMA_REMEDY)
    else:
        yield ok("Camera memory", found)
