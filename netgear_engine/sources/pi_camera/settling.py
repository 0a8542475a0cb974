"""Setting a control of a camera that streams, and waiting until its frames show it."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError

# A control is at work some frames after it was set: as many as there are buffers, and some for the
# sensor. After so many, and so long, its value is what it is; but there is an end to waiting.
_FRAMES = 8
_SECONDS = 1.0
_SECONDS_AT_MOST = 4.0
_NEARLY = 0.02


def settle(
    camera: Any,
    name: str,
    changes: Mapping[str, Any],
    next_metadata: Callable[[], Mapping[str, Any] | None],
    clock: Clock,
) -> Any:
    """Hand over changes and wait until a frame shows that of `name`; return the value it shows.

    Raises ControlError when there are no frames: then `next_metadata` returns None.
    """
    camera.set_controls(changes)
    set_at = clock.monotonic()
    frames = 0
    while (metadata := next_metadata()) is not None:
        if metadata.get("SensorTimestamp", math.inf) / 1e9 < set_at:
            continue
        # picamera2 loses what is set just while it hands a request back; twice it does not.
        camera.set_controls(changes)
        frames += 1
        value = shown(name, changes[name], metadata)
        waited = clock.monotonic() - set_at
        is_settled = frames >= _FRAMES and waited >= _SECONDS
        if is_settled or nearly(value, changes[name]):
            return value
        if waited >= _SECONDS_AT_MOST:
            return changes[name]  # nothing contradicts it yet
    raise ControlError(f"{name} cannot be set: the camera gives no frames")


def shown(name: str, wished: Any, metadata: Mapping[str, Any]) -> Any:
    """Return the value that a frame shows: of limits those wished for, if it keeps them."""
    if name == "FrameDurationLimits" and name not in metadata and "FrameDuration" in metadata:
        duration = metadata["FrameDuration"]
        low, high = wished[0] * (1 - _NEARLY), wished[1] * (1 + _NEARLY)
        return wished if low <= duration <= high else (duration, duration)
    return metadata.get(name, wished)


def nearly(shown: Any, wished: Any) -> bool:
    """Tell if a value is as near to another as sensors come."""
    if isinstance(shown, tuple | list) and isinstance(wished, tuple | list):
        return len(shown) == len(wished) and all(map(nearly, shown, wished))
    if isinstance(shown, int | float) and isinstance(wished, int | float):
        return math.isclose(shown, wished, rel_tol=_NEARLY, abs_tol=1e-6)
    return bool(shown == wished)
