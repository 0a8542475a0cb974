"""A Raspberry Pi camera while it is open: its streams, its frames and its controls."""

import contextlib
import math
from collections.abc import Mapping
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.newest_frame import NewestFrame
from netgear_engine.sources.pi_camera.configuration import (
    run_with_memory_there_is,
    video_configuration,
)
from netgear_engine.sources.pi_camera.controls import read_controls
from netgear_engine.sources.pi_camera.encoding import JpegEncoding
from netgear_engine.sources.pi_camera.finding import close_camera, root_cause
from netgear_engine.sources.pi_camera.sensor import SensorMode
from netgear_engine.sources.pi_camera.settings import PiCameraSettings
from netgear_engine.sources.pi_camera.settling import settle
from netgear_engine.sources.pi_camera.still import take_still
from netgear_engine.sources.pi_camera.streams import Size, StreamName, stream_for
from netgear_engine.sources.source import SourceOptions

_MICROSECONDS = 1_000_000

# A camera that gives no frame for so long, or for so many of its longest frames, has failed.
_PATIENCE = 2.0
_FRAMES_OF_PATIENCE = 5
# The first frames wait until the camera knows its exposure.
_PATIENCE_AT_FIRST = 4.0
_LOOK_EVERY = 0.25
# Frames a second that nobody waits for, if there is something else to do.
_SLOW = 1.0
# A rate that is less than this part of another one is lower.
_ALMOST = 0.98


