"""Somebody who listens in: a TCP proxy that keeps all bytes that pass."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

from tests.support.waiting import PATIENCE


class TappingProxy:
    """Listens on a free port of this computer and passes each connection on to `target_port`."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._heard = bytearray()
        self._lock = threading.Lock()
        self._ends: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept, name="tapping proxy", daemon=True)]

    @property
    def heard(self) -> bytes:
        """Everything that passed so far, in both directions."""
        with self._lock:
            return bytes(self._heard)

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            for end in self._ends:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._target_port))
                except ConnectionRefusedError:
                    near.close()
                    continue
                with self._lock:
                    self._ends += [near, far]
                for source, sink in ((near, far), (far, near)):
                    thread = threading.Thread(
                        target=self._pass_on, args=(source, sink), daemon=True
                    )
                    self._threads.append(thread)
                    thread.start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                with self._lock:
                    self._heard += data
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
