"""Cameras that draw their frames on a thread of their own, and the manager that has them."""

import json
import os
import threading
import time
import weakref
from enum import Enum
from pathlib import Path
from typing import Any

from libcamera import controls, properties
from libcamera.configuration import (
    FORMATS,
    RAW_FORMAT,
    CameraConfiguration,
    StreamConfiguration,
    StreamRole,
)
from libcamera.control_types import ControlInfo, Rectangle, Size
from libcamera.frame_buffer import FrameMetadata
from libcamera.picture import draw

_LONGEST_FRAME = 120_000_000
_LOCATIONS = {"CameraLocationFront": 0, "CameraLocationBack": 1, "CameraLocationExternal": 2}


def _fault() -> str:
    path = os.environ.get("LIBCAMERA_VIRTUAL_FAULT_FILE")
    words = Path(path).read_text().split() if path and Path(path).exists() else []
    return words[0] if words else ""


def _read(cameras: Path) -> dict[str, Any]:
    # The file is YAML, but tests write JSON after its mark.
    found: dict[str, Any] = json.loads(cameras.read_text().split("---", 1)[1])
    return found


class Request:
    Status = Enum("Status", ["Pending", "Complete", "Cancelled"], start=0)

    def __init__(self, cookie: int) -> None:
        self.cookie = cookie
        self.buffers: dict[Any, Any] = {}
        self.reuse()

    def add_buffer(self, stream: Any, buffer: Any) -> None:
        self.buffers[stream] = buffer

    def set_control(self, identity: Any, value: Any) -> None:
        identity.check(value)
        self.controls[identity] = value

    def reuse(self) -> None:
        self.status = Request.Status.Pending
        self.controls: dict[Any, Any] = {}
        self.metadata: dict[Any, Any] = {}


