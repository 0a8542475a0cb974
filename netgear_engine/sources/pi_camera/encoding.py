"""Turning a camera's pictures into JPEG with picamera2's encoders: in hardware where there is one.

The encoder hands each JPEG to an output. That output never waits and never raises: picamera2's
queue would grow without end, or its thread would die without a word.
"""

import contextlib
import logging
import os
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.newest_frame import NewestFrame
from netgear_engine.sources.pace import RateLimit
from netgear_engine.sources.pi_camera.configuration import is_pi_5
from netgear_engine.sources.pi_camera.streams import Size, StreamName

_MICROSECONDS = 1_000_000

# The JPEG hardware of a Pi Zero to 4 takes pictures up to this size.
_LARGEST_IN_HARDWARE = (1920, 1080)

# It is steered by megabits a second. picamera2 gives both these and the qualities of its software
# encoder for its five steps from "very low" to "very high", at 1920 x 1080 and 30 frames a second.
_QUALITIES = (25, 35, 50, 65, 80)
_MEGABITS = (16, 20, 30, 40, 50)
_PIXELS_FOR_THOSE = 1920 * 1080

# A software encoder works on so many pictures at a time. More would wait, and grow old, and hold
# the buffers that the camera needs for newer ones.
_MOST_AT_ONCE = 3

# A timestamp that is further from now than this is of another clock.
_OLDEST = 10.0

_log = logging.getLogger(__name__)


class JpegEncoding:
    """Encodes one stream of a Picamera2 at a time, at most so many frames a second."""

    def __init__(self, camera: Any, quality: int, newest: NewestFrame, clock: Clock) -> None:
        self._camera = camera
        self._quality = quality
        self._newest = newest
        self._clock = clock
        self._encoder: Any = None
        self._limit = RateLimit(None)
        self.try_hardware = not is_pi_5()
        self.in_hardware = False

    def start(self, stream: StreamName) -> None:
        """Encode this stream from now on; raises RuntimeError or OSError when that fails."""
        self.stop()
        if self.try_hardware and _fits_hardware(self._camera.camera_configuration()[stream]):
            encoder = self._hardware_encoder(self._camera.camera_configuration()[stream]["size"])
            try:
                self._run(encoder, stream)
                self.in_hardware = True
            except (OSError, RuntimeError) as error:
                _log.warning("no JPEG hardware is to be had (%s): encoding in software", str(error))
                self.try_hardware = False
                _throw_away(encoder)
        if self._encoder is None:
            self._run(self._software_encoder(), stream)
            self.in_hardware = False

    def stop(self) -> None:
        """Encode nothing any more; harmless when nothing is encoded."""
        encoder, self._encoder = self._encoder, None
        if encoder is None:
            return
        self._camera.stop_encoder(encoder)
        _end_threads(encoder)

    def limit(self, fps: float | None) -> None:
        """Leave out frames before they are encoded, so that at most `fps` a second are."""
        self._limit = RateLimit(fps)

    def _run(self, encoder: Any, stream: StreamName) -> None:
        output = _make_output(lambda jpeg, timestamp: self._put(encoder, jpeg, timestamp))
        self._camera.start_encoder(encoder, output, name=stream)
        self._encoder = encoder

    def _put(self, encoder: Any, jpeg: bytes, timestamp: int | None) -> None:
        self._newest.put(CapturedFrame(self._captured_at(encoder, timestamp), jpeg=jpeg))

    def _captured_at(self, encoder: Any, timestamp: int | None) -> float:
        """Return the monotonic time of a frame: an encoder counts microseconds from its first."""
        now = self._clock.monotonic()
        first = encoder.firsttimestamp
        if first is None or timestamp is None:
            return now
        captured_at = (int(first) + int(timestamp)) / _MICROSECONDS
        return captured_at if now - _OLDEST < captured_at <= now else now

    def _admits(self, request: Any) -> bool:
        from libcamera import controls

        timestamp = request.request.metadata[controls.SensorTimestamp]  # nanoseconds
        return self._limit.allows(timestamp / 1e9)

    def _hardware_encoder(self, size: Size) -> Any:
        from picamera2.encoders import MJPEGEncoder

        return self._choosy(MJPEGEncoder)(bitrate=bitrate(self._quality, size))

    def _software_encoder(self) -> Any:
        from picamera2.encoders import JpegEncoder

        threads = min(_MOST_AT_ONCE, os.cpu_count() or 1)
        return self._choosy(JpegEncoder)(num_threads=threads, q=self._quality)

    def _choosy(self, kind: Any) -> Any:
        """Return this kind of encoder, but one that leaves frames out before it encodes them."""
        admits = self._admits

        class ChoosyEncoder(kind):  # type: ignore[misc]  # picamera2 is untyped
            def encode(self, stream: Any, request: Any) -> None:
                if not _is_behind(self) and admits(request):
                    super().encode(stream, request)

        return ChoosyEncoder


def bitrate(quality: int, size: Size) -> int:
    """Return the bits a second by which JPEG hardware reaches about this quality."""
    import numpy as np

    low, high = _QUALITIES[-2:]
    slope = (_MEGABITS[-1] - _MEGABITS[-2]) / (high - low)
    megabits = float(np.interp(quality, _QUALITIES, _MEGABITS)) + max(quality - high, 0) * slope
    return round(megabits * 1e6 * size[0] * size[1] / _PIXELS_FOR_THOSE)


def _fits_hardware(stream: dict[str, Any]) -> bool:
    width, height = stream["size"]
    return bool(width <= _LARGEST_IN_HARDWARE[0] and height <= _LARGEST_IN_HARDWARE[1])


def _is_behind(encoder: Any) -> bool:
    tasks = getattr(encoder, "tasks", None)  # without the one whose end is awaited
    return tasks is not None and tasks.qsize() >= _MOST_AT_ONCE - 1


def _make_output(put: Any) -> Any:
    from picamera2.outputs import Output

    class NewestOutput(Output):  # type: ignore[misc]  # picamera2 is untyped
        def outputframe(
            self,
            frame: Any,
            keyframe: bool = True,
            timestamp: int | None = None,
            *_packet_and_audio: Any,
        ) -> None:
            put(bytes(frame), timestamp)

    return NewestOutput()


def _throw_away(encoder: Any) -> None:
    """End an encoder whose start failed: it believes that it runs, and may have a thread."""
    with contextlib.suppress(AttributeError, OSError, RuntimeError):
        encoder.stop()


def _end_threads(encoder: Any) -> None:
    threads = getattr(encoder, "threads", None)
    if threads is not None:
        threads.shutdown(wait=False)
