"""A camera on this computer: USB or built in, by number or by its path in /dev."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.opencv import Capture, OpenCvCapture, known_rate, resize
from netgear_engine.sources.pace import RateLimit
from netgear_engine.sources.source import Source, SourceOptions

# Webcams reach their full rate at large sizes only with JPEG: raw pictures fill the USB cable.
_MJPG = sum(ord(letter) << (8 * place) for place, letter in enumerate("MJPG"))


class Webcam(Source):
    """Reads a camera through OpenCV.

    On Linux a number means exactly /dev/video<number>, so an unplugged camera never silently
    turns into another one. A path under /dev/v4l/by-id names the same camera for ever.
    """

    def __init__(
        self,
        device: str,
        options: SourceOptions,
        clock: Clock,
        open_capture: Callable[[str], Capture] | None = None,
    ) -> None:
        on_linux = sys.platform == "linux"
        self._device = f"/dev/video{device}" if device.isdigit() and on_linux else device
        self._options = options
        self._clock = clock
        self._open_capture = open_capture or _open_device
        self._capture: Capture | None = None
        self._limit = RateLimit(options.fps)
        self._fps: float | None = options.fps
        self._has_given_pictures = False

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
        self._limit = RateLimit(self._options.fps)
        return self

    def read(self) -> CapturedFrame | None:
        """Wait for the next picture; raises SourceError when the camera gives none."""
        while self._capture is not None:
            if not self._capture.grab():
                raise SourceError(self._silence())
            captured_at = self._clock.monotonic()
            if not self._limit.allows(captured_at):
                continue
            pixels = self._capture.retrieve()
            # A webcam spoils a picture now and then; only one that gives nothing is in trouble.
            if pixels is not None:
                self._has_given_pictures = True
                return CapturedFrame(captured_at, resize(pixels, self._options.size))
        return None

    def stop(self) -> None:
        """Let go of the camera."""
        if self._capture is not None:
            self._capture.close()
            self._capture = None

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

    def _silence(self) -> str:
        if self._has_given_pictures:
            return f"{self.title} stopped giving pictures"
        return f"{self.title} gives no picture: another program may be using it"


def _open_device(device: str) -> Capture:
    if device.isdigit():
        return OpenCvCapture(int(device), "CAP_ANY")
    return OpenCvCapture(device, "CAP_V4L2")
