"""Messages from standard input, one a line; its end is the end of the program.

A parent that starts netgear-server with a pipe takes it along when it dies, however it dies.
"""

import json
from collections.abc import Callable
from io import FileIO
from typing import Any

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
    while line := lines.readline(LONGEST_LINE):
        if not line.endswith(b"\n") and len(line) == LONGEST_LINE:
            too_long = True
        elif too_long:
            too_long = False
            complain(f"a message of more than {LONGEST_LINE} bytes was not sent")
        elif line.strip():
            say(parse_message(line))


def parse_message(line: bytes) -> Any:
    """Return the line as JSON if it is that, otherwise as text."""
    text = line.decode(errors="replace").strip()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
