"""A JPEG's parts, and what stands before its pixels: size, scans, orientation. Decodes nothing.

A JPEG may be drawn in many scans, each as much work as the whole picture, though it has but a few
bytes. A baseline JPEG whose first scan has all colours has no other one: libjpeg-turbo ends there
with an error. So only the others are searched for scans.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from netgear_engine.protocol.parts import Part

# The bytes after 0xff that begin a part of a JPEG (ITU-T T.81, table B.1).
START_CODE, END_CODE, SCAN_CODE, _EXIF = 0xD8, 0xD9, 0xDA, 0xE1
SIZE_CODES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # parts that tell height and width
NO_PART = 0  # something else stands where a part should
# These have no length: a decoder reads on right behind them, so what we took for one would hide
# the real parts. No camera writes them there.
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
# Inside a scan a real 0xff is followed by 0, and 0xd0 to 0xd7 are part of it.
_AFTER_SCAN = re.compile(rb"\xff[\xc4\xcc\xd8-\xdf\xe0-\xef\xfe]")
_PADDING = re.compile(rb"\xff+")
# So many bytes are in every part: its code, its length, and what it tells of the picture's size.
_HEAD = 10
_SCAN_MARKER = re.compile(rb"\xff\xda")
_EXIF_SIGN = b"Exif\0\0"
_ORIENTATION = 0x0112
# A phone's picture has some hundred parts at most: depth maps, profiles, thumbnails.
_MOST_PARTS = 2000
_MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class JpegHeader:
    """`data_at` is where the first scan's data begins.

    `orientation` is Exif's: 1 upright, 2 to 8 mirrored or turned.
    """

    width: int
    height: int
    data_at: int
    has_several_scans: bool
    orientation: int = 1


def parts(data: Part | bytearray, start: int = 0) -> Iterator[tuple[int, int, int] | None]:
    """Yield the code of each part after the first start, where it begins and where it ends.

    What a scan draws stands behind its part. The last one is END_CODE, START_CODE or NO_PART. None
    is yielded whenever more has to come first: a bytearray may grow meanwhile.
    """
    at, in_scan = start + 2, False
    while True:
        if in_scan:
            marker = _AFTER_SCAN.search(data, at)
            at = marker.start() if marker else max(at, len(data) - 1)
            in_scan = marker is None
        if in_scan or len(data) < at + 2:
            yield None
            continue
        code = data[at + 1] if data[at] == 0xFF else NO_PART
        code = NO_PART if code in _WITHOUT_LENGTH else code
        if code == 0xFF and (padding := _PADDING.match(data, at)):
            at = padding.end() - 1
        elif code in (START_CODE, END_CODE, NO_PART):
            yield code, at, at + 2
            return
        elif len(data) < at + _HEAD:
            yield None
        else:
            end = at + 2 + _number(data, at + 2, 2)
            yield code, at, end
            at, in_scan = end, code == SCAN_CODE


def read_jpeg_header(data: Part, start: int = 0) -> JpegHeader | None:
    """Walk over the parts before the picture; None when they are broken or tell no size."""
    width = height = colours = 0
    progressive = False
    orientation = 1
    for part in islice(parts(data, start), _MOST_PARTS):
        if part is None:
            return None
        code, at, end = part
        if code == SCAN_CODE:
            several = progressive or _number(data, at + 4, 1) < colours
            header = JpegHeader(width, height, end, several, orientation)
            return header if width and height else None
        if code in SIZE_CODES:
            height, width = _number(data, at + 5, 2), _number(data, at + 7, 2)
            colours, progressive = _number(data, at + 9, 1), code in _PROGRESSIVE
        elif code == _EXIF and data[at + 4 : at + 10] == _EXIF_SIGN:
            orientation = _orientation(data[at + 10 : end])
    return None


def orientation_of(data: Part) -> int:
    """Return the orientation that a JPEG's Exif tells, 1 where it tells none."""
    header = read_jpeg_header(data)
    return 1 if header is None else header.orientation


def count_scans(data: Part, header: JpegHeader | None, most: int) -> int:
    """Return how many scans a JPEG has; counts no further than one more than `most`."""
    if header is not None and not header.has_several_scans:
        return 1
    return sum(1 for _ in islice(_SCAN_MARKER.finditer(data), most + 1))


def _orientation(exif: Part) -> int:
    """Read Exif's orientation; 1 where there is none that one could follow."""
    order = bytes(exif[:2])
    if order not in (b"II", b"MM"):
        return 1
    little = order == b"II"
    first = _number(exif, 4, 4, little=little)
    count = min(_number(exif, first, 2, little=little), _MOST_ENTRIES)
    for entry in range(first + 2, first + 2 + 12 * count, 12):
        if _number(exif, entry, 2, little=little) == _ORIENTATION:
            told = _number(exif, entry + 8, 2, little=little)
            return told if 1 <= told <= 8 else 1
    return 1


def _number(data: Part | bytearray, at: int, size: int, *, little: bool = False) -> int:
    return int.from_bytes(data[at : at + size], "little" if little else "big")
