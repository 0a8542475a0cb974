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

# A control is at work some frames after it was set; after this long its value is what it is.
_SETTLE_SECONDS = 1.0
_NEARLY = 0.02


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
        self._fps_limit: float | None = None
        self._has_begun = False
        self._patience = _PATIENCE_AT_FIRST
        self.fps = settings.fps
        self.encoder_stands_still = False

    @property
    def encoder(self) -> str:
        """Who makes the JPEGs: hardware or software."""
        return "hardware" if self._encoding.in_hardware else "software"

    @property
    def dropped(self) -> int:
        """How many frames nobody took in time."""
        return self._newest.dropped

    def run(self, size: Size, mode: SensorMode | None, *, hardware: bool) -> None:
        """Configure the camera and let it stream; raises SourceError when it does not."""
        if not hardware:
            self._encoding.try_hardware = False

        def configuration() -> dict[str, Any]:
            controls = self._settings.for_video(read_controls(self._camera))
            return video_configuration(self._camera, size, self._options.pi_camera, controls, mode)

        try:
            run_with_memory_there_is(
                self._camera, configuration, self._options.pi_camera.buffer_count
            )
        except ControlError as error:
            raise SourceError(str(error), permanent=True) from error
        fastest = self._camera.camera_controls.get("FrameDurationLimits", (0,))[0]
        self.fps = min(self.fps, _MICROSECONDS / fastest) if fastest else self.fps

    def encode(self, size: Size | None, fps: float | None) -> None:
        """Encode the smaller stream if pictures of `size` are enough, and at most `fps` a second.

        The camera streams on and keeps its sensor mode. Raises SourceError when that fails.
        """
        self._fps_limit = fps if fps and fps < self.fps else None
        self._encoding.limit(self._fps_limit)
        if self._has_begun:
            self._patience = self._usual_patience()
        small = self._camera.camera_configuration()["lores"]
        stream = stream_for(size, small["size"] if small else None)
        if stream != self._stream:
            self._start_encoding(stream)

    def next_frame(self) -> CapturedFrame:
        """Return the newest frame as soon as there is one; raises SourceError when none comes."""
        if self._stream is None:
            raise SourceError("streams no more since a still or a change of its stream failed")
        began = self._clock.monotonic()
        seen = self._camera.frames
        while (frame := self._newest.take(_LOOK_EVERY)) is None:
            if not _event_loop_lives(self._camera):
                raise SourceError("gives no frames: picamera2's event loop has ended")
            if self._clock.monotonic() - began >= self._patience:
                self._give_up(self._camera.frames - seen)
        if not self._has_begun:
            self._has_begun = True
            self._patience = self._usual_patience()
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
        applied = self._settle(name, changes)
        self._settings.keep(changes)
        self._camera.camera_configuration()["controls"] = self._settings.for_video(controls)
        self._patience = self._usual_patience()
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

    def _settle(self, name: str, changes: dict[str, Any]) -> Any:
        """Hand over a change and wait until a frame shows it; return the value it shows."""
        self._camera.set_controls(changes)
        set_at = self._clock.monotonic()
        while (metadata := self._metadata()) is not None:
            if metadata.get("SensorTimestamp", math.inf) / 1e9 < set_at:
                continue
            # picamera2 loses what is set just while it hands a request back; twice it does not.
            self._camera.set_controls(changes)
            shown = metadata.get(name, changes[name])
            waited = self._clock.monotonic() - set_at
            if _nearly(shown, changes[name]) or waited >= _SETTLE_SECONDS:
                return shown
        raise ControlError(f"{name} cannot be set: the camera gives no frames")

    def _metadata(self) -> dict[str, Any] | None:
        """Return what the newest request tells; None when the camera gives none."""
        try:
            found: dict[str, Any] = self._camera.capture_metadata(wait=_SETTLE_SECONDS)
        except TimeoutError:
            self._camera.cancel_all_and_flush()
            return None
        return found

    def _usual_patience(self) -> float:
        durations = self._settings.for_video(read_controls(self._camera)).get(
            "FrameDurationLimits", (0, 0)
        )
        longest: float = max(durations[1] / _MICROSECONDS, 1 / (self._fps_limit or math.inf))
        return max(_PATIENCE, _FRAMES_OF_PATIENCE * longest)

    def _give_up(self, camera_frames: int) -> None:
        silence = f"gave no frame for {self._patience:g} s"
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


def _nearly(shown: Any, wished: Any) -> bool:
    if isinstance(shown, tuple | list) and isinstance(wished, tuple | list):
        return len(shown) == len(wished) and all(map(_nearly, shown, wished))
    if isinstance(shown, int | float) and isinstance(wished, int | float):
        return math.isclose(shown, wished, rel_tol=_NEARLY, abs_tol=1e-6)
    return bool(shown == wished)