class Camera:
    def __init__(self, manager: "CameraManager", told: dict[str, Any]) -> None:
        self._manager = weakref.proxy(manager)
        self.id = told["id"]
        self._is_pi = told.get("raspberry_pi", False)
        self._modes = [Size(one["width"], one["height"]) for one in told["supported_formats"]]
        self._shortest = 1_000_000 // max(told["supported_formats"][0]["frame_rates"])
        self.properties = {
            properties.Model: told["model"],
            properties.Location: _LOCATIONS[told["location"]],
        }
        if self._is_pi:
            self.properties[properties.draft.ColorFilterArrangement] = 0
        self.controls = self._all_controls()
        self._acquired = False
        self._queue: list[Request] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._running = False
        self._configuration: Any = None

    def acquire(self) -> None:
        if self._acquired or _fault() == "busy":
            raise RuntimeError("Failed to acquire camera: Device or resource busy")
        self._acquired = True

    def release(self) -> None:
        self._acquired = False

    def generate_configuration(self, roles: list[Any]) -> CameraConfiguration:
        largest = self._modes[-1]
        raw = {RAW_FORMAT: self._modes}
        seen = {name: [largest] for name in FORMATS if name != RAW_FORMAT}
        streams = [
            StreamConfiguration(largest, RAW_FORMAT, raw)
            if role is StreamRole.Raw and self._is_pi
            else StreamConfiguration(largest, "YUV420", seen)
            for role in roles
        ]
        return CameraConfiguration(streams, self._modes, scales=self._is_pi)

    def configure(self, configuration: Any) -> int:
        self._configuration = configuration
        return 0

    def create_request(self, cookie: int) -> Request:
        return Request(cookie)

    def queue_request(self, request: Request) -> None:
        with self._changed:
            self._queue.append(request)
            self._changed.notify()

    def start(self, settings: dict[Any, Any] | None = None) -> None:
        for identity, value in (settings or {}).items():
            identity.check(value)
        if _fault() == "startfail":
            raise RuntimeError("Failed to start camera: Input/output error")
        self._running = True
        self._thread = threading.Thread(
            target=self._stream, args=(dict(settings or {}),), name="fake camera"
        )
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._running = False
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
        self._thread = None
        while self._queue:
            self._complete(self._queue.pop(0), Request.Status.Cancelled)

    def _all_controls(self) -> dict[Any, ControlInfo]:
        limits = ControlInfo(self._shortest, _LONGEST_FRAME, (self._shortest, self._shortest))
        if not self._is_pi:
            return {controls.FrameDurationLimits: limits}
        whole = Rectangle(0, 0, self._modes[-1].width, self._modes[-1].height)
        return {
            controls.FrameDurationLimits: limits,
            controls.AeEnable: ControlInfo(False, True, True),
            controls.AeMeteringMode: ControlInfo(0, 3, 0, (0, 1, 2, 3)),
            controls.ExposureTime: ControlInfo(1, 66666, 20000),
            controls.ExposureTimeMode: ControlInfo(0, 1, 0, (0, 1)),
            controls.AnalogueGain: ControlInfo(1.0, 16.0, 1.0),
            controls.AnalogueGainMode: ControlInfo(0, 1, 0, (0, 1)),
            controls.Brightness: ControlInfo(-1.0, 1.0, 0.0),
            controls.AwbEnable: ControlInfo(False, True),
            controls.AfMode: ControlInfo(0, 2, 0, (0, 1, 2)),
            controls.LensPosition: ControlInfo(0.0, 32.0, 1.0),
            controls.AwbMode: ControlInfo(0, 7, 0, tuple(range(8))),
            controls.ColourGains: ControlInfo(0.0, 32.0),
            controls.ScalerCrop: ControlInfo(Rectangle(0, 0, 64, 64), whole, whole),
            controls.draft.NoiseReductionMode: ControlInfo(0, 4, 0, (0, 1, 2, 3, 4)),
        }

    def _stream(self, settings: dict[Any, Any]) -> None:
        number = 0
        due = time.monotonic()
        while (request := self._next_request()) is not None:
            settings |= request.controls
            if _fault() == "timeout":
                self._wait_while(lambda: True)
                break
            self._wait_while(lambda: _fault() == "stall")
            limits = settings.get(controls.FrameDurationLimits, (33_333, 33_333))
            duration = max(limits[0], self._shortest) / 1e6
            # Frames come at the sensor's pace; without a request waiting they are lost.
            due += duration
            while due + duration < time.monotonic():
                due += duration
                number += 1
            self._wait_while(lambda: time.monotonic() < due)  # noqa: B023 (called at once)
            if not self._running:
                self._complete(request, Request.Status.Cancelled)
                break
            self._expose(request, number, settings, int(duration * 1e6))
            number += 1

    def _next_request(self) -> Request | None:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or not self._running)
            return self._queue.pop(0) if self._running else None

    def _wait_while(self, condition: Any) -> None:
        while self._running and condition():
            time.sleep(0.002)

    def _expose(
        self, request: Request, number: int, settings: dict[Any, Any], duration: int
    ) -> None:
        broken = _fault() == "error"
        for stream, buffer in request.buffers.items():
            status = FrameMetadata.Status.Error if broken else FrameMetadata.Status.Success
            buffer.metadata.status = status
            brightness = settings.get(controls.Brightness, 0.0)
            orientation = self._configuration.orientation
            draw(stream, buffer.planes[0].fd, number, brightness, orientation)
        request.metadata[controls.SensorTimestamp] = time.monotonic_ns()
        if self._is_pi:
            request.metadata[controls.FrameDuration] = duration
            exposure = settings.get(controls.ExposureTime, 20000)
            request.metadata[controls.ExposureTime] = min(exposure, duration)
            request.metadata[controls.AnalogueGain] = settings.get(controls.AnalogueGain, 1.0)
            gains = settings.get(controls.ColourGains, (1.5, 1.5))
            request.metadata[controls.ColourGains] = tuple(gains)
        self._complete(request, Request.Status.Complete)

    def _complete(self, request: Request, status: Any) -> None:
        request.status = status
        self._manager.give_back(request)


class CameraManager:
    _only: Any = None

    def __init__(self) -> None:
        self.event_fd = os.eventfd(0, os.EFD_NONBLOCK)
        self._ready: list[Request] = []
        self._lock = threading.Lock()
        weakref.finalize(self, os.close, self.event_fd)
        path = os.environ.get("LIBCAMERA_VIRTUAL_CONFIG_FILE", "")
        told = _read(Path(path)) if path else {}
        self.cameras = [Camera(self, facts) for facts in told.values()]

    @classmethod
    def singleton(cls) -> "CameraManager":
        """Return the manager; a new one once nobody has the old one any more."""
        manager = cls._only and cls._only()
        if manager is None:
            manager = cls()
            cls._only = weakref.ref(manager)
        return manager  # type: ignore[no-any-return]  # a weak reference in an untyped slot

    def get_ready_requests(self) -> list[Request]:
        with self._lock:
            ready, self._ready = self._ready, []
            if ready:
                os.eventfd_read(self.event_fd)
            return ready

    def give_back(self, request: Request) -> None:
        with self._lock:
            self._ready.append(request)
            os.eventfd_write(self.event_fd, 1)
