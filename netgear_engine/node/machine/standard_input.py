"""Messages from standard input, one a line; its end is the end of the program.

A parent that starts netgear-server with a pipe takes it along when it dies, however it dies.
"""

import json
from collections.abc import Callable
from io import FileIO
from typing import Any

from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.limits import Limits

# What a receiver takes as one message.
LONGEST_LINE = Limits().message_bytes


def read_messages(say: Callable[[Any], None], complain: Callable[[str], None]) -> None:
    """Hand every line on as a message; return when standard input is closed.

    Reads without a buffer: a thread that waits in Python's own buffered standard input keeps the
    interpreter from ending.
    """
    try:
        lines = FileIO(0, closefd=False)
    except OSError:
        return  # started without a standard input
    too_long = False
    while line := _next_line(lines):
        if not line.endswith(b"\n") and len(line) == LONGEST_LINE:
            too_long = True
        elif too_long:
            too_long = False
            complain(f"a message of more than {LONGEST_LINE} bytes was not sent")
        elif line.strip():
            try:
                say(parse_message(line))
            except LocalProtocolError as error:
                complain(f"a message was not sent: {error}")


def _next_line(lines: FileIO) -> bytes:
    try:
        return lines.readline(LONGEST_LINE)
    except OSError:
        return b""  # what stands in its place cannot be read: there is none


def parse_message(line: bytes) -> Any:
    """Return the line as JSON if it is that, otherwise as text."""
    # A text from Windows may begin with a byte order mark.
    text = line.decode("utf-8-sig", errors="replace").strip()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