class PiCameraSession:
    """Streams one open Picamera2, from `run` to `close`. Errors name no camera: the caller does."""

    def __init__(
        self, camera: Any, options: SourceOptions, settings: PiCameraSettings, clock: Clock
    ) -> None:
        self._camera = camera
        self._options = options
        self._settings = settings
        self._clock = clock
        self._newest = NewestFrame()
        self._encoding = JpegEncoding(camera, options.quality, self._newest, clock)
        self._stream: StreamName | None = None
        self._configured: dict[str, Any] = {}
        self._wished_fps: float | None = None
        self._rate = settings.fps
        self._durations: tuple[int, int] | None = None
        self._to_repeat: dict[str, Any] = {}
        self._has_begun = False
        self._patience = self._sensor_patience = _PATIENCE_AT_FIRST
        self.fps = settings.fps
        self.encoder_stands_still = False
        self.refused: list[ControlError] = []

    @property
    def encoder(self) -> str:
        """Who makes the JPEGs: hardware or software."""
        return "hardware" if self._encoding.in_hardware else "software"

    @property
    def dropped(self) -> int:
        """How many frames nobody took in time."""
        return self._newest.dropped

    @property
    def sizes(self) -> tuple[Size, ...]:
        """The sizes of the streams, of which one is encoded."""
        streams = self._camera.camera_configuration()
        return tuple(tuple(streams[name]["size"]) for name in ("main", "lores") if streams[name])

    def run(
        self, size: Size, mode: SensorMode | None, kept: Mapping[str, Any], *, hardware: bool
    ) -> None:
        """Configure the camera and let it stream, from the first frame on with what was `kept`.

        What is refused of that stands in `refused`. Raises SourceError when it does not stream.
        """
        if not hardware:
            self._encoding.try_hardware = False

        def set_up() -> None:
            self._configured = dict(self._camera.camera_configuration()["controls"])
            self.refused = self._settings.restore(read_controls(self._camera), kept)
            video = self._follow_settings()
            self._durations = video.get("FrameDurationLimits")
            self._camera.set_controls(video)

        try:
            run_with_memory_there_is(
                self._camera,
                lambda: video_configuration(self._camera, size, self._options.pi_camera, mode),
                set_up,
                self._options.pi_camera.buffer_count,
            )
        except ControlError as error:
            raise SourceError(str(error), permanent=True) from error

    def encode(self, size: Size | None, fps: float | None) -> None:
        """Encode the smaller stream if pictures of `size` are enough, and at most `fps` a second.

        The camera streams on and keeps its sensor mode, but the sensor goes no faster than that.
        Raises SourceError when that fails.
        """
        self._wished_fps = fps
        self._tell_rate()
        small = self._camera.camera_configuration()["lores"]
        stream = stream_for(size, small["size"] if small else None)
        if stream != self._stream:
            self._start_encoding(stream)

    def next_frame(self) -> CapturedFrame:
        """Return the newest frame as soon as there is one; raises SourceError when none comes."""
        if self._stream is None:
            raise SourceError("streams no more since a still or a change of its stream failed")
        began = moved = self._clock.monotonic()
        first = newest = self._camera.frames
        while (frame := self._wait_for_frame()) is None:
            if not _event_loop_lives(self._camera):
                raise SourceError("gives no frames: picamera2's event loop has ended")
            now = self._clock.monotonic()
            if newest != self._camera.frames:
                newest, moved = self._camera.frames, now
            if now - began >= self._patience:
                self._give_up(self._patience, newest - first)
            if now - moved >= self._sensor_patience:
                self._give_up(self._sensor_patience, 0)
        if not self._has_begun:
            self._has_begun = True
            self._follow_settings()
        if self._to_repeat:
            # picamera2 loses what is set just while it hands a request back; twice it does not.
            self._camera.set_controls(self._to_repeat)
            self._to_repeat = {}
        return frame

    def close(self) -> None:
        """Let go of the camera, the encoder first."""
        with contextlib.suppress(RuntimeError, OSError):
            self._encoding.stop()
        close_camera(self._camera)

    def controls(self) -> Mapping[str, Control]:
        """Return what can be set on the camera as it is configured."""
        return {name: one.control for name, one in read_controls(self._camera).items()}

    def values(self) -> Mapping[str, Any]:
        """Return how each control is set: as a frame tells, as we set it, or as it is by itself."""
        return self._settings.now(read_controls(self._camera), self._metadata() or {})

    def set_control(self, name: str, value: Any) -> Any:
        """Set a control; return the value that frames tell of then.

        Raises ControlError, and nothing has changed, when the camera does not take it.
        """
        controls = read_controls(self._camera)
        changes = self._settings.changes(controls, name, value)
        applied = settle(self._camera, name, changes, self._metadata, self._clock)
        self._settings.keep(changes)
        self._durations = changes.get("FrameDurationLimits", self._durations)
        self._tell_rate()
        return controls[name].from_camera(applied)

    def still(self) -> CapturedFrame:
        """Return a JPEG with all the sensor's pixels; see `take_still` for its errors."""
        controls = self._settings.for_still(read_controls(self._camera))
        stream, self._stream = self._stream, None
        self._encoding.stop()
        try:
            still = take_still(self._camera, self._options, controls, self._clock)
        except ControlError:
            self._encode_again(stream)
            raise
        self._encode_again(stream)
        return still

    def _encode_again(self, stream: StreamName | None) -> None:
        self._newest.take(0)  # a frame from before the still is no news any more
        if stream is not None:
            self._start_encoding(stream)

    def _start_encoding(self, stream: StreamName) -> None:
        self._stream = None
        try:
            self._encoding.start(stream)
        except (RuntimeError, OSError) as error:
            raise SourceError(f"cannot be encoded: {root_cause(error)}") from error
        self._stream = stream

    def _wait_for_frame(self) -> CapturedFrame | None:
        """Wait a moment for a frame; between slow ones also for whatever ends the clock's sleep.

        Then one more is given, so that whoever reads has its turn.
        """
        if self._rate >= _SLOW:
            return self._newest.take(_LOOK_EVERY)
        before = self._clock.monotonic()
        self._clock.sleep(_LOOK_EVERY)
        if self._clock.monotonic() - before >= _LOOK_EVERY:
            return self._newest.take(0)
        self._encoding.limit(self._rate)  # beginning with the next one
        return self._newest.take(_LOOK_EVERY)

    def _follow_settings(self) -> dict[str, Any]:
        """Go at the rate that is meant, or wished for if that is lower, now and after a still.

        Return the controls for it.
        """
        controls = read_controls(self._camera)
        fastest = self._camera.camera_controls.get("FrameDurationLimits", (1,))[0]
        self.fps = min(self._settings.rate(controls), _MICROSECONDS / fastest)
        self._rate = rate = min(self.fps, self._wished_fps or math.inf)
        video = self._settings.for_video(controls, rate)
        self._camera.camera_configuration()["controls"] = self._configured | video
        shortest, longest = video.get("FrameDurationLimits", (_MICROSECONDS / self.fps, 0))
        sensor_fps = _MICROSECONDS / max(shortest, fastest)
        is_slower = rate < self.fps or rate < sensor_fps * _ALMOST
        self._encoding.limit(rate if is_slower else None)
        least = _PATIENCE if self._has_begun else _PATIENCE_AT_FIRST
        self._sensor_patience = max(least, _FRAMES_OF_PATIENCE * longest / _MICROSECONDS)
        self._patience = max(self._sensor_patience, _FRAMES_OF_PATIENCE / rate)
        return video

    def _tell_rate(self) -> None:
        """Let the sensor go at the rate that counts now."""
        durations = self._follow_settings().get("FrameDurationLimits")
        if durations != self._durations:
            self._durations = durations
            self._to_repeat = {"FrameDurationLimits": durations}
            self._camera.set_controls(self._to_repeat)

    def _metadata(self) -> dict[str, Any] | None:
        """Return what the newest request tells; None when the camera gives none."""
        try:
            found: dict[str, Any] = self._camera.capture_metadata(wait=self._sensor_patience)
        except TimeoutError:
            self._camera.cancel_all_and_flush()
            return None
        return found

    def _give_up(self, patience: float, camera_frames: int) -> None:
        silence = f"gave no frame for {patience:g} s"
        if camera_frames > 1:
            self.encoder_stands_still = True
            raise SourceError(f"{silence}: the encoder in {self.encoder} stands still")
        raise SourceError(
            f"{silence}: its cable, its connector or the power supply may be at fault"
        )


def _event_loop_lives(camera: Any) -> bool:
    # The thread that drives picamera2 is not public, and there is no other way to see it end.
    thread = getattr(getattr(camera, "_preview", None), "thread", None)
    return thread is None or bool(thread.is_alive())
