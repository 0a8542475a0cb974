"""What a control is and which values it takes."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

ControlType = Enum(
    "ControlType",
    ["Null", "Bool", "Byte", "Integer32", "Integer64", "Float", "String", "Rectangle", "Size"],
    start=0,
)


class Size:
    def __init__(self, width: int = 0, height: int = 0) -> None:
        self.width, self.height = width, height


class Rectangle:
    def __init__(self, x: int, y: int, width: int, height: int) -> None:
        self.x, self.y, self.width, self.height = x, y, width, height


@dataclass(frozen=True)
class ControlId:
    id: int
    name: str
    type: Any
    size: int = 0

    @property
    def isArray(self) -> bool:  # noqa: N802 (libcamera's name)
        return self.size > 0

    def check(self, value: Any) -> None:
        """Raise as the bindings do when a value cannot be cast to the control's type."""
        values = list(value) if self.isArray else [value]
        kinds: Any = {
            "Bool": bool,
            "Integer32": int,
            "Integer64": int,
            "Float": (int, float),
            "Rectangle": Rectangle,
        }[self.type.name]
        if not all(isinstance(one, kinds) for one in values) or len(values) != (self.size or 1):
            raise RuntimeError(f"Unable to cast Python instance {value!r} to {self.type}")


@dataclass(frozen=True)
class ControlInfo:
    min: Any
    max: Any
    default: Any = None
    values: tuple[Any, ...] = ()
