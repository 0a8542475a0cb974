"""Bounds what the peers of one socket may make us hold, where ZeroMQ has no bound of its own.

ZeroMQ keeps the parts of an unfinished message until the last one comes, however many there are:
each costs 64 bytes, even an empty one that was two bytes on the wire. It keeps whole messages that
we have not taken yet, also without a bound (see `sockets`), what comes before the handshake, and
accepts connections without end. So a few times a second the bytes that came over each connection
are compared with those that we took, and the process's memory with what it was before that
(`held_memory`); who went too far is cut off.

Whole messages of somebody whom it does not serve ZeroMQ keeps even when he is gone: of who comes
with the name of somebody who is there (libzmq 4.3.5, `router_t::identify_peer`). Only the end of
the socket frees them. So what came of those who went without a message that was taken is counted,
and makes the port open again when it is as much as a message may have within an hour.

What of the bytes that came belongs to messages that we took is what we count for these. It is a
little less than it was, as signs of life lie between them. So when one came since the last look,
and none waited then, all that had come before counts as taken: it was complete later. We may have
stood still ourselves, for as long as a whole computer sleeps, so nobody is cut off for what waits
before the next look, nor while it gets less.

Only Linux counts the bytes: elsewhere connections are counted, and on Windows not even those.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import zmq

from netgear_engine.transport import message_memory
from netgear_engine.transport.connection_monitor import (
    MORE_THAN_A_HANDSHAKE,
    ConnectionMonitor,
    PeerCutOff,
)
from netgear_engine.transport.held_memory import MOST_HELD_BYTES, HeldMemory
from netgear_engine.transport.peer_connection import PeerConnection

LOOK_S = 0.2
_LINGER_LOOKS = 10
# How long somebody who comes is let in peace, and for how long a first message may come, of which
# more than so many bytes came for each look.
_NEW_LOOKS, _FIRST_MESSAGE_LOOKS, _FIRST_MESSAGE_BYTES = 10, 150, 2048
_LOOKS_AN_HOUR = 5 * 3600
# A handshake takes under one KiB.
_BEFORE_HANDSHAKE_BYTES = 16 * 1024
# The signs of life that a peer may send, at each look: with keys 82 bytes a second. They are no
# part of a message, though a peer may say nothing else for days.
HEARTBEAT_BYTES = 32
# What a part has on the line beside its bytes: a short one, a longer one, and either with keys.
_BESIDE_A_SHORT_PART, _BESIDE_A_PART, _WITH_KEYS = 2, 9, 33
_LONGEST_SHORT_PART = 255


class ConnectionGuard:
    """Watches the connections that `monitor` follows, of which there may be `most`.

    `more_wait()` tells whether whole messages wait to be taken. `is_flooded` tells that somebody
    was cut off at the last look whose messages still wait, that as many stay who were cut off as
    there may be, or that too much is kept of some who went.
    """

    def __init__(
        self,
        monitor: ConnectionMonitor,
        *,
        memory: HeldMemory,
        unfinished_bytes: int,
        most: int,
        more_wait: Callable[[], bool],
    ) -> None:
        self._monitor = monitor
        self._unfinished_bytes = unfinished_bytes
        self._most = most
        self._more_wait = more_wait
        self.is_flooded = False
        # Who keeps his place whoever comes: the one to whom the port belongs.
        self.keeps: PeerConnection | None = None
        self._memory = memory
        self._memory.add(monitor)
        # At the last look.
        self._last_memory, self._last_held, self._more_waited = memory.read(), 0, False

    def message_came(self, frames: list[zmq.Frame], *, made_here: int = 0) -> None:
        """Note that a whole message came; so many of its first parts did not come over the line."""
        descriptor = message_memory.connection_of(frames)
        if descriptor is not None:
            size = sum(self._on_the_line(len(frame)) for frame in frames[made_here:])
            self._monitor.message_came(descriptor, size)

    def count(self) -> PeerCutOff | None:
        """If there are too many, cut off one, but not the one to whom the port belongs.

        It is one of the computer that has the most of them, for a camera needs one. A handshake
        takes milliseconds: where many are at it, the oldest of them knocks for nothing. Else see
        `_worth`.
        """
        living = {d: one for d, one in self._monitor.connections.items() if not one.is_cut}
        if len(living) <= self._most:
            return None
        living = _of_the_busiest_host({d: o for d, o in living.items() if o is not self.keeps})
        waiting = [one for d, one in living.items() if self._monitor.waits(d)]
        many_wait = len(waiting) > self._most // 4
        order = waiting if many_wait else sorted(living.values(), key=_worth)
        return _cut_first(order, f"more than {self._most} connections at one port")

    def look(self) -> list[PeerCutOff]:
        """Cut off whoever went too far."""
        cut: list[PeerCutOff | None] = []
        self.is_flooded = self._many_linger() or self._monitor.kept > self._unfinished_bytes
        memory = self._memory.read() or self._last_memory
        more_wait = self._more_wait()
        for descriptor, one in self._monitor.connections.items():
            taken, one.taken = one.taken, 0
            one.looks += 1
            one.looks_since_message = 0 if taken else one.looks_since_message + 1
            counts = None if one.is_cut else one.counts()
            if counts is None:
                continue
            if taken and not self._more_waited:
                one.settled = max(one.settled + taken, one.received)
            elif not self._monitor.waits(descriptor):
                one.settled += taken + (0 if more_wait else HEARTBEAT_BYTES)
            one.received = counts.received
            one.settled = min(one.settled, one.received)
            before = one.untaken
            self._memory.note(one, counts.received - one.settled, memory, self._last_memory)
            reason = self._too_much(descriptor, one, before, more_wait)
            if reason:
                cut.append(_cut_first([one], reason))
        self._monitor.early.clear()
        self._monitor.gone.clear()
        self._monitor.kept = max(0, self._monitor.kept - self._unfinished_bytes // _LOOKS_AN_HOUR)
        self._last_memory, self._more_waited = memory, more_wait
        cut += self._blame(memory, more_wait)
        return [one for one in cut if one is not None]

    def _blame(self, memory: int, more_wait: bool) -> list[PeerCutOff | None]:
        """Cut off who takes too much beside the others, or together with them."""
        cut: list[PeerCutOff | None] = []
        greedy = self._greediest(memory, more_wait)
        if greedy is not None:
            what = "very many messages" if more_wait else "a message of very many parts"
            cut.append(_cut_first([greedy], f"{what} without end"))
            self.is_flooded |= more_wait
            self._memory.forgive(greedy, memory)
        for one in self._memory.overgrown(memory):
            if one in self._monitor.connections.values():
                cut.append(_cut_first([one], "far too much memory while a message came"))
        relief = self._relieve()
        self.is_flooded |= more_wait and bool(relief)
        return cut + list(relief)

    def _many_linger(self) -> bool:
        """Tell whether as many stay who were cut off 2 s ago as there may be.

        ZeroMQ does not see the end of a connection that it has stopped reading.
        """
        for one in self._monitor.connections.values():
            one.looks_since_cut += one.is_cut
        linger = (one.looks_since_cut > _LINGER_LOOKS for one in self._monitor.connections.values())
        return sum(linger) >= self._most

    def _too_much(self, descriptor: int, one: PeerConnection, before: int, more_wait: bool) -> str:
        """Return why a connection is to be cut off for its bytes, "" if it is not."""
        most = self._unfinished_bytes
        # That a handshake is done is reported a moment later.
        if self._monitor.waits(descriptor) and min(before, one.untaken) > _BEFORE_HANDSHAKE_BYTES:
            return f"more than {_BEFORE_HANDSHAKE_BYTES} bytes before the handshake"
        if one.untaken <= most:
            return ""
        if not more_wait:
            return f"more than {most} bytes in one message"
        if not one.untaken >= before > most:
            return ""
        self.is_flooded = True
        return f"more than {most} bytes that wait"

    def _greediest(self, memory: int, more_wait: bool) -> PeerConnection | None:
        """Return who of these is to blame.

        Who has spoken, and everybody while messages wait, only if he was so before as well. Of
        several who hold as much each socket may find another one's; who was found once is it.
        """
        mine = self._monitor.connections.values()
        found = [one for one in mine if one.is_greedy and not one.is_cut]
        one = self._memory.greediest(memory)
        if one is None:
            for innocent in found:
                innocent.is_greedy = False
            return None
        one.is_greedy = True
        if one in mine and not (more_wait or one.has_spoken):
            return one
        return found[0] if found else None

    def _relieve(self) -> list[PeerCutOff]:
        """Cut off who holds most until all together hold no more than they may.

        We may have stood still: not before the next look, and nobody of whom it gets less.
        """
        before, self._last_held = self._last_held, self._memory.held()
        if not self._last_held >= before > MOST_HELD_BYTES:
            return []
        cut = []
        mine = [one for one in self._monitor.connections.values() if one.came >= 0]
        while self._memory.held() > MOST_HELD_BYTES and (one := self._memory.fullest()) in mine:
            told = _cut_first([one], f"more than {MOST_HELD_BYTES >> 20} MiB of all together")
            if told is None:
                break
            cut.append(told)
        return cut

    def _on_the_line(self, size: int) -> int:
        size += _WITH_KEYS if self._monitor.has_keys else 0
        return size + (_BESIDE_A_SHORT_PART if size <= _LONGEST_SHORT_PART else _BESIDE_A_PART)


def _of_the_busiest_host(connections: dict[int, PeerConnection]) -> dict[int, PeerConnection]:
    """Return those of the computer with the most of them, or of all with equally many."""
    # Whose address is not known, cannot be cut off.
    of_host = Counter(one.host for one in connections.values() if one.host)
    most = max(of_host.values(), default=0)
    return {d: one for d, one in connections.items() if of_host[one.host] == most}


def _worth(connection: PeerConnection) -> tuple[int, int]:
    """Return how much it is worth that somebody keeps his place; of equal ones the oldest has less.

    The least who has never sent a message, then who has sent none for the longest time; more who
    has just come, and most whose first message is coming.
    """
    if connection.has_spoken:
        return 1, -connection.looks_since_message
    counts = connection.counts()
    received = 0 if counts is None else counts.received
    goes_on = received > max(MORE_THAN_A_HANDSHAKE, _FIRST_MESSAGE_BYTES * connection.looks)
    if goes_on and connection.looks < _FIRST_MESSAGE_LOOKS:
        return 3, 0
    return (2 if connection.looks < _NEW_LOOKS else 0), 0


def _cut_first(connections: Sequence[PeerConnection], reason: str) -> PeerCutOff | None:
    """Cut off the first of them that can be."""
    one = next((one for one in connections if one.cut()), None)
    return None if one is None else PeerCutOff(one.address, reason)
