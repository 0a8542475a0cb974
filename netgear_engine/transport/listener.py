"""A listening socket together with its monitor, watched by the poll loop."""

import contextlib
from collections.abc import Sequence

import zmq

from netgear_engine.errors import ListenError
from netgear_engine.protocol.parts import Part
from netgear_engine.transport import message_memory
from netgear_engine.transport.poll_loop import OnLargeParts, OnParts, PollLoop
from netgear_engine.transport.sockets import (
    ListenSettings,
    Socket,
    bind,
    listening_socket,
    monitor_socket,
)


class Listener:
    """Listens on one port. Every method belongs to the loop's thread."""

    def __init__(self, loop: PollLoop, port: int, settings: ListenSettings) -> None:
        self._loop = loop
        self._port = port
        self._settings = settings
        self._socket: Socket | None = None
        self._monitor: Socket | None = None

    @property
    def is_open(self) -> bool:
        """Whether the port is listened on."""
        return self._socket is not None

    def open(self, on_parts: OnLargeParts, on_monitor: OnParts) -> None:
        """Begin to listen; raises ListenError with the reason in words."""
        socket = listening_socket(self._loop.context, self._settings)
        monitor = monitor_socket(socket)
        try:
            bind(socket, self._settings, self._port)
        except ListenError:
            _close(socket, monitor)
            raise
        self._socket, self._monitor = socket, monitor
        self._loop.watch_large(self._socket, on_parts)
        self._loop.watch(self._monitor, on_monitor)

    def send(self, parts: Sequence[Part]) -> None:
        """Send an answer; one that the peer cannot take now is dropped."""
        if self._socket is not None:
            with contextlib.suppress(zmq.Again):
                self._socket.send_multipart(message_memory.to_send(parts), zmq.NOBLOCK)

    def close(self) -> None:
        """Stop listening and free the port."""
        if self._socket is None or self._monitor is None:
            return
        self._loop.unwatch(self._monitor)
        self._loop.unwatch(self._socket)
        _close(self._socket, self._monitor)
        self._socket = self._monitor = None


def _close(socket: Socket, monitor: Socket) -> None:
    socket.disable_monitor()
    monitor.close(linger=0)
    socket.close(linger=0)
