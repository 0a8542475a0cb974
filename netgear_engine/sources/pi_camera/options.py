"""How a Raspberry Pi camera is set up, in the words of picamera2."""

from typing import Annotated, Any

import msgspec

Side = Annotated[int, msgspec.Meta(ge=16, le=16384)]


class Transform(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mirrorings that the camera itself makes; both together turn the picture by 180 degrees."""

    hflip: bool = False
    vflip: bool = False


class Sensor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of its modes the sensor runs in: the size it reads out, and bits for each pixel."""

    output_size: tuple[Side, Side] | None = None
    bit_depth: Annotated[int, msgspec.Meta(ge=8, le=16)] | None = None


class PiCameraOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What picamera2's configuration takes; None leaves it to us."""

    controls: dict[str, Any] = {}
    transform: Transform = Transform()
    buffer_count: Annotated[int, msgspec.Meta(ge=1, le=32)] | None = None
    queue: bool = True
    sensor: Sensor | None = None
    format: str | None = None
