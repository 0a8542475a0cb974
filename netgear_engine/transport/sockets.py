"""Every ZeroMQ socket the engine opens, and every option it sets, with its reason.

**Nothing may stop ZeroMQ from reading.** When a queue for incoming messages is full it stops to
read that connection. If the other end breaks it just then, libzmq 4.3.5 remembers the error until
there is room; and if it has to say something on that connection before (a heartbeat is due, or the
other end had asked for a sign of life), it ends the whole process (an assertion, _io_error). A
hundred bytes from anybody do it. So no queue for incoming messages is ever full: what it holds is
bounded by the guard, in bytes (`connection_guard`). And no heartbeats of ZeroMQ's are sent: TCP
itself looks whether a silent peer is still there. Not so where the guard cannot count (ipc, macOS,
Windows), and with keys for the milliseconds in which a key is looked up.
"""

import ctypes
import errno
import secrets
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import zmq

from netgear_engine.errors import ListenError
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.security.curve_keys import ReceiverKeys, SenderKeys
from netgear_engine.transport.peer_connection import BYTES_ARE_COUNTED

Socket = zmq.Socket[bytes]

_LISTENING_TYPE = {
    Pattern.PAIR: zmq.PAIR,
    Pattern.REQUEST_REPLY: zmq.ROUTER,
    Pattern.PUBLISH_SUBSCRIBE: zmq.SUB,
}
_CONNECTING_TYPE = {
    Pattern.PAIR: zmq.PAIR,
    Pattern.REQUEST_REPLY: zmq.DEALER,
    # XPUB is PUB that says when somebody subscribes; until then it would drop all it is given.
    Pattern.PUBLISH_SUBSCRIBE: zmq.XPUB,
}

_SEND_BUFFER_BYTES = 512 * 1024
_MOST_ANSWERS = 16
# The longest that a receiver says to a publisher: its part of the handshake with keys.
_SUBSCRIPTION_BYTES = 4096
_NO_BOUND = 0
# Where no bytes are counted, messages are.
_MOST_UNTAKEN = 16
# Until a peer that lost power or its cable counts as gone. TCP alone takes many minutes.
_GONE_AFTER_S = 5
_UNBOUND_MS = 500
# What zmq.utils.monitor would read, too; but importing that takes asyncio's time at each start.
_REPORT = struct.Struct("=Hi")
# Longer than a handshake takes on any link, and short for who says nothing.
HANDSHAKE_MS = 5000


@dataclass(frozen=True, slots=True)
class ListenSettings:
    """What all listening ports have in common; the address "*" is every address.

    `scheme` is "tcp" or "ipc". Without `keys` everybody is let in, in the clear.
    """

    address: str = "*"
    pattern: Pattern = Pattern.REQUEST_REPLY
    limits: Limits = field(default_factory=Limits)
    scheme: str = "tcp"
    keys: ReceiverKeys | None = None


@dataclass(frozen=True, slots=True)
class ConnectSettings:
    """What all connections of a sender have in common; without `keys` they are in the clear.

    `answer_bytes` bounds each part of what a receiver sends back.
    """

    pattern: Pattern = Pattern.REQUEST_REPLY
    scheme: str = "tcp"
    keys: SenderKeys | None = None
    limits: Limits = field(default_factory=Limits)
    answer_bytes: int = 1024 * 1024 + 64 * 1024


def listening_socket(context: zmq.Context[Socket], settings: ListenSettings) -> Socket:
    """Return a socket for `bind`."""
    _let_nobody_guess_names()
    socket = context.socket(_LISTENING_TYPE[settings.pattern])
    _set_common_options(socket)
    # Both IPv4 and IPv6; ZeroMQ falls back to IPv4 by itself.
    socket.ipv6 = True
    # A sender that ignores the limits is cut off by ZeroMQ before its message is in memory.
    socket.maxmsgsize = settings.limits.payload_bytes
    socket.rcvhwm = _most_untaken(settings.scheme)
    # A peer that reads no answers loses them; we do not keep them.
    socket.sndhwm = _MOST_ANSWERS
    if settings.pattern is Pattern.REQUEST_REPLY:
        # Say it when an answer reaches nobody.
        socket.router_mandatory = True
    if settings.pattern is Pattern.PUBLISH_SUBSCRIBE:
        socket.subscribe(b"")
    if settings.keys is not None:
        socket.curve_server = True
        socket.curve_publickey = settings.keys.own.public
        socket.curve_secretkey = settings.keys.own.secret
    return socket


def _let_nobody_guess_names() -> None:
    """Let the next ROUTER name its peers by numbers that begin anywhere.

    libzmq 4.3.5 counts them up from `rand()`, of which it never sets the seed, and ends the process
    (an assertion, `add_out_pipe`) when it comes to a name that a peer has claimed for himself. From
    here that cannot be forbidden, but nobody must know which number is the next.
    """
    library = ctypes.cdll.ucrtbase if sys.platform == "win32" else ctypes.CDLL(None)
    library.srand(secrets.randbits(32))


