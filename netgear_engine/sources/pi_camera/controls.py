"""What can be set on a Raspberry Pi camera: kinds, bounds, and the words libcamera wants.

picamera2 takes a value of a wrong type without a word, and its event loop dies of it. So every
value is checked here before picamera2 sees it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from netgear_engine.errors import ControlError
from netgear_engine.protocol.ext import Control
from netgear_engine.written_values import did_you_mean

_WHOLE = {"Byte", "Unsigned16", "Unsigned32", "Integer32", "Integer64"}
_RECTANGLE_LENGTH = 4

# Longer than any control: libcamera says so of arrays of any length.
_ANY_LENGTH = 1000

# For these picamera2 takes 0 as "automatic", whatever the smallest value is.
_ZERO_IS_AUTOMATIC = {"ExposureTime", "AnalogueGain"}

# Microseconds. A camera that gives nothing for three seconds counts as broken and is restarted, so
# a frame that takes longer than this cannot be asked for.
_LONGEST = {"FrameDurationLimits": 1_000_000, "ExposureTime": 1_000_000}

# picamera2 sets these itself along with those.
_SET_BY_PICAMERA2 = {"ExposureTimeMode", "AnalogueGainMode"}


@dataclass(frozen=True, slots=True)
class PiControl:
    """One control: how it is told to others, and how to check and translate its values.

    `low` and `high` are libcamera's bounds: a number, or x, y, width and height of a rectangle.
    """

    name: str
    control: Control
    low: Any
    high: Any
    whole: bool = False
    rectangle: bool = False
    choices: dict[str, int] = field(default_factory=dict)

    def to_camera(self, value: Any) -> Any:
        """Return `value` as libcamera takes it; raises ControlError with what is allowed."""
        if self.control.kind == "bool":
            if not isinstance(value, bool):
                raise self._refusal(value, "true or false")
            return value
        if self.control.kind == "choice":
            if not isinstance(value, str) or value not in self.choices:
                raise self._refusal(value, f"one of {', '.join(self.choices)}")
            return self.choices[value]
        if self.control.kind == "numbers":
            return self._numbers(value)
        return self._number(value)

    def from_camera(self, value: Any) -> Any:
        """Return a value of libcamera's as others know it: a choice by its name."""
        if self.control.kind == "choice":
            return next((name for name, number in self.choices.items() if number == value), None)
        if isinstance(value, tuple | list):
            return _flat(value)
        return value

    def _number(self, value: Any) -> int | float:
        number = self._of_kind(value)
        automatic = number == 0 and self.name in _ZERO_IS_AUTOMATIC
        if not automatic and not self.low <= number <= self.high:
            raise self._refusal(value, f"{self.low} to {self.high}")
        return number

    def _numbers(self, value: Any) -> Any:
        length = self.control.length
        if not isinstance(value, list | tuple) or length not in {None, len(value)}:
            raise self._refusal(value, f"{length or 'a list of'} numbers")
        numbers = tuple(self._of_kind(one) for one in value)
        if self.rectangle:
            return self._rectangles(numbers, value)
        if not all(self.low <= number <= self.high for number in numbers):
            raise self._refusal(value, f"numbers from {self.low} to {self.high}")
        if self.name == "FrameDurationLimits" and numbers[0] > numbers[1]:
            raise self._refusal(value, "the shorter duration first")
        return numbers

    def _rectangles(self, numbers: tuple[Any, ...], value: Any) -> Any:
        parts = [
            numbers[start : start + _RECTANGLE_LENGTH]
            for start in range(0, len(numbers), _RECTANGLE_LENGTH)
        ]
        if not parts or not all(self._fits(part) for part in parts):
            left, top, width, height = self.high
            raise self._refusal(
                value,
                f"x, y, width and height within {left}, {top}, {width}, {height} and at least "
                f"{self.low[2]} x {self.low[3]}",
            )
        return parts[0] if self.control.length == _RECTANGLE_LENGTH else tuple(parts)

    def _fits(self, part: tuple[Any, ...]) -> bool:
        if len(part) != _RECTANGLE_LENGTH:
            return False
        x, y, width, height = part
        left, top, most_wide, most_high = self.high
        return bool(
            x >= left
            and y >= top
            and width >= max(self.low[2], 1)
            and height >= max(self.low[3], 1)
            and x + width <= left + most_wide
            and y + height <= top + most_high
        )

    def _of_kind(self, value: Any) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._refusal(value, "a number")
        if not math.isfinite(value) or (self.whole and value != int(value)):
            raise self._refusal(value, "a whole number" if self.whole else "a number")
        return int(value) if self.whole else float(value)

    def _refusal(self, value: Any, allowed: str) -> ControlError:
        return ControlError(f"{self.name} cannot be {value!r}; allowed is {allowed}")


