"""One local connection and the SSH channel that carries it on."""

import contextlib
import selectors
import socket
from typing import Any

from netgear_engine.transport.ssh.login import ssh_errors

_CHUNK_BYTES = 64 * 1024
# Time for the far end to take the last words of a connection that was closed here.
_LAST_WORDS_SECONDS = 5.0


class Forwarding:
    """Carries bytes both ways, without ever waiting. Watched by the selector it is given."""

    def __init__(
        self, selector: selectors.BaseSelector, local: socket.socket, channel: Any
    ) -> None:
        self._selector = selector
        self._local = local
        self._channel = channel
        self._to_remote = b""
        self._to_local = b""
        self._local_ended_at: float | None = None
        self._over = False
        local.setblocking(False)
        local.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        channel.setblocking(False)
        self._watch()

    @property
    def is_full(self) -> bool:
        """Whether the SSH host must take data before more can be read here."""
        return bool(self._to_remote)

    def forward(self, now: float) -> None:
        """Carry what can be carried now."""
        try:
            self._forward_from_local(now)
            self._forward_from_remote()
        except ssh_errors():
            self._over = True
        else:
            self._watch()

    def is_over(self, now: float) -> bool:
        """Return whether nothing will be carried any more."""
        ended_at = self._local_ended_at
        return self._over or (ended_at is not None and now > ended_at + _LAST_WORDS_SECONDS)

    def close(self) -> None:
        """End the connection and the channel."""
        for end in (self._local, self._channel):
            self._set_events(end, 0)
            with contextlib.suppress(*ssh_errors()):
                end.close()

    def _forward_from_local(self, now: float) -> None:
        if not self._to_remote and self._local_ended_at is None:
            with contextlib.suppress(BlockingIOError):
                self._to_remote = self._read_local()
                if not self._to_remote:
                    self._local_ended_at = now
        while self._to_remote and self._channel.send_ready():
            self._to_remote = self._to_remote[self._channel.send(self._to_remote) :]
        if self._local_ended_at is not None and not self._to_remote:
            self._channel.shutdown_write()

    def _read_local(self) -> bytes:
        """Return what came, nothing at the end."""
        try:
            return self._local.recv(_CHUNK_BYTES)
        except ConnectionError:
            return b""

    def _forward_from_remote(self) -> None:
        if not self._to_local:
            with contextlib.suppress(TimeoutError):
                self._to_local = self._channel.recv(_CHUNK_BYTES)
                self._over = not self._to_local
        if self._to_local:
            with contextlib.suppress(BlockingIOError):
                self._to_local = self._to_local[self._write_local() :]

    def _write_local(self) -> int:
        """Return how much was taken; all of it when nobody reads it any more."""
        try:
            return self._local.send(self._to_local)
        except ConnectionError:
            return len(self._to_local)

    def _watch(self) -> None:
        """Wait only for what can be used: the rest would wake the loop again and again."""
        can_read = not self._to_remote and self._local_ended_at is None
        self._set_events(
            self._local,
            (selectors.EVENT_READ if can_read else 0)
            | (selectors.EVENT_WRITE if self._to_local else 0),
        )
        self._set_events(self._channel, 0 if self._to_local else selectors.EVENT_READ)

    def _set_events(self, end: Any, events: int) -> None:
        known = self._selector.get_map().get(end)
        if known is None:
            if events:
                self._selector.register(end, events, self)
        elif not events:
            self._selector.unregister(end)
        elif known.events != events:
            self._selector.modify(end, events, self)
