"""The sending engine: gives the newest frame of one camera to each of its receivers."""

import itertools
import platform
import threading
from collections.abc import Callable, Sequence
from functools import partial
from logging import getLogger
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import CapturedFrame
from netgear_engine.held_signals import start_whole
from netgear_engine.net import in_net
from netgear_engine.protocol.ext import CommandResult, Health, NodeReport
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.json_text import write_json
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import FACTS, Pattern
from netgear_engine.protocol.sender_session import NodeIdentity
from netgear_engine.sending.node_facts import NodeFacts
from netgear_engine.sending.outgoing_frame import OutgoingFrame
from netgear_engine.sending.peer import Peer
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_dialogue import ReceiverDialogue, fitted
from netgear_engine.sending.receiver_status import ReceiverStatus
from netgear_engine.sending.send_listener import FrameObserver, RemoteControl, SendListener
from netgear_engine.transport.connector import Connector
from netgear_engine.transport.poll_loop import PollLoop
from netgear_engine.transport.sockets import ConnectSettings
from netgear_engine.version import VERSION

_log = getLogger("netgear")

_TICK_S = 0.05
# All goodbyes together wait for room so long, and have as long to leave before the sockets close.
_GOODBYE_LINGER_MS = 300
# Of pictures that come as pixels.
_QUALITY = 85
# Of an interval between two frames, against what is known already.
_WEIGHT = 0.1


