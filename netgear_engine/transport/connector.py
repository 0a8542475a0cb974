"""A connecting socket together with its monitor, watched by the poll loop.

ZeroMQ looks for a receiver again and again, but not after it met an error of the protocol: one
flipped byte, an answer that is too large or another pattern ends its search for ever, and it does
not say so. So a timer stands behind it: as long as the receiver is not there, the socket is made
anew every few seconds. What waited in the old one is lost; nothing is sent twice.
"""

import logging
from collections.abc import Callable, Sequence

import zmq

from netgear_engine.net import OnFault
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport import handles, message_memory
from netgear_engine.transport.connection_guard import LOOK_S, ConnectionGuard
from netgear_engine.transport.connection_monitor import (
    ConnectionChange,
    ConnectionMonitor,
    PeerDisconnected,
)
from netgear_engine.transport.poll_loop import OnParts, PollLoop
from netgear_engine.transport.sockets import (
    HANDSHAKE_MS,
    ConnectSettings,
    Socket,
    connect,
    connecting_socket,
    monitor_socket,
)

# Longer than ZeroMQ takes to give up a handshake, so that none is disturbed; and from the end of a
# connection on, which ZeroMQ makes again sooner if it makes it again.
_AGAIN_S = HANDSHAKE_MS / 1000 + 1
_AFTER_THE_END_S = 2.0
_SUBSCRIBED = b"\x01"

_log = logging.getLogger(__name__)


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
        on_change: Callable[[ConnectionChange], None],
        on_fault: OnFault | None = None,
    ) -> None:
        self._loop = loop
        self._settings = settings
        self._host, self._port = host, port
        self._on_parts, self._on_change, self._on_fault = on_parts, on_change, on_fault
        self._connections = ConnectionMonitor(has_keys=settings.keys is not None)
        self._guard = ConnectionGuard(
            self._connections,
            memory=loop.held_memory,
            unfinished_bytes=2 * settings.answer_bytes,
            most=1,
            more_wait=self._has_messages,
        )
        self._socket: Socket | None = None
        self._monitor: Socket | None = None
        self._is_subscribed = False
        self._again_at = 0.0
        self.connect_again()
        self._stop_looking = loop.every(LOOK_S, self._look, on_fault)

    @property
    def peers(self) -> int:
        """How many connections are up: one or none."""
        return self._connections.peers

    def connect_again(self) -> None:
        """Connect with a new socket; also for a receiver that turned us away a moment ago."""
        self._close(linger_ms=0)
        self._again_at = self._loop.now() + _AGAIN_S
        if not handles.are_free():
            _log.warning(
                "no connection to %s:%d: this program has as good as all of its %d files open",
                self._host, self._port, handles.limit(),
            )  # fmt: skip
            return
        socket = connecting_socket(self._loop.context, self._settings)
        try:
            self._monitor = monitor_socket(socket, listens=False)
        except zmq.ZMQError:
            socket.close(linger=0)
            raise
        self._socket = socket
        self._loop.watch(self._monitor, self._connection_changed, self._on_fault)
        self._loop.watch_frames(self._socket, self._receive, self._on_fault)
        connect(self._socket, self._settings, self._host, self._port)

    def send(self, parts: Sequence[Part]) -> bool:
        """Send a message; returns False when the receiver cannot take it now."""
        if self._socket is None:
            return False
        # ZeroMQ notices only now and then that a queue has room again, unless it is asked.
        self._socket.get(zmq.EVENTS)
        try:
            self._socket.send_multipart(message_memory.to_send(parts), zmq.NOBLOCK)
        except zmq.Again:
            return False
        return True

    def send_last(self, parts: Sequence[Part], wait_ms: int) -> bool:
        """Send a message behind what was sent; return False if no room came within `wait_ms`."""
        if self._socket is None:
            return False
        self._socket.sndtimeo = wait_ms
        try:
            self._socket.send_multipart(message_memory.to_send(parts))
        except zmq.Again:
            return False
        return True

    def close(self, linger_ms: int) -> None:
        """Close; what was sent has `linger_ms` to leave while the context ends."""
        self._stop_looking()
        self._close(linger_ms)

    def _is_there(self) -> bool:
        # A publisher whose receiver does not subscribe could wait for ever.
        waits = self._settings.pattern is Pattern.PUBLISH_SUBSCRIBE and not self._is_subscribed
        return self._connections.peers > 0 and not waits

    def _has_messages(self) -> bool:
        return self._socket is not None and bool(self._socket.poll(0))

    def _look(self) -> None:
        for cut in self._guard.look():
            _log.warning("cut off %s: %s", cut.address, cut.reason)
        if self._guard.is_flooded and self._connections.peers:
            # What a flood left behind goes with its socket.
            self._leave()
        if not self._is_there() and self._loop.now() >= self._again_at:
            self.connect_again()

    def _connection_changed(self, parts: list[bytes]) -> None:
        change = self._connections.receive_parts(parts)
        if self._connections.is_spoiled and self._connections.peers:
            self._leave()
            return
        self._is_subscribed &= not isinstance(change, PeerDisconnected)
        is_open = bool(self._connections.connections)
        self._again_at = self._loop.now() + (_AGAIN_S if is_open else _AFTER_THE_END_S)
        if change is not None:
            self._on_change(change)

    def _receive(self, frames: list[zmq.Frame]) -> None:
        parts = [frame.bytes for frame in frames]
        if self._settings.pattern is Pattern.PUBLISH_SUBSCRIBE:
            if len(parts[0]) > len(_SUBSCRIBED):
                # Each topic that a receiver asks for takes memory, without end. Ours ask for all.
                _log.warning("%s:%d subscribes to a topic: left", self._host, self._port)
                self._close(linger_ms=0)
                self._again_at = self._loop.now() + _AGAIN_S
                self._on_change(PeerDisconnected())
                return
            self._is_subscribed = parts[0].startswith(_SUBSCRIBED)
        self._guard.message_came(frames)
        self._on_parts(parts)

    def _leave(self) -> None:
        """End the connection, and connect again."""
        self.connect_again()
        self._on_change(PeerDisconnected())

    def _close(self, linger_ms: int) -> None:
        if self._socket is None or self._monitor is None:
            return
        self._loop.unwatch(self._monitor)
        self._loop.unwatch(self._socket)
        self._socket.disable_monitor()
        self._monitor.close(linger=0)
        self._socket.close(linger=linger_ms)
        self._socket = self._monitor = None
        self._is_subscribed = False
        self._connections.forget_all()
