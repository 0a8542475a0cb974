"""A listening socket together with its monitor and its guard, watched by the poll loop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import zmq

from netgear_engine.errors import ListenError, SocketSpoiledError
from netgear_engine.net import OnFault
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport import handles, message_memory
from netgear_engine.transport.connection_guard import LOOK_S, ConnectionGuard
from netgear_engine.transport.connection_monitor import ConnectionChange, ConnectionMonitor
from netgear_engine.transport.pair_peers import PairPeers
from netgear_engine.transport.peer_connection import BYTES_ARE_COUNTED
from netgear_engine.transport.poll_loop import Job, PollLoop
from netgear_engine.transport.sockets import (
    ListenSettings,
    Socket,
    bind,
    listening_socket,
    monitor_socket,
    unbind,
)

OnMessage = Callable[[list[Part]], None]
OnChange = Callable[[ConnectionChange], None]

# An honest message is a header, a payload and a little beside them.
_BESIDE_THE_PAYLOAD = 1024 * 1024
_AT_ONCE_MS = 20
# Somebody else may keep reports waiting without end.
_MOST_LOOKS_THAT_CUT = 5


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
        self._open: _Open | None = None
        self._monitor = ConnectionMonitor(
            has_keys=settings.keys is not None,
            scans_are_told=BYTES_ARE_COUNTED and settings.scheme == "tcp",
            keeps_unread=settings.pattern is Pattern.REQUEST_REPLY,
        )
        self._guard = ConnectionGuard(
            self._monitor,
            memory=loop.held_memory,
            unfinished_bytes=settings.limits.payload_bytes + _BESIDE_THE_PAYLOAD,
            most=handles.most_connections(),
            more_wait=lambda: self._open is not None and self._open.has_messages(),
        )
        is_pair = settings.pattern is Pattern.PAIR
        self._pair = PairPeers(self._monitor) if is_pair else None
        self._looks_that_cut = 0
        self.origin = Origin()

    @property
    def is_open(self) -> bool:
        """Whether the port is listened on."""
        return self._open is not None

    @property
    def peers(self) -> int:
        """How many peers are connected now."""
        return self._monitor.peers

    def open(
        self, on_message: OnMessage, on_change: OnChange, on_fault: OnFault | None = None
    ) -> None:
        """Begin to listen; raises ListenError with the reason in words.

        What the other two throw goes to `on_fault`.
        """
        if not handles.are_free():
            raise ListenError(_no_handles(self._port))
        self._on_message, self._on_change = on_message, on_change
        self._looks_that_cut = 0
        try:
            self._open = _Open(self._loop, self._settings)
            bind(self._open.socket, self._settings, self._port)
        except (ListenError, zmq.ZMQError) as error:
            self.close()
            if isinstance(error, ListenError):
                raise
            raise ListenError(_no_handles(self._port)) from error
        self._open.watch(self._receive, self._connection_changed, self._look, on_fault)

    def stranger(self, who: str) -> None:
        """Remember whose key is not accepted; that the port refused it comes a moment later."""
        self._monitor.stranger = who

    def send(self, parts: Sequence[Part]) -> bool:
        """Send an answer; one that the peer cannot take now is dropped, and False returned."""
        if self._open is None:
            return False
        to_send = message_memory.to_send(parts)
        if self._open.send(to_send):
            return True
        # ZeroMQ notices only now and then that a queue has room again, unless it is asked.
        self._open.has_messages()
        return self._open.send(to_send)

    def cut_peers(self) -> None:
        """End every connection soon; whoever is still welcome connects again. Not on Windows."""
        self._looks_that_cut = _MOST_LOOKS_THAT_CUT

    def keep_origin(self) -> None:
        """Let whoever sent what is handed over now keep his place when too many come."""
        self._guard.keeps = self._monitor.connections.get(self.origin.connection)

    def close(self) -> None:
        """Stop listening and free the port."""
        port, self._open = self._open, None
        if port is not None:
            self._monitor.forget_all()
            port.close()

    def _receive(self, frames: list[zmq.Frame]) -> None:
        if self._settings.scheme == "tcp" and message_memory.connection_of(frames) is None:
            # By a protocol of long ago without a handshake, as which random bytes may pass.
            return
        # ROUTER itself puts first whom a message came from.
        is_routed = self._settings.pattern is Pattern.REQUEST_REPLY
        self._guard.message_came(frames, made_here=int(is_routed))
        self.origin = _origin(frames[-1])
        self._on_message(message_memory.received(frames))

    def _connection_changed(self, parts: list[bytes]) -> None:
        change = self._monitor.receive_parts(parts)
        self._tell(change)
        for cut_off in [] if self._pair is None else self._pair.note(change):
            self._tell(cut_off)
        if self._open is not None and self._is_spoiled(self._open):
            # Only the end of its socket ends such a connection.
            raise SocketSpoiledError("a message was spoiled on its way")
        self._tell(self._guard.count())

    def _is_spoiled(self, port: "_Open") -> bool:
        monitor = self._monitor
        return monitor.is_spoiled or (monitor.may_be_spoiled and not port.hears_more())

    def _look(self) -> None:
        self._cut_wanted_peers()
        for cut_off in self._guard.look():
            self._tell(cut_off)
        for cut_off in [] if self._pair is None else self._pair.look():
            self._tell(cut_off)
        if self._pair is not None and self._pair.is_unheard:
            raise SocketSpoiledError("ZeroMQ does not read what somebody says")
        if self._guard.is_flooded and self._open is not None:
            # What a flood left behind goes with its socket alone, or after minutes.
            raise SocketSpoiledError("more came than can be taken")

    def _cut_wanted_peers(self) -> None:
        if not self._looks_that_cut or self._open is None:
            return
        # Somebody may be in of whom ZeroMQ's report waits.
        more_wait = self._open.has_reports()
        self._looks_that_cut = self._looks_that_cut - 1 if more_wait else 0
        for connection in self._monitor.connections.values():
            connection.cut()
        if more_wait and not self._looks_that_cut:
            raise SocketSpoiledError("reports come without end of who may have to go")

    def _tell(self, change: ConnectionChange | None) -> None:
        # Whoever heard the last change may have closed the port.
        if change is not None and self._open is not None:
            self._on_change(change)


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


class _Open:
    """What a listener has while it is open."""

    def __init__(self, loop: PollLoop, settings: ListenSettings) -> None:
        self._loop = loop
        self._stop: Job | None = None
        self.socket: Socket = listening_socket(loop.context, settings)
        try:
            self._monitor: Socket = monitor_socket(self.socket, listens=True)
        except zmq.ZMQError:
            self.socket.close(linger=0)
            raise

    def watch(
        self,
        on_frames: Callable[[list[zmq.Frame]], None],
        on_monitor: Callable[[list[bytes]], None],
        look: Job,
        on_fault: OnFault | None,
    ) -> None:
        # A goodbye is heard before the end of its connection.
        self._loop.watch_frames(self.socket, on_frames, on_fault)
        self._loop.watch(self._monitor, on_monitor, on_fault)
        self._stop = self._loop.every(LOOK_S, look, on_fault)

    def send(self, parts: Sequence[Part | zmq.Frame]) -> bool:
        """Send a message unless nobody can take it now."""
        try:
            self.socket.send_multipart(parts, zmq.NOBLOCK)
        except zmq.Again:
            return False
        except zmq.ZMQError as error:
            if error.errno != zmq.EHOSTUNREACH:
                raise
            return False
        return True

    def has_messages(self) -> bool:
        """Tell whether a whole message waits."""
        return bool(self.socket.poll(0))

    def has_reports(self) -> bool:
        """Tell whether a report of ZeroMQ waits."""
        return bool(self._monitor.poll(0))

    def hears_more(self) -> bool:
        """Tell whether ZeroMQ reports more: the end of a handshake follows its failure at once."""
        return bool(self._monitor.poll(_AT_ONCE_MS))

    def close(self) -> None:
        if self._stop is not None:
            self._stop()
            self._loop.unwatch(self._monitor)
            self._loop.unwatch(self.socket)
        try:
            unbind(self.socket, self._monitor)
        finally:
            self.socket.disable_monitor()
            self._monitor.close(linger=0)
            self.socket.close(linger=0)


def _no_handles(port: int) -> str:
    return (
        f"port {port}: this program may open {handles.limit()} files and sockets, and has as good "
        "as all of them open; allow more (ulimit -n 4096, LimitNOFILE= of a service) or listen on "
        "fewer ports"
    )
