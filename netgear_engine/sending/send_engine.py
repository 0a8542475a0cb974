"""The sending engine: gives the newest frame of one camera to each of its receivers."""

import itertools
import platform
import threading
from collections.abc import Callable, Sequence
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.header import ArrayLayout, Compression, write_json
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.sender_session import NodeIdentity
from netgear_engine.sending.frame_rate import FrameRate
from netgear_engine.sending.outgoing_frame import OutgoingFrame
from netgear_engine.sending.peer_worker import PeerWorker
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverStatus
from netgear_engine.sending.send_listener import FrameObserver, SendListener
from netgear_engine.transport.poll_loop import PollLoop
from netgear_engine.transport.sockets import ConnectSettings
from netgear_engine.version import VERSION

_TICK_S = 0.05
# A goodbye has this long to leave before the socket closes.
_GOODBYE_LINGER_MS = 300


class SendEngine:
    """Sends frames to several receivers at once; a slow or absent one costs the others nothing.

    Connects, and connects again, for ever. Every method may be called from any thread and none but
    `stop` blocks. Frames that no receiver takes are never encoded. `quality` is JPEG's, 1 to 100.
    `header_port` says what the headers call our port: by default the receiver's, as a text, because
    stock's own examples write ports as texts; None leaves it out. `observer` follows single frames.
    """

    def __init__(
        self,
        receivers: Sequence[Receiver],
        *,
        listener: SendListener,
        clock: Clock,
        settings: ConnectSettings | None = None,
        name: str = "",
        quality: int = 85,
        header_port: Callable[[Receiver], int | str | None] = lambda receiver: str(receiver.port),
        observer: FrameObserver | None = None,
    ) -> None:
        self._receivers = list(receivers)
        self._listener = listener
        self._observer = observer
        self._clock = clock
        self._settings = settings or ConnectSettings(Pattern.REQUEST_REPLY)
        self._header_port = header_port
        self._identity = NodeIdentity(f"{platform.node()}/{name}", name, VERSION)
        self._jpeg = JpegSettings(quality=quality, subsampling="420")
        self._loop = PollLoop(clock)
        self._peers: list[PeerWorker] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._newest: OutgoingFrame | None = None
        self._rate = FrameRate()
        self._thread = threading.Thread(target=self._run, name="send-engine")

    def start(self) -> None:
        """Begin to connect; frames may be sent from now on."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """Say goodbye and end, within `timeout` seconds."""
        self._loop.stop()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def send(self, frame: CapturedFrame, message: Any = None) -> int:
        """Offer a frame to every receiver and return its number.

        One that nobody has taken yet is replaced. Raises LocalProtocolError when the message is
        nothing that JSON can carry.
        """
        if message is not None:
            write_json(message, "message")
        return self._offer(OutgoingFrame.of(frame, next(self._numbers), message, self._jpeg))

    def send_encoded(
        self, content: Compression | ArrayLayout, payload: bytes, message: Any = None
    ) -> int:
        """Offer an encoded frame, as `send` does."""
        if message is not None:
            write_json(message, "message")
        return self._offer(OutgoingFrame(next(self._numbers), content, payload, message))

    def say(self, message: Any) -> None:
        """Send a message to every receiver, with the next frame that it takes.

        Raises LocalProtocolError when the message is nothing that JSON can carry.
        """
        write_json(message, "message")
        self._loop.call(lambda: self._say(message))

    def statuses(self) -> dict[Receiver, ReceiverStatus]:
        """Return what is known of every receiver now."""
        return {status.receiver: status for status in (peer.status() for peer in self._peers)}

    def _offer(self, frame: OutgoingFrame) -> int:
        with self._lock:
            tell = self._newest is None
            self._newest = frame
        if tell:
            self._loop.call(self._offer_newest)
        return frame.number

    def _run(self) -> None:
        self._peers = [
            PeerWorker(
                receiver,
                settings=self._settings,
                identity=self._identity,
                header_port=self._header_port(receiver),
                loop=self._loop,
                clock=self._clock,
                listener=self._listener,
                observer=self._observer,
            )
            for receiver in self._receivers
        ]
        self._loop.every(_TICK_S, self._tick)
        try:
            self._loop.run()
        finally:
            for peer in self._peers:
                peer.close(_GOODBYE_LINGER_MS)
            self._loop.close()

    def _tick(self) -> None:
        for peer in self._peers:
            peer.time_passed()

    def _offer_newest(self) -> None:
        with self._lock:
            frame, self._newest = self._newest, None
        if frame is None:
            return
        frames_per_second = self._rate.frame(self._clock.monotonic())
        for peer in self._peers:
            peer.offer(frame, frames_per_second)

    def _say(self, message: Any) -> None:
        for peer in self._peers:
            peer.say(message)
