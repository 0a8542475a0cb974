"""A listening socket together with its monitor, watched by the poll loop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import zmq

from netgear_engine.errors import ListenError
from netgear_engine.net import OnFault
from netgear_engine.protocol.parts import Part
from netgear_engine.transport import message_memory
from netgear_engine.transport.poll_loop import OnParts, PollLoop
from netgear_engine.transport.sockets import (
    ListenSettings,
    Socket,
    bind,
    listening_socket,
    monitor_socket,
)

OnLargeParts = Callable[[list[Part]], None]


@dataclass(frozen=True, slots=True)
class Origin:
    """Over which connection a message came: ZeroMQ's number for it, and the peer's address.

    No two connections have the same number at a time; their ends are reported under it.
    """

    connection: int = -1
    address: str = ""


class Listener:
    """Listens on one port. Every method belongs to the loop's thread.

    `origin` is where the message that is handed over came from.
    """

    def __init__(self, loop: PollLoop, port: int, settings: ListenSettings) -> None:
        self._loop = loop
        self._port = port
        self._settings = settings
        self._socket: Socket | None = None
        self._monitor: Socket | None = None
        self.origin = Origin()

    @property
    def is_open(self) -> bool:
        """Whether the port is listened on."""
        return self._socket is not None

    def open(
        self, on_parts: OnLargeParts, on_monitor: OnParts, on_fault: OnFault | None = None
    ) -> None:
        """Begin to listen; raises ListenError with the reason in words.

        What the other two throw goes to `on_fault`.
        """
        socket = listening_socket(self._loop.context, self._settings)
        monitor = monitor_socket(socket)
        try:
            bind(socket, self._settings, self._port)
        except ListenError:
            _close(socket, monitor)
            raise
        self._socket, self._monitor = socket, monitor
        self._on_parts = on_parts
        # A goodbye is heard before the end of its connection.
        self._loop.watch_frames(self._socket, self._receive, on_fault)
        self._loop.watch(self._monitor, on_monitor, on_fault)

    def send(self, parts: Sequence[Part]) -> bool:
        """Send an answer; one that the peer cannot take now is dropped, and False returned."""
        if self._socket is None:
            return False
        try:
            self._socket.send_multipart(message_memory.to_send(parts), zmq.NOBLOCK)
        except zmq.Again:
            return False
        except zmq.ZMQError as error:
            if error.errno != zmq.EHOSTUNREACH:
                raise
            return False
        return True

    def close(self) -> None:
        """Stop listening and free the port."""
        if self._socket is None or self._monitor is None:
            return
        self._loop.unwatch(self._monitor)
        self._loop.unwatch(self._socket)
        _close(self._socket, self._monitor)
        self._socket = self._monitor = None

    def _receive(self, frames: list[zmq.Frame]) -> None:
        self.origin = _origin(frames[-1])
        self._on_parts(message_memory.received(frames))


def _origin(frame: zmq.Frame) -> Origin:
    try:
        connection = int(frame.get(zmq.SRCFD))
    except zmq.ZMQError:
        return Origin()
    try:
        return Origin(connection, str(frame.get("Peer-Address")).removeprefix("::ffff:"))
    except zmq.ZMQError:
        # Over "ipc" nobody has an address.
        return Origin(connection)


def _close(socket: Socket, monitor: Socket) -> None:
    socket.disable_monitor()
    monitor.close(linger=0)
    socket.close(linger=0)
