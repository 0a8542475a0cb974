"""How a slider's places stand for a setting's numbers. No Qt."""

import math
from dataclasses import dataclass
from typing import Any, TypeGuard

from netgear_engine.protocol.ext import Control

_FAR = 1e12
_PLACES = 500
_WIDE = 1000.0
"""From so many times the smallest number on, a place is a factor and not a step."""


def is_number(value: Any) -> TypeGuard[float]:
    """Return whether a camera's word for a number is one that can be shown and reckoned with."""
    return isinstance(value, int | float) and type(value) is not bool and -_FAR < value < _FAR


@dataclass(frozen=True, slots=True)
class SliderScale:
    """Numbers from `minimum` to `maximum` in `places` steps, whole ones or not.

    A wide range, as that of an exposure time, is shared out by factors: the short times have as
    many places as the long ones. Its lowest place is `minimum` itself, which may be 0.
    """

    minimum: float
    maximum: float
    whole: bool
    places: int
    is_wide: bool

    @classmethod
    def of(cls, control: Control) -> "SliderScale | None":
        """Return the scale of a number with both bounds, None for another setting."""
        low, high = control.minimum, control.maximum
        if control.kind not in ("int", "float") or not (is_number(low) and is_number(high)):
            return None
        if low >= high:
            return None
        whole = control.kind == "int"
        is_wide = low >= 0 and high / (low or 1) > _WIDE
        places = int(min(_PLACES, high - low)) if whole else _PLACES
        return cls(low, high, whole, places, is_wide)

    def value_at(self, place: int) -> float:
        """Return the number of a place; the ends are exactly the bounds."""
        if place <= 0:
            return self._number(self.minimum)
        if place >= self.places:
            return self._number(self.maximum)
        share = place / self.places
        if self.is_wide:
            low, high = math.log(self.minimum or 1), math.log(self.maximum)
            return self._number(self._rounded(math.exp(low + share * (high - low))))
        return self._number(self._rounded(self.minimum + share * (self.maximum - self.minimum)))

    def place_of(self, value: float) -> int:
        """Return the place that is nearest to a number."""
        value = min(max(value, self.minimum), self.maximum)
        if self.is_wide:
            low, high = math.log(self.minimum or 1), math.log(self.maximum)
            share = (math.log(max(value, self.minimum or 1)) - low) / (high - low)
        else:
            share = (value - self.minimum) / (self.maximum - self.minimum)
        # Only the lowest number has the lowest place.
        return max(round(share * self.places), value > self.minimum)

    @property
    def decimals(self) -> int:
        """How many digits behind the point are of use."""
        if self.whole:
            return 0
        if self.is_wide:
            return 2
        return max(0, 2 - math.floor(math.log10(self.maximum - self.minimum)))

    def _rounded(self, value: float) -> float:
        """Drop the digits that no operator would have chosen."""
        if self.is_wide:
            return round(value, 2 - math.floor(math.log10(max(abs(value), 1))))
        return round(value, self.decimals)

    def _number(self, value: float) -> float:
        value = min(max(value, self.minimum), self.maximum)
        return round(value) if self.whole else float(value)
