"""Configuring and starting a Raspberry Pi camera, with as much memory as there is."""

import errno
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from netgear_engine.errors import SourceError
from netgear_engine.sources.pi_camera.finding import load_picamera2, root_cause
from netgear_engine.sources.pi_camera.options import PiCameraOptions
from netgear_engine.sources.pi_camera.sensor import SensorMode
from netgear_engine.sources.pi_camera.streams import Size, lores_size

# What picamera2's JpegEncoder takes. YUV420 needs the least memory and no conversion.
FORMATS = ("YUV420", "XBGR8888", "XRGB8888", "BGR888", "RGB888")

_BUFFER_COUNTS = (6, 4, 3, 2)

_log = logging.getLogger(__name__)


def is_pi_5() -> bool:
    """Tell if this is a Pi 5 or its like: they have no JPEG hardware."""
    platform = load_picamera2().platform
    return bool(platform.get_platform() is platform.Platform.PISP)


def video_configuration(
    camera: Any,
    size: Size,
    options: PiCameraOptions,
    mode: SensorMode | None,
) -> dict[str, Any]:
    """Return a configuration for video: a main stream of `size` and a smaller one beside it."""
    import libcamera

    small = lores_size(size, 128 if is_pi_5() else 64) if is_raspberry_pi_camera(camera) else None
    configuration: dict[str, Any] = camera.create_video_configuration(
        main={"size": size, "format": options.format or FORMATS[0]},
        lores=None if small is None else {"size": small, "format": "YUV420"},
        transform=_transform(options),
        # Full range: a JPEG has no other, and the default would come out pale.
        colour_space=libcamera.ColorSpace.Sycc(),
        queue=options.queue,
        sensor=_sensor(options, mode),
    )
    return configuration


def still_configuration(
    camera: Any, options: PiCameraOptions, controls: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a configuration for one picture with all the sensor's pixels."""
    configuration: dict[str, Any] = camera.create_still_configuration(
        main={"format": FORMATS[0]}, transform=_transform(options), controls=dict(controls)
    )
    return configuration


def is_raspberry_pi_camera(camera: Any) -> bool:
    """Tell a camera on the Pi's own connector from a USB camera, which has one stream only."""
    return "ColorFilterArrangement" in camera.camera_properties


def run_with_memory_there_is(
    camera: Any,
    make: Callable[[], dict[str, Any]],
    set_up: Callable[[], None],
    buffer_count: int | None,
) -> None:
    """Configure and start the camera; with fewer buffers when there is no memory for more.

    `set_up` sets its controls in between: their bounds are known once it is configured. Raises
    SourceError when it does not start.
    """
    for count in _counts(buffer_count):
        try:
            camera.configure(make() | {"buffer_count": count})
            set_up()
            camera.start()
        except (RuntimeError, OSError, MemoryError) as error:
            last = error
            if not _is_short_of_memory(error):
                break
            _log.warning("no memory for %d buffers: %s", count, root_cause(error))
        else:
            return
    advice = "; set dtoverlay=vc4-kms-v3d,cma-256 in /boot/firmware/config.txt or a smaller size"
    raise SourceError(
        f"does not start: {root_cause(last)}" + (advice if _is_short_of_memory(last) else "")
    ) from last


def _counts(wished: int | None) -> Iterator[int]:
    first = wished or _BUFFER_COUNTS[0]
    yield first
    yield from (count for count in _BUFFER_COUNTS if count < first)


def _is_short_of_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        text = str(error).lower()
        if "cannot allocate memory" in text or "failed to allocate" in text:
            return True
        error = error.__cause__
    return False


def _transform(options: PiCameraOptions) -> Any:
    import libcamera

    return libcamera.Transform(hflip=options.transform.hflip, vflip=options.transform.vflip)


def _sensor(options: PiCameraOptions, mode: SensorMode | None) -> dict[str, Any]:
    wished = options.sensor
    asked = {
        "output_size": wished.output_size if wished else None,
        "bit_depth": wished.bit_depth if wished else None,
    }
    chosen = {} if mode is None else {"output_size": mode.size, "bit_depth": mode.bit_depth}
    return chosen | {name: value for name, value in asked.items() if value is not None}
