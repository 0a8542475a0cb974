"""What Linux tells of a camera and lets set on it: calls of V4L2 by the standard library.

Numbers and structures are those of linux/videodev2.h; the numbers of the calls are composed as on
ARM and x86 (asm-generic/ioctl.h).
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

_WRITE, _READ = 1, 2

_CAPABILITY = struct.Struct("16s32s32sIII12x")  # driver, card, bus, version, of all nodes, of this
_QUERY = struct.Struct("II32siiiiI8x")  # id, type, name, minimum, maximum, step, default, flags
_MENU = struct.Struct("II32s4x")  # id, index, name or, of a menu of numbers, eight bytes of it
_VALUE = struct.Struct("Ii")  # id, value
_FORMAT = struct.Struct("III32sI16x")  # index, type of buffer, flags, description, pixel format
_SIZE = struct.Struct("3I6I8x")  # index, pixel format, kind, width and height or their bounds
_INTERVAL = struct.Struct("5I6I8x")  # index, pixel format, width, height, kind, fraction or bounds

INTEGER, BOOLEAN, MENU, INTEGER_MENU = 1, 2, 3, 9

DISABLED, GRABBED, READ_ONLY, INACTIVE = 0x01, 0x02, 0x04, 0x10

CAPTURE, CAPTURE_IN_PLANES = 0x00000001, 0x00001000

_CAPTURE_BUFFER = 1  # of the enumeration v4l2_buf_type
_DISCRETE = 1  # of v4l2_frmsizetypes and v4l2_frmivaltypes; the others give bounds
_MOST_ANSWERS = 200


def _call(number: int, direction: int, of: struct.Struct) -> int:
    return direction << 30 | of.size << 16 | ord("V") << 8 | number


_ENUM_FMT = _call(2, _READ | _WRITE, _FORMAT)
_ENUM_FRAMESIZES = _call(74, _READ | _WRITE, _SIZE)
_ENUM_FRAMEINTERVALS = _call(75, _READ | _WRITE, _INTERVAL)
_QUERYCAP = _call(0, _READ, _CAPABILITY)
_G_CTRL = _call(27, _READ | _WRITE, _VALUE)
_S_CTRL = _call(28, _READ | _WRITE, _VALUE)
_QUERYCTRL = _call(36, _READ | _WRITE, _QUERY)
_QUERYMENU = _call(37, _READ | _WRITE, _MENU)


@dataclass(frozen=True, slots=True)
class ControlFacts:
    """What the driver says of one control; `type` and `flags` are the constants above."""

    type: int
    minimum: int
    maximum: int
    default: int
    flags: int


class V4l2Device:
    """An open /dev/video node. A second program, or OpenCV, may read its pictures meanwhile.

    Every call raises OSError when the device has gone or does not know the call.
    """

    def __init__(self, path: str) -> None:
        """Open it; raises OSError when that cannot be."""
        self._handle = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def capabilities(self) -> int:
        """Return what this node can do, such as CAPTURE."""
        of_this_node: int = self._ask(_QUERYCAP, _CAPABILITY, b"", b"", b"", 0, 0, 0)[-1]
        return of_this_node

    def facts(self, control: int) -> ControlFacts:
        """Return what the driver says of a control."""
        answer = self._ask(_QUERYCTRL, _QUERY, control, 0, b"", 0, 0, 0, 0, 0)
        _, kind, _, minimum, maximum, _, default, flags = answer
        return ControlFacts(kind, minimum, maximum, default, flags)

    def menu(self, control: int, facts: ControlFacts) -> dict[int, str]:
        """Return the choices of a MENU or INTEGER_MENU by their numbers; there may be gaps."""
        words: dict[int, str] = {}
        for index in range(facts.minimum, facts.maximum + 1):
            try:
                _, _, name = self._ask(_QUERYMENU, _MENU, control, index, b"")
            except OSError:
                continue
            words[index] = (
                str(int.from_bytes(name[:8], "little", signed=True))
                if facts.type == INTEGER_MENU
                else name.split(b"\0")[0].decode("latin-1")
            )
        return words

    def value(self, control: int) -> int:
        """Return how a control is set."""
        value: int = self._ask(_G_CTRL, _VALUE, control, 0)[1]
        return value

    def set(self, control: int, value: int) -> None:
        """Set a control; the driver may take a value near by."""
        self._ask(_S_CTRL, _VALUE, control, value)

    def formats(self) -> list[int]:
        """Return the pixel formats, the device's favourite first."""
        return [answer[4] for answer in self._list(_ENUM_FMT, _FORMAT, _CAPTURE_BUFFER, 0, b"", 0)]

    def sizes(self, pixel_format: int) -> list[tuple[int, int]]:
        """Return the sizes of pictures in a format; of a range the largest one."""
        found = []
        for _, _, kind, *sides in self._list(_ENUM_FRAMESIZES, _SIZE, pixel_format, *[0] * 7):
            width, height = sides[:2] if kind == _DISCRETE else (sides[1], sides[4])
            found.append((width, height))
        return found

    def most_fps(self, pixel_format: int, size: tuple[int, int]) -> float:
        """Return the most frames a second in this format and size, 0 when that is not told."""
        # A range begins with its shortest interval.
        fractions = [
            (numerator, denominator)
            for *_, numerator, denominator, _, _, _, _ in self._list(
                _ENUM_FRAMEINTERVALS, _INTERVAL, pixel_format, *size, *[0] * 7
            )
        ]
        return max((below / above for above, below in fractions if above), default=0.0)

    def _list(
        self, call: int, layout: struct.Struct, *fields: int | bytes
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the answers for one index after the other; there are no more after an error."""
        for index in range(_MOST_ANSWERS):
            try:
                yield self._ask(call, layout, index, *fields)
            except OSError:
                return

    def _ask(self, call: int, layout: struct.Struct, *fields: int | bytes) -> tuple[Any, ...]:
        buffer = bytearray(layout.pack(*fields))
        fcntl.ioctl(self._handle, call, buffer, True)
        return layout.unpack(buffer)

    def __enter__(self) -> Self:
        """Return itself, open already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        os.close(self._handle)