def bind(socket: Socket, settings: ListenSettings, port: int) -> None:
    """Listen on a port; raises ListenError with the reason in words."""
    if settings.keys is not None:
        # Tells the authenticator which port a peer knocks at, and refuses all if there is none.
        socket.zap_domain = str(port).encode()
        socket.set(zmq.ZAP_ENFORCE_DOMAIN, 1)
    try:
        socket.bind(f"{settings.scheme}://{settings.address}:{port}")
    except zmq.ZMQError as error:
        raise ListenError(_why_not_bound(error, settings.address, port)) from error


def unbind(socket: Socket, monitor: Socket) -> None:
    """Stop listening; `monitor` is the socket's own. The port is free when this returns.

    ZeroMQ closes what listens in a thread of its own. Until then nobody could listen there again,
    and whoever connects would be answered by nobody; so this waits for it, though not for ever.
    """
    endpoint = socket.get_string(zmq.LAST_ENDPOINT)
    if not endpoint:
        return
    socket.unbind(endpoint)
    while monitor.poll(_UNBOUND_MS):
        if read_report(monitor.recv_multipart())[0] is zmq.Event.CLOSED:
            return


def connecting_socket(context: zmq.Context[Socket], settings: ConnectSettings) -> Socket:
    """Return a socket for `connect`."""
    pattern = settings.pattern
    socket = context.socket(_CONNECTING_TYPE[pattern])
    _set_common_options(socket)
    if settings.keys is not None:
        socket.curve_serverkey = settings.keys.receiver
        socket.curve_publickey = settings.keys.own.public
        socket.curve_secretkey = settings.keys.own.secret
    # Frames for a receiver that is not there would be old when it comes.
    socket.immediate = True
    # The window bounds what is on its way to one receiver. A publisher has none: there one message
    # waits, and the next is refused, not dropped. No such bound is changed once there is a socket:
    # libzmq 4.3.5 then writes to freed memory if a connection ends at that moment.
    socket.sndhwm = 1 if pattern is Pattern.PUBLISH_SUBSCRIBE else 16
    if pattern is Pattern.PUBLISH_SUBSCRIBE:
        socket.xpub_nodrop = True
    # What a receiver may make us hold. Whoever subscribes says no more than that.
    publishes = pattern is Pattern.PUBLISH_SUBSCRIBE
    socket.maxmsgsize = _SUBSCRIPTION_BYTES if publishes else settings.answer_bytes
    socket.rcvhwm = _most_untaken(settings.scheme)
    # Without a bound the kernel would hold seconds of video for a slow link.
    socket.sndbuf = _SEND_BUFFER_BYTES
    socket.reconnect_ivl = 200
    socket.reconnect_ivl_max = 3000
    # An address that swallows packets must not hold up the next attempt for minutes.
    socket.connect_timeout = 3000
    return socket


def connect(socket: Socket, settings: ConnectSettings, host: str, port: int) -> None:
    """Connect to a receiver, now or whenever it appears, and again for ever.

    A host name is looked up anew each time. With IPv6 switched on, ZeroMQ takes a name's IPv6
    address alone, which no stock receiver listens on; so it is on for written-out addresses only.
    """
    socket.ipv6 = ":" in host and settings.scheme == "tcp"
    socket.connect(f"{settings.scheme}://{host}:{port}")


def monitor_socket(socket: Socket, *, listens: bool) -> Socket:
    """Return the socket that reports what happens to the connections of `socket`.

    That it is closed is reported of one that `listens`; of one that connects that would come after
    each attempt that failed. Made before `bind` or `connect`: a connection may be there before the
    next line runs.
    """
    wanted = (
        zmq.EVENT_ACCEPTED
        | zmq.EVENT_HANDSHAKE_SUCCEEDED
        | zmq.EVENT_HANDSHAKE_FAILED_AUTH
        | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
        | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
        | zmq.EVENT_CONNECTED
        | zmq.EVENT_DISCONNECTED
    )
    return socket.get_monitor_socket(int(wanted | zmq.EVENT_CLOSED if listens else wanted))


def read_report(parts: Sequence[bytes]) -> tuple[zmq.Event, int]:
    """Return what a monitor socket reports: the event, and its number, mostly a file descriptor."""
    event, number = _REPORT.unpack(parts[0])
    return zmq.Event(event), number


def _set_common_options(socket: Socket) -> None:
    # Closing must never wait for a peer that does not take its messages.
    socket.linger = 0
    socket.handshake_ivl = HANDSHAKE_MS
    # Asked each second whether it is there, and of data that it does not take for so long.
    socket.tcp_keepalive = 1
    socket.tcp_keepalive_idle = socket.tcp_keepalive_intvl = 1
    socket.tcp_keepalive_cnt = _GONE_AFTER_S - 1
    socket.set(zmq.TCP_MAXRT, _GONE_AFTER_S * 1000)


def _most_untaken(scheme: str) -> int:
    return _NO_BOUND if BYTES_ARE_COUNTED and scheme == "tcp" else _MOST_UNTAKEN


def _why_not_bound(error: zmq.ZMQError, address: str, port: int) -> str:
    reasons = {
        errno.EADDRINUSE: f"port {port} is in use",
        errno.EADDRNOTAVAIL: f"{address} is not an address of this computer",
        errno.ENODEV: f"{address} is not an address of this computer",
        errno.EACCES: f"port {port} needs administrator rights",
        errno.EINVAL: f"{address}:{port} is not an address to listen on",
    }
    return reasons.get(error.errno or 0, f"port {port}: {error.strerror or error}")
