"""Which cameras libcamera knows on this computer, and opening the one that is meant."""

import gc
import logging
import os
import re
from dataclasses import dataclass
from typing import Any

from netgear_engine.errors import SourceError
from netgear_engine.sources.pi_camera.sensor import SensorMode, read_modes

_REMEDY = (
    "sudo apt install python3-picamera2 --no-install-recommends, and let this program see it: "
    "python3 -m venv --system-site-packages"
)
# A number is never a part of an id: -1 stands in that of many a webcam.
_NUMBER = re.compile(r"[+-]?[\d.,]*")

_LOCATIONS = {0: "front", 1: "back", 2: "external"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PiCameraInfo:
    """One camera: `number` may change when another is plugged in, `id` names the same one for ever.

    `modes` are the ways its sensor can be read; empty when they were not asked for.
    """

    number: int
    id: str
    model: str
    location: str = ""
    modes: tuple[SensorMode, ...] = ()


def load_picamera2() -> Any:
    """Return the module picamera2; raises SourceError (permanent) that says what to install."""
    try:
        import picamera2
    except (ImportError, ValueError) as error:  # ValueError: pip's numpy hides apt's
        raise SourceError(
            f"Raspberry Pi cameras need picamera2, and it does not load ({error}): {_REMEDY}",
            permanent=True,
        ) from error
    return picamera2


def list_cameras(*, modes: bool = False) -> list[PiCameraInfo]:
    """Return the cameras in the order of their numbers; raises SourceError without picamera2.

    Reading `modes` opens each camera, so one in use has none.
    """
    cameras = [
        PiCameraInfo(
            number=number,
            id=str(facts["Id"]),
            model=str(facts.get("Model", "")),
            location=_LOCATIONS.get(facts.get("Location", -1), ""),
        )
        for number, facts in enumerate(load_picamera2().Picamera2.global_camera_info())
    ]
    return [_with_modes(camera) for camera in cameras] if modes else cameras


def find_camera(which: str) -> PiCameraInfo:
    """Return the camera with this number, this id or the only one with this in its id.

    Raises SourceError; permanent when several are meant, or none that can ever be there.
    """
    cameras = list_cameras()
    found = _matching(cameras, which)
    if not found and _look_afresh():
        cameras = list_cameras()
        found = _matching(cameras, which)
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(camera.id for camera in found)
        raise SourceError(
            f"picamera2:{which} means several cameras; write more of the id: {ids}", permanent=True
        )
    there = "; ".join(f"picamera2:{one.number} is {one.id}" for one in cameras)
    raise SourceError(
        f"there is no camera picamera2:{which}; "
        + (there or "libcamera finds none at all: check the cable and its connector"),
        permanent=_is_number(which) and not which.isdecimal(),
    )


def open_camera(info: PiCameraInfo) -> Any:
    """Return a Picamera2 of this camera.

    Raises SourceError when another program has it; the message leaves out which camera it is.
    """
    kind = load_picamera2().Picamera2
    camera = kind.__new__(kind)
    try:
        camera.__init__(info.number)
    except (RuntimeError, OSError) as error:
        # A Picamera2 that did not open leaves its pipe behind.
        camera.notifymeread.close()
        os.close(camera.notifyme_w)
        reason = root_cause(error)
        if "busy" in reason.lower():
            raise SourceError("is in use by another program") from error
        raise SourceError(f"cannot be opened: {reason}") from error
    return camera


def close_camera(camera: Any) -> None:
    """Let go of a Picamera2; harmless when that fails, which is logged."""
    try:
        camera.close()
    except (RuntimeError, OSError) as error:
        _log.warning("a camera did not close well: %s", root_cause(error))
    # Its files stay open until its reference cycles are found, and a node may run for months.
    gc.collect()


def root_cause(error: BaseException) -> str:
    """Return what lies at the bottom of an error: picamera2 wraps what libcamera says."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__


def _matching(cameras: list[PiCameraInfo], which: str) -> list[PiCameraInfo]:
    if _is_number(which):
        return [camera for camera in cameras if str(camera.number) == which.lstrip("0").zfill(1)]
    exactly = [camera for camera in cameras if camera.id == which]
    return exactly or [camera for camera in cameras if which in camera.id]


def _is_number(which: str) -> bool:
    return _NUMBER.fullmatch(which) is not None


def _look_afresh() -> bool:
    """Let libcamera look for cameras again, which it does once only; not while one is open."""
    manager = getattr(load_picamera2().Picamera2, "_cm", None)
    if manager is None or manager.cameras or not hasattr(manager, "reset"):
        return False
    manager.reset()
    return True


def _with_modes(info: PiCameraInfo) -> PiCameraInfo:
    try:
        camera = open_camera(info)
    except SourceError:
        return info
    try:
        modes = read_modes(camera, info.id)
    finally:
        close_camera(camera)
    return PiCameraInfo(info.number, info.id, info.model, info.location, modes)
