"""A connecting socket together with its monitor, watched by the poll loop."""

from collections.abc import Sequence

import zmq

from netgear_engine.net import OnFault
from netgear_engine.protocol.parts import Part
from netgear_engine.transport import message_memory
from netgear_engine.transport.poll_loop import OnParts, PollLoop
from netgear_engine.transport.sockets import (
    ConnectSettings,
    Socket,
    connect,
    connect_again,
    connecting_socket,
    make_room_for_one_more,
    monitor_socket,
)


class Connector:
    """Connects to one receiver and stays at it. Every method belongs to the loop's thread."""

    def __init__(
        self,
        loop: PollLoop,
        settings: ConnectSettings,
        host: str,
        port: int,
        *,
        on_parts: OnParts,
        on_monitor: OnParts,
        on_fault: OnFault | None = None,
    ) -> None:
        self._loop = loop
        self._settings = settings
        self._host, self._port = host, port
        self._socket: Socket = connecting_socket(loop.context, settings)
        self._monitor: Socket = monitor_socket(self._socket)
        loop.watch(self._monitor, on_monitor, on_fault)
        loop.watch(self._socket, on_parts, on_fault)
        connect(self._socket, settings, host, port)

    def connect_again(self) -> None:
        """Connect once more, for a receiver that turned us away and may have changed its mind."""
        connect_again(self._socket, self._settings, self._host, self._port)

    def send(self, parts: Sequence[Part]) -> bool:
        """Send a message; returns False when the receiver cannot take it now."""
        # ZeroMQ notices only now and then that a queue has room again, unless it is asked. A
        # publisher's message would be dropped until then.
        self._socket.get(zmq.EVENTS)
        try:
            self._socket.send_multipart(message_memory.to_send(parts), zmq.NOBLOCK)
        except zmq.Again:
            return False
        return True

    def send_last(self, parts: Sequence[Part]) -> None:
        """Send a message for which there is room even when frames still wait."""
        make_room_for_one_more(self._socket)
        self.send(parts)

    def close(self, linger_ms: int) -> None:
        """Close; what was sent has `linger_ms` to leave while the context ends."""
        self._loop.unwatch(self._monitor)
        self._loop.unwatch(self._socket)
        self._socket.disable_monitor()
        self._monitor.close(linger=0)
        self._socket.close(linger=linger_ms)
