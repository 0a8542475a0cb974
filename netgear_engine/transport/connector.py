"""A connecting socket together with its monitor, watched by the poll loop."""

import zmq

from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport.poll_loop import OnParts, PollLoop
from netgear_engine.transport.sockets import (
    Socket,
    connect,
    connecting_socket,
    make_room_for_one_more,
    monitor_socket,
)


class Connector:
    """Connects to one receiver and stays at it. Every method belongs to the loop's thread."""

    def __init__(
        self,
        loop: PollLoop,
        pattern: Pattern,
        host: str,
        port: int,
        *,
        on_parts: OnParts,
        on_monitor: OnParts,
    ) -> None:
        self._loop = loop
        self._hears_answers = pattern is not Pattern.PUBLISH_SUBSCRIBE
        self._socket: Socket = connecting_socket(loop.context, pattern)
        self._monitor: Socket = monitor_socket(self._socket)
        loop.watch(self._monitor, on_monitor)
        if self._hears_answers:
            loop.watch(self._socket, on_parts)
        connect(self._socket, host, port)

    def send(self, parts: list[bytes]) -> bool:
        """Send a message; returns False when the receiver cannot take it now."""
        try:
            self._socket.send_multipart(parts, zmq.NOBLOCK)
        except zmq.Again:
            return False
        return True

    def send_last(self, parts: list[bytes]) -> None:
        """Send a message for which there is room even when frames still wait."""
        make_room_for_one_more(self._socket)
        self.send(parts)

    def close(self, linger_ms: int) -> None:
        """Close; what was sent has `linger_ms` to leave while the context ends."""
        self._loop.unwatch(self._monitor)
        if self._hears_answers:
            self._loop.unwatch(self._socket)
        self._socket.disable_monitor()
        self._monitor.close(linger=0)
        self._socket.close(linger=linger_ms)
