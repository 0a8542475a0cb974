"""A camera in the network, by its rtsp:// or http:// address."""

from typing import Self

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.network.mjpeg import MjpegError, MjpegStream
from netgear_engine.sources.opencv import Capture, OpenCvCapture, resize
from netgear_engine.sources.pace import RateLimit
from netgear_engine.sources.redaction import without_credentials
from netgear_engine.sources.source import Source, SourceOptions

OPEN_SECONDS = 5.0
READ_SECONDS = 5.0


class NetworkStream(Source):
    """Reads a live stream; its pace is the stream's.

    JPEGs that come over HTTP are passed on as they are unless a size is asked for; everything else
    is decoded by FFmpeg inside OpenCV.
    """

    def __init__(self, address: str, options: SourceOptions, clock: Clock) -> None:
        self._address = address
        self._options = options
        self._clock = clock
        self._capture: Capture | None = None
        self._jpegs: MjpegStream | None = None
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
        self._limit = RateLimit(self._options.fps)
        if self._options.size is None and self._address.lower().startswith("http"):
            self._jpegs = self._open_jpegs()
        if self._jpegs is None:
            self._capture = self._open_capture()
        return self

    def read(self) -> CapturedFrame | None:
        """Wait for the next picture; raises SourceError when the stream ends or stalls."""
        while True:
            if self._jpegs is not None:
                frame = self._read_jpeg(self._jpegs)
            elif self._capture is not None:
                frame = self._read_pixels(self._capture)
            else:
                return None
            if frame is not None:
                return frame

    def stop(self) -> None:
        """Disconnect."""
        if self._jpegs is not None:
            self._jpegs.close()
            self._jpegs = None
        if self._capture is not None:
            self._capture.close()
            self._capture = None

    def _open_jpegs(self) -> MjpegStream | None:
        try:
            return MjpegStream.open(
                self._address,
                open_seconds=OPEN_SECONDS,
                read_seconds=READ_SECONDS,
                clock=self._clock,
            )
        except MjpegError as error:
            raise SourceError(f"the stream {self.title} cannot be opened: {error}") from error

    def _open_capture(self) -> Capture:
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
            raise SourceError(
                f"the stream {self.title} cannot be opened: check address, user and password"
            )
        return capture

    def _read_jpeg(self, jpegs: MjpegStream) -> CapturedFrame | None:
        try:
            jpeg = jpegs.next()
        except MjpegError as error:
            raise SourceError(f"the stream {self.title} stopped: {error}") from error
        captured_at = self._clock.monotonic()
        return CapturedFrame(captured_at, jpeg=jpeg) if self._limit.allows(captured_at) else None

    def _read_pixels(self, capture: Capture) -> CapturedFrame | None:
        if not capture.grab():
            raise SourceError(
                f"the stream {self.title} stopped: it ended, or nothing came for {READ_SECONDS:g} s"
            )
        captured_at = self._clock.monotonic()
        if not self._limit.allows(captured_at):
            return None
        pixels = capture.retrieve()
        if pixels is None:
            return None
        return CapturedFrame(captured_at, resize(pixels, self._options.size))
