"""A camera on this computer: USB or built in, by number or by its path in /dev."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.jpegs import whole
from netgear_engine.sources.opencv import Capture, OpenCvCapture, known_rate, resize
from netgear_engine.sources.pace import RateLimit
from netgear_engine.sources.repeated_picture import RepeatedPicture
from netgear_engine.sources.source import Source, SourceOptions

if TYPE_CHECKING:
    from netgear_engine.sources.webcam.controls import WebcamControls

# Webcams reach their full rate at large sizes only with JPEG: raw pictures fill the USB cable.
_MJPG = sum(ord(letter) << (8 * place) for place, letter in enumerate("MJPG"))
_JPEG_START = b"\xff\xd8\xff"

# So many buffers in a row that hold no JPEG: the camera does not give what it says.
_MOST_WITHOUT_JPEG = 5
# So long may it give nothing but spoiled pictures.
_SPOILED_SECONDS = 5.0
# A driver's time stamp is believed when it is at most this old; some count from elsewhere.
_OLDEST = 2.0


class Webcam(Source):
    """Reads a camera through OpenCV, on Linux the camera's own JPEGs where it makes them.

    On Linux a number means exactly /dev/video<number>, so an unplugged camera never silently
    turns into another one. A path under /dev/v4l/by-id names the same camera for ever. JPEGs come
    as the camera made them, in a size that it has; pixels come in the size asked for.
    """

    def __init__(
        self,
        device: str,
        options: SourceOptions,
        clock: Clock,
        open_capture: Callable[[str], Capture] | None = None,
    ) -> None:
        self._on_linux = sys.platform == "linux"
        self._device = f"/dev/video{device}" if device.isdigit() and self._on_linux else device
        self._options = options
        self._clock = clock
        self._open_capture = open_capture or _open_device
        self._capture: Capture | None = None
        self._limit = RateLimit(options.fps)
        self._fps: float | None = options.fps
        self._has_given_pictures = False
        self._worked_at = 0.0
        self._gives_jpeg = False
        self._without_jpeg = 0
        self._repeated = RepeatedPicture(self._device)
        self._settings: WebcamControls | None = None

    @property
    def title(self) -> str:
        """The camera's path or number."""
        return f"camera {self._device}"

    @property
    def fps(self) -> float | None:
        """The rate asked for, otherwise the camera's own if it tells."""
        return self._fps

    def start(self) -> Self:
        """Open the camera; raises SourceError when it is absent, forbidden or busy."""
        self._check_device()
        capture = self._open_capture(self._device)
        if not capture.is_open():
            capture.close()
            raise SourceError(f"{self.title} is busy: another program may be using it")
        self._ask_for_options(capture)
        self._capture = capture
        self._has_given_pictures = False
        self._repeated.start_again()
        self._limit = RateLimit(self._options.fps)
        self._worked_at = self._clock.monotonic()
        self._settings = _settings(self._device) if self._on_linux else None
        return self

    def read(self) -> CapturedFrame | None:
        """Wait for the next picture; raises SourceError when the camera gives none."""
        while self._capture is not None:
            if not self._capture.grab() or self._is_unplugged():
                raise SourceError(self._silence())
            now = self._clock.monotonic()
            if not self._limit.allows(now):
                continue
            frame = self._frame(self._capture, now)
            # A webcam spoils a picture now and then; only one that gives nothing is in trouble.
            if frame is None:
                if now - self._worked_at > _SPOILED_SECONDS:
                    raise SourceError(f"{self.title} gives only spoiled pictures")
                continue
            self._has_given_pictures, self._worked_at = True, now
            if self._repeated.is_stuck(frame, now):
                raise SourceError(f"{self.title} gives the same picture again and again")
            return frame
        return None

    def stop(self) -> None:
        """Let go of the camera."""
        if self._capture is not None:
            self._capture.close()
            self._capture = None

    def controls(self) -> Mapping[str, Control]:
        """Return what the driver lets set."""
        return self._settings.all() if self._settings else {}

    def values(self) -> Mapping[str, Any]:
        """Return how each control is set now."""
        return self._settings.values() if self._settings else {}

    def set_control(self, name: str, value: Any) -> Any:
        """Set a control and return the value that the camera has now; raises ControlError."""
        if self._settings is None:
            raise ControlError(f"{self.title} has no control {name}")
        return self._settings.set(name, value)

    def _check_device(self) -> None:
        if not self._device.startswith("/"):
            return
        if not Path(self._device).exists():
            raise SourceError(f"{self.title} is not connected")
        if not os.access(self._device, os.R_OK | os.W_OK):
            raise SourceError(
                f"{self.title} may not be used by this user: add the user to the group video"
            )

    def _ask_for_options(self, capture: Capture) -> None:
        capture.set("CAP_PROP_FOURCC", _MJPG)
        if self._options.size is not None:
            width, height = self._options.size
            capture.set("CAP_PROP_FRAME_WIDTH", width)
            capture.set("CAP_PROP_FRAME_HEIGHT", height)
        if self._options.fps is not None:
            capture.set("CAP_PROP_FPS", self._options.fps)
        # One buffer: an old picture must not wait in front of a new one.
        capture.set("CAP_PROP_BUFFERSIZE", 1)
        self._fps = self._options.fps or known_rate(capture)
        self._without_jpeg = 0
        # Without its conversion OpenCV hands out a JPEG as it came: cap_v4l.cpp, retrieveFrame.
        # Other backends than V4L2 ignore the wish or fail on it.
        self._gives_jpeg = self._on_linux and capture.get("CAP_PROP_FOURCC") == _MJPG
        if self._gives_jpeg:
            capture.set("CAP_PROP_CONVERT_RGB", 0)

    def _frame(self, capture: Capture, now: float) -> CapturedFrame | None:
        """Return what was grabbed; None when it is spoiled."""
        data = capture.retrieve()
        if data is None:
            return None
        captured_at = self._moment(capture, now)
        if not self._gives_jpeg:
            return CapturedFrame(captured_at, resize(data, self._options.size))
        given = data.tobytes()
        if given.startswith(_JPEG_START):
            self._without_jpeg = 0
            jpeg = whole(given)
            return None if jpeg is None else CapturedFrame(captured_at, jpeg=jpeg)
        self._without_jpeg += 1
        if self._without_jpeg >= _MOST_WITHOUT_JPEG:
            self._gives_jpeg = False
            capture.set("CAP_PROP_CONVERT_RGB", 1)
        return None

    def _moment(self, capture: Capture, now: float) -> float:
        """Return when the picture was taken: the driver knows it better, where it counts as we."""
        told = capture.get("CAP_PROP_POS_MSEC") / 1000 if self._on_linux else 0.0
        return told if now - _OLDEST <= told <= now else now

    def _is_unplugged(self) -> bool:
        return self._device.startswith("/") and not Path(self._device).exists()

    def _silence(self) -> str:
        if self._is_unplugged():
            return f"{self.title} was unplugged"
        if self._has_given_pictures:
            return f"{self.title} stopped giving pictures"
        return f"{self.title} gives no picture: another program may be using it"


def _open_device(device: str) -> Capture:
    if device.isdigit():
        return OpenCvCapture(int(device), "CAP_ANY")
    return OpenCvCapture(device, "CAP_V4L2")


def _settings(device: str) -> "WebcamControls":
    from netgear_engine.sources.webcam.controls import WebcamControls

    return WebcamControls(device)
