"""Standard input and output that nobody need have: closed ones, and those that take no more."""

import contextlib
import io
import os
import sys
from typing import TextIO


class _ForgivingOutput(io.TextIOWrapper):
    """Drops what cannot be written: a full disk must change neither what is done nor the code."""

    def write(self, text: str, /) -> int:
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()


def forgive_streams() -> None:
    """Let there be all three streams, and let none of them stop the program.

    A closed one leaves its number to the next file or socket that is opened, which would then get
    what is printed: so all three are taken before anything else is opened.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - kept to the end
    sys.stdout = _forgiving(sys.stdout, 1)
    sys.stderr = _forgiving(sys.stderr, 2)


def _forgiving(stream: TextIO | None, number: int) -> TextIO:
    if stream is not None and type(stream) is not io.TextIOWrapper:
        # Somebody, as a test, has put something of their own there.
        return stream
    if stream is None:
        return _ForgivingOutput(_raw(number), "utf-8", line_buffering=True)
    encoding, errors, buffered = stream.encoding, stream.errors, stream.line_buffering
    return _ForgivingOutput(stream.detach(), encoding, errors, line_buffering=buffered)


def _raw(number: int) -> io.BufferedWriter:
    return io.BufferedWriter(io.FileIO(number, "w", closefd=False))
