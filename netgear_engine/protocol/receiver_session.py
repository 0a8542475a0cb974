"""The receiving side of the protocol for one port: parts in, what they mean and answers out.

A ROUTER socket puts the sender's return path before its message: its identity, perhaps a request
id, and an empty part. Whatever came before the message goes back before the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.ext import EXT_VERSION, Command, ReceiverExt, WantedStream
from netgear_engine.protocol.header import FrameHeader, Goodbye, read_header
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import FACTS, Pattern
from netgear_engine.protocol.reply import write_answer

ReturnPath = tuple[bytes, ...]
# ZeroMQ's own limit for an identity; a request id has four bytes.
_LONGEST_OF_A_PATH = 255


@dataclass(frozen=True, slots=True)
class FrameReceived:
    """A frame: its header and its encoded pixels, not looked into."""

    header: FrameHeader
    payload: Part
    return_path: ReturnPath = ()


@dataclass(frozen=True, slots=True)
class GoodbyeReceived:
    """A sender ended its stream, whichever it is; `port` is the one that it named."""

    return_path: ReturnPath = ()
    port: int | str | None = None


@dataclass(frozen=True, slots=True)
class BadMessage:
    """Something that is not NetGear; `reason` says what."""

    reason: str
    return_path: ReturnPath = ()


Received = FrameReceived | GoodbyeReceived | BadMessage


@dataclass(frozen=True, slots=True)
class Orders:
    """What an answer asks of a sender of our own kind; each as in ReceiverExt."""

    wanted: WantedStream | None = None
    commands: tuple[Command, ...] = ()


NO_ORDERS = Orders()


class ReceiverSession:
    """Understands what arrives on one port, and names the port in its answers."""

    def __init__(self, pattern: Pattern, limits: Limits, *, port: int | str | None = None) -> None:
        self._pattern = pattern
        self._port = port
        self._limits = limits

    def receive_parts(self, parts: Sequence[Part]) -> Received:
        """Return what one message means. Never raises: bad data is a BadMessage."""
        path, content = self._open_envelope(parts)
        try:
            return self._read(path, content)
        except RemoteProtocolError as error:
            return BadMessage(str(error), path)

    def answer_to_send(
        self,
        received: Received,
        data: Any,
        received_at: float,
        now: float,
        *,
        orders: Orders = NO_ORDERS,
    ) -> list[Part] | None:
        """Return the parts that answer `received`, None where nothing is answered.

        Orders go only to a sender that understands them: one that sent `ext`.

        Raises LocalProtocolError when `data` is nothing that JSON can carry.
        """
        if isinstance(received, GoodbyeReceived):
            expected = FACTS[self._pattern].answers_goodbye
        else:
            expected = FACTS[self._pattern].answers_frames
        if not expected:
            if data is not None:
                raise LocalProtocolError(f"{FACTS[self._pattern].title} has no way back")
            return None
        ext = None
        if isinstance(received, FrameReceived) and received.header.ext is not None:
            sequence = received.header.ext.sequence
            ext = ReceiverExt(
                EXT_VERSION, sequence, received_at, now, orders.wanted, orders.commands
            )
        return [*received.return_path, *write_answer(data, ext, port=self._port)]

    def _open_envelope(self, parts: Sequence[Part]) -> tuple[ReturnPath, Sequence[Part]]:
        if self._pattern is not Pattern.REQUEST_REPLY:
            return (), parts
        for index, part in enumerate(parts[:3]):
            if len(part) > _LONGEST_OF_A_PATH:
                break
            if not part and index > 0:
                return _path(parts[: index + 1]), parts[index + 1 :]
        return _path(parts[:1]), parts[1:]

    def _read(self, path: ReturnPath, content: Sequence[Part]) -> Received:
        if not 1 <= len(content) <= 2:
            raise RemoteProtocolError(f"a message of {len(content)} parts")
        header = read_header(content[0], self._limits)
        if isinstance(header, Goodbye):
            return GoodbyeReceived(path, header.port)
        if len(content) == 1:
            raise RemoteProtocolError("a frame without a picture")
        if len(content[1]) > self._limits.payload_bytes:
            raise RemoteProtocolError(
                f"a picture of {len(content[1])} bytes, allowed are {self._limits.payload_bytes}"
            )
        return FrameReceived(header, content[1], path)


def _path(parts: Sequence[Part]) -> ReturnPath:
    return tuple(bytes(part) for part in parts)
