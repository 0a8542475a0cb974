"""Whether a value is one that a control takes, before it is sent to any camera."""

import math
from typing import Any

from netgear_engine.errors import ControlError
from netgear_engine.protocol.ext import Control

LONGEST_QUOTE = 60
_LONGEST_LIST = 64
_LARGEST_INT = 2**63


def checked_value(name: str, control: Control, value: Any) -> Any:
    """Return the value in the control's own kind: a whole number is a float where one is meant.

    Raises ControlError that says what is allowed.
    """
    if control.kind == "bool":
        return _bool(name, value)
    if control.kind == "choice":
        return _choice(name, control, value)
    if control.kind in ("int", "float"):
        return _number(name, control, value)
    return _numbers(name, control, value)


def quoted(value: Any) -> str:
    """Return a value as a message can show it, in at most 60 letters however long it is."""
    try:
        text = repr(value)
    except (RecursionError, ValueError):
        return f"[{'.' * (LONGEST_QUOTE - 2)}]"  # nested too deeply, or too many digits
    return text if len(text) < LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 3]}..."


def _bool(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ControlError(f"{name} is true or false, not {quoted(value)}")
    return value


def _choice(name: str, control: Control, value: Any) -> str:
    if not isinstance(value, str) or value not in control.choices:
        raise ControlError(f"{name} is one of {', '.join(control.choices)}, not {quoted(value)}")
    return value


def _number(name: str, control: Control, value: Any) -> int | float:
    whole = control.kind == "int"
    if not _is_number(value, whole=whole):
        kind = "a whole number" if whole else "a number"
        raise ControlError(f"{name} is {kind}{_bounds(control)}, not {quoted(value)}")
    if not _within(control, value):
        raise ControlError(f"{name} is{_bounds(control)}, not {quoted(value)}")
    return value if whole else float(value)


def _numbers(name: str, control: Control, value: Any) -> list[Any]:
    """Check a list of numbers; a "size" is two whole ones, at most the control's default."""
    is_size = control.kind == "size"
    length = 2 if is_size else control.length
    if (
        not isinstance(value, list | tuple)
        or not 1 <= len(value) <= _LONGEST_LIST
        or (length is not None and len(value) != length)
        or not all(_is_number(one, whole=is_size) for one in value)
        or not all(_within(control, one) for one in value)
    ):
        raise ControlError(f"{name} is {_list_words(control, length)}, not {quoted(value)}")
    largest = control.default
    if is_size and largest is not None and (value[0] > largest[0] or value[1] > largest[1]):
        size = f"{largest[0]}x{largest[1]}"
        raise ControlError(f"{name} is at most {size}, not {value[0]}x{value[1]}")
    return list(value)


def _list_words(control: Control, length: int | None) -> str:
    if control.kind == "size":
        return f"[width, height] in pixels, each{_bounds(control)}"
    amount = "numbers" if length is None else f"{length} numbers"
    return f"a list of {amount}{_bounds(control)}"


def _is_number(value: Any, *, whole: bool) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return abs(value) < _LARGEST_INT
    return not whole and isinstance(value, float) and math.isfinite(value)


def _within(control: Control, value: float) -> bool:
    return (control.minimum is None or value >= control.minimum) and (
        control.maximum is None or value <= control.maximum
    )


def _bounds(control: Control) -> str:
    if control.minimum is not None and control.maximum is not None:
        return f" {control.minimum:g} to {control.maximum:g}"
    if control.minimum is not None:
        return f" at least {control.minimum:g}"
    return "" if control.maximum is None else f" at most {control.maximum:g}"
