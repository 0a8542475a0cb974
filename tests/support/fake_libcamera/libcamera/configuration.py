"""The streams that a camera is asked for."""

from collections.abc import Iterator
from enum import Enum
from types import SimpleNamespace
from typing import Any

from libcamera.control_types import Size

StreamRole = Enum("StreamRole", ["Raw", "StillCapture", "VideoRecording", "Viewfinder"], start=0)
Orientation = Enum(
    "Orientation",
    [
        "Rotate0",
        "Rotate0Mirror",
        "Rotate180",
        "Rotate180Mirror",
        "Rotate90Mirror",
        "Rotate270",
        "Rotate270Mirror",
        "Rotate90",
    ],
)

RAW_FORMAT = "SRGGB10_CSI2P"
_BYTES = {"XBGR8888": 4, "XRGB8888": 4, "BGR888": 3, "RGB888": 3, "YUV420": 1}
FORMATS = (*_BYTES, RAW_FORMAT)


class PixelFormat:
    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name


class SensorConfiguration:
    bit_depth = 0
    output_size = Size()


class StreamConfiguration:
    """One stream; it is its own stream, as nothing more is asked of that."""

    def __init__(self, size: Size, name: str, formats: dict[str, list[Size]]) -> None:
        self.size = size
        self.pixel_format = PixelFormat(name)
        self.stride = 0
        self.frame_size = 0
        self.buffer_count = 4
        self.color_space: Any = None
        self.formats = SimpleNamespace(
            pixel_formats=[PixelFormat(one) for one in formats],
            sizes=lambda pixel_format: formats[str(pixel_format)],
        )

    @property
    def stream(self) -> "StreamConfiguration":
        return self

    @property
    def configuration(self) -> "StreamConfiguration":
        return self

    def complete(self) -> None:
        """Fill in what follows from size and format; rows of YUV420 end at a multiple of 64."""
        name = str(self.pixel_format)
        if name == RAW_FORMAT:
            self.stride = self.size.width * 5 // 4
            self.frame_size = self.stride * self.size.height
            return
        row = self.size.width * _BYTES[name]
        self.stride = -(-row // 64) * 64
        self.frame_size = self.stride * self.size.height * (3 if name == "YUV420" else 2) // 2


class CameraConfiguration:
    Status = Enum("Status", ["Valid", "Adjusted", "Invalid"], start=0)

    def __init__(
        self, streams: list[StreamConfiguration], modes: list[Size], *, scales: bool
    ) -> None:
        self._streams = streams
        self._modes = modes
        self._scales = scales
        self.orientation = Orientation.Rotate0
        self.sensor_config: SensorConfiguration | None = None

    def __iter__(self) -> Iterator[StreamConfiguration]:
        return iter(self._streams)

    def at(self, index: int) -> StreamConfiguration:
        return self._streams[index]

    def validate(self) -> Any:
        """Bring every stream into what the camera can do, as libcamera does."""
        if not self._scales and len(self._streams) > 1:
            return self.Status.Invalid
        status = self.Status.Valid
        for stream in self._streams:
            size = self._nearest(stream)
            if (size.width, size.height) != (stream.size.width, stream.size.height):
                stream.size = size
                status = self.Status.Adjusted
            if str(stream.pixel_format) not in FORMATS:
                stream.pixel_format = PixelFormat("YUV420")
                status = self.Status.Adjusted
            stream.complete()
        return status

    def _nearest(self, stream: StreamConfiguration) -> Size:
        largest = self._modes[-1]
        if str(stream.pixel_format) == RAW_FORMAT:
            if self.sensor_config is not None:
                return self.sensor_config.output_size
            return largest
        if self._scales:
            return Size(
                min(stream.size.width, largest.width), min(stream.size.height, largest.height)
            )
        fitting = [one for one in self._modes if one.width == stream.size.width]
        return fitting[0] if fitting else largest
