"""Everything about one receiver that lives in the poll loop's thread."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from logging import getLogger
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.net import in_net
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.ext import CommandResult
from netgear_engine.protocol.header import Compression
from netgear_engine.protocol.json_text import write_json
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import FACTS
from netgear_engine.protocol.reply import Answer
from netgear_engine.protocol.sender_session import SenderSession
from netgear_engine.sending.outgoing_frame import OutgoingFrame
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_dialogue import ReceiverDialogue, Still
from netgear_engine.sending.receiver_status import ReceiverState, ReceiverStatus
from netgear_engine.sending.send_listener import FrameObserver, SendListener
from netgear_engine.sending.unanswered import Unanswered
from netgear_engine.transport.connection_monitor import (
    ConnectionChange,
    PeerConnected,
    PeerDisconnected,
    PeerRefused,
)
from netgear_engine.transport.connector import Connector
from netgear_engine.transport.sockets import ConnectSettings

_log = getLogger("netgear")

_MOST_MESSAGES = 100
# A receiver that answers nothing for so long while frames wait for it holds up nobody any more.
_STALLED_AFTER_S = 0.25
# A camera's picture that has waited for so long would be taken for what the camera sees now.
_OLD_AFTER_S = 5.0
# A receiver that turned us away may get our key or be restarted: it is asked again after this.
_REFUSED_PAUSE_S = 1.0


class Peer:
    """Sends the newest frame to one receiver whenever its window has room.

    `dialogue` is what goes with the frames and comes back beside the replies. `connect` makes the
    connection, from what hears its messages and what hears of itself.
    """

    def __init__(
        self,
        receiver: Receiver,
        *,
        settings: ConnectSettings,
        dialogue: ReceiverDialogue,
        header_port: int | str | None,
        connect: Callable[..., Connector],
        clock: Clock,
        listener: SendListener,
        observer: FrameObserver | None = None,
    ) -> None:
        self.receiver = receiver
        self._dialogue = dialogue
        self._facts = FACTS[settings.pattern]
        self._clock = clock
        self._listener = listener
        self._observer = observer
        self._session = SenderSession(
            settings.pattern, port=header_port, identity=dialogue.identity, limits=settings.limits
        )
        self._messages: deque[Any] = deque(maxlen=_MOST_MESSAGES)
        self._waiting: OutgoingFrame | None = None
        self._offered_at = 0.0
        self._full_since: float | None = None
        self._unanswered = Unanswered(clock)
        self._subscribed = False
        self._said_goodbye = False
        self._frames_per_second = 0.0
        self._last_reply: Any = None
        self._state = ReceiverState.WAITING
        self._reason = ""
        self._connect_again_at: float | None = None
        self._counts = _Counts()
        self._connector = connect(
            on_parts=self._receive, on_change=self._connection_changed, on_fault=self.failed
        )

    def offer(self, frame: OutgoingFrame, frames_per_second: float) -> None:
        """Take the newest frame; one that still waits is dropped."""
        self._frames_per_second = frames_per_second
        if self._waiting is not None:
            self._counts.dropped += 1
        self._waiting = frame
        self._offered_at = self._clock.monotonic()
        self._send_waiting()

    def failed(self, error: Exception) -> None:
        """Something of this receiver's threw `error`: its last answer counts as none."""
        _log.error("%s: a fault, sending goes on", self.receiver, exc_info=error)
        self._session.connection_lost()

    def send_message(self, message: Any) -> None:
        """Send `message` with the next frame; of more than 100 the oldest is dropped."""
        self._messages.append(message)

    def send_result(self, result: CommandResult, still: bytes | None) -> None:
        """Let the receiver know what became of its command, with the next frame.

        A still is a frame of its own, which does not wait for a picture. A receiver that has gone
        since does not wait for either.
        """
        if self._is_there():
            self._dialogue.add_result(result, still)
            self._send_waiting()

    def time_passed(self) -> None:
        """Try again what could not be sent, and notice a receiver that answers no more."""
        self._send_waiting()
        again_at = self._connect_again_at
        if again_at is not None and self._clock.monotonic() >= again_at:
            self._connect_again_at = None
            self._connector.connect_again()
        full_since = self._full_since
        if self._unanswered.is_too_long():
            self._connector.connect_again()
            self._connection_changed(PeerDisconnected())
        elif full_since is not None and self._clock.monotonic() - full_since > _STALLED_AFTER_S:
            self._become(ReceiverState.STALLED)

    def status(self) -> ReceiverStatus:
        """Return what is known of the receiver now."""
        return ReceiverStatus(
            self.receiver,
            self._state,
            self._reason,
            self._counts.connects,
            self._counts.disconnects,
            self._counts.sent,
            self._counts.answered,
            self._counts.dropped,
            self._session.shortest_round_trip,
            self._dialogue.wanted,
        )

    def say_goodbye(self, wait_ms: int) -> None:
        """Say goodbye, once, if somebody is there; it waits `wait_ms` for room."""
        parts = self._session.goodbye_to_send() if self._is_there() else None
        if parts is not None and not self._said_goodbye:
            self._said_goodbye = self._connector.send_last(parts, wait_ms)

    def close(self, linger_ms: int) -> None:
        """Close; what was sent has `linger_ms` to leave."""
        self._connector.close(linger_ms)

    def _is_there(self) -> bool:
        return self._subscribed or (self._facts.answers_frames and self._connector.peers > 0)

    def _send_waiting(self) -> None:
        now = self._clock.monotonic()
        if self._session.receiver_is_ours and self._may_send(now):
            still = self._dialogue.still_to_send()
            if still is not None:
                self._send_still(still, now)
        frame = self._waiting
        if frame is None or not self._is_there():
            self._full_since = None
            return
        if not self._may_send(now):
            self._full_since = self._full_since or now
            return
        self._waiting = self._full_since = None
        if frame.captured_at is not None and now - self._offered_at > _OLD_AFTER_S:
            self._counts.dropped += 1
            return
        self._send_frame(frame, now)

    def _may_send(self, now: float) -> bool:
        return self._is_there() and self._session.may_send(self._frames_per_second, now)

    def _send_frame(self, frame: OutgoingFrame, now: float) -> None:
        message = frame.message
        if message is None and self._messages:
            message = self._messages.popleft()
        news = self._dialogue.news(
            frame.fault,
            now,
            ours=self._session.receiver_is_ours,
            message_bytes=0 if message is None else len(write_json(message, "message")),
        )
        parts = self._session.frame_to_send(
            frame.content,
            frame.payload(),
            number=frame.number,
            now=now,
            message=message,
            captured=frame.captured_at,
            news=news,
        )
        has_left = self._connector.send(parts)
        if has_left:
            self._has_left(parts)
            self._dialogue.sent(news, now)
        else:
            self._session.frame_not_sent()
            self._waiting = frame
            if message is not frame.message:
                self._messages.appendleft(message)
        # Nobody waits for a subscriber: to whoever publishes, a frame is taken that was offered.
        if self._observer is not None and (has_left or not self._facts.answers_frames):
            in_net(partial(self._observer.frame_taken, self.receiver, frame.number))

    def _send_still(self, still: Still, now: float) -> None:
        news = self._dialogue.still_news(still)
        parts = self._session.frame_to_send(
            Compression(), still.jpeg, number=None, now=now, news=news
        )
        if self._connector.send(parts):
            self._has_left(parts)
        else:
            self._session.frame_not_sent()
            self._dialogue.add_result(
                CommandResult(still.result.id, refused="the picture could not leave")
            )

    def _has_left(self, parts: Sequence[Part]) -> None:
        self._counts.sent += 1
        if self._facts.answers_frames:
            self._unanswered.frame_left(sum(map(len, parts)))

    def _receive(self, parts: list[bytes]) -> None:
        if not self._facts.answers_frames:
            self._subscription_changed(parts)
            return
        self._unanswered.answered()
        try:
            received = self._session.receive_parts(parts, self._clock.monotonic())
        except RemoteProtocolError:
            # A receiver that answers nonsense has answered all the same.
            self._session.connection_lost()
        else:
            self._counts.answered += 1
            if self._is_there():
                self._dialogue.received(received.answer.ext)
            self._reply_received(received.answer)
            if self._observer is not None and received.number is not None:
                observed = self.receiver, received.number, received.answer
                in_net(partial(self._observer.frame_answered, *observed))
        if self._state is ReceiverState.STALLED:
            self._become(ReceiverState.CONNECTED)
        self._send_waiting()

    def _reply_received(self, answer: Answer) -> None:
        """Pass a reply on. A stock receiver repeats it with every frame: it is passed on once."""
        repeated = answer.ext is None and answer.data == self._last_reply
        self._last_reply = answer.data
        if answer.data is not None and not repeated:
            in_net(partial(self._listener.reply_received, self.receiver, answer.data))

    def _connection_changed(self, change: ConnectionChange) -> None:
        if isinstance(change, PeerConnected):
            self._connect_again_at = None
            self._counts.connects += 1
            if self._facts.answers_frames:
                self._arrived()
        elif isinstance(change, PeerDisconnected):
            self._counts.disconnects += 1
            self._left()
        elif isinstance(change, PeerRefused):
            self._connect_again_at = self._clock.monotonic() + _REFUSED_PAUSE_S
            self._become(ReceiverState.REFUSED, change.reason)
            in_net(partial(self._listener.refused, self.receiver, change.reason))

    def _subscription_changed(self, parts: list[bytes]) -> None:
        """XPUB tells that a receiver subscribes (1) or ends that (0).

        Only from then on does it get anything: before, its frames would be lost.
        """
        self._subscribed = parts[0].startswith(b"\x01")
        if self._subscribed:
            self._arrived()

    def _arrived(self) -> None:
        self._become(ReceiverState.CONNECTED)
        in_net(partial(self._listener.connected, self.receiver))
        self._send_waiting()

    def _left(self) -> None:
        self._session.connection_lost()
        self._dialogue.left()
        # What waited would be old when the receiver is back.
        self._waiting = self._full_since = None
        self._unanswered.connection_ended()
        self._subscribed = False
        self._become(ReceiverState.GONE)
        in_net(partial(self._listener.disconnected, self.receiver))

    def _become(self, state: ReceiverState, reason: str = "") -> None:
        if (state, reason) == (self._state, self._reason):
            return
        self._state, self._reason = state, reason
        if self._observer is not None:
            in_net(self._observer.receivers_changed)
        self._dialogue.receivers_changed()


@dataclass(slots=True)
class _Counts:
    connects: int = 0
    disconnects: int = 0
    sent: int = 0
    answered: int = 0
    dropped: int = 0