class SendEngine:
    """Sends frames to several receivers at once; a slow or absent one costs the others nothing.

    Connects, and connects again, for ever. Every method may be called from any thread and none but
    `stop` blocks. Frames that no receiver takes are never encoded. `header_port` says what the
    headers call our port: by default the receiver's, as a text, because stock's own examples write
    ports as texts; None leaves it out. `observer` follows single frames, `remote` gets what
    receivers of our own kind command. `on_failed` is called once, in the engine's thread, when it
    cannot go on: it has closed its connections by then, without a goodbye.
    """

    def __init__(  # noqa: PLR0913 (all but the receivers by name, most of them seldom)
        self,
        receivers: Sequence[Receiver],
        *,
        listener: SendListener,
        clock: Clock,
        settings: ConnectSettings | None = None,
        name: str = "",
        header_port: Callable[[Receiver], int | str | None] = lambda receiver: str(receiver.port),
        observer: FrameObserver | None = None,
        remote: RemoteControl | None = None,
        on_failed: Callable[[BaseException], None] = lambda _: None,
    ) -> None:
        self._receivers = list(receivers)
        self._remote = remote
        self._on_failed = on_failed
        self._listener = listener
        self._observer = observer
        self._clock = clock
        self._settings = settings or ConnectSettings(Pattern.REQUEST_REPLY)
        self._header_port = header_port
        self._facts = NodeFacts(NodeIdentity(f"{platform.node()}/{name}", name, VERSION))
        self._jpeg = JpegSettings(quality=_QUALITY, subsampling="420")
        self._loop = PollLoop(clock)
        self._peers: list[Peer] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._newest: OutgoingFrame | None = None
        self._rate = FrameRate()
        # Only an end that somebody wants is one: after a fault we are lost, not done.
        self._says_goodbye = False
        self._thread = threading.Thread(target=self._run, name="send-engine", daemon=True)

    def start(self) -> None:
        """Begin to connect; frames may be sent from now on."""
        start_whole(self._thread)

    def stop(self, timeout: float = 2.0, *, goodbye: bool = True) -> None:
        """Say goodbye unless told not to, and end, within `timeout` seconds."""
        self._says_goodbye = goodbye
        self._loop.stop()
        self._loop.join(self._thread, timeout)

    def is_alive(self) -> bool:
        """Tell whether the engine's thread runs."""
        return self._thread.is_alive()

    def send(self, frame: CapturedFrame, message: Any = None) -> int:
        """Offer a frame to every receiver and return its number.

        One that nobody has taken yet is replaced. Raises LocalProtocolError when the message is
        nothing that JSON can carry.
        """
        if message is not None:
            write_json(message, "message")
        return self._offer(OutgoingFrame.of(frame, next(self._numbers), message, self._jpeg))

    def send_encoded(
        self, content: Compression | ArrayLayout, payload: Part, message: Any = None
    ) -> int:
        """Offer an encoded frame, as `send` does."""
        if message is not None:
            write_json(message, "message")
        return self._offer(OutgoingFrame(next(self._numbers), content, payload, message))

    def send_message(self, message: Any) -> None:
        """Send a message to every receiver, with the next frame that it takes.

        Raises LocalProtocolError when the message is nothing that JSON can carry.
        """
        write_json(message, "message")
        self._loop.call(lambda: self._send_message(message))

    def send_result(
        self, receiver: Receiver, result: CommandResult, still: bytes | None = None
    ) -> None:
        """Let a receiver know what became of its command, with a picture of its own if given.

        `still` is one whole JPEG. A result of more than 8 KiB goes without its values. Raises
        LocalProtocolError when it is nothing that JSON can carry.
        """
        result = fitted(result)
        self._loop.call(lambda: self._send_result(receiver, result, still))

    def send_report(self, report: NodeReport) -> None:
        """Send every receiver what the node can do on command, and how it is set now.

        Raises LocalProtocolError when it is nothing that JSON can carry, or has more than 40 KiB.
        """
        self._facts.set_report(report)

    def send_health(self, health: Health) -> None:
        """Let every receiver know how the node is doing, at most every 2 s each.

        Raises LocalProtocolError when it is nothing that JSON can carry.
        """
        self._facts.set_health(health)

    def send_fault(self, fault: str) -> None:
        """Let every frame from now on say that the camera gives nothing, and why; "" ends that.

        Such frames are placeholders: a receiver shows them, but never as live. Call it before the
        first placeholder is sent, and again with "" after the last one and before the next picture.
        """
        self._facts.set_fault(fault)

    def statuses(self) -> dict[Receiver, ReceiverStatus]:
        """Return what is known of every receiver now."""
        return {status.receiver: status for status in (peer.status() for peer in self._peers)}

    def _offer(self, frame: OutgoingFrame) -> int:
        frame.fault = self._facts.fault
        with self._lock:
            is_first = self._newest is None
            self._newest = frame
        if is_first:
            self._loop.call(self._offer_newest)
        return frame.number

    def _run(self) -> None:
        fault: BaseException | None = None
        try:
            self._connect()
            self._loop.every(_TICK_S, self._tick)
            self._loop.run()
        except BaseException as error:  # noqa: BLE001 (the edge of the thread: its end is told)
            fault = error
        if self._says_goodbye and fault is None:
            self._say_goodbye()
        for peer in self._peers:
            in_net(partial(peer.close, _GOODBYE_LINGER_MS))
        in_net(self._loop.close)
        if fault is not None:
            _log.critical("the send engine cannot go on", exc_info=fault)
            in_net(partial(self._on_failed, fault))

    def _connect(self) -> None:
        two_way = FACTS[self._settings.pattern].answers_frames
        self._peers = [
            Peer(
                receiver,
                settings=self._settings,
                dialogue=ReceiverDialogue(receiver, self._facts, self._remote, two_way=two_way),
                header_port=self._header_port(receiver),
                connect=partial(
                    Connector, self._loop, self._settings, receiver.host, receiver.port
                ),
                clock=self._clock,
                listener=self._listener,
                observer=self._observer,
            )
            for receiver in self._receivers
        ]

    def _say_goodbye(self) -> None:
        """Say goodbye to all at once; those that have no room for it share the time there is."""
        until = self._clock.monotonic() + _GOODBYE_LINGER_MS / 1000
        for peer in self._peers:
            in_net(partial(peer.say_goodbye, 0))
        for peer in self._peers:
            wait_ms = max(0, round((until - self._clock.monotonic()) * 1000))
            in_net(partial(peer.say_goodbye, wait_ms))

    def _tick(self) -> None:
        self._each(Peer.time_passed)

    def _each(self, do: Callable[[Peer], None]) -> None:
        for peer in self._peers:
            in_net(partial(do, peer), peer.failed)

    def _offer_newest(self) -> None:
        with self._lock:
            frame, self._newest = self._newest, None
        if frame is None:
            return
        frames_per_second = self._rate.frame(self._clock.monotonic())
        self._each(lambda peer: peer.offer(frame, frames_per_second))

    def _send_message(self, message: Any) -> None:
        self._each(lambda peer: peer.send_message(message))

    def _send_result(self, receiver: Receiver, result: CommandResult, still: bytes | None) -> None:
        for peer in self._peers:
            if peer.receiver == receiver:
                peer.send_result(result, still)


class FrameRate:
    """Measures frames per second from one frame to the next, smoothed."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._interval = 0.0

    def frame(self, now: float) -> float:
        """Count a frame at `now` (monotonic seconds); return frames per second so far."""
        if self._last is not None:
            interval = now - self._last
            self._interval += (interval - self._interval) * (_WEIGHT if self._interval else 1.0)
        self._last = now
        return 1 / self._interval if self._interval > 0 else 0.0
