"""A Raspberry Pi camera through picamera2, its JPEGs passed on as they are."""

import importlib.util
import logging
from collections.abc import Mapping
from typing import Any, Self

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.pi_camera.configuration import FORMATS, is_raspberry_pi_camera
from netgear_engine.sources.pi_camera.finding import (
    PiCameraInfo,
    find_camera,
    list_cameras,
    open_camera,
)
from netgear_engine.sources.pi_camera.options import Sensor
from netgear_engine.sources.pi_camera.sensor import (
    SensorMode,
    choose_mode,
    modes_with,
    read_modes,
)
from netgear_engine.sources.pi_camera.session import PiCameraSession
from netgear_engine.sources.pi_camera.settings import PiCameraSettings
from netgear_engine.sources.source import Source, SourceOptions

__all__ = ["PiCamera", "PiCameraInfo", "create_pi_camera", "list_cameras"]

_DEFAULT_SIZE = (1280, 720)
_DEFAULT_FPS = 30.0

_log = logging.getLogger(__name__)


def create_pi_camera(which: str, options: SourceOptions, clock: Clock) -> Source:
    """Return the camera with this number or id; by the old library where the new one is missing."""
    if which.isdecimal() and not _is_installed("picamera2") and _is_installed("picamera"):
        from netgear_engine.sources.pi_camera.legacy import LegacyPiCamera

        return LegacyPiCamera(which, options, clock)
    return PiCamera(which, options, clock)


class PiCamera(Source):
    """Streams one camera: a main stream and a smaller one, of which one at a time is encoded.

    Frames are JPEGs from the Pi's hardware where it has some, otherwise made by picamera2.
    `which` is the camera's number, its id or a part of the id that no other camera has.
    """

    def __init__(self, which: str, options: SourceOptions, clock: Clock) -> None:
        self._which = which
        self._name = f"camera picamera2:{which}"
        self._options = options
        self._clock = clock
        self._settings = PiCameraSettings(options.pi_camera.controls, options.fps or _DEFAULT_FPS)
        self._hardware_works = True
        self._session: PiCameraSession | None = None
        self._dropped_before = 0

    @property
    def title(self) -> str:
        """The camera, and once started who makes its JPEGs."""
        if self._session is None:
            return self._name
        return f"{self._name}, JPEG by {self._session.encoder}"

    @property
    def fps(self) -> float | None:
        """The rate asked for, as far as the sensor reaches it."""
        return self._session.fps if self._session else self._options.fps

    @property
    def dropped(self) -> int:
        """How many frames nobody read in time."""
        return self._dropped_before + (self._session.dropped if self._session else 0)

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """The sizes of the main stream and of the smaller one."""
        return self._session.sizes if self._session else ()

    def start(self) -> Self:
        """Open and configure the camera and let it stream, at first with all that is configured.

        Raises SourceError with the reason.
        """
        self.start_with({})
        return self

    def start_with(self, settings: Mapping[str, Any]) -> list[ControlError]:
        """Start; the first frame shows the settings already. Return why some do not count."""
        self.stop()
        self._check_format()
        info = find_camera(self._which)
        self._name = f"camera picamera2:{self._which} ({info.model})"
        try:
            self._session = self._open(info, settings)
        except SourceError as error:
            raise self._named(error) from error
        _log.info("%s", self.title)
        return self._session.refused

    def read(self) -> CapturedFrame | None:
        """Return the newest frame as soon as there is one.

        Raises SourceError when none comes; then the camera has to be stopped and started again.
        """
        if self._session is None:
            return None
        try:
            return self._session.next_frame()
        except SourceError as error:
            self._hardware_works = self._hardware_works and not self._session.encoder_stands_still
            raise self._named(error) from error

    def stop(self) -> None:
        """Let go of the camera; harmless when it is not open."""
        session, self._session = self._session, None
        if session is not None:
            self._dropped_before += session.dropped
            session.close()

    def want(self, size: tuple[int, int], fps: float) -> None:
        """Encode the smaller stream when it is enough, and no more frames than wanted."""
        if self._session is not None:
            try:
                self._session.encode(size, fps)
            except SourceError as error:
                raise self._named(error) from error

    def controls(self) -> Mapping[str, Control]:
        """Return what libcamera lets be set on this camera."""
        return self._session.controls() if self._session else {}

    def values(self) -> Mapping[str, Any]:
        """Return how each control is set: as a frame tells, as we set it, or as it is by itself."""
        return self._session.values() if self._session else {}

    def set_control(self, name: str, value: Any) -> Any:
        """Set a control and return the value that frames tell of then; it outlives a restart.

        Raises ControlError, and nothing has changed, when the camera does not take it.
        """
        if self._session is None:
            raise ControlError(f"{self._name} is not running")
        return self._session.set_control(name, value)

    def still(self) -> CapturedFrame | None:
        """Return a JPEG with all the sensor's pixels; video pauses for about a second.

        Raises ControlError when there is none but video goes on, SourceError when that ended.
        """
        if self._session is None:
            return None
        try:
            return self._session.still()
        except SourceError as error:
            raise self._named(error) from error

    def _open(self, info: PiCameraInfo, kept: Mapping[str, Any]) -> PiCameraSession:
        camera = open_camera(info)
        session = PiCameraSession(camera, self._options, self._settings, self._clock)
        try:
            session.run(
                self._options.size or _DEFAULT_SIZE,
                self._choose_mode(camera, info),
                kept,
                hardware=self._hardware_works,
            )
            session.encode(None, None)
        except SourceError:
            session.close()
            raise
        return session

    def _named(self, error: SourceError) -> SourceError:
        return SourceError(f"{self._name} {error}", permanent=error.permanent)

    def _check_format(self) -> None:
        wished = self._options.pi_camera.format
        if wished is not None and wished not in FORMATS:
            raise SourceError(
                f"{self._name} cannot use the format {wished}; allowed is {', '.join(FORMATS)}",
                permanent=True,
            )

    def _choose_mode(self, camera: Any, info: PiCameraInfo) -> SensorMode | None:
        sensor = self._options.pi_camera.sensor or Sensor()
        is_pi_camera = is_raspberry_pi_camera(camera)
        modes = read_modes(camera, info.id) if is_pi_camera else ()
        if is_pi_camera and not modes:
            return None  # they cannot be read: libcamera takes the nearest to what is asked for
        possible = modes_with(modes, sensor.output_size, sensor.bit_depth)
        return choose_mode(possible, self._options.size or _DEFAULT_SIZE, self._settings.fps)


def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None
