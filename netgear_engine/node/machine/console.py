"""What netgear-server prints for whoever is in front of it: a line for each thing that happens."""

import json
import os
import sys
import threading
from typing import Any, TextIO

from netgear_engine.sending.receiver_address import Receiver


class Console:
    """Prints what the engine and the camera report. Its methods may be called from any thread."""

    def __init__(self, name: str, receivers: str) -> None:
        """`name` goes before lines about the camera; `receivers` is how to name all of them."""
        self._prefix = f"{name}: " if name else ""
        self._receivers = receivers
        self._lock = threading.Lock()
        self._refusals: dict[Receiver, str] = {}

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
        self.say(f"reply from {receiver}: {json.dumps(reply, ensure_ascii=False)}")

    def connected(self, receiver: Receiver) -> None:
        """Print that a receiver is there."""
        self._refusals.pop(receiver, None)
        self.say(f"connected to {receiver}")

    def disconnected(self, receiver: Receiver) -> None:
        """Print that a receiver is gone."""
        self.say(f"disconnected from {receiver}; connecting again when it is back")

    def refused(self, receiver: Receiver, reason: str) -> None:
        """Print once that a receiver turns us away, however often we try."""
        if self._refusals.get(receiver) != reason:
            self._refusals[receiver] = reason
            self.say(f"{receiver} refused the connection: {reason}; trying again")

    def say(self, line: str) -> None:
        """Print one line."""
        self._print(line, sys.stdout)

    def complain(self, line: str) -> None:
        """Print one line about what went wrong."""
        self._print(f"netgear-server: {self._prefix}{line}", sys.stderr)

    def _print(self, line: str, stream: TextIO) -> None:
        with self._lock:
            try:
                print(line, file=stream, flush=True)
            except OSError:
                # Nobody reads any more; the cameras go on. Without this every later line would
                # fail as well, and so would the last flush when the program ends.
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
