"""What a camera's settings are called, and under which headline they stand. No Qt.

The names are those of picamera2 and of the older picamera, of webcams, and of the node itself. A
setting that is not in the table is named after its own name.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from netgear_engine.protocol.ext import Control

STREAM, PICTURE, COLOUR, EXPOSURE, FOCUS, OTHER = (
    *("Stream", "Picture", "Colour and white balance", "Exposure", "Focus and zoom"),
    "More",
)
GROUPS = (STREAM, PICTURE, COLOUR, EXPOSURE, FOCUS, OTHER)

_WORDS: dict[str, tuple[str, str]] = {
    "size": ("Picture size", STREAM),
    "fps": ("Frame rate, fps", STREAM),
    "quality": ("JPEG quality", STREAM),
    "flip": ("Flip", STREAM),
    "hflip": ("Mirror left and right", STREAM),
    "vflip": ("Turn upside down", STREAM),
    "FrameDurationLimits": ("Time for a frame, µs", STREAM),
    "brightness": ("Brightness", PICTURE),
    "contrast": ("Contrast", PICTURE),
    "sharpness": ("Sharpness", PICTURE),
    "NoiseReductionMode": ("Noise reduction", PICTURE),
    "HdrMode": ("High dynamic range", PICTURE),
    "video_stabilization": ("Steady picture", PICTURE),
    "backlight_compensation": ("Backlight", PICTURE),
    "saturation": ("Saturation", COLOUR),
    "hue": ("Hue", COLOUR),
    "AwbEnable": ("White balance by itself", COLOUR),
    "auto_white_balance": ("White balance by itself", COLOUR),
    "AwbMode": ("White balance", COLOUR),
    "awb_mode": ("White balance", COLOUR),
    "white_balance": ("White balance, K", COLOUR),
    "ColourTemperature": ("Colour temperature, K", COLOUR),
    "ColourGains": ("Gain of red and blue", COLOUR),
    "awb_gains": ("Gain of red and blue", COLOUR),
    "ColourCorrectionMatrix": ("Colour matrix", COLOUR),
    "AeEnable": ("Exposure by itself", EXPOSURE),
    "auto_exposure": ("Exposure by itself", EXPOSURE),
    "ExposureTime": ("Exposure time, µs", EXPOSURE),
    "exposure": ("Exposure time, 0.1 ms", EXPOSURE),
    "shutter_speed": ("Exposure time, µs", EXPOSURE),
    "AnalogueGain": ("Gain", EXPOSURE),
    "gain": ("Gain", EXPOSURE),
    "iso": ("ISO", EXPOSURE),
    "ExposureValue": ("Brighter or darker", EXPOSURE),
    "exposure_compensation": ("Brighter or darker", EXPOSURE),
    "exposure_mode": ("Exposure programme", EXPOSURE),
    "AeExposureMode": ("Exposure programme", EXPOSURE),
    "AeConstraintMode": ("Exposure limit", EXPOSURE),
    "AeMeteringMode": ("Light metering", EXPOSURE),
    "meter_mode": ("Light metering", EXPOSURE),
    "AeFlickerMode": ("Against flicker", EXPOSURE),
    "AeFlickerPeriod": ("Flicker period, µs", EXPOSURE),
    "power_line_frequency": ("Mains frequency", EXPOSURE),
    "AfMode": ("Focus", FOCUS),
    "AfRange": ("Focus range", FOCUS),
    "AfSpeed": ("Focus speed", FOCUS),
    "AfTrigger": ("Focus now", FOCUS),
    "AfPause": ("Hold the focus", FOCUS),
    "AfMetering": ("Focus on", FOCUS),
    "AfWindows": ("Focus areas", FOCUS),
    "LensPosition": ("Lens position", FOCUS),
    "autofocus": ("Focus by itself", FOCUS),
    "focus": ("Focus", FOCUS),
    "ScalerCrop": ("Part of the sensor", FOCUS),
    "zoom": ("Zoom", FOCUS),
}
_LOWER_WORDS = {name.lower(): words for name, words in _WORDS.items()}


@dataclass(frozen=True, slots=True)
class NamedControl:
    """One setting as it is shown: the node's name for it, ours, and what it takes."""

    name: str
    title: str
    group: str
    control: Control


def named_controls(controls: Mapping[str, Control]) -> list[NamedControl]:
    """Return the settings in the order of their groups, and by name within one."""
    named = [
        NamedControl(name, title(name), group(name), control) for name, control in controls.items()
    ]
    return sorted(named, key=lambda one: (GROUPS.index(one.group), _place(one)))


def title(name: str) -> str:
    """Return what a setting is called."""
    known = _LOWER_WORDS.get(name.lower())
    return known[0] if known else spoken(name)


def group(name: str) -> str:
    """Return the headline under which a setting stands."""
    known = _LOWER_WORDS.get(name.lower())
    return known[1] if known else OTHER


def spoken(name: str) -> str:
    """Return a program's word as people write it: "StatsOutputEnable" as "Stats output enable"."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_+|-+", " ", name).split()
    words = " ".join(part if part.isupper() else part.lower() for part in parts)
    return words[:1].upper() + words[1:]


def value_words(control: Control, value: Any) -> str:
    """Return a value as people write it."""
    if value is None:
        return "not told"
    if control.kind == "choice":
        return spoken(str(value))
    if isinstance(value, bool):
        return "on" if value else "off"
    if control.kind == "size" and isinstance(value, list | tuple) and len(value) == 2:
        return size_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(number_words(one) for one in value)
    return number_words(value)


def number_words(value: Any) -> str:
    """Return a number without the digits that a camera's sums leave behind."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def size_words(size: Iterable[Any]) -> str:
    """Return a size as in 1280×720."""
    return "×".join(str(side) for side in size)


def limits_words(control: Control) -> str:
    """Return what a setting takes, as in "0 to 100, usually 85"; empty when that is not known."""
    words = ""
    if control.minimum is not None and control.maximum is not None:
        words = f"{control.minimum:.6g} to {control.maximum:.6g}"
    if control.default is None:
        return words
    usual = value_words(control, control.default)
    return f"{words}, usually {usual}" if words else f"Usually {usual}"


def _place(one: NamedControl) -> tuple[int, str]:
    """Keep the order of the table, and put what is not in it behind, by name."""
    names = list(_LOWER_WORDS)
    low = one.name.lower()
    return (names.index(low) if low in _LOWER_WORDS else len(names), one.title)
