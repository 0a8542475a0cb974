"""Bounds what the peers of one socket may make us hold, where ZeroMQ has no bound of its own.

ZeroMQ keeps the parts of an unfinished message until the last one comes, however many there are:
each costs 64 bytes, even an empty one that was two bytes on the wire. It keeps whole messages that
we have not taken yet, also without a bound (see `sockets`), what comes before the handshake, and
accepts connections without end. So a few times a second the bytes that came over each connection
are compared with those that we took, and the process's memory with what it was before that; who
went too far is cut off.

While messages wait for us nobody knows how many of the bytes that came are theirs: then only those
of the messages that we took count as taken. As soon as none waits, all that came does. We may have
stood still ourselves, for as long as a whole computer sleeps, so it counts only if they are still
not taken at the next look.

Only Linux counts the bytes and tells the memory so cheaply: elsewhere connections are counted, and
on Windows not even those.
"""

import os
import sys
from collections.abc import Callable
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
# The signs of life that peers of other makes may send, at each look: with keys 82 bytes a second.
HEARTBEAT_BYTES = 32
# What a part has on the wire beside its bytes, in the clear and with keys.
_BESIDE_A_PART, _WITH_KEYS = 9, 33


class ConnectionGuard:
    """Watches the connections that `monitor` follows, of which there may be `most`.

    `more_wait()` tells whether whole messages wait to be taken. `uncounted_bytes` of a peer at each
    look are no part of a message: signs of life, where a peer may say nothing else for days.
    `is_flooded` tells that somebody was cut off at the last look whose messages still wait.
    """

    def __init__(
        self,
        monitor: ConnectionMonitor,
        *,
        unfinished_bytes: int,
        most: int,
        more_wait: Callable[[], bool],
        has_keys: bool = False,
        uncounted_bytes: int = 0,
    ) -> None:
        self._monitor = monitor
        self._uncounted_bytes = uncounted_bytes
        self._unfinished_bytes = unfinished_bytes
        self._most = most
        self._more_wait = more_wait
        self._beside_a_part = _BESIDE_A_PART + (_WITH_KEYS if has_keys else 0)
        self.is_flooded = False
        # What was taken of whom since the last look, in bytes.
        self._taken: dict[int, int] = {}
        # At the last look.
        self._last_memory = _memory()

    def message_came(self, frames: list[zmq.Frame]) -> None:
        """Note that a whole message came."""
        descriptor = message_memory.connection_of(frames)
        if descriptor is not None:
            size = sum(len(frame) + self._beside_a_part for frame in frames)
            self._taken[descriptor] = self._taken.get(descriptor, 0) + size

    def count(self) -> PeerCutOff | None:
        """If there are too many, cut off the oldest that never sent a message, else the last.

        So a camera that comes back finds a place, however many knock, or finish their handshake,
        and say nothing.
        """
        living = {d: one for d, one in self._monitor.connections.items() if not one.is_cut}
        if len(living) <= self._most:
            return None
        silent = [d for d in living if not living[d].has_spoken and d not in self._taken]
        one = living[silent[0] if silent else list(living)[-1]]
        return _cut(one, f"more than {self._most} connections at one port")

    def look(self) -> list[PeerCutOff]:
        """Cut off whoever went too far."""
        cut: list[PeerCutOff] = []
        large: list[tuple[int, PeerConnection]] = []
        memory = _memory()
        more_wait = self._more_wait()
        for descriptor, one in self._monitor.connections.items():
            one.has_spoken |= descriptor in self._taken
            counts = None if one.is_cut else one.counts()
            if counts is None:
                continue
            self._settle(descriptor, one, counts.received, more_wait)
            one.memory_before = one.memory_before or self._last_memory
            is_peer = not self._monitor.waits(descriptor) or one.settled
            untaken = counts.received - one.settled
            most = self._unfinished_bytes if is_peer else _BEFORE_HANDSHAKE_BYTES
            had_time, one.is_over = one.is_over or not more_wait, untaken > most
            if one.is_over and had_time:
                what = "that wait" if more_wait else "in one message"
                what = what if is_peer else "before the handshake"
                cut.append(_cut(one, f"more than {most} bytes {what}"))
            elif untaken > _LARGE_BYTES:
                large.append((untaken, one))
            else:
                one.memory_before = memory
        self._taken.clear()
        self._last_memory = memory
        honest = _SPARE_MEMORY_BYTES + _MEMORY_FOR_A_BYTE * sum(size for size, _ in large)
        greedy = [(size, one) for size, one in large if memory - one.memory_before > honest]
        if greedy:
            _, largest = max(greedy, key=lambda one: one[0])
            what = "very many messages" if more_wait else "a message of very many parts"
            cut.append(_cut(largest, f"{what} without end"))
        self.is_flooded = bool(cut) and more_wait
        return cut

    def _settle(self, descriptor: int, one: PeerConnection, received: int, more_wait: bool) -> None:
        """Note how many of the bytes that came are no part of a message that is not taken yet."""
        taken = self._taken.get(descriptor, 0)
        if taken and not more_wait:
            one.settled = received
        elif one.settled or not self._monitor.waits(descriptor):
            one.settled = min(received, one.settled + taken + self._uncounted_bytes)


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
