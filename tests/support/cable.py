"""A network cable that can be pulled: nothing passes any more, and nobody is told."""

import contextlib
import socket
import threading
from types import TracebackType

from tests.support.tapping_proxy import TappingProxy


class Cable(TappingProxy):
    """A proxy whose connections stay open while it is pulled, as those of a real cable do."""

    def __init__(self, target_port: int) -> None:
        super().__init__(target_port)
        self._whole = threading.Event()
        self._whole.set()

    def pull(self) -> None:
        """Let nothing pass from now on."""
        self._whole.clear()

    def plug_in(self) -> None:
        """Let everything pass again, what was held up first."""
        self._whole.set()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._whole.wait()
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.plug_in()
        super().__exit__(kind, error, trace)
