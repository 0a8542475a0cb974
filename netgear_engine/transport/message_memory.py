"""Large parts in ZeroMQ's own memory: a frame of megabytes is copied as rarely as can be.

A view of such memory keeps it alive, and is sent without another copy, as often as one likes.
"""

from collections.abc import Sequence

import zmq

from netgear_engine.protocol.parts import Part

# Smaller parts are bytes, which are handier, and cost as little; hardly a header is larger.
_LARGE = 64 * 1024
# No message of the protocol has as many parts. What comes beyond is thrown away as it comes: a
# Python object for each of a million parts would hold up everybody.
_MOST_PARTS = 16
# That takes some milliseconds, and a million would take seconds.
_MOST_PARTS_AT_ONCE = 1000
# The largest block whose release changes how glibc treats all blocks of up to this size.
_KEPT_BYTES = 31 * 1024 * 1024


def copied(data: Part) -> memoryview:
    """Return a read-only view of a copy of `data`, which may change from now on."""
    return zmq.Frame(data, copy=True).buffer.toreadonly()


class MessageReader:
    """Receives the messages of one socket."""

    def __init__(self, socket: zmq.Socket[bytes]) -> None:
        self._socket = socket
        self._frames: list[zmq.Frame] = []

    def receive(self) -> list[zmq.Frame] | None:
        """Return a message that waits, at most its first 16 parts; raises zmq.Again when none does.

        None means that it is so long that others come first: it goes on at the next call.
        """
        for _ in range(_MOST_PARTS_AT_ONCE):
            frame = self._socket.recv(zmq.NOBLOCK, copy=False, track=False)
            if len(self._frames) < _MOST_PARTS:
                self._frames.append(frame)
            if not frame.more:
                frames, self._frames = self._frames, []
                return frames
        return None


def connection_of(frames: Sequence[zmq.Frame]) -> int | None:
    """Return ZeroMQ's number of the connection over which a message came, None when untold."""
    try:
        number: int = frames[-1].get(zmq.SRCFD)
    except zmq.ZMQError:
        # Not over TCP, or by a protocol of long ago.
        return None
    return number


def received(frames: Sequence[zmq.Frame]) -> list[Part]:
    """Return the parts of a message that was received without copying; they are read-only."""
    return [frame.buffer.toreadonly() if len(frame) > _LARGE else frame.bytes for frame in frames]


def to_send(parts: Sequence[Part]) -> list[Part | zmq.Frame]:
    """Return what to hand to ZeroMQ, so that it copies nothing that is in its memory already."""
    return [_to_send(part) for part in parts]


def keep_freed_memory() -> None:
    """Let freed memory of large frames be used for the next ones.

    glibc gives it back to the system, which has to clear it before it hands it out again: that
    takes longer than to copy the frame. It does so less often once a large block was freed; see
    "dynamic mmap threshold" in mallopt(3). Other systems take no notice.
    """
    block = bytes(_KEPT_BYTES)
    del block


def _to_send(part: Part) -> Part | zmq.Frame:
    if isinstance(part, memoryview):
        owner = part.obj
        if isinstance(owner, zmq.Frame) and len(owner) == part.nbytes:
            return owner
    return part
