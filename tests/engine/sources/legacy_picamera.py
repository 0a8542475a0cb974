"""A stand-in for the old picamera library, with its names, its rules and its thread."""

import io
import threading
import types
from typing import Any

import numpy as np
import simplejpeg

# As large as the sensor of a camera module 1.
_LARGEST = (2592, 1944)
_PIECE = 4096


def make_picamera() -> Any:
    """Return a fresh module: `cameras` are those made, `fails` and `stalls` what is to go wrong."""
    module: Any = types.ModuleType("picamera")
    module.exc = types.SimpleNamespace(
        PiCameraError=_Error,
        PiCameraValueError=_ValueError,
        PiCameraRuntimeError=_RuntimeError,
        PiCameraNotRecording=_NotRecordingError,
    )
    module.cameras = []
    module.fails = None
    module.stalls = False

    def make(camera_num: int = 0, resolution: Any = None) -> Any:
        if module.fails is not None:
            raise module.fails
        camera = _PiCamera(module, camera_num, resolution)
        module.cameras.append(camera)
        return camera

    module.PiCamera = make
    return module


class _Error(Exception):
    """picamera.exc.PiCameraError."""


class _ValueError(_Error, ValueError):
    """picamera.exc.PiCameraValueError."""


class _RuntimeError(_Error, RuntimeError):
    """picamera.exc.PiCameraRuntimeError."""


class _NotRecordingError(_RuntimeError):
    """picamera.exc.PiCameraNotRecording."""


class _PiCamera:
    MAX_RESOLUTION = _LARGEST
    CAPTURE_TIMEOUT = 60
    AWB_MODES = types.MappingProxyType({"off": 0, "auto": 1, "sunlight": 2})
    EXPOSURE_MODES = types.MappingProxyType({"off": 0, "auto": 1, "night": 2})
    METER_MODES = types.MappingProxyType({"average": 0, "spot": 1})

    def __init__(self, module: Any, number: int, resolution: Any) -> None:
        self._module = module
        self.number = number
        self._resolution = resolution
        self._framerate = 30.0
        self._recording: threading.Thread | None = None
        self._ending = threading.Event()
        self.error: Exception | None = None
        self.closed = False
        self.recorded: dict[str, Any] = {}
        self._brightness = 50
        self.contrast = self.saturation = self.sharpness = self.exposure_compensation = 0
        self.iso = self.shutter_speed = 0
        self.awb_gains = (1.5, 1.2)
        self.zoom = (0.0, 0.0, 1.0, 1.0)
        self.hflip = self.vflip = self.video_stabilization = False
        self.awb_mode = self.exposure_mode = "auto"
        self.meter_mode = "average"

    @property
    def brightness(self) -> int:
        return self._brightness

    @brightness.setter
    def brightness(self, value: int) -> None:
        if value == 13:
            raise _ValueError(f"Invalid brightness value: {value}")
        self._brightness = value

    @property
    def resolution(self) -> Any:
        return self._resolution

    @resolution.setter
    def resolution(self, value: Any) -> None:
        self._refuse_while_recording()
        self._resolution = value

    @property
    def framerate(self) -> float:
        return self._framerate

    @framerate.setter
    def framerate(self, value: float) -> None:
        self._refuse_while_recording()
        self._framerate = value

    def start_recording(self, output: Any, format: str, quality: int, resize: Any = None) -> None:
        if self._recording is not None:
            raise _RuntimeError("The camera is already recording on port 1")
        assert format == "mjpeg"
        self.recorded = {"quality": quality, "size": tuple(resize or self._resolution)}
        self._ending.clear()
        self._recording = threading.Thread(target=self._record, args=(output,), daemon=True)
        self._recording.start()

    def wait_recording(self, timeout: float = 0) -> None:
        if self._recording is None:
            raise _NotRecordingError("There is no recording in progress on port 1")
        if self.error is not None:
            raise self.error

    def stop_recording(self) -> None:
        if self._recording is None:
            raise _NotRecordingError("There is no recording in progress on port 1")
        self._ending.set()
        self._recording.join()
        self._recording = None
        if self.error is not None:
            raise self.error

    def capture(self, output: io.BytesIO, format: str, quality: int) -> None:
        assert format == "jpeg"
        if self._module.stalls:
            raise _RuntimeError("Timed out waiting for capture to end")
        output.write(self._jpeg(self._resolution))

    def close(self) -> None:
        if self._recording is not None:
            self.stop_recording()
        self.closed = True

    def _record(self, output: Any) -> None:
        while not self._ending.wait(1 / self._framerate):
            if self._module.stalls or self.error is not None:
                continue
            jpeg = self._jpeg(self.recorded["size"])
            for start in range(0, len(jpeg), _PIECE):
                output.write(jpeg[start : start + _PIECE])
        output.flush()

    def _jpeg(self, size: Any) -> bytes:
        noise = np.random.default_rng(1).integers(0, 60, (size[1], size[0], 1), np.uint8)
        jpeg: bytes = simplejpeg.encode_jpeg(noise + np.uint8(self.brightness), colorspace="GRAY")
        return jpeg

    def _refuse_while_recording(self) -> None:
        if self._recording is not None:
            raise _RuntimeError("Recording is currently running")
