"""A video file, played at its own pace."""

import os
from pathlib import Path
from typing import Self

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame, Pixels
from netgear_engine.sources.opencv import Capture, OpenCvCapture, known_rate, resize
from netgear_engine.sources.pace import FilmPace, Pace
from netgear_engine.sources.redaction import without_credentials
from netgear_engine.sources.registry import writable
from netgear_engine.sources.source import Source, SourceOptions

_DEFAULT_FPS = 25.0
_LIKELY_FPS = 240.0

# A damaged part fails frame by frame, and so does the end. After this many failures in a row
# nothing more can be expected.
_FAILURES_AT_THE_END = 250


def why_unreadable(path: Path) -> str:
    """Return what keeps a path from being a file that can be read; "" when nothing does."""
    if not os.path.exists(path):  # noqa: PTH110 (Path.exists raises for a name that is too long)
        return "does not exist"
    if path.is_dir():
        return "is a folder"
    if not path.is_file():
        return "is no file, but a pipe, a socket or a device"
    try:
        with path.open("rb"):
            return ""
    except OSError as error:
        return f"cannot be read: {error.strerror}"


class VideoFile(Source):
    """Plays a file with OpenCV, once or for ever; damaged parts are passed over."""

    def __init__(self, path: str, options: SourceOptions, clock: Clock) -> None:
        self._path = Path(path)
        self._options = options
        self._clock = clock
        self._capture: Capture | None = None
        self._fps: float | None = options.fps
        self._pace: Pace | None = None
        self._stamps = FilmPace(1 / _DEFAULT_FPS, clock)
        self._damaged = self._has_given = False
        # What is no file may be an address that is written wrong.
        self._shown = without_credentials(path)
        if os.path.isfile(path):  # noqa: PTH113 (as above)
            self._shown = os.fsencode(path).decode(errors="replace")

    @property
    def title(self) -> str:
        """The file's name without its folder."""
        return Path(self._shown).name

    @property
    def fps(self) -> float | None:
        """The rate asked for, otherwise that of the file."""
        return self._fps

    def start(self) -> Self:
        """Open the file; raises SourceError (permanent) when that cannot work."""
        if fault := why_unreadable(self._path):
            raise SourceError(f"the video file {self._shown} {fault}", permanent=True)
        self._capture = self._open()
        self._damaged = self._has_given = False
        told = known_rate(self._capture)
        # Browsers record with the time stamps' fineness in the place of the rate.
        self._fps = self._options.fps or (told if told and told <= _LIKELY_FPS else None)
        self._pace = Pace(self._options.fps, self._clock) if self._options.fps else None
        self._stamps = FilmPace(1 / (self._fps or _DEFAULT_FPS), self._clock)
        return self

    def read(self) -> CapturedFrame | None:
        """Return the next frame when its time has come; None at the end of the file.

        Raises SourceError (permanent) at the end of a file that had damaged parts.
        """
        if self._capture is None:
            return None
        pixels = self._next_picture()
        if pixels is None and self._options.loop:
            pixels = self._first_picture_again()
        if pixels is None:
            if not self._has_given:
                raise self._no_picture()
            return None
        self._has_given = True
        stamp = self._capture.get("CAP_PROP_POS_MSEC") / 1000
        pixels = resize(pixels, self._options.size)
        captured_at = self._pace.wait() if self._pace else self._stamps.wait(stamp)
        return CapturedFrame(captured_at, pixels)

    def stop(self) -> None:
        """Close the file."""
        if self._capture is not None:
            self._capture.close()
            self._capture = None

    def _open(self) -> Capture:
        # From the root on: FFmpeg takes "clip-12:30.mp4" for an address.
        path = str(self._path.absolute())
        target = path if writable(path) == path else os.fsencode(path)
        capture = OpenCvCapture(target, "CAP_FFMPEG")
        if not capture.is_open():
            capture.close()
            raise SourceError(f"{self._shown} is not a video file that can be read", permanent=True)
        return capture

    def _first_picture_again(self) -> Pixels:
        # Opened afresh, because seeking to the start fails in files without an index.
        self.stop()
        self._capture = self._open()
        pixels = self._next_picture()
        if pixels is None:
            raise self._no_picture()
        return pixels

    def _no_picture(self) -> SourceError:
        return SourceError(f"{self._shown} holds no picture that can be read", permanent=True)

    def _next_picture(self) -> Pixels | None:
        """Return the next picture that can be decoded, or None when there is none left."""
        if self._capture is None:
            return None
        for failures in range(_FAILURES_AT_THE_END):
            pixels = self._capture.retrieve() if self._capture.grab() else None
            if pixels is not None:
                self._damaged = self._damaged or failures > 0
                return pixels
        if self._damaged and not self._options.loop:
            raise SourceError(
                f"{self._shown} has ended; parts of it are damaged and were left out",
                permanent=True,
            )
        return None
