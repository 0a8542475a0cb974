"""A slow link on this computer: a TCP proxy that holds everything back for a while.

    with DelayingProxy(port, delay=0.010) as link:
        ...connect to link.port instead: each round trip takes 20 ms more...
        link.cut()

What comes in leaves `delay` seconds later, whole and in order, in either direction. The bandwidth
is that of the computer, unless `bytes_per_second` bounds it in each direction; then a short queue
forms before the link, and behind it the sender has to wait, as with a real one.
"""

import asyncio
import contextlib
import selectors
import socket
import threading
from collections import deque
from types import TracebackType
from typing import Self, cast

from tests.support.waiting import PATIENCE

# Beyond what is on its way, this much waits before a link that has a bandwidth.
_QUEUE_BYTES = 128 * 1024
# Without one, the bound is only there so that a receiver that stops reading fills no memory.
_MOST_BYTES = 256 * 1024 * 1024


class DelayingProxy:
    """Listens on a free port of this computer and passes each connection on to `target_port`.

    delay:            seconds that each direction is held back
    bytes_per_second: the bandwidth of each direction of each connection, None = unbounded
    """

    def __init__(
        self, target_port: int, *, delay: float, bytes_per_second: float | None = None
    ) -> None:
        self.delay = delay
        self.bytes_per_second = bytes_per_second
        self._target_port = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: set[_End] = set()
        # select() waits to the microsecond; epoll rounds the delay up to whole milliseconds.
        self._loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
        self._thread = threading.Thread(target=self._run, name="delaying proxy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    def cut(self) -> None:
        """End all connections at once (reset); what is on its way is lost. New ones may come."""
        done = threading.Event()
        self._loop.call_soon_threadsafe(self._cut, done)
        assert done.wait(PATIENCE), "the proxy hangs"

    def _run(self) -> None:
        server = self._loop.run_until_complete(
            self._loop.create_server(lambda: _End(self), sock=self._listener)
        )
        self._loop.run_forever()
        server.close()
        self._cut(threading.Event())
        # One more turn, in which the connections are really closed.
        self._loop.run_until_complete(asyncio.sleep(0))
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _cut(self, done: threading.Event) -> None:
        for end in list(self._ends):
            end.transport.abort()
        done.set()

    def _joined(self, end: "_End") -> None:
        self._ends.add(end)
        if end.other is None:
            end.connecting = self._loop.create_task(self._connect(end))

    def _left(self, end: "_End") -> None:
        self._ends.discard(end)

    async def _connect(self, end: "_End") -> None:
        try:
            await self._loop.create_connection(
                lambda: _End(self, end), "127.0.0.1", self._target_port
            )
        except OSError:
            end.transport.abort()


class _End(asyncio.Protocol):
    """One of the two connections that make a link. What it receives leaves at the other one."""

    transport: asyncio.Transport

    def __init__(self, proxy: DelayingProxy, other: "_End | None" = None) -> None:
        self.other = other
        self.connecting: asyncio.Task[None] | None = None
        self._proxy = proxy
        # (when it may leave, what); None is the end of the stream.
        self._held: deque[tuple[float, bytes | None]] = deque()
        self._held_bytes = 0
        self._link_free_at = 0.0
        self._may_write = True
        self._reading = True
        self._ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        if self.other is not None:
            self.other.other = self
            self.other.let_leave()
        self._proxy._joined(self)

    def data_received(self, data: bytes) -> None:
        self._hold(data)

    def eof_received(self) -> bool:
        self._hold(None)
        return True

    def connection_lost(self, error: Exception | None) -> None:
        self._proxy._left(self)
        if self.connecting is not None:
            self.connecting.cancel()
        # One that is closing in order still has to pass on what waits.
        if self.other is not None and not self.other.transport.is_closing():
            self.other.transport.abort()

    def pause_writing(self) -> None:
        self._may_write = False

    def resume_writing(self) -> None:
        self._may_write = True
        if self.other is not None:
            self.other.let_leave()

    def let_leave(self) -> None:
        """Pass on what has been held long enough, while the other connection takes it."""
        now = self._proxy._loop.time()
        while self._held and self._held[0][0] <= now and self.other and self.other._may_write:
            _, data = self._held.popleft()
            if data is None:
                self._pass_on_end(self.other)
            else:
                self._held_bytes -= len(data)
                self.other.transport.write(data)
        if not self._reading and self._held_bytes < self._most_held() and not self._closing():
            self._reading = True
            self.transport.resume_reading()

    def _pass_on_end(self, other: "_End") -> None:
        self._ended = True
        # Whoever has gone meanwhile need not be told.
        with contextlib.suppress(OSError):
            other.transport.write_eof()
        if other._ended:
            self.transport.close()
            other.transport.close()

    def _hold(self, data: bytes | None) -> None:
        loop = self._proxy._loop
        size = len(data or b"")
        rate = self._proxy.bytes_per_second
        self._link_free_at = max(self._link_free_at, loop.time()) + (size / rate if rate else 0)
        due = self._link_free_at + self._proxy.delay
        self._held.append((due, data))
        self._held_bytes += size
        loop.call_at(due, self.let_leave)
        if self._held_bytes >= self._most_held():
            self._reading = False
            self.transport.pause_reading()

    def _most_held(self) -> float:
        rate = self._proxy.bytes_per_second
        return _MOST_BYTES if rate is None else rate * self._proxy.delay + _QUEUE_BYTES

    def _closing(self) -> bool:
        return self.transport.is_closing()
