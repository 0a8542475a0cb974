"""A local port that leads through an SSH host, and stays when the way there has to be made anew."""

import logging
import random
import selectors
import socket
import threading
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.errors import TunnelError
from netgear_engine.transport.ssh.forwarding import Forwarding
from netgear_engine.transport.ssh.login import SshLogin
from netgear_engine.transport.ssh.target import SshTarget

_SHORTEST_WAIT = 0.5
_LONGEST_WAIT = 10.0
_TICK_SECONDS = 0.2
# How often a channel is asked whether it takes data again; there is no event for that.
_FULL_SECONDS = 0.005
# A goodbye that is on its way while the tunnel is closed may still arrive.
_LAST_WORDS_SECONDS = 0.3
_BUFFER_BYTES = 256 * 1024

_log = logging.getLogger(__name__)


class SshTunnel:
    """Forwards a port on 127.0.0.1 to `remote_host`:`remote_port` as the SSH host sees them.

    When SSH is lost, connections to the local port end and new ones wait until it is back; it is
    tried for ever. Whoever connects to the local port must therefore connect again by himself.
    """

    def __init__(
        self,
        target: SshTarget,
        remote_host: str,
        remote_port: int,
        *,
        clock: Clock,
        password: str | None = None,
        keyfile: str | None = None,
    ) -> None:
        """Prepare; `password` also unlocks the key file, and keys are tried before it."""
        self._target = target
        self._remote = (remote_host, remote_port)
        self._clock = clock
        self._closing = threading.Event()
        self._login = SshLogin(
            target, password=password, keyfile=keyfile, clock=clock, closing=self._closing
        )
        self._selector: selectors.BaseSelector
        self._forwardings: list[Forwarding] = []
        # The channel that showed that forwarding works; the first connection gets it.
        self._spare: Any = None
        self._failures = 0
        self._complaint = ""
        self._thread: threading.Thread | None = None

    def open(self) -> int:
        """Log in and return the local port; raises TunnelError with the reason. To be called once.

        That nobody listens at the far end is no error: that may come later.
        """
        try:
            self._login.connect()
            self._spare = self._login.open_channel(*self._remote)
            listener = socket.create_server(("127.0.0.1", 0), backlog=4)
        except (TunnelError, OSError):
            self._login.close()
            raise
        # Without a bound the kernel would hold seconds of video for a slow link.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        listener.setblocking(False)
        port: int = listener.getsockname()[1]
        self._thread = threading.Thread(
            target=self._run, args=[listener], name=f"ssh-tunnel-{port}", daemon=True
        )
        self._thread.start()
        return port

    def close(self) -> None:
        """End within a second, whatever the SSH host does. May be called from any thread, twice."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(_LAST_WORDS_SECONDS + _TICK_SECONDS)
        self._login.break_off()
        if self._thread is not None:
            self._thread.join(1 - _LAST_WORDS_SECONDS - _TICK_SECONDS)

    def _run(self, listener: socket.socket) -> None:
        with listener, selectors.DefaultSelector() as self._selector:
            self._selector.register(listener, selectors.EVENT_READ, listener)
            try:
                while not self._closing.is_set():
                    if self._login.is_alive():
                        self._turn()
                    else:
                        self._log_in_again()
                self._selector.unregister(listener)
                self._forward_last_words()
            finally:
                # First, so that saying goodbye to a host that hangs holds nothing up.
                self._login.close()
                self._drop_all()

    def _turn(self) -> None:
        """Wait for something to forward, and forward it."""
        is_full = any(one.is_full for one in self._forwardings)
        ready = self._selector.select(_FULL_SECONDS if is_full else _TICK_SECONDS)
        touched = {key.data for key, _ in ready}
        now = self._clock.monotonic()
        for one in list(self._forwardings):
            if one in touched or one.is_full:
                one.forward(now)
            if one.is_over(now):
                one.close()
                self._forwardings.remove(one)
            touched.discard(one)
        for listener in touched:
            self._accept(listener)

    def _accept(self, listener: socket.socket) -> None:
        try:
            local, _ = listener.accept()
        except OSError:
            return
        channel, self._spare = self._spare or self._new_channel(), None
        if channel is None:
            local.close()
        else:
            self._failures = 0
            self._forwardings.append(Forwarding(self._selector, local, channel))

    def _new_channel(self) -> Any:
        try:
            return self._login.open_channel(*self._remote)
        except TunnelError as error:
            self._complain(error)
            return None

    def _log_in_again(self) -> None:
        """Wait, longer each time until a connection has gone through again, then try once."""
        self._drop_all()
        if not self._failures:
            _log.warning("the SSH tunnel to %s is lost and is being made again", self._target)
        longest = min(_SHORTEST_WAIT * 2 ** min(self._failures, 10), _LONGEST_WAIT)
        self._failures += 1
        # Not all nodes of a site at the same moment.
        if self._closing.wait(longest * random.uniform(0.75, 1.0)):
            return
        try:
            self._login.connect()
        except TunnelError as error:
            self._complain(error)
        else:
            self._complaint = ""
            _log.info("the SSH tunnel to %s is back", self._target)

    def _complain(self, error: TunnelError) -> None:
        """Log a trouble when it is a new one, not at every attempt."""
        if str(error) != self._complaint and not self._closing.is_set():
            _log.warning("%s; it is tried again and again", error)
        self._complaint = str(error)

    def _forward_last_words(self) -> None:
        """Forward what connections that are being closed said last."""
        deadline = self._clock.monotonic() + _LAST_WORDS_SECONDS
        while self._forwardings and self._login.is_alive() and self._clock.monotonic() < deadline:
            self._turn()

    def _drop_all(self) -> None:
        for one in self._forwardings:
            one.close()
        self._forwardings.clear()
        self._spare = None
