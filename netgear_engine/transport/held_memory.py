"""What ZeroMQ holds for the sockets of one loop, and who makes it take far more than he sent.

ZeroMQ takes 64 bytes for each part of a message, even for an empty one that was two bytes on the
line, and nobody tells how many parts have come. So the growth of the process is compared with the
bytes that came meanwhile and were not taken. An honest message takes the memory of its bytes, and
twice that while it is copied; empty parts take 32 times that. So everybody's bytes may take the
double. To his own bytes who is looked at more is granted, as a picture is larger once decoded.
Meanwhile the rest of the program may grow, too, and by more than the worst of these bytes could
take: then somebody else's picture took it.

All sockets of a loop are looked at together: a flood at two ports is more than either of them, and
so are bytes that come without end, however honest each message looks. To blame is one of whom never
a whole message came, as a camera has sent many; of several such, or if there is none, whoever
brought most since the last look; for too many bytes it is of whom most are there.

Only Linux tells the memory so cheaply; elsewhere nobody is blamed.
"""

import os
import sys
from collections.abc import Iterator
from weakref import WeakSet

from netgear_engine.transport.connection_monitor import ConnectionMonitor
from netgear_engine.transport.peer_connection import PeerConnection

# A frame of an honest camera is taken before anybody looks twice.
_LARGE_BYTES = 16 * 1024
_USUAL_FOR_A_BYTE, _USUAL_FOR_HIS_BYTE, _WORST_FOR_A_BYTE, _MOST_FOR_A_BYTE = 2, 8, 32, 40
_SPARE_BYTES = 64 * 1024 * 1024
_FAR_TOO_MUCH_BYTES = 1024 * 1024 * 1024
# Twenty raw pictures of 4K that have just not come whole.
MOST_HELD_BYTES = 512 * 1024 * 1024


class HeldMemory:
    """Follows the connections of the monitors that were added, as long as those live."""

    def __init__(self) -> None:
        self._monitors: WeakSet[ConnectionMonitor] = WeakSet()
        # What was held when the memory was read last.
        self._held = 0

    def add(self, monitor: ConnectionMonitor) -> None:
        """Look at the connections of one more socket."""
        self._monitors.add(monitor)

    def read(self) -> int:
        """Return how much memory the process has, 0 where it is not told, or no handle is left."""
        self._held = self.held()
        if sys.platform != "linux":
            return 0
        try:
            # Not by Path: this is asked eighty times a second where there are sixteen ports.
            with open("/proc/self/statm", "rb", buffering=0) as told:  # noqa: PTH123
                pages = int(told.read().split()[1])
        except OSError:
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    def note(self, one: PeerConnection, untaken: int, memory: int, before: int) -> None:
        """Note how many bytes of a connection are not taken; `memory` is now and at the last look.

        Both count from the moment on at which as good as nothing was left untaken.
        """
        one.came, one.untaken = untaken - one.untaken, untaken
        if not one.memory_before:
            one.memory_at_first = one.memory_before = before
            one.held_before = self._held
        is_over = untaken <= _LARGE_BYTES
        if is_over or memory < one.memory_before:
            one.memory_before, one.held_before, one.is_greedy = memory, self._held, False
        one.memory_at_first = memory if is_over else min(memory, one.memory_at_first)

    def greediest(self, memory: int) -> PeerConnection | None:
        """Return who is to blame for memory that honest messages would not take, None if nobody."""
        held = self.held()

        def is_greedy(one: PeerConnection) -> bool:
            others = max(0, held - one.held_before - one.untaken)
            usual = _USUAL_FOR_A_BYTE * others + _USUAL_FOR_HIS_BYTE * one.untaken
            grew_by = memory - one.memory_before
            return _SPARE_BYTES + usual < grew_by <= _MOST_FOR_A_BYTE * held

        large = (one for one in self._connections() if one.untaken > _LARGE_BYTES)
        greedy = [one for one in large if is_greedy(one)]
        return max(
            greedy, key=lambda one: (not one.has_spoken, one.came, one.untaken), default=None
        )

    def overgrown(self, memory: int) -> list[PeerConnection]:
        """Return all who may have taken far too much, also where another one was blamed for it.

        Somebody else may let himself be blamed again and again.
        """
        held = self.held()
        least, most = _FAR_TOO_MUCH_BYTES + _USUAL_FOR_HIS_BYTE * held, _MOST_FOR_A_BYTE * held
        large = (one for one in self._connections() if one.untaken > _LARGE_BYTES)
        return [one for one in large if least < memory - one.memory_at_first <= most]

    def held(self) -> int:
        """Return how many bytes came of all and were not taken at the last looks."""
        return sum(one.untaken for one in self._connections())

    def fullest(self) -> PeerConnection | None:
        """Return of whom most bytes are not taken, None if nobody is there."""
        return max(self._connections(), key=lambda one: one.untaken, default=None)

    def forgive(self, cut_off: PeerConnection, memory: int) -> None:
        """Blame nobody else for what one that was cut off may have taken."""
        his = _WORST_FOR_A_BYTE * cut_off.untaken
        for one in self._connections():
            one.memory_before = min(memory, one.memory_before + his)
            one.is_greedy = False

    def _connections(self) -> Iterator[PeerConnection]:
        for monitor in self._monitors:
            yield from (one for one in monitor.connections.values() if not one.is_cut)