def unknown(name: str, known: Iterable[str]) -> str:
    """Return that there is no control of this name, and which one may be meant."""
    return f"{name} is no control of this camera{did_you_mean(name, known)}"


def read_controls(camera: Any) -> dict[str, PiControl]:
    """Return what can be set on an open Picamera2 as it is configured now, by name."""
    found = {}
    for name, (identity, info) in sorted(camera.camera_ctrl_info.items()):
        control = _read(name, identity, info)
        if control is not None:
            found[name] = control
    return found


def _read(name: str, identity: Any, info: Any) -> PiControl | None:
    kind = identity.type.name
    if name in _SET_BY_PICAMERA2:
        return None
    if kind == "Rectangle":
        return _read_rectangle(name, identity, info)
    if kind in _WHOLE | {"Float"} and identity.isArray:
        return _read_array(name, identity, info)
    if kind in _WHOLE | {"Float"}:
        return _read_choice(name, info) or _read_number(name, info, whole=kind in _WHOLE)
    if kind == "Bool":
        return PiControl(name, Control("bool", default=info.default), False, True)
    return None


def _read_number(name: str, info: Any, *, whole: bool) -> PiControl:
    least = 0 if name in _ZERO_IS_AUTOMATIC else info.min
    most = min(info.max, _LONGEST.get(name, info.max))
    control = Control("int" if whole else "float", least, most, info.default)
    return PiControl(name, control, info.min, most, whole=whole)


def _read_choice(name: str, info: Any) -> PiControl | None:
    choices = _choices(name, info)
    if not choices:
        return None
    default = next((word for word, number in choices.items() if number == info.default), None)
    control = Control("choice", default=default, choices=tuple(choices))
    return PiControl(name, control, None, None, choices=choices)


def _read_array(name: str, identity: Any, info: Any) -> PiControl:
    length = identity.size if 0 < identity.size < _ANY_LENGTH else None
    default = _plain(info.default)
    if not isinstance(default, list) or len(default) != length:
        default = None
    most = min(info.max, _LONGEST.get(name, info.max))
    control = Control("numbers", info.min, most, default, length=length)
    whole = identity.type.name in _WHOLE
    return PiControl(name, control, info.min, most, whole=whole)


def _read_rectangle(name: str, identity: Any, info: Any) -> PiControl:
    low, high = _plain(info.min), _plain(info.max)
    control = Control(
        "numbers",
        minimum=0,
        maximum=max(high[0] + high[2], high[1] + high[3]),
        default=_plain(info.default),
        length=None if identity.isArray else _RECTANGLE_LENGTH,
    )
    return PiControl(name, control, low, high, whole=True, rectangle=True)


def _choices(name: str, info: Any) -> dict[str, int]:
    """Return the names and numbers of a control that is a choice among words; else nothing."""
    from libcamera import controls

    for place in (controls, getattr(controls, "draft", None), getattr(controls, "rpi", None)):
        words = getattr(place, f"{name}Enum", None)
        if words is not None:
            numbers = {word: int(member.value) for word, member in words.__members__.items()}
            offered = set(info.values) or set(range(info.min, info.max + 1))
            return {word: number for word, number in numbers.items() if number in offered}
    return {}


def _plain(value: Any) -> Any:
    """Return a value of libcamera's as numbers and lists of numbers."""
    if all(hasattr(value, part) for part in ("x", "y", "width", "height")):
        return [value.x, value.y, value.width, value.height]
    return _flat(value) if isinstance(value, tuple | list) else value


def _flat(values: Any) -> list[Any]:
    flat: list[Any] = []
    for value in values:
        plain = _plain(value)
        flat.extend(plain if isinstance(plain, list) else [plain])
    return flat
