"""OpenCV's video capture without its surprises. The package is imported only when it is used."""

import importlib
import os
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from netgear_engine.errors import SourceError
from netgear_engine.frame import Pixels

_MISSING = (
    "this source needs OpenCV, which is not installed: "
    "pip install opencv-python-headless (on Raspberry Pi OS: apt install python3-opencv)"
)

# Read by OpenCV when it first opens something. What the user has set stays.
_SURROUNDINGS = {
    "OPENCV_LOG_LEVEL": "SILENT",
    # FFmpeg writes its complaints straight to standard error; ours say them once and in words.
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    # Seconds until a camera that gives nothing is given up; 10 unless told.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "3",
}


class Capture(Protocol):
    """What the sources need of OpenCV's VideoCapture."""

    def is_open(self) -> bool:
        """Return whether there is something to read from."""

    def grab(self) -> bool:
        """Wait for the next frame and keep it undecoded; false when none comes."""

    def retrieve(self) -> Pixels | None:
        """Decode the grabbed frame: height x width x 3, in the order B, G, R."""

    def get(self, name: str) -> float:
        """Return the property `name`, such as "CAP_PROP_FPS"; 0 or less when not known."""

    def set(self, name: str, value: float) -> None:
        """Ask for a property; a device may ignore it."""

    def close(self) -> None:
        """Let go of the device or file."""


class OpenCvCapture:
    """A Capture over cv2.VideoCapture."""

    def __init__(
        self, target: str | bytes | int, backend: str, settings: Mapping[str, int] | None = None
    ) -> None:
        """Open `target`; names of the backend and the settings are those of cv2.

        Raises SourceError (permanent) when OpenCV is not installed.
        """
        self._cv2 = _load_opencv()
        # Older versions, as on Raspberry Pi OS, do not know every setting.
        known = {
            name: value for name, value in (settings or {}).items() if hasattr(self._cv2, name)
        }
        pairs = [(getattr(self._cv2, name), value) for name, value in known.items()]
        self._capture = self._cv2.VideoCapture(
            target, getattr(self._cv2, backend), [number for pair in pairs for number in pair]
        )

    def is_open(self) -> bool:
        """Return whether there is something to read from."""
        return bool(self._capture.isOpened())

    def grab(self) -> bool:
        """Wait for the next frame and keep it undecoded; false when none comes."""
        try:
            return bool(self._capture.grab())
        except self._cv2.error:
            return False

    def retrieve(self) -> Pixels | None:
        """Decode the grabbed frame; None when it cannot be decoded."""
        try:
            decoded, pixels = self._capture.retrieve()
        except self._cv2.error:
            return None
        return np.ascontiguousarray(pixels, dtype=np.uint8) if decoded else None

    def get(self, name: str) -> float:
        """Return the property `name`; 0 or less when not known."""
        return float(self._capture.get(getattr(self._cv2, name)))

    def set(self, name: str, value: float) -> None:
        """Ask for a property; a device may ignore it."""
        self._capture.set(getattr(self._cv2, name), value)

    def close(self) -> None:
        """Let go of the device or file."""
        self._capture.release()


def resize(pixels: Pixels, size: tuple[int, int] | None) -> Pixels:
    """Return the picture at `size` (width and height); as it is when there is nothing to do."""
    height, width = pixels.shape[:2]
    if size is None or size == (width, height):
        return pixels
    cv2 = _load_opencv()
    shrinks = size[0] * size[1] < width * height
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=method), dtype=np.uint8)


def known_rate(capture: Capture) -> float | None:
    """Return the frames a second that the capture claims; None for what cannot be true."""
    fps = capture.get("CAP_PROP_FPS")
    return fps if 0 < fps <= 1000 else None


def _load_opencv() -> Any:
    """Import cv2 with its own log lines off; raises SourceError when it is missing."""
    for name, value in _SURROUNDINGS.items():
        os.environ.setdefault(name, value)
    try:
        cv2 = importlib.import_module("cv2")
    except ImportError as error:
        raise SourceError(_MISSING, permanent=True) from error
    # Whoever imported it before us did so without our surroundings.
    if hasattr(cv2.utils, "logging"):
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2
