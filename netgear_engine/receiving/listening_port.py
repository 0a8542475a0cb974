"""One port as the poll loop has it: its listener, its sender's session, its state.

**Held answers.** An answer is what lets a sender send its next frame. A program that takes every
frame itself, slower than they come, would lose most of them; so while it is behind, answers are
held and the sender slows down to its pace. Four things could go wrong. Answers could overtake each
other: a stock sender counts them, and to one of ours an answer settles all frames before it. So
they leave in the order in which the frames came, whoever lets them go, and a still waits behind
frames that wait. The sender could stand still for ever, because the program takes nothing any more,
or waits in the same thread for what that sender is to do. So nothing is held longer than `hold`,
which stays below the time after which a sender takes us for stalled. Frames could pile up, as a
held answer keeps its frame: at most 64, then the oldest is answered. And an answer could reach
somebody who never asked: when the last connection closes, what is held is forgotten.

**Faults.** What a handler of the port throws costs this port its peer and nobody else anything: the
port is closed, says so, and is opened again a second later.

Without a way back there is nothing to hold, and the window, which shows the newest frame and drops
the others, always has room.
"""

from collections import deque
from collections.abc import Callable
from logging import getLogger
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.codecs.decode_scale import measure
from netgear_engine.errors import ListenError, SocketSpoiledError
from netgear_engine.events import (
    AnotherSender,
    BadInput,
    Event,
    MessageReceived,
    ReplySent,
    SenderConnected,
    SenderDisconnected,
    StateChanged,
)
from netgear_engine.frame import Frame
from netgear_engine.net import in_net
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.ext import Command, SenderExt, WantedStream
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import FACTS
from netgear_engine.protocol.port_state import PortInput
from netgear_engine.protocol.receiver_session import (
    NO_ORDERS,
    BadMessage,
    FrameReceived,
    GoodbyeReceived,
    Received,
    ReceiverSession,
)
from netgear_engine.receiving.bad_input_log import BadInputLog
from netgear_engine.receiving.node_dialogue import NodeDialogue
from netgear_engine.receiving.port_health import PortHealth, Transition
from netgear_engine.receiving.port_owner import PortOwner
from netgear_engine.receiving.port_status import PortStatus
from netgear_engine.receiving.reply_outbox import ReplyOutbox
from netgear_engine.receiving.sender_stream import SenderStream
from netgear_engine.receiving.statistics import PortStatistics
from netgear_engine.transport.connection_monitor import (
    ConnectionChange,
    PeerConnected,
    PeerCutOff,
    PeerDisconnected,
    PeerRefused,
    ScanSeen,
)
from netgear_engine.transport.listener import Listener
from netgear_engine.transport.sockets import ListenSettings

_log = getLogger("netgear")

_LISTEN_AGAIN_S = 2.0
# A peer that causes a fault with each message costs one of these for each.
_OPEN_AGAIN_S = 1.0
# A taker that is behind slows its sender down, but never stops it.
HOLD_S = 0.05
_MOST_HELD = 64


