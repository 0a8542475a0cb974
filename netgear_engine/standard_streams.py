"""Standard input and output that nobody need have: closed ones, and those that take no more."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from typing import IO, TextIO


class ForgivingOutput(io.TextIOWrapper):
    """Drops what cannot be written, and goes on when there is room again.

    So a full disk, or a reader that has gone, changes nothing that the program does. `is_lost`
    says that something was dropped; the first time `tell` is called with the reason.
    """

    def __init__(
        self, stream: IO[bytes], encoding: str, errors: str, tell: Callable[[str], None] | None
    ) -> None:
        super().__init__(stream, encoding, errors, line_buffering=True)
        self._tell = tell
        self.is_lost = False

    def write(self, text: str, /) -> int:
        """Write what can be written; never raises OSError."""
        with self._forgiving():
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Hand on what can be handed on; never raises OSError."""
        with self._forgiving():
            super().flush()

    @contextlib.contextmanager
    def _forgiving(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            is_first, self.is_lost = not self.is_lost, True
            # A reader that has gone has seen enough, as in `netgear-server doctor | head`.
            if is_first and self._tell and not isinstance(error, BrokenPipeError):
                self._tell(error.strerror or str(error))


def open_standard_streams(program: str) -> None:
    """Let there be all three streams, and let none of them stop the program.

    A closed one leaves its number to the next file or socket that is opened, which would then get
    what is printed: so all three are taken before anything else is opened. Standard error says
    once that standard output takes nothing.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - kept to the end

    def tell(why: str) -> None:
        sys.stderr.write(f"{program}: standard output cannot be written to: {why}\n")

    sys.stdout = _forgiving(sys.stdout, 1, tell)
    sys.stderr = _forgiving(sys.stderr, 2, None)


def _forgiving(stream: TextIO | None, number: int, tell: Callable[[str], None] | None) -> TextIO:
    if stream is None:
        raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
        return ForgivingOutput(raw, "utf-8", "replace", tell)
    if type(stream) is not io.TextIOWrapper:
        return stream  # somebody, as a test, has put something of their own there
    encoding = stream.encoding
    # Names of files may be no text at all.
    return ForgivingOutput(stream.detach(), encoding, "replace", tell)
