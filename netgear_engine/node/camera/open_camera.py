"""A camera while it is open: each picture counted, and handed on if it is wanted."""

from collections.abc import Mapping
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.messages import CameraAlive, CameraStarted, StillTaken, Stream
from netgear_engine.node.camera.outbox import Outbox
from netgear_engine.node.camera.picture_maker import PictureMaker, picture_size
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.pace import RateLimit
from netgear_engine.sources.source import Source

# How often it is reported that the camera lives, with its figures.
ALIVE_S = 0.5
# Stands for as fast as it goes, where nobody knows how fast that is.
_ANY_FPS = 1000.0
_SMALLEST, _SLOWEST_FPS = (0, 0), 1.0


class OpenCamera:
    """Reads a started source; used by the thread that reads it."""

    def __init__(
        self,
        source: Source,
        *,
        outbox: Outbox,
        maker: PictureMaker,
        clock: Clock,
        stream: Stream,
        frames_before: int,
    ) -> None:
        """`frames_before` is how many pictures were read since the process began."""
        self._source = source
        self._outbox = outbox
        self._maker = maker
        self._clock = clock
        self._frames_before = frames_before
        self._stream = stream
        self._limit = RateLimit(stream.fps)
        self._maker.box = stream.size
        self._stills: list[str] = []
        self._first_at = 0.0
        self._alive_at: float | None = None
        self.frames_since_open = 0
        self.open_for = 0.0
        self.size = (0, 0)
        self.makes_jpegs = False
        self.controls: Mapping[str, Control] = {}

    @property
    def fps(self) -> float | None:
        """Frames a second as far as the source knows."""
        return self._source.fps

    @property
    def frames(self) -> int:
        """How many pictures were read since the process began."""
        return self._frames_before + self.frames_since_open

    def read(self) -> bool:
        """Wait for a picture and hand it on; false at the end of the source.

        Raises SourceError when none comes.
        """
        frame = self._source.read()
        if frame is None:
            self._send_figures(self._clock.monotonic())
            return False
        if self.frames_since_open == 0:
            size = picture_size(frame)
            if size is None:
                return True  # spoilt: nothing is known of it, and it is no sign of life
            self.size = size
        self.frames_since_open += 1
        if self.frames_since_open == 1:
            self._opened(frame)
        self.open_for = frame.captured_at - self._first_at
        if self._alive_at is None or frame.captured_at - self._alive_at >= ALIVE_S:
            self._send_figures(frame.captured_at)
        while self._stills:
            self._send_still(self._stills.pop(), frame)
        if not self._stream.paused and self._limit.allows(frame.captured_at):
            self._outbox.offer(frame)
        return True

    def make_stream(self, stream: Stream) -> None:
        """Make this stream from now on; the first picture must have been read."""
        if stream == self._stream:
            return
        if stream.fps != self._stream.fps:
            self._limit = RateLimit(stream.fps)
        self._stream = stream
        self._maker.box = stream.size
        if self.frames_since_open:
            self._ask_for_stream()

    def set_control(self, name: str, value: Any) -> Any:
        """Set a control of the camera; return what counts now. Raises ControlError if refused."""
        return self._source.set_control(name, value)

    def values(self) -> dict[str, Any]:
        """Return how the camera is set now, and its rate."""
        return {**self._source.values(), **({"fps": self.fps} if self.fps else {})}

    def take_still(self, order_id: str) -> None:
        """Send a picture at full resolution; where the camera has no way for it, the next one."""
        try:
            still = self._source.still()
        except (ControlError, SourceError) as error:
            self._outbox.put(StillTaken(order_id, refused=str(error)))
            return
        if still is None:
            self._stills.append(order_id)
        else:
            self._send_still(order_id, still)

    def _opened(self, frame: CapturedFrame) -> None:
        self._first_at = frame.captured_at
        self.makes_jpegs = frame.jpeg is not None
        self.controls = self._source.controls()
        started = CameraStarted(
            title=self._source.title,
            size=self.size,
            fps=self._source.fps,
            controls=dict(self.controls),
            values=dict(self._source.values()),
            sizes=self._source.sizes,
        )
        self._outbox.put(started)
        # Not before: the first picture tells how large the whole picture is.
        if self._stream != Stream():
            self._ask_for_stream()

    def _ask_for_stream(self) -> None:
        if self._stream.paused:
            # A camera with an encoder of its own would go on at full rate for nobody.
            self._source.want(_SMALLEST, _SLOWEST_FPS)
        else:
            fps = self._stream.fps or self._source.fps or _ANY_FPS
            self._source.want(self._stream.size or self.size, fps)

    def _send_figures(self, captured_at: float) -> None:
        self._alive_at = captured_at
        dropped = self._outbox.dropped + self._maker.broken
        self._outbox.put(
            CameraAlive(
                captured_at, self.frames, dropped, self._maker.encoded, self._maker.untouched
            )
        )

    def _send_still(self, order_id: str, frame: CapturedFrame) -> None:
        picture = self._maker.make_still(frame)
        if picture is None:
            self._outbox.put(StillTaken(order_id, refused="the camera gave a spoilt picture"))
        else:
            self._outbox.put(StillTaken(order_id, frame.captured_at), picture)
