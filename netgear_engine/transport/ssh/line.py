"""The TCP connection to an SSH host. Waiting for it can be ended, and its death is noticed."""

import errno
import os
import selectors
import socket
import threading
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.errors import TunnelError
from netgear_engine.transport.ssh.target import SshTarget

_CONNECT_SECONDS = 5.0
_TICK_SECONDS = 0.1

# The kernel gives a connection up after about ten seconds without a sign of the other side, both
# when nothing is being sent (the first three) and when what was sent is not confirmed (the last).
_LINE_OPTIONS = {
    "TCP_NODELAY": 1,
    "TCP_KEEPIDLE": 4,
    "TCP_KEEPINTVL": 2,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 10_000,
}
# Without a bound the kernel would hold seconds of video for a slow link.
_BUFFER_BYTES = 512 * 1024


class _Line(socket.socket):
    """A connection that confirms at once whatever comes.

    OpenSSH keeps a small packet back until the one before it is confirmed, and the kernel keeps a
    confirmation back for 40 ms: each answer to a frame would be that late.
    """

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Return what came; the kernel forgets the wish after a while, so it is said each time."""
        data = super().recv(size, flags)
        if hasattr(socket, "TCP_QUICKACK"):
            self.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return data


def dial(target: SshTarget, clock: Clock, closing: threading.Event) -> socket.socket:
    """Return a connection to the SSH host; raises TunnelError."""
    try:
        ways = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TunnelError(f"the SSH host {target.host} is not known: {error}") from error
    code = errno.EHOSTUNREACH
    for family, kind, protocol, _, address in ways:
        line = _Line(family, kind, protocol)
        _set_options(line)
        code = _connect(line, address, clock.monotonic() + _CONNECT_SECONDS, clock, closing)
        if code == 0:
            return line
        line.close()
    raise TunnelError(
        f"the SSH host {target.host} cannot be reached at port {target.port}: {_in_words(code)}"
    )


def _set_options(line: socket.socket) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
    for name, value in _LINE_OPTIONS.items():
        # Not every system has each of them.
        if hasattr(socket, name):
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _connect(
    line: socket.socket, address: Any, deadline: float, clock: Clock, closing: threading.Event
) -> int:
    """Connect, but not longer than until `deadline` or `closing`; returns 0 or an errno."""
    line.setblocking(False)
    code = line.connect_ex(address)
    if code not in {0, errno.EINPROGRESS, errno.EWOULDBLOCK}:
        return code
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_WRITE)
        while not selector.select(_TICK_SECONDS):
            if closing.is_set() or clock.monotonic() > deadline:
                return errno.ETIMEDOUT
    return line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)


def _in_words(code: int) -> str:
    """Return what an errno means; Windows keeps the words for those of its sockets elsewhere."""
    return str(getattr(socket, "errorTab", {}).get(code) or os.strerror(code))
