"""One connection of a ZeroMQ socket, seen from beside ZeroMQ: who is there, how much was said.

ZeroMQ names a connection by its file descriptor, which is closed and used again whenever ZeroMQ
likes. So a copy of it is held until its first message; afterwards it is copied only to be looked
at, and only while its other end is still the same.

Linux counts the bytes. Other systems do not tell: there `counts` knows nothing, and what builds on
it is left out. On Windows the descriptor cannot be copied, so a peer can neither be named nor cut.
"""

import contextlib
import os
import socket
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass

BYTES_ARE_COUNTED = sys.platform == "linux"

# struct linger of sys/socket.h: the last close drops what was not sent.
_AT_ONCE = struct.pack("ii", 1, 0)
# struct tcp_info of linux/tcp.h, which begins with the state; TCP_ESTABLISHED of tcp_states.h.
_BYTES_RECEIVED, _BYTES_SENT, _BYTES_SENT_AGAIN, _ALL_OF_IT = 128, 200, 208, 216
_ESTABLISHED = 1


@dataclass(frozen=True, slots=True)
class ByteCounts:
    """What came over a connection, and what ZeroMQ has sent over it: bytes.

    The end of a connection counts as one more received. `is_open`: neither end has ended it.
    """

    received: int
    sent: int
    is_open: bool

    def stopped_at(self, received: int | None) -> bool:
        """Tell whether exactly so much came, whether the other end has ended it or not."""
        return received is not None and self.received - received in (0, 1)


class PeerConnection:
    """A TCP connection that ZeroMQ has just opened; without TCP it knows nothing and does nothing.

    `address` is the other end's, as in 192.168.1.20:43210, and `host` its computer's; "" when it is
    not known.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._held: socket.socket | None = _copy(descriptor)
        with _looked_at(descriptor, self._held) as looked_at:
            self._name = _name(looked_at)
        if not self._name:
            self.release()
        self.address = _in_words(self._name)
        self.host = str(self._name[0]) if self._name else ""
        self.is_cut = False
        # How often it was looked at: in all, since its last message came, and since it was cut off.
        self.looks = self.looks_since_message = self.looks_since_cut = 0
        # How many whole messages came, and what was taken of them since the last look, in bytes.
        self.messages = self.taken = 0
        # What came and is no part of a message that was not taken yet; and what came in all.
        self.settled = self.received = 0
        # At the last look: what was not taken, how much more than before, and whether it took too
        # much memory.
        self.untaken = self.came = 0
        self.is_greedy = False
        # Before the message that is coming, in bytes: the process's memory, 0 if not known yet, the
        # same with what somebody else was blamed for, and what of all connections was not taken.
        self.memory_at_first = self.memory_before = self.held_before = 0

    @property
    def has_spoken(self) -> bool:
        """Whether a whole message came."""
        return self.messages > 0

    def counts(self) -> ByteCounts | None:
        """Return the bytes that went over it, None when nobody tells."""
        with self._socket() as copy:
            return None if copy is None else _counts(copy)

    def cut(self) -> bool:
        """End it, so that ZeroMQ finds it closed; return whether that could be done."""
        with self._socket() as copy, contextlib.suppress(OSError):
            if copy is not None:
                self.is_cut = True
                # Nothing waits in the system for somebody who goes on sending.
                copy.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                copy.shutdown(socket.SHUT_RDWR)
        return self.is_cut

    def release(self) -> None:
        """Hold it no longer; it may still be looked at."""
        if self._held is not None:
            self._held.close()
            self._held = None

    @contextlib.contextmanager
    def _socket(self) -> Iterator[socket.socket | None]:
        if self._held is not None or not self._name:
            yield self._held
            return
        copy = _copy(self._descriptor)
        with copy or contextlib.nullcontext(), _looked_at(self._descriptor, copy) as looked_at:
            yield looked_at if _name(looked_at) == self._name else None


def _copy(descriptor: int) -> socket.socket | None:
    try:
        copy = os.dup(descriptor)
    except OSError:
        return None
    try:
        return socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        return None


@contextlib.contextmanager
def _looked_at(descriptor: int, copy: socket.socket | None) -> Iterator[socket.socket | None]:
    """Give the copy, or the connection itself where there is no handle left for a copy.

    ZeroMQ may close that at any moment. But who took the last handle could never be cut off else.
    """
    if copy is not None or sys.platform == "win32":
        yield copy
        return
    try:
        itself = socket.socket(fileno=descriptor)
    except (OSError, ValueError):  # the latter for -1, which ZeroMQ says where there is none
        yield None
        return
    try:
        yield itself
    finally:
        itself.detach()


def _name(copy: socket.socket | None) -> tuple[object, ...]:
    """Return both ends' addresses, () of what is no TCP connection."""
    if copy is None or copy.family not in (socket.AF_INET, socket.AF_INET6):
        return ()
    try:
        return (*copy.getpeername()[:2], copy.getsockname()[1])
    except OSError:
        return ()


def _in_words(name: tuple[object, ...]) -> str:
    if not name:
        return ""
    host = str(name[0]).removeprefix("::ffff:")
    return f"[{host}]:{name[1]}" if ":" in host else f"{host}:{name[1]}"


def _counts(copy: socket.socket) -> ByteCounts | None:
    if not BYTES_ARE_COUNTED:
        return None
    try:
        told = copy.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _ALL_OF_IT)
    except OSError:
        return None
    if len(told) < _ALL_OF_IT:
        return None
    received, sent, again = (
        struct.unpack_from("=Q", told, offset)[0]
        for offset in (_BYTES_RECEIVED, _BYTES_SENT, _BYTES_SENT_AGAIN)
    )
    return ByteCounts(received, sent - again, is_open=told[0] == _ESTABLISHED)