class ListeningPort:
    """Listens on one port, at its `door`, answers its sender, and judges its state.

    A silent, broken or hostile sender harms only its own port. `on_event` and `on_frame` are
    called in the loop's thread; `on_frame` returns whether its taker has room for more.
    """

    def __init__(
        self,
        port: int,
        *,
        settings: ListenSettings,
        name_in_answers: int | str,
        door: Listener,
        clock: Clock,
        outbox: ReplyOutbox,
        on_event: Callable[[Event], None],
        on_frame: Callable[[Frame], bool],
    ) -> None:
        self.port = port
        self._pattern = settings.pattern
        self._clock = clock
        self._outbox = outbox
        self._on_event = on_event
        self._on_frame = on_frame
        self._session = ReceiverSession(settings.pattern, settings.limits, port=name_in_answers)
        self._listener = door
        self._health = PortHealth(clock.monotonic())
        self._since_wall = clock.wall()
        self._statistics = PortStatistics()
        self._bad_input = BadInputLog()
        self._held: deque[tuple[FrameReceived, float]] = deque()
        self._limits = settings.limits
        self._stream = SenderStream(port, clock, settings.limits)
        self._node = NodeDialogue(port, clock, on_event)
        self._owner = PortOwner()
        self._pictures_unusable = False
        self._listen_again_at = float("-inf")

    def open(self) -> None:
        """Begin to listen; a port that cannot be had becomes FAILED and is tried again."""
        now = self._clock.monotonic()
        try:
            self._listener.open(self._receive, self._connection_changed, self.failed)
        except ListenError as error:
            self._listen_again_at = now + _LISTEN_AGAIN_S
            self._report(self._health.happened(PortInput.LISTEN_FAILED, now, str(error)))
        else:
            self._report(self._health.happened(PortInput.LISTENING, now))

    def close(self) -> None:
        """Stop listening; the port is free at once."""
        self._node.gone(f"port {self.port} is no longer listened on")
        self._listener.close()

    def failed(self, error: Exception) -> None:
        """Something of this port threw `error`: let its peer go, say so, and begin anew."""
        now = self._clock.monotonic()
        if isinstance(error, SocketSpoiledError):
            what = str(error)
            _log.warning("port %s: %s; the port is opened again", self.port, what)
        else:
            what = f"a fault in this program ({error!r:.200})"
            _log.error("port %s: a fault, the port is opened again", self.port, exc_info=error)
        self._listen_again_at = now + _OPEN_AGAIN_S
        in_net(self._listener.close)
        self._reject(f"{what}; the port is opened again")
        in_net(lambda: self._sender_left("the port had to be opened again", now))

    def want(self, stream: WantedStream | None) -> None:
        """Send a sender of our own kind with every answer what is wanted of it."""
        self._node.wanted = stream

    def send_command(self, command: Command) -> None:
        """Send a command with the next answer; a sender that is away has 10 s to come."""
        self._node.send_command(command)

    def time_passed(self, hold: float = HOLD_S) -> None:
        """Answer what was held for too long, judge the silence, and try again to listen."""
        now = self._clock.monotonic()
        while self._held and now - self._held[0][1] > hold:
            self.answer_next()
        self._report(self._health.time_passed(now))
        self._node.time_passed(now)
        due = self._bad_input.take_due(now)
        if due:
            self._on_event(BadInput(self.port, self._clock.wall(), *due))
        other = self._owner.other_to_tell(now)
        if other:
            self._on_event(AnotherSender(self.port, self._clock.wall(), other))
        if not self._listener.is_open and now >= self._listen_again_at:
            self.open()

    @property
    def holds_answers(self) -> bool:
        """Whether frames wait for their answers because their taker is behind."""
        return bool(self._held)

    def answer_next(self) -> None:
        """Answer one of the frames that wait for it: a frame was taken."""
        if self._held:
            self._answer_frame(*self._held.popleft())

    def count_unusable(self, reason: str) -> None:
        """Count a picture that whoever took it could not use."""
        self._reject(reason)

    def key_refused(self, who: str) -> None:
        """Remember whose key is not accepted; that the port refused it comes a moment later."""
        self._listener.stranger(who)

    def cut_peers(self) -> None:
        """End every connection: a key is welcome no more. Whoever still is comes back by itself."""
        self._listener.cut_peers()

    def pictures_unusable(self, reason: str) -> None:
        """Frames come but cannot be decoded: they no longer count as pictures."""
        self._pictures_unusable = True
        self._reject(reason)

    def pictures_usable(self) -> None:
        """Frames can be decoded again, or nobody looks any more."""
        self._pictures_unusable = False

    def status(self) -> PortStatus:
        """Return what is known of the port now; the decoders' counts are not in it."""
        now = self._clock.monotonic()
        fps, bits_per_second = self._statistics.rates(now)
        last_frame = self._stream.last_frame
        return PortStatus(
            port=self.port,
            pattern=self._pattern,
            state=self._health.state,
            since_at=self._health.since,
            since_wall=self._since_wall,
            stale_after=self._health.stale_after,
            reason=self._health.reason,
            name=self._stream.name,
            connected=self._listener.peers,
            connects=self._statistics.connects,
            disconnects=self._statistics.disconnects,
            received=self._statistics.received,
            bytes=self._statistics.bytes,
            messages=self._statistics.messages,
            rejected_messages=self._statistics.rejected_messages,
            fps=fps,
            bits_per_second=bits_per_second,
            last_frame_at=self._health.last_frame,
            last_frame_wall=last_frame.received_wall if last_frame else None,
            size=self._stream.size,
            scaled=self._stream.scaled,
            reply_waiting=self._outbox.waits(self.port),
            fault=self._node.knows.fault,
            intruder=self._owner.other(now),
            health=self._node.knows.health,
            report=self._node.knows.report,
            wanted=self._node.wanted if self._node.knows.is_ours else None,
        )

    def _receive(self, parts: list[Part]) -> None:
        now = self._clock.monotonic()
        received = self._session.receive_parts(parts)
        if isinstance(received, FrameReceived):
            if self._is_anothers():
                self._turn_away(received, now)
            else:
                self._listener.keep_origin()
                self._receive_frame(received, now)
        elif isinstance(received, GoodbyeReceived):
            self._receive_goodbye(received, now)
        else:
            self._answer(received, None, now)
            self._reject(received.reason)

    def _is_anothers(self) -> bool:
        """Tell whether the port belongs to another sender than the one that is heard now."""
        belongs = self._health.state.has_sender
        return belongs and not self._owner.is_(self._listener.origin)

    def _turn_away(self, received: FrameReceived, now: float) -> None:
        """Answer another sender, which would hang otherwise, and take nothing of what it says."""
        ext = received.header.ext
        self._owner.another_sent("" if ext is None else ext.name, self._listener.origin, now)
        self._answer(BadMessage("another sender's", received.return_path), None, now)

    def _receive_goodbye(self, received: GoodbyeReceived, now: float) -> None:
        last = self._stream.last_frame
        told = None if last is None else last.told_port
        self._answer(received, None, now)
        if not self._owner.is_(self._listener.origin):
            self._reject("a goodbye from a stranger")
        elif received.port is not None and str(received.port) != str(told):
            self._reject("a goodbye for another port")
        else:
            self._report(self._health.happened(PortInput.GOODBYE, now))

    def _receive_frame(self, received: FrameReceived, now: float) -> None:
        ext = received.header.ext
        if ext is not None and ext.still:
            self._receive_still(received, ext, now)
            return
        try:
            frame = self._stream.frame(received, self._statistics.received + 1, now)
        except RemoteProtocolError as error:
            self._answer(BadMessage(str(error), received.return_path), None, now)
            self._reject(str(error))
            return
        self._owner.take(self._listener.origin, now)
        self._statistics.count_frame(len(received.payload), now)
        self._node.received(ext)
        self._judge(frame, now)
        has_room = self._on_frame(frame)
        self._held.append((received, now))
        if len(self._held) > _MOST_HELD:
            self.answer_next()
        if has_room or not FACTS[self._pattern].answers_frames:
            # In the order in which the frames came, or the sender's count would be wrong.
            while self._held:
                self.answer_next()
        if received.header.message is not None:
            self._statistics.messages += 1
            message = received.header.message
            self._on_event(MessageReceived(self.port, self._clock.wall(), message))

    def _judge(self, frame: Frame, now: float) -> None:
        if frame.fault:
            # It counts even when its picture cannot be decoded.
            self._report(self._health.placeholder(now, frame.fault))
        elif not self._pictures_unusable:
            self._report(self._health.frame(now, same_picture=self._stream.same_picture))

    def _receive_still(self, received: FrameReceived, ext: SenderExt, now: float) -> None:
        """Take a picture that answers a command: it is no part of the video and says no state."""
        self._statistics.count_frame(len(received.payload), now)
        self._held.append((received, now))
        if len(self._held) == 1:
            self.answer_next()
        try:
            measure(received.header.content, received.payload, self._limits)
        except RemoteProtocolError as error:
            self._reject(str(error))
            self._node.still_received(ext, b"", str(error))
        else:
            self._node.still_received(ext, bytes(received.payload))

    def _answer_frame(self, received: FrameReceived, received_at: float) -> None:
        is_new = self._outbox.waits(self.port)
        reply = self._outbox.take(self.port)
        has_left = self._answer(received, reply, received_at)
        if is_new and has_left:
            self._on_event(ReplySent(self.port, self._clock.wall(), reply))
        elif is_new:
            self._outbox.put(self.port, reply)

    def _answer(self, received: Received, reply: Any, received_at: float) -> bool:
        """Answer what came; tell if the answer has left."""
        now = self._clock.monotonic()
        is_ours = isinstance(received, FrameReceived) and received.header.ext is not None
        orders = self._node.orders() if is_ours else NO_ORDERS
        answer = self._session.answer_to_send(received, reply, received_at, now, orders=orders)
        if answer is None or not self._listener.send(answer):
            return False
        if isinstance(received, FrameReceived):
            self._stream.answered(received, received_at, now)
        return True

    def _connection_changed(self, change: ConnectionChange) -> None:
        now, wall = self._clock.monotonic(), self._clock.wall()
        if isinstance(change, PeerConnected):
            self._statistics.connects += 1
            self._owner.somebody_connected()
            self._on_event(SenderConnected(self.port, wall))
        elif isinstance(change, PeerDisconnected):
            self._statistics.disconnects += 1
            self._on_event(SenderDisconnected(self.port, wall))
            if self._listener.peers == 0 or self._owner.is_on(change.connection):
                self._sender_left("the camera went away before it answered", now)
            else:
                self._owner.another_closed(change.connection)
        elif isinstance(change, PeerRefused):
            self._report(self._health.happened(PortInput.REFUSED, now, change.reason))
        elif isinstance(change, PeerCutOff):
            self._reject(f"{change.address} was cut off: {change.reason}")
        elif isinstance(change, ScanSeen):
            who = change.address or "somebody who was gone at once"
            self._reject(f"a knock by {who}: a scan? a camera with other security or pattern?")

    def _sender_left(self, reason: str, now: float) -> None:
        self._owner.closed()
        self._held.clear()
        self._node.gone(reason)
        self._report(self._health.happened(PortInput.PEER_GONE, now))

    def _reject(self, reason: str) -> None:
        self._statistics.rejected_messages += 1
        self._bad_input.add(reason)

    def _report(self, transition: Transition | None) -> None:
        if transition is None:
            return
        self._since_wall = self._clock.wall()
        self._on_event(
            StateChanged(
                self.port,
                self._since_wall,
                transition.state,
                transition.previous,
                transition.lasted,
                transition.reason,
            )
        )
