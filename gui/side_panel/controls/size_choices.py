"""Which picture sizes are offered for a camera, and how a size is typed. No Qt."""

import math
import re
from collections.abc import Sequence
from typing import Any, TypeGuard

from netgear_engine.protocol.ext import Control

Size = tuple[int, int]

_LONGEST_SIDE = 65_535
_PARTS = (1, 3 / 4, 1 / 2, 1 / 4)
_USUAL: tuple[Size, ...] = ((1920, 1080), (1280, 720), (640, 480), (640, 360), (320, 240))
_TYPED = re.compile(r"\s*(\d{1,5})\s*[x×*, ]\s*(\d{1,5})\s*", re.IGNORECASE)


def size_choices(control: Control) -> list[Size]:
    """Return sensible sizes, the largest first: parts of the full one, or else usual ones."""
    full = control.default
    if is_size(full):
        width, height = full
        sizes = [(_even(width * part), _even(height * part)) for part in _PARTS]
        sizes[0] = (width, height)
    else:
        sizes = list(_USUAL)
    low, high = control.minimum or 1, control.maximum or math.inf
    return [size for size in sizes if min(size) >= low and max(size) <= high]


def is_size(value: Any) -> TypeGuard[Sequence[int]]:
    """Return whether a camera's word for a size is one: two sides in pixels."""
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(type(side) is int and 0 < side <= _LONGEST_SIDE for side in value)
    )


def typed_size(text: str) -> Size | None:
    """Return the size in a text like 1280×720 or 1280x720; None when there is none."""
    match = _TYPED.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


def _even(side: float) -> int:
    """Most JPEGs hold colours for each two pixels."""
    return 2 * math.ceil(side / 2)
