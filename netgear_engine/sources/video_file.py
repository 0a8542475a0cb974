"""A video file, played at its own pace."""

from pathlib import Path
from typing import Self

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame, Pixels
from netgear_engine.sources.opencv import Capture, OpenCvCapture, known_rate, resize
from netgear_engine.sources.pace import Pace
from netgear_engine.sources.source import Source, SourceOptions

_DEFAULT_FPS = 25.0

# A damaged part fails frame by frame, and so does the end. After this many failures in a row
# nothing more can be expected.
_FAILURES_AT_THE_END = 250


class VideoFile(Source):
    """Plays a file with OpenCV, once or for ever; damaged parts are passed over."""

    def __init__(self, path: str, options: SourceOptions, clock: Clock) -> None:
        self._path = Path(path)
        self._options = options
        self._clock = clock
        self._capture: Capture | None = None
        self._fps: float | None = options.fps
        self._pace = Pace(_DEFAULT_FPS, clock)
        self._damaged = False

    @property
    def title(self) -> str:
        """The file's name without its folder."""
        return self._path.name

    @property
    def fps(self) -> float | None:
        """The rate asked for, otherwise that of the file."""
        return self._fps

    def start(self) -> Self:
        """Open the file; raises SourceError (permanent) when that cannot work."""
        if not self._path.is_file():
            what = "is a folder" if self._path.is_dir() else "does not exist"
            raise SourceError(f"the video file {self._path} {what}", permanent=True)
        self._capture = self._open()
        self._damaged = False
        self._fps = self._options.fps or known_rate(self._capture) or _DEFAULT_FPS
        self._pace = Pace(self._fps, self._clock)
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
            return None
        pixels = resize(pixels, self._options.size)
        return CapturedFrame(captured_at=self._pace.wait(), pixels=pixels)

    def stop(self) -> None:
        """Close the file."""
        if self._capture is not None:
            self._capture.close()
            self._capture = None

    def _open(self) -> Capture:
        capture = OpenCvCapture(str(self._path), "CAP_FFMPEG")
        if not capture.is_open():
            capture.close()
            raise SourceError(f"{self._path} is not a video file that can be read", permanent=True)
        return capture

    def _first_picture_again(self) -> Pixels:
        # Opened afresh, because seeking to the start fails in files without an index.
        self.stop()
        self._capture = self._open()
        pixels = self._next_picture()
        if pixels is None:
            raise SourceError(f"{self._path} holds no picture that can be read", permanent=True)
        return pixels

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
                f"{self._path} has ended; parts of it are damaged and were left out",
                permanent=True,
            )
        return None
