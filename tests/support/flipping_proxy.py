"""A bad line: a TCP proxy that spoils one byte of what passes, when it is told to."""

import contextlib
import socket
import threading
from typing import Literal, get_args

from tests.support.tapping_proxy import TappingProxy

Direction = Literal["to the listener", "to the connector"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


class FlippingProxy(TappingProxy):
    """Passes everything on as it came but for the bytes that `flip` asks for.

    After each such call `flipped` and `ended` tell that it was done and that a connection ended.
    """

    def __init__(self, target_port: int) -> None:
        super().__init__(target_port)
        self._place: int | None = None
        self._direction: Direction = "to the listener"
        self.flipped = threading.Event()
        self.ended = threading.Event()

    def flip(self, direction: Direction, place: int) -> None:
        """Turn every bit of one byte, that at `place` in what passes next."""
        with self._lock:
            self._direction, self._place = direction, place
            self.flipped.clear()
            self.ended.clear()

    def break_off(self) -> None:
        """End the connections that there are; new ones are taken."""
        with self._lock:
            for end in self._ends[1:]:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            to_listener = sink.getpeername()[1] == self._target_port
            direction: Direction = "to the listener" if to_listener else "to the connector"
            while data := source.recv(65536):
                sink.sendall(self._spoiled(direction, data))
        self.ended.set()
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)

    def _spoiled(self, direction: Direction, data: bytes) -> bytes:
        with self._lock:
            if self._place is None or direction != self._direction:
                return data
            if self._place >= len(data):
                self._place -= len(data)
                return data
            place, self._place = self._place, None
        self.flipped.set()
        return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
