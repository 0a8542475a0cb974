"""A Raspberry Pi camera through the old picamera library, which 32-bit systems had."""

import io
import logging
from collections.abc import Mapping
from typing import Any, Self

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.newest_frame import NewestFrame
from netgear_engine.sources.pi_camera.controls import unknown
from netgear_engine.sources.pi_camera.legacy_controls import check, read_controls
from netgear_engine.sources.pi_camera.streams import Size, lores_size, stream_for
from netgear_engine.sources.source import Source, SourceOptions

_DEFAULT_SIZE = (1280, 720)
_DEFAULT_FPS = 30.0
_SLOWEST = 1.0

# Its picture sizes are multiples of this many pixels.
_ALIGNMENT = 32

_PATIENCE = 2.0
# The first frames wait until the camera knows its exposure.
_PATIENCE_AT_FIRST = 4.0
_FRAMES_OF_PATIENCE = 5
_LOOK_EVERY = 0.25
_STILL_SECONDS = 5

_START, _END = b"\xff\xd8", b"\xff\xd9"

_log = logging.getLogger(__name__)


class LegacyPiCamera(Source):
    """Records MJPEG with the Pi's hardware; a smaller size is scaled by it too."""

    def __init__(self, number: str, options: SourceOptions, clock: Clock) -> None:
        self._number = int(number)
        self._options = options
        self._clock = clock
        self._camera: Any = None
        self._newest = NewestFrame()
        self._size: Size = options.size or _DEFAULT_SIZE
        self._small = lores_size(self._size, _ALIGNMENT)
        self._wish: tuple[Size | None, float | None] = (None, None)
        self._recorded: tuple[Size, float] | None = None
        self._kept: dict[str, Any] = {}
        self._patience = _PATIENCE_AT_FIRST

    @property
    def title(self) -> str:
        """The camera's number."""
        return f"camera picamera:{self._number}"

    @property
    def fps(self) -> float | None:
        """The rate asked for."""
        return self._options.fps or _DEFAULT_FPS

    @property
    def dropped(self) -> int:
        """How many frames nobody read in time."""
        return self._newest.dropped

    @property
    def sizes(self) -> tuple[Size, ...]:
        """The full size and the smaller one, which the hardware scales to."""
        return (self._size, self._small) if self._small else (self._size,)

    def start(self) -> Self:
        """Open the camera and record; raises SourceError with the reason when it cannot."""
        self.stop()
        picamera = self._load()
        try:
            self._camera = picamera.PiCamera(camera_num=self._number, resolution=self._size)
            self._set_up()
            self._record()
        except (picamera.exc.PiCameraError, RuntimeError, OSError) as error:
            self.stop()
            raise SourceError(f"{self.title} {_reason(error)}") from error
        except ControlError as error:
            self.stop()
            raise SourceError(f"{self.title}: {error}", permanent=True) from error
        self._patience = _PATIENCE_AT_FIRST
        return self

    def read(self) -> CapturedFrame | None:
        """Return the newest frame as soon as there is one; raises SourceError when none comes."""
        if self._camera is None:
            return None
        began = self._clock.monotonic()
        while (frame := self._newest.take(_LOOK_EVERY)) is None:
            self._raise_what_ended_the_recording()
            if self._clock.monotonic() - began >= self._patience:
                raise SourceError(
                    f"{self.title} gave no frame for {self._patience:g} s: its cable, its "
                    "connector or the power supply may be at fault"
                )
        self._patience = max(_PATIENCE, _FRAMES_OF_PATIENCE / self._wanted()[1])
        return frame

    def stop(self) -> None:
        """Let go of the camera; harmless when it is not open."""
        camera, self._camera = self._camera, None
        self._recorded, self._wish = None, (None, None)
        if camera is None:
            return
        errors = (self._load().exc.PiCameraError, RuntimeError, OSError)
        for end in (camera.stop_recording, camera.close):
            try:
                end()
            except errors as error:
                _log.warning("%s did not close well: %s", self.title, str(error))

    def want(self, size: tuple[int, int], fps: float) -> None:
        """Record a smaller size or a lower rate when that is enough."""
        if self._camera is None:
            return
        self._wish = (size, fps)
        if self._wanted() == self._recorded:
            return
        try:
            self._camera.stop_recording()
            self._record()
        except (self._load().exc.PiCameraError, RuntimeError) as error:
            raise SourceError(f"{self.title} {_reason(error)}") from error

    def controls(self) -> Mapping[str, Control]:
        """Return what can be set, in picamera's own names."""
        return read_controls(self._camera) if self._camera is not None else {}

    def values(self) -> Mapping[str, Any]:
        """Return how each control is set now."""
        return {name: self._value(name) for name in self.controls()}

    def set_control(self, name: str, value: Any) -> Any:
        """Set a control and return the value that the camera has then; it outlives a restart.

        Raises ControlError, and nothing has changed, when the camera does not take it.
        """
        if self._camera is None:
            raise ControlError(f"{self.title} is not running")
        self._set(name, value)
        self._kept[name] = value
        return self._value(name)

    def still(self) -> CapturedFrame | None:
        """Return a JPEG with all the sensor's pixels; video pauses for it."""
        if self._camera is None:
            return None
        file = io.BytesIO()
        errors = (self._load().exc.PiCameraError, RuntimeError)
        try:
            self._camera.stop_recording()
            self._camera.resolution = self._camera.MAX_RESOLUTION
            self._camera.CAPTURE_TIMEOUT = _STILL_SECONDS
            self._camera.capture(file, format="jpeg", quality=self._options.quality)
            captured_at = self._clock.monotonic()
            self._camera.resolution = self._size
            self._record()
        except errors as error:
            # After such a failure only opening the camera anew helps.
            raise SourceError(f"{self.title} took no still: {_reason(error)}") from error
        return CapturedFrame(captured_at, jpeg=file.getvalue())

    def _load(self) -> Any:
        try:
            import picamera
        except (ImportError, OSError) as error:  # OSError: the firmware's libraries are missing
            raise SourceError(
                f"{self.title} needs the old picamera library, and it does not load ({error}): "
                "on a 32-bit system sudo apt install python3-picamera, on any other use "
                f"picamera2:{self._number}",
                permanent=True,
            ) from error
        return picamera

    def _set_up(self) -> None:
        options = self._options.pi_camera
        self._camera.hflip = options.transform.hflip
        self._camera.vflip = options.transform.vflip
        for name, value in (options.controls | self._kept).items():
            self._set(name, value)

    def _wanted(self) -> tuple[Size, float]:
        wish, fps = self._wish
        asked = self._options.fps or _DEFAULT_FPS
        rate = min(fps or asked, asked)
        small = self._small if stream_for(wish, self._small) == "lores" else None
        return small or self._size, max(rate, _SLOWEST)

    def _record(self) -> None:
        size, fps = self._wanted()
        self._camera.framerate = fps
        self._camera.start_recording(
            _JpegCollector(self._newest, self._clock),
            format="mjpeg",
            quality=self._options.quality,
            resize=None if size == self._size else size,
        )
        self._recorded = (size, fps)

    def _set(self, name: str, value: Any) -> None:
        controls = read_controls(self._camera)
        if name not in controls:
            raise ControlError(unknown(name, controls))
        taken = check(name, controls[name], value)
        try:
            setattr(self._camera, name, taken)
        except (self._load().exc.PiCameraError, ValueError) as error:
            raise ControlError(f"{name} cannot be {value!r}: {error}") from error

    def _value(self, name: str) -> Any:
        value = getattr(self._camera, name)
        return [float(one) for one in value] if isinstance(value, tuple) else value

    def _raise_what_ended_the_recording(self) -> None:
        try:
            self._camera.wait_recording(0)
        except (self._load().exc.PiCameraError, RuntimeError, OSError) as error:
            raise SourceError(f"{self.title} {_reason(error)}") from error


class _JpegCollector:
    """A file that picamera's thread writes pieces of JPEGs into, and that never makes it wait."""

    def __init__(self, newest: NewestFrame, clock: Clock) -> None:
        self._newest = newest
        self._clock = clock
        self._pieces = b""

    def write(self, data: bytes) -> int:
        """Take a piece; a JPEG is whole when its end mark has come."""
        self._pieces = data if data.startswith(_START) else self._pieces + data
        if self._pieces.endswith(_END):
            self._newest.put(CapturedFrame(self._clock.monotonic(), jpeg=self._pieces))
            self._pieces = b""
        return len(data)

    def flush(self) -> None:
        """Do nothing: picamera calls this at the end."""


def _reason(error: BaseException) -> str:
    text = str(error)
    if "out of resources" in text.lower():
        return "is in use by another program, or the GPU has too little memory (raspi-config)"
    return f"does not stream: {text}"
