"""A camera in the network, by its rtsp:// or http:// address."""

import logging
from typing import Self

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.decoding import decoded
from netgear_engine.sources.network.mjpeg import MjpegError, MjpegStream
from netgear_engine.sources.network.rtsp import why_nothing_comes
from netgear_engine.sources.network.special_letters import special_letters_hint
from netgear_engine.sources.opencv import Capture, OpenCvCapture, resize
from netgear_engine.sources.pace import RateLimit
from netgear_engine.sources.redaction import without_credentials
from netgear_engine.sources.source import Source, SourceOptions

OPEN_SECONDS = 5.0
# While nobody knows the camera's rate: some give a picture only every ten seconds.
READ_SECONDS = 20.0
# When the camera was waited for already.
_SECOND_OPEN_SECONDS = 2.0
_INTERVALS = 5
_BROKEN_SECONDS = 3.0

# Addresses of which our own reader understands nothing, for as long as this process lives: whoever
# opens a camera again may do so with a new object.
_left_to_ffmpeg: set[str] = set()

_log = logging.getLogger(__name__)


class NetworkStream(Source):
    """Reads a live stream; its pace is the stream's.

    JPEGs that come over HTTP are passed on as they are unless a size is asked for. Everything else
    is decoded by FFmpeg inside OpenCV, and so is what our own reader does not understand.
    """

    def __init__(self, address: str, options: SourceOptions, clock: Clock) -> None:
        self._title = without_credentials(address.strip())
        # FFmpeg knows them in small letters only.
        scheme, colon, rest = address.strip().partition(":")
        self._address = scheme.lower() + colon + rest
        self._options = options
        self._clock = clock
        self._capture: Capture | None = None
        self._jpegs: MjpegStream | None = None
        self._limit = RateLimit(options.fps)
        self._patience = READ_SECONDS
        self._worked_at = 0.0

    @property
    def title(self) -> str:
        """The address without user, password and query."""
        return self._title

    @property
    def fps(self) -> float | None:
        """The rate asked for; what streams claim of their own rate is often wrong."""
        return self._options.fps

    def start(self) -> Self:
        """Connect; raises SourceError when the stream cannot be opened in time."""
        self._limit = RateLimit(self._options.fps)
        self._worked_at = 0.0
        if self._address.startswith("http") and self._address not in _left_to_ffmpeg:
            self._jpegs = self._open_jpegs()
        if self._jpegs is None:
            self._capture = self._open_capture(OPEN_SECONDS)
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
                fps=self._options.fps,
            )
        except MjpegError as error:
            raise self._not_opened(str(error)) from error

    def _open_capture(self, open_seconds: float) -> Capture:
        self._patience = max(READ_SECONDS, _INTERVALS / (self._options.fps or _INTERVALS))
        capture = OpenCvCapture(
            self._address,
            "CAP_FFMPEG",
            {
                "CAP_PROP_OPEN_TIMEOUT_MSEC": int(open_seconds * 1000),
                "CAP_PROP_READ_TIMEOUT_MSEC": int(self._patience * 1000),
                # Each further thread holds back one more picture before it gives the first.
                "CAP_PROP_N_THREADS": 1,
            },
        )
        if not capture.is_open():
            capture.close()
            _left_to_ffmpeg.discard(self._address)
            raise self._not_opened(self._why_ffmpeg_failed())
        self._worked_at = self._clock.monotonic()
        return capture

    def _why_ffmpeg_failed(self) -> str:
        if not self._address.startswith("rtsp"):
            return "the camera answers, but gives no picture that can be read"
        try:
            return why_nothing_comes(self._address, _SECOND_OPEN_SECONDS)
        except ValueError:
            return "check the address"

    def _not_opened(self, reason: str) -> SourceError:
        hint = special_letters_hint(self._address)
        return SourceError(f"the stream {self.title} cannot be opened: {reason}{hint}")

    def _read_jpeg(self, jpegs: MjpegStream) -> CapturedFrame | None:
        try:
            jpeg = jpegs.next()
        except MjpegError as error:
            if error.is_unknown:
                self._leave_to_ffmpeg(str(error))
                return None
            raise SourceError(f"the stream {self.title} stopped: {error}") from error
        captured_at = self._clock.monotonic()
        if not self._limit.allows(captured_at):
            return None
        frame = CapturedFrame(captured_at, jpeg=jpeg)
        if self._options.size is None:
            return frame
        try:
            pixels = decoded(frame)
        except SourceError as error:
            if not self._worked_at:
                self._leave_to_ffmpeg(str(error))
                return None
            self._see_whether_it_is_over(captured_at)
            return None
        self._worked_at = captured_at
        return CapturedFrame(captured_at, resize(pixels, self._options.size))

    def _leave_to_ffmpeg(self, reason: str) -> None:
        """Give up our own reader, here and for the next time."""
        self.stop()
        _left_to_ffmpeg.add(self._address)
        try:
            self._capture = self._open_capture(_SECOND_OPEN_SECONDS)
        except SourceError as error:
            raise SourceError(f"the stream {self.title} gives no pictures: {reason}") from error
        _log.warning("the stream %s is left to FFmpeg: %s", self.title, reason)

    def _read_pixels(self, capture: Capture) -> CapturedFrame | None:
        if not capture.grab():
            raise SourceError(
                f"the stream {self.title} stopped: "
                f"it ended, or nothing came for {self._patience:g} s"
            )
        captured_at = self._clock.monotonic()
        if not self._limit.allows(captured_at):
            return None
        pixels = capture.retrieve()
        if pixels is None:
            self._see_whether_it_is_over(captured_at)
            return None
        self._worked_at = captured_at
        return CapturedFrame(captured_at, resize(pixels, self._options.size))

    def _see_whether_it_is_over(self, now: float) -> None:
        """Pass over a broken picture; one now and then does no harm."""
        if now - self._worked_at > _BROKEN_SECONDS:
            raise SourceError(f"the stream {self.title} gives only broken pictures")
