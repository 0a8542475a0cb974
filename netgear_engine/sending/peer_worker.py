"""Everything about one receiver that lives in the poll loop's thread."""

from collections import deque
from typing import Any, Protocol

from netgear_engine.clock import Clock
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.reply import Answer
from netgear_engine.protocol.sender_session import NodeIdentity, SenderSession
from netgear_engine.sending.outgoing_frame import CONTENT, OutgoingFrame
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.transport.connection_monitor import (
    ConnectionMonitor,
    PeerConnected,
    PeerDisconnected,
    PeerRefused,
)
from netgear_engine.transport.connector import Connector
from netgear_engine.transport.poll_loop import PollLoop

_MOST_MESSAGES = 100


class SendListener(Protocol):
    """Who is told about the receivers; called in the poll loop's thread, must not block."""

    def reply_received(self, receiver: Receiver, reply: Any) -> None:
        """A receiver sent a reply with its answer to a frame."""
        ...

    def connected(self, receiver: Receiver) -> None:
        """A receiver is there."""
        ...

    def disconnected(self, receiver: Receiver) -> None:
        """A receiver is gone; it is looked for until it is back."""
        ...

    def refused(self, receiver: Receiver, reason: str) -> None:
        """A receiver turned us away."""
        ...


class PeerWorker:
    """Sends the newest frame to one receiver whenever its window has room."""

    def __init__(
        self,
        receiver: Receiver,
        *,
        pattern: Pattern,
        identity: NodeIdentity,
        loop: PollLoop,
        clock: Clock,
        listener: SendListener,
    ) -> None:
        self._receiver = receiver
        self._clock = clock
        self._listener = listener
        self._session = SenderSession(
            pattern, port=receiver.port, identity=identity, limits=Limits()
        )
        self._monitor = ConnectionMonitor()
        self._messages: deque[Any] = deque(maxlen=_MOST_MESSAGES)
        self._waiting: OutgoingFrame | None = None
        self._frames_per_second = 0.0
        self._last_reply: Any = None
        self._connector = Connector(
            loop,
            pattern,
            receiver.host,
            receiver.port,
            on_parts=self._receive,
            on_monitor=self._connection_changed,
        )

    def offer(self, frame: OutgoingFrame, frames_per_second: float) -> None:
        """Take the newest frame; one that still waits is dropped."""
        self._frames_per_second = frames_per_second
        self._waiting = frame
        self._send_waiting()

    def say(self, message: Any) -> None:
        """Send `message` with the next frame; of more than 100 the oldest is dropped."""
        self._messages.append(message)

    def close(self, linger_ms: int) -> None:
        """Say goodbye and close; what was sent has `linger_ms` to leave."""
        goodbye = self._session.goodbye_to_send() if self._monitor.peers else None
        if goodbye is not None:
            self._connector.send_last(goodbye)
        self._connector.close(linger_ms)

    def _send_waiting(self) -> None:
        now = self._clock.monotonic()
        frame = self._waiting
        if frame is None or not self._monitor.peers:
            return
        if not self._session.may_send(self._frames_per_second, now):
            return
        self._waiting = None
        message = frame.message
        if message is None and self._messages:
            message = self._messages.popleft()
        parts = self._session.frame_to_send(
            CONTENT, frame.payload(), now=now, message=message, captured=frame.captured_at
        )
        self._connector.send(parts)

    def _receive(self, parts: list[bytes]) -> None:
        try:
            received = self._session.receive_parts(parts, self._clock.monotonic())
        except RemoteProtocolError:
            # A receiver that answers nonsense has answered all the same.
            self._session.connection_lost()
        else:
            self._tell_reply(received.answer)
        self._send_waiting()

    def _tell_reply(self, answer: Answer) -> None:
        """Tell a reply. A stock receiver repeats it with every frame: that is told once."""
        repeated = answer.ext is None and answer.data == self._last_reply
        self._last_reply = answer.data
        if answer.data is not None and not repeated:
            self._listener.reply_received(self._receiver, answer.data)

    def _connection_changed(self, parts: list[bytes]) -> None:
        change = self._monitor.receive_parts(parts)
        if isinstance(change, PeerConnected):
            self._listener.connected(self._receiver)
        elif isinstance(change, PeerDisconnected):
            self._session.connection_lost()
            # What waited would be old when the receiver is back.
            self._waiting = None
            self._listener.disconnected(self._receiver)
        elif isinstance(change, PeerRefused):
            self._listener.refused(self._receiver, change.reason)
