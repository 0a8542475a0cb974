"""`netgear-server cameras`: the cameras of this computer, and what to write to use each."""

import importlib.util
import shlex
import textwrap
from collections.abc import Iterator, Sequence

from netgear_engine.errors import SourceError
from netgear_engine.sources.pi_camera.finding import PiCameraInfo, list_cameras
from netgear_engine.sources.pi_camera.sensor import SensorMode
from netgear_engine.sources.webcam.finding import WebcamInfo, list_webcams
from netgear_engine.sources.webcam.modes import WebcamMode, list_modes

_INDENT = " " * 6
_NO_BREAK = "\xa0"


def cameras_text() -> str:
    """Return the list; opens each Raspberry Pi camera for a moment to ask for its modes."""
    webcams = [(webcam, list_modes(webcam.device)) for webcam in list_webcams()]
    try:
        pi_cameras: Sequence[PiCameraInfo] = list_cameras(modes=True)
        trouble = ""
    except (SourceError, RuntimeError, OSError) as error:
        pi_cameras, trouble = (), str(error)
        if importlib.util.find_spec("picamera"):
            trouble += "\n  or by the old library, which is here: --source picamera:0"
    return "\n".join(describe(pi_cameras, webcams, trouble)) + "\n"


def describe(
    pi_cameras: Sequence[PiCameraInfo],
    webcams: Sequence[tuple[WebcamInfo, Sequence[WebcamMode]]],
    trouble: str = "",
) -> Iterator[str]:
    """Yield the lines of the list; `trouble` is why Raspberry Pi cameras are not known."""
    yield "Raspberry Pi cameras"
    for camera in pi_cameras:
        yield from _pi_camera(camera)
    if not pi_cameras:
        yield f"  {trouble or 'none: check the cable at both ends, then restart the computer'}"
    yield "Webcams"
    for webcam, modes in webcams:
        yield from _webcam(webcam, modes)
    if not webcams:
        yield "  none is plugged in"
    yield "Without a camera"
    yield "  --source test-pattern"


def _pi_camera(camera: PiCameraInfo) -> Iterator[str]:
    place = f", {camera.location}" if camera.location else ""
    yield f"  --source picamera2:{camera.number}   {camera.model}{place}"
    yield f"      the same one even if others come and go: --source picamera2:{camera.id}"
    for mode in sorted(camera.modes, key=_pixels, reverse=True):
        width, height = mode.size
        yield f"      --sensor {width}x{height}:{mode.bit_depth}   up to {mode.fps:.4g} fps"
    if "/usb" in camera.id:
        yield "      a webcam: better by its path below"
    elif not camera.modes:
        yield "      modes: not known now; another program may be using it"


def _webcam(webcam: WebcamInfo, modes: Sequence[WebcamMode]) -> Iterator[str]:
    now = f", now {webcam.device}" if webcam.device != webcam.path else ""
    yield f"  --source {shlex.quote(webcam.path)}   {webcam.name}{now}"
    for name in dict.fromkeys(mode.format for mode in modes):
        sizes = ", ".join(_size_and_rate(mode) for mode in modes if mode.format == name)
        lines = textwrap.wrap(
            f"{name}: {sizes}", 94, initial_indent=_INDENT, subsequent_indent=_INDENT
        )
        yield from (line.replace(_NO_BREAK, " ") for line in lines)


def _size_and_rate(mode: WebcamMode) -> str:
    width, height = mode.size
    rate = ["at", f"{mode.fps:.4g}", "fps"] if mode.fps else []
    return _NO_BREAK.join([f"{width}x{height}", *rate])


def _pixels(mode: SensorMode) -> tuple[int, int]:
    return mode.size[0] * mode.size[1], mode.bit_depth
