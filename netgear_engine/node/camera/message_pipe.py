"""Messages with or without a picture behind them, through a pipe between two processes.

On the pipe: the lengths of both parts, four bytes each in big-endian order, then the message as
MessagePack, then the picture's bytes as they are.
"""

import os
import struct
import sys
import threading
from typing import IO, Any, Generic, TypeVar

import msgspec

if sys.platform == "linux":
    import fcntl

LARGEST_MESSAGE = 1024 * 1024
LARGEST_PAYLOAD = 128 * 1024 * 1024

_LENGTHS = struct.Struct("!II")
# Room for a few pictures, so that a picture seldom waits for the reader. It is what Linux allows
# everybody (/proc/sys/fs/pipe-max-size).
_PIPE_BYTES = 1024 * 1024

_Message = TypeVar("_Message")


class BrokenMessageError(Exception):
    """What came through the pipe is not what the two ends agreed on; nothing after it counts."""


class MessageReader(Generic[_Message]):
    """Reads messages of one type, for instance a union of tagged structs, from a buffered file."""

    def __init__(self, stream: IO[bytes], kind: Any) -> None:
        self._stream = stream
        self._decoder: msgspec.msgpack.Decoder[_Message] = msgspec.msgpack.Decoder(kind)

    def read(self) -> tuple[_Message, bytes] | None:
        """Wait for the next message and its payload (empty if it has none); None at the end.

        The end also comes in the middle of a message, when the writer dies. Raises
        BrokenMessageError for a length beyond the limits and for a message that is none.
        """
        head = self._stream.read(_LENGTHS.size)
        if len(head) < _LENGTHS.size:
            return None
        message_length, payload_length = _LENGTHS.unpack(head)
        if message_length > LARGEST_MESSAGE or payload_length > LARGEST_PAYLOAD:
            raise BrokenMessageError(f"a message of {message_length} + {payload_length} bytes")
        message = self._stream.read(message_length)
        payload = self._stream.read(payload_length) if payload_length else b""
        if len(message) < message_length or len(payload) < payload_length:
            return None
        try:
            return self._decoder.decode(message), payload
        except msgspec.MsgspecError as error:
            raise BrokenMessageError(f"an unknown message: {error}") from error


class MessageWriter:
    """Writes messages to a pipe's descriptor; may be called from several threads.

    Takes the descriptor over: `close` closes it. Where it is blocking, `write` waits for the
    reader; where it is not, a full pipe is an error and the pipe of no use any more.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._is_open = True

    def write(self, message: object, payload: bytes = b"") -> None:
        """Write a message; raises OSError when the reader is gone or the pipe is of no use."""
        encoded = msgspec.msgpack.encode(message)
        head = _LENGTHS.pack(len(encoded), len(payload)) + encoded
        with self._lock:
            if not self._is_open:
                raise BrokenPipeError("the pipe is closed")
            self._write(head)
            if payload:
                self._write(payload)

    def close(self) -> None:
        """Close the pipe; harmless when it is closed."""
        with self._lock:
            if self._is_open:
                self._is_open = False
                os.close(self._descriptor)

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]


def enlarge(descriptor: int) -> None:
    """Make a pipe larger where the system can do it and allows it."""
    if sys.platform == "linux":
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        except OSError:
            return  # not a pipe, or beyond what this user may have: slower, not wrong
