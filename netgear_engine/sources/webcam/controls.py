"""What can be set on a webcam: names that stay the same, with the bounds that its driver gives."""

import contextlib
from typing import Any

from netgear_engine.errors import ControlError
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.webcam import v4l2
from netgear_engine.sources.webcam.v4l2 import ControlFacts, V4l2Device

# linux/v4l2-controls.h: those for the user count from 0x980900, those of cameras from 0x9a0900.
_NUMBERS = {
    "brightness": 0x980900,
    "contrast": 0x980901,
    "saturation": 0x980902,
    "hue": 0x980903,
    "auto_white_balance": 0x98090C,
    "gain": 0x980913,
    "power_line_frequency": 0x980918,
    "white_balance": 0x98091A,
    "sharpness": 0x98091B,
    "backlight_compensation": 0x98091C,
    "auto_exposure": 0x9A0901,
    "exposure": 0x9A0902,
    "focus": 0x9A090A,
    "autofocus": 0x9A090C,
    "zoom": 0x9A090D,
}
_HELD_BY = {
    "exposure": "auto_exposure",
    "gain": "auto_exposure",
    "focus": "autofocus",
    "white_balance": "auto_white_balance",
}
_MENUS = (v4l2.MENU, v4l2.INTEGER_MENU)


class WebcamControls:
    """The settings of the webcam at one path in /dev.

    The device is opened for each call, beside the program that reads its pictures. White balance
    is in kelvin, exposure in units of 0.1 ms; the others are numbers of the maker's own.
    """

    def __init__(self, device: str) -> None:
        """Ask the driver; a device that answers nothing has no controls."""
        self._device = device
        self._facts: dict[str, ControlFacts] = {}
        self._words: dict[str, dict[int, str]] = {}
        try:
            with V4l2Device(device) as camera:
                self._find(camera)
        except OSError:
            self._facts.clear()

    def all(self) -> dict[str, Control]:
        """Return every control that can be set."""
        return {name: self._control(name, facts) for name, facts in self._facts.items()}

    def values(self) -> dict[str, Any]:
        """Return how each control is set now, as far as the driver tells."""
        found: dict[str, Any] = {}
        try:
            with V4l2Device(self._device) as camera:
                for name in self._facts:
                    with contextlib.suppress(OSError):
                        found[name] = self._told(name, camera.value(_NUMBERS[name]))
        except OSError:
            return {}
        return found

    def set(self, name: str, value: Any) -> Any:
        """Set a control and return the value that the camera has now; raises ControlError."""
        if name not in self._facts:
            raise ControlError(f"camera {self._device} has no control {name}")
        number = self._number(name, value)
        try:
            with V4l2Device(self._device) as camera:
                flags = camera.facts(_NUMBERS[name]).flags
                if flags & v4l2.INACTIVE:
                    raise ControlError(f"camera {self._device}: {name} {self._why_held(name)}")
                camera.set(_NUMBERS[name], number)
                return self._told(name, camera.value(_NUMBERS[name]))
        except OSError as error:
            raise ControlError(
                f"camera {self._device} does not take {name} {value}: {error.strerror}"
            ) from error

    def _find(self, camera: V4l2Device) -> None:
        for name, number in _NUMBERS.items():
            try:
                facts = camera.facts(number)
            except OSError:
                continue  # this camera does not have it
            if facts.flags & (v4l2.DISABLED | v4l2.READ_ONLY):
                continue
            if facts.type in _MENUS:
                self._words[name] = camera.menu(number, facts)
            elif facts.type not in (v4l2.INTEGER, v4l2.BOOLEAN):
                continue
            self._facts[name] = facts

    def _control(self, name: str, facts: ControlFacts) -> Control:
        default = self._told(name, facts.default)
        if facts.type == v4l2.BOOLEAN:
            return Control("bool", default=default)
        if facts.type in _MENUS:
            return Control("choice", default=default, choices=tuple(self._words[name].values()))
        return Control("int", facts.minimum, facts.maximum, default)

    def _told(self, name: str, number: int) -> Any:
        """Return the driver's number as it is told to the outside: a bool, a word or a number."""
        kind = self._facts[name].type
        if kind == v4l2.BOOLEAN:
            return bool(number)
        return self._words[name].get(number) if kind in _MENUS else number

    def _number(self, name: str, value: Any) -> int:
        if self._facts[name].type not in _MENUS:
            return int(value)
        for number, word in self._words[name].items():
            if word == value:
                return number
        raise ControlError(f"camera {self._device}: {name} cannot be {value}")

    def _why_held(self, name: str) -> str:
        holder = _HELD_BY.get(name)
        if holder in self._facts:
            return f"is set by the camera itself: change {holder} first"
        return "cannot be set as the camera works now"
