"""Peers on bare ZeroMQ sockets, which do exactly what a test tells them."""

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import zmq

from tests.support.waiting import PATIENCE

_ANSWER = {"return_type": "NoneType", "data": None}


class _Peer:
    """A socket with a context of its own. A context manager."""

    def __init__(self, kind: int) -> None:
        self._context = zmq.Context()
        self.socket: Any = self._context.socket(kind)
        self.socket.linger = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection at once."""
        self.socket.close()
        self._context.term()

    def parts(self, timeout: float = PATIENCE) -> list[bytes]:
        """Return the next message; fail when none comes within `timeout` seconds."""
        assert self.socket.poll(timeout * 1000), f"nothing came within {timeout} s"
        received: list[bytes] = self.socket.recv_multipart()
        return received


class RawSender(_Peer):
    """Connects to a port as a sender does; zmq.REQ, zmq.DEALER, zmq.PUB or a wrong kind.

    `source` is its own address; `name` the one that it claims with DEALER.
    """

    def __init__(
        self, port: int, kind: int = zmq.DEALER, *, source: str = "127.0.0.1", name: bytes = b""
    ) -> None:
        super().__init__(kind)
        self._envelope = [b""] if kind == zmq.DEALER else []
        if name:
            self.socket.routing_id = name
        self.socket.connect(f"tcp://{source}:0;127.0.0.1:{port}")

    def send(self, parts: list[bytes]) -> None:
        """Send a message; fail when it cannot leave within 5 seconds."""
        assert self.socket.poll(PATIENCE * 1000, zmq.POLLOUT), "the message cannot leave"
        self.socket.send_multipart([*self._envelope, *parts])

    def answer(self, timeout: float = PATIENCE) -> dict[str, Any]:
        """Return the next answer."""
        parts = self.parts(timeout)[len(self._envelope) :]
        assert len(parts) == 1
        answer: dict[str, Any] = json.loads(parts[0])
        return answer

    def exchange(self, parts: list[bytes]) -> dict[str, Any]:
        """Send a message and return its answer."""
        self.send(parts)
        return self.answer()


@contextlib.contextmanager
def knocking(port: int, kind: int = zmq.DEALER, *, secure: bool = False) -> Iterator[None]:
    """A sender that connects anew each second, as one does that gets no answer.

    One that sees itself that it does not match the other end goes away, and not always slowly
    enough to be seen.
    """
    ended = threading.Event()

    def knock() -> None:
        while not ended.is_set():
            with _Peer(kind) as sender:
                if secure:
                    sender.socket.curve_serverkey, _ = zmq.curve_keypair()
                    own = zmq.curve_keypair()
                    sender.socket.curve_publickey, sender.socket.curve_secretkey = own
                sender.socket.connect(f"tcp://127.0.0.1:{port}")
                ended.wait(1)

    thread = threading.Thread(target=knock, name="knocking sender")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@dataclass(frozen=True)
class Arrived:
    """A frame, or a goodbye, which has no payload."""

    path: list[bytes]
    header: dict[str, Any]
    payload: bytes | None


class RawReceiver(_Peer):
    """Listens as a receiver does; answers only when told to. `room` is ZeroMQ's RCVHWM."""

    def __init__(self, port: int, kind: int = zmq.ROUTER, *, room: int = 1000) -> None:
        super().__init__(kind)
        self.socket.rcvhwm = room
        self._path_length = 2 if kind == zmq.ROUTER else 0
        if kind == zmq.SUB:
            self.socket.subscribe(b"")
        self.socket.bind(f"tcp://127.0.0.1:{port}")

    def receive(self, timeout: float = PATIENCE) -> Arrived:
        """Return what comes next."""
        parts = self.parts(timeout)
        path, content = parts[: self._path_length], parts[self._path_length :]
        return Arrived(path, json.loads(content[0]), content[1] if len(content) == 2 else None)

    def answer(self, arrived: Arrived, **answer: Any) -> None:
        """Answer as stock does; `answer` are keys of it."""
        self.socket.send_multipart([*arrived.path, json.dumps(_ANSWER | answer).encode()])

    def has_message(self, seconds: float) -> bool:
        """Tell if something comes within `seconds`."""
        return bool(self.socket.poll(seconds * 1000))
