"""The parts of an endless multipart answer (RFC 2046), as network cameras send their pictures."""

import re

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_MOST = 32 * 1024 * 1024


class MultipartParts:
    """Bytes go in as they come, whole parts come out.

    Raises ValueError when a part grows beyond every picture.
    """

    def __init__(self, boundary: str) -> None:
        """Take the boundary as the answer's head names it."""
        # Many cameras name it with the two dashes that the standard puts before it in the body.
        self._delimiter = b"--" + boundary.removeprefix("--").encode("latin-1", "replace")
        self._came = bytearray()

    def feed(self, data: bytes) -> None:
        """Take what came."""
        self._came += data
        if len(self._came) > _MOST:
            raise ValueError(f"a part of more than {_MOST} bytes")

    def take(self) -> bytes | None:
        """Return the next whole part without its head; None when more has to come first."""
        start = self._came.find(self._delimiter)
        head_end = self._came.find(_HEAD_END, start) if start >= 0 else -1
        if head_end < 0:
            return None
        body = head_end + len(_HEAD_END)
        length = _LENGTH.search(self._came, start, head_end)
        if length:
            end = body + int(length[1])
            if end > len(self._came):
                return None
            part = bytes(self._came[body:end])
        else:
            end = self._came.find(self._delimiter, body)
            if end < 0:
                return None
            part = bytes(self._came[body:end]).removesuffix(b"\r\n")
        del self._came[:end]
        return part
