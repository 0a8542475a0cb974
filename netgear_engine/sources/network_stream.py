"""A camera in the network, by its rtsp:// or http:// address."""

from typing import Self

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.opencv import Capture, OpenCvCapture, resize
from netgear_engine.sources.pace import RateLimit
from netgear_engine.sources.redaction import without_credentials
from netgear_engine.sources.source import Source, SourceOptions

OPEN_SECONDS = 5.0
READ_SECONDS = 5.0


class NetworkStream(Source):
    """Reads a live stream with FFmpeg inside OpenCV; its pace is the stream's."""

    def __init__(self, address: str, options: SourceOptions, clock: Clock) -> None:
        self._address = address
        self._options = options
        self._clock = clock
        self._capture: Capture | None = None
        self._limit = RateLimit(options.fps)

    @property
    def title(self) -> str:
        """The address without user, password and query."""
        return without_credentials(self._address)

    @property
    def fps(self) -> float | None:
        """The rate asked for; what streams claim of their own rate is often wrong."""
        return self._options.fps

    def start(self) -> Self:
        """Connect; raises SourceError when the stream cannot be opened in time."""
        capture = OpenCvCapture(
            self._address,
            "CAP_FFMPEG",
            {
                "CAP_PROP_OPEN_TIMEOUT_MSEC": int(OPEN_SECONDS * 1000),
                "CAP_PROP_READ_TIMEOUT_MSEC": int(READ_SECONDS * 1000),
                # Each further thread holds back one more picture before it gives the first.
                "CAP_PROP_N_THREADS": 1,
            },
        )
        if not capture.is_open():
            capture.close()
            raise SourceError(f"the stream {self.title} cannot be opened")
        self._capture = capture
        self._limit = RateLimit(self._options.fps)
        return self

    def read(self) -> CapturedFrame | None:
        """Wait for the next picture; raises SourceError when the stream ends or stalls."""
        while self._capture is not None:
            if not self._capture.grab():
                raise SourceError(f"the stream {self.title} stopped")
            captured_at = self._clock.monotonic()
            if not self._limit.allows(captured_at):
                continue
            pixels = self._capture.retrieve()
            if pixels is not None:
                return CapturedFrame(captured_at, resize(pixels, self._options.size))
        return None

    def stop(self) -> None:
        """Disconnect."""
        if self._capture is not None:
            self._capture.close()
            self._capture = None
