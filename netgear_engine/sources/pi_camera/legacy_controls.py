"""What can be set on a camera of the old picamera library: attributes of its camera object."""

from typing import Any

from netgear_engine.errors import ControlError
from netgear_engine.protocol.ext import Control

# picamera 1.13's documentation of the class PiCamera.
_NUMBERS = {
    "brightness": Control("int", 0, 100, 50),
    "contrast": Control("int", -100, 100, 0),
    "saturation": Control("int", -100, 100, 0),
    "sharpness": Control("int", -100, 100, 0),
    "exposure_compensation": Control("int", -25, 25, 0),
    "iso": Control("int", 0, 1600, 0),
    "shutter_speed": Control("int", 0, 6_000_000, 0),
    "awb_gains": Control("numbers", 0, 8, length=2),
    "zoom": Control("numbers", 0, 1, default=[0.0, 0.0, 1.0, 1.0], length=4),
    "hflip": Control("bool", default=False),
    "vflip": Control("bool", default=False),
    "video_stabilization": Control("bool", default=False),
}
_WORDS = {
    "awb_mode": ("AWB_MODES", "auto"),
    "exposure_mode": ("EXPOSURE_MODES", "auto"),
    "meter_mode": ("METER_MODES", "average"),
}


def read_controls(camera: Any) -> dict[str, Control]:
    """Return what can be set on an open PiCamera."""
    words = {
        name: Control("choice", default=default, choices=tuple(sorted(getattr(camera, choices))))
        for name, (choices, default) in _WORDS.items()
    }
    return _NUMBERS | words


def check(name: str, control: Control, value: Any) -> Any:
    """Return `value` as picamera takes it; raises ControlError with what is allowed."""
    if control.kind == "bool":
        fits, allowed = isinstance(value, bool), "true or false"
    elif control.kind == "choice":
        fits, allowed = value in control.choices, f"one of {', '.join(control.choices)}"
    elif control.kind == "numbers":
        fits = isinstance(value, list | tuple) and len(value) == control.length
        fits = fits and all(_is_within(control, one) for one in value)
        allowed = f"{control.length} numbers from {control.minimum} to {control.maximum}"
    else:
        fits = isinstance(value, int) and _is_within(control, value)
        allowed = f"a whole number from {control.minimum} to {control.maximum}"
    if not fits:
        raise ControlError(f"{name} cannot be {value!r}; allowed is {allowed}")
    return tuple(value) if control.kind == "numbers" else value


def _is_within(control: Control, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = control.minimum, control.maximum
    return (low is None or low <= value) and (high is None or value <= high)
