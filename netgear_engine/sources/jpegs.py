"""JPEGs taken out of a stream of bytes by their own structure.

What stands between them is not believed: cameras write boundaries, heads and lengths as they like.
"""

import re
from collections.abc import Iterator

from netgear_engine.codecs.jpeg_header import (
    END_CODE,
    NO_PART,
    SCAN_CODE,
    SIZE_CODES,
    START_CODE,
    parts,
)
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.decoding import decoded

_START = b"\xff\xd8\xff"
_END = b"\xff\xd9"
_MOST = 32 * 1024 * 1024

# The head of the next part behind a picture that lacks its end marker.
_BOUNDARY = re.compile(rb"--[!-~][ -~]{0,100}\r?\n[\t\r\n -~]*\Z")
_HEAD = re.compile(rb"\r?\n[\t\r\n -~]*\Z")
_LINE_ENDS = re.compile(rb"(?:\r?\n)+\Z")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?$", re.I | re.M)
_AFTER_BODY = tuple(map(bytearray, (b"", b"\r", b"\n", b"-")))
_LONGEST_HEAD = 2048


class Jpegs:
    """Bytes go in as they come, whole JPEGs come out; `broken` counts those that were left out.

    One that lacks only its end marker gets it.
    """

    def __init__(self) -> None:
        self._came = bytearray()
        self._parts: Iterator[tuple[int, int, int] | None] = iter(())
        self._at = 0
        self._told_length = 0
        self._in_scan = self._has_scan = self._has_size = self.is_inside = False
        self.broken = 0

    def feed(self, data: bytes) -> None:
        """Take what came; raises ValueError when a JPEG grows beyond every picture."""
        self._came += data
        if len(self._came) > _MOST:
            raise ValueError(f"a picture of more than {_MOST} bytes")

    def take(self, *, is_all: bool = False) -> bytes | None:
        """Return the next whole JPEG; None when more has to come first.

        `is_all` says that nothing more will come: then the last one needs no end marker.
        """
        while self.is_inside or self._begin():
            is_whole = self._walk()
            if is_whole is None:
                end = len(self._came) if is_all else self._end_without_marker()
                if not end:
                    return None
                self._at, is_whole = end, False
            jpeg = bytes(self._came[: self._at])
            del self._came[: self._at]
            self.is_inside = False
            if not is_whole:
                jpeg = _mended(jpeg) if self._in_scan else b""
            if jpeg:
                return jpeg
            self.broken += 1
        return None

    def _begin(self) -> bool:
        start = self._came.find(_START)
        if start < 0:
            del self._came[:-_LONGEST_HEAD]
            return False
        told = _LENGTH.findall(self._came[max(0, start - _LONGEST_HEAD) : start])
        self._told_length = int(told[-1]) if told else 0
        del self._came[:start]
        self._parts, self.is_inside = parts(self._came), True
        self._in_scan = self._has_scan = self._has_size = False
        return True

    def _walk(self) -> bool | None:
        """Go on to the end of this JPEG: True at its end marker, False where it breaks off.

        None when more has to come first.
        """
        for part in self._parts:
            if part is None:
                return None
            code, self._at, end = part
            if code == END_CODE:
                self._at = end
                return self._has_scan
            if code in SIZE_CODES:
                size = self._came[self._at + 5 : self._at + 9]
                self._has_size = any(size[:2]) and any(size[2:])
            if code in (START_CODE, NO_PART) or (code == SCAN_CODE and not self._has_size):
                return False
            self._in_scan = code == SCAN_CODE
            self._has_scan = self._has_scan or self._in_scan
        return False

    def _end_without_marker(self) -> int:
        """Return where this JPEG ends if its length has come, or the next head; 0 if not."""
        here, told = len(self._came), self._told_length
        if not self._in_scan:
            return 0
        if 0 < told <= here and self._came[told : told + 1] in _AFTER_BODY:
            return told
        return here if _BOUNDARY.search(self._came, max(0, here - _LONGEST_HEAD)) else 0


def whole(data: bytes) -> bytes | None:
    """Return the JPEG in `data` without what surrounds it; None when it is broken."""
    jpegs = Jpegs()
    jpegs.feed(data)
    return jpegs.take(is_all=True)


def _mended(data: bytes) -> bytes:
    """Return a JPEG with its end marker put in place; b"" when more than that is missing."""
    tail = max(0, len(data) - _LONGEST_HEAD)
    following = _BOUNDARY.search(data, tail) or _HEAD.search(data, tail)
    jpeg = data[: following.start() if following else None]
    candidates = [jpeg, jpeg.rstrip(b"\r\n\0")]
    if following:
        line = jpeg.removesuffix(b"\n").removesuffix(b"\r")
        candidates = [_LINE_ENDS.sub(b"", jpeg), line, *candidates]
    # The last bytes of a picture may look like the end of a line, or like padding.
    for candidate in candidates:
        try:
            decoded(CapturedFrame(0.0, jpeg=candidate + _END))
        except SourceError:
            continue
        return candidate + _END
    return b""
