"""One picture with all the pixels of a Raspberry Pi camera, in the middle of its video."""

import io
from collections.abc import Mapping
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.pi_camera.configuration import still_configuration
from netgear_engine.sources.pi_camera.finding import root_cause
from netgear_engine.sources.source import SourceOptions

_DEADLINE_SECONDS = 5.0


def take_still(
    camera: Any, options: SourceOptions, controls: Mapping[str, Any], clock: Clock
) -> CapturedFrame:
    """Return a JPEG of the whole sensor; afterwards the camera streams as it was configured before.

    No encoder may be running. Raises ControlError when there is no picture but the camera streams
    again, SourceError when it does not.
    """
    video = camera.camera_configuration()
    camera.options["quality"] = options.quality
    file = io.BytesIO()
    try:
        metadata = camera.switch_mode_and_capture_file(
            still_configuration(camera, options.pi_camera, controls),
            file,
            format="jpeg",
            wait=_DEADLINE_SECONDS,
        )
    except TimeoutError as error:
        camera.cancel_all_and_flush()
        raise SourceError(f"gave no still within {_DEADLINE_SECONDS:g} s") from error
    except (RuntimeError, OSError, MemoryError) as error:
        _stream_again(camera, video)
        raise ControlError(f"the camera took no still: {root_cause(error)}") from error
    now = clock.monotonic()
    return CapturedFrame(
        captured_at=min(metadata.get("SensorTimestamp", now * 1e9) / 1e9, now),
        jpeg=file.getvalue(),
    )


def _stream_again(camera: Any, video: dict[str, Any]) -> None:
    try:
        camera.stop()
        camera.configure(video)
        camera.start()
    except (RuntimeError, OSError, MemoryError) as error:
        raise SourceError(f"does not stream again after a still: {root_cause(error)}") from error
