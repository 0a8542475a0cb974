"""What netgear-server prints for whoever is in front of it: a line for each thing that happens.

What it prints comes from outside: from receivers, cameras and their libraries. So whatever it is,
to print it raises nothing, each line is one line of bounded length, no password is in it, and of
what receivers cause there are only so many lines: the journal lies on a small card.
"""

import json
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, TextIO

from netgear_engine.clock import Clock, SystemClock
from netgear_engine.protocol.header import Compression
from netgear_engine.protocol.reply import ArrayReply
from netgear_engine.protocol.text import printable
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.redaction import SecretWords

LONGEST_LINE = 600
# Lines that receivers cause: so many at once, and one more with each so many seconds.
MOST_AT_ONCE = 30
_ONE_MORE_AFTER_S = 2.0


class Console:
    """Prints what the engine and the camera report. Its methods may be called from any thread."""

    def __init__(
        self,
        name: str,
        receivers: str,
        *,
        secrets: SecretWords | None = None,
        clock: Clock | None = None,
    ) -> None:
        """`name` goes before lines about the camera; `receivers` is how to name all of them."""
        self._prefix = f"{name}: " if name else ""
        self._receivers = receivers
        self._secrets = secrets or SecretWords([])
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._refusals: dict[Receiver, str] = {}
        self._room = float(MOST_AT_ONCE)
        self._room_at = self._clock.monotonic()
        self._left_out = 0

    def sending(self, title: str, size: tuple[int, int], fps: float | None) -> None:
        """Print what is being sent to whom."""
        width, height = size
        words = ["sending", title, f"{width}x{height}"]
        if fps is not None:
            words.append(f"at {fps:.4g} fps")
        self.say(f"{' '.join(words)} to {self._receivers}")

    def source_failed(self, trouble: str) -> None:
        """Print why there are no pictures."""
        self.say(f"{self._prefix}{trouble}; trying again until it is back")

    def source_recovered(self, seconds: float) -> None:
        """Print that there are pictures again."""
        self.say(f"{self._prefix}pictures again after {seconds:.0f} s")

    def reply_received(self, receiver: Receiver, reply: Any) -> None:
        """Print a reply."""
        self.say_of_receiver(f"reply from {receiver}: {_shown(reply)}")

    def connected(self, receiver: Receiver) -> None:
        """Print that a receiver is there."""
        self._refusals.pop(receiver, None)
        self.say_of_receiver(f"connected to {receiver}")

    def disconnected(self, receiver: Receiver) -> None:
        """Print that a receiver is gone."""
        self.say_of_receiver(f"disconnected from {receiver}; connecting again when it is back")

    def refused(self, receiver: Receiver, reason: str) -> None:
        """Print once that a receiver turns us away, however often we try."""
        if self._refusals.get(receiver) != reason:
            self._refusals[receiver] = reason
            self.say_of_receiver(f"{receiver} refused the connection: {reason}; trying again")

    def say(self, line: str) -> None:
        """Print one line."""
        self._print(line, sys.stdout)

    def complain(self, line: str) -> None:
        """Print one line about what went wrong."""
        self._print(f"netgear-server: {self._prefix}{line}", sys.stderr)

    def broke(self, what: str, error: BaseException) -> None:
        """Print one line about a fault of this program itself: what failed, and where."""
        frames = traceback.extract_tb(error.__traceback__)
        where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        self.complain(f"{what} failed: {type(error).__name__}: {error}{where}")

    def say_of_receiver(self, line: str) -> None:
        """Print a line that a receiver causes, unless there are too many of them."""
        with self._lock:
            now = self._clock.monotonic()
            more = (now - self._room_at) / _ONE_MORE_AFTER_S
            self._room, self._room_at = min(self._room + more, MOST_AT_ONCE), now
            if self._room < 1:
                self._left_out += 1
                return
            self._room -= 1
            left_out, self._left_out = self._left_out, 0
        if left_out:
            self.say(f"{self._prefix}{left_out} lines about receivers were left out")
        self.say(line)

    def _print(self, line: str, stream: TextIO | None) -> None:
        print_line(self._secrets.hide(line), stream, self._lock)


_PRINTING = threading.Lock()


def print_line(line: str, stream: TextIO | None, lock: threading.Lock = _PRINTING) -> None:
    """Print a line, whatever is in it, to one of the standard streams."""
    with lock:
        print(terminal_line(line), file=stream, flush=True)


def terminal_line(text: str) -> str:
    """Return text as one line that does nothing to a terminal, cut where it is too long."""
    return printable(text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 3]}...")


def _shown(reply: Any) -> str:
    if isinstance(reply, ArrayReply):
        if isinstance(reply.content, Compression):
            return f"JPEG of {len(reply.payload)} bytes"
        return f"array {'x'.join(map(str, reply.content.shape))} {reply.content.dtype}"
    try:
        return json.dumps(reply, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return type(reply).__name__
