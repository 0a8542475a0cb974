"""Reads a single value of a setting, from the file or from a flag, and says what is wrong with it.

Structured values may be written as text (size "1280x720", sensor "2304x1296:10", transform
"hflip,vflip") or in the words of picamera2 (sensor = { output_size = [2304, 1296] }).
"""

import json
import math
import re
import unicodedata
from typing import Any, TypeVar

import msgspec

from netgear_engine.errors import AddressError
from netgear_engine.node.configuration.config import LARGEST_SIDE, SMALLEST_SIDE
from netgear_engine.protocol.text import LONGEST_NAME, one_line, without_joiners
from netgear_engine.sending.receiver_address import Receiver, parse_receiver
from netgear_engine.sources.pi_camera.configuration import FORMATS
from netgear_engine.sources.pi_camera.options import Sensor, Transform
from netgear_engine.written_values import WrongValueError, as_type, did_you_mean, shown

_SIZE = re.compile(r"(\d{1,5})[xX](\d{1,5})", re.ASCII)
_SENSOR = re.compile(r"(\d{1,5})[xX](\d{1,5})(?::(\d{1,2}))?", re.ASCII)
_SIZE_WORDS = "a size, as in 1280x720"
_SENSOR_WORDS = "a sensor mode, as in 2304x1296 or 2304x1296:10 (10 bits for each pixel)"
_TRANSFORM_WORDS = "a transform: hflip, vflip or hflip,vflip"

_LARGEST_INT = 2**63
_NO_BREAK_SPACE = "\xa0"

_Struct = TypeVar("_Struct", Sensor, Transform)


def read_receivers(value: Any) -> tuple[Receiver, ...]:
    """Read one HOST:PORT or a list of them."""
    texts = as_type(
        str | tuple[str, ...], 'HOST:PORT in quotes, or a list of those, as in ["desk.local:5566"]'
    )(value)
    if not texts:
        raise WrongValueError("no receiver: write HOST:PORT, as in 192.168.1.20:5566")
    try:
        return tuple(map(parse_receiver, [texts] if isinstance(texts, str) else texts))
    except AddressError as error:
        raise WrongValueError(str(error)) from error


def read_name(value: Any) -> str:
    """Read a camera's name: short enough to be shown, and just as receivers will show it.

    Only its white space, and how an accent is joined to its letter, may be written in another way.
    What joins letters or emoji is left out, here as there.
    """
    name = without_joiners(as_type(str, "text in quotes")(value))
    if len(name) > LONGEST_NAME:
        raise WrongValueError(f"{shown(name)} has {len(name)} letters, {LONGEST_NAME} are allowed")
    is_printable = all(one.isprintable() or one == _NO_BREAK_SPACE for one in name)
    seen = one_line(name, LONGEST_NAME)
    if not is_printable or seen.split() != unicodedata.normalize("NFC", name).split():
        raise WrongValueError(
            f"{shown(name)} has signs in it that cannot be seen: write it as it is shown, "
            f"{shown(seen)}"
        )
    return name


def read_size(value: Any) -> tuple[int, int]:
    """Read "1280x720" or [1280, 720]."""
    if isinstance(value, str):
        match = _SIZE.fullmatch(value.strip())
        if not match:
            raise WrongValueError(f"{value!r} is not {_SIZE_WORDS}")
        size = (int(match[1]), int(match[2]))
    else:
        size = as_type(tuple[int, int], _SIZE_WORDS)(value)
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in size):
        raise WrongValueError(
            f"{shown(value)}: each side must be {SMALLEST_SIDE} to {LARGEST_SIDE} pixels"
        )
    return size


def read_sensor(value: Any) -> Sensor:
    """Read "2304x1296", "2304x1296:10" or { output_size = [2304, 1296], bit_depth = 10 }."""
    if not isinstance(value, str):
        return _read_struct(value, Sensor, _SENSOR_WORDS)
    match = _SENSOR.fullmatch(value.strip())
    if not match:
        raise WrongValueError(f"{value!r} is not {_SENSOR_WORDS}")
    width, height, bits = (part and int(part) for part in match.groups())
    try:
        return msgspec.convert({"output_size": (width, height), "bit_depth": bits}, Sensor)
    except msgspec.ValidationError as error:
        raise WrongValueError(
            f"{value!r}: a sensor has sides of 16 to 16384 pixels, and 8 to 16 bits for each"
        ) from error


def read_transform(value: Any) -> Transform:
    """Read "hflip", "vflip", "hflip,vflip", "" (none) or { hflip = true }."""
    if not isinstance(value, str):
        return _read_struct(value, Transform, _TRANSFORM_WORDS)
    words = {word.strip() for word in value.split(",") if word.strip()} - {"none"}
    if not words <= set(Transform.__struct_fields__):
        raise WrongValueError(f"{value!r} is not {_TRANSFORM_WORDS}")
    return Transform(**dict.fromkeys(words, True))


def read_controls(value: Any) -> dict[str, Any]:
    """Read { Brightness = 0.2 }, or the same as JSON in a text."""
    words = """a set of controls, as in '{"Brightness": 0.2}'"""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise WrongValueError(f"{value!r} is not {words}: {error}") from error
    controls: dict[str, Any] = as_type(dict[str, Any], words)(value)
    for name, setting in controls.items():
        if not _can_be_set(setting):
            raise WrongValueError(
                f"{name}: {shown(setting)} is not true, false, a number, a word or a list of those"
            )
    return controls


def read_format(value: Any) -> str:
    """Read the name of a picture format that can be made into a JPEG."""
    text: str = as_type(str, "text in quotes")(value)
    if text not in FORMATS:
        raise WrongValueError(
            f"{text!r} is not one of {', '.join(FORMATS)}{did_you_mean(text, FORMATS)}"
        )
    return text


def _read_struct(value: Any, kind: type[_Struct], words: str) -> _Struct:
    if isinstance(value, dict):
        for name in value:
            if name not in kind.__struct_fields__:
                raise WrongValueError(
                    f"{name}: unknown key{did_you_mean(name, kind.__struct_fields__)}"
                )
    read: _Struct = as_type(kind, words)(value)
    return read


def _can_be_set(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_can_be_set, value))
    if isinstance(value, int):  # which true and false are, too
        return abs(value) < _LARGEST_INT
    return isinstance(value, str) or (isinstance(value, float) and math.isfinite(value))
