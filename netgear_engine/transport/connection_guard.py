"""Bounds what the peers of one socket may make us hold, where ZeroMQ has no bound of its own.

ZeroMQ keeps the parts of an unfinished message until the last one comes, however many there are:
each costs 64 bytes, even an empty one that was two bytes on the wire. It keeps what comes before
the handshake, and accepts connections without end. So a few times a second the bytes that came over
each connection are compared with those that had come at the last whole message, and the process's
memory with what it was before that message; who went too far is cut off.

Only Linux counts the bytes and tells the memory so cheaply: elsewhere connections are counted, and
on Windows not even those.
"""

import os
import sys
from pathlib import Path

import zmq

from netgear_engine.transport import message_memory
from netgear_engine.transport.connection_monitor import ConnectionMonitor, PeerCutOff
from netgear_engine.transport.peer_connection import PeerConnection

LOOK_S = 0.2
# A handshake takes under one KiB.
_BEFORE_HANDSHAKE_BYTES = 16 * 1024
# An honest message takes the memory of its bytes, and twice that while it is copied; empty parts
# take 32 times that. Meanwhile the rest of the program may grow as well.
_LARGE_BYTES = 256 * 1024
_MEMORY_FOR_A_BYTE = 8
_SPARE_MEMORY_BYTES = 64 * 1024 * 1024
# ZeroMQ's own signs of life, at each look: with keys both ends' take 82 bytes a second.
HEARTBEAT_BYTES = 32


class ConnectionGuard:
    """Watches the connections that `monitor` follows, of which there may be `most`.

    `uncounted_bytes` of a peer at each look are no part of a message: heartbeats, where a peer may
    be silent for days.
    """

    def __init__(
        self,
        monitor: ConnectionMonitor,
        *,
        unfinished_bytes: int,
        most: int,
        uncounted_bytes: int = 0,
    ) -> None:
        self._monitor = monitor
        self._uncounted_bytes = uncounted_bytes
        self._unfinished_bytes = unfinished_bytes
        self._most = most
        self._heard: set[int] = set()
        # At the last look.
        self._last_memory = _memory()

    def message_came(self, frames: list[zmq.Frame]) -> None:
        """Note that a whole message came."""
        descriptor = message_memory.connection_of(frames)
        if descriptor is not None:
            self._heard.add(descriptor)

    def count(self) -> PeerCutOff | None:
        """If there are too many, cut off the oldest that never sent a message, else the last.

        So a camera that comes back finds a place, however many knock, or finish their handshake,
        and say nothing.
        """
        living = {d: one for d, one in self._monitor.connections.items() if not one.is_cut}
        if len(living) <= self._most:
            return None
        silent = [d for d in living if not living[d].has_spoken and d not in self._heard]
        one = living[silent[0] if silent else list(living)[-1]]
        return _cut(one, f"more than {self._most} connections at one port")

    def look(self) -> list[PeerCutOff]:
        """Cut off whoever went too far."""
        cut: list[PeerCutOff] = []
        large: list[tuple[int, PeerConnection]] = []
        memory = _memory()
        for descriptor, one in self._monitor.connections.items():
            has_spoken = descriptor in self._heard
            one.has_spoken |= has_spoken
            counts = None if one.is_cut else one.counts()
            if counts is None:
                continue
            if has_spoken:
                one.settled = counts.received
            one.memory_before = one.memory_before or self._last_memory
            is_peer = not self._monitor.waits(descriptor) or one.settled
            if is_peer:
                one.settled = min(counts.received, one.settled + self._uncounted_bytes)
            unfinished = counts.received - one.settled
            most = self._unfinished_bytes if is_peer else _BEFORE_HANDSHAKE_BYTES
            if unfinished > most:
                what = "in one message" if is_peer else "before the handshake"
                cut.append(_cut(one, f"more than {most} bytes {what}"))
            elif unfinished > _LARGE_BYTES:
                large.append((unfinished, one))
            else:
                one.memory_before = memory
        self._heard.clear()
        self._last_memory = memory
        honest = _SPARE_MEMORY_BYTES + _MEMORY_FOR_A_BYTE * sum(size for size, _ in large)
        greedy = [(size, one) for size, one in large if memory - one.memory_before > honest]
        if greedy:
            _, largest = max(greedy, key=lambda one: one[0])
            cut.append(_cut(largest, "a message of very many parts without end"))
        return cut


def _cut(connection: PeerConnection, reason: str) -> PeerCutOff:
    connection.cut()
    return PeerCutOff(connection.address, reason)


def _memory() -> int:
    """Return how much memory the process has, 0 where that is not told, or no handle is left."""
    if sys.platform != "linux":
        return 0
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
