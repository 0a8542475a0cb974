"""NetGear's receiving half: a blocking recv() over the receive engine."""

from collections.abc import Sequence
from logging import getLogger
from typing import Any

import numpy as np

from netgear_engine.clock import SystemClock
from netgear_engine.events import AnotherSender, BadInput, Event, SenderConnected, StateChanged
from netgear_engine.frame import Frame, Picture
from netgear_engine.netgear_codec import Array, decode_array, encode_array
from netgear_engine.netgear_ending import Ending
from netgear_engine.netgear_options import NetGearOptions
from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.patterns import FACTS, Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.protocol.reply import ArrayReply
from netgear_engine.receiving.fresh_frames import FreshFrames
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.transport.sockets import ListenSettings

_log = getLogger("netgear")

# As in stock, a receiver waits three times as long as a sender.
_RECEIVER_PATIENCE = 3


class NetGearReceiver:
    """Listens on one port, or several in multi-servers mode."""

    def __init__(
        self, ports: Sequence[int | str], settings: ListenSettings, options: NetGearOptions
    ) -> None:
        self._options = options
        self._address = settings.address
        self._replies = FACTS[settings.pattern].answers_frames and (
            options.bidirectional_mode or options.multiclient_mode
        )
        self._frames = FreshFrames()
        self._seen: set[int] = set()
        self._gone: set[int] = set()
        self._tries_left = options.max_retries
        self._fault: BaseException | None = None
        # Over PUB/SUB there is one time limit, subscriber_timeout, and no retries.
        self._is_patient = FACTS[settings.pattern].answers_frames
        self._patience = _patience(options, settings.pattern)
        names = {int(port): port for port in ports}
        self._engine = ReceiveEngine(
            names, listener=self, clock=SystemClock(), settings=settings, port_names=names
        )

    def start(self) -> None:
        """Begin to listen; raises RuntimeError if a port cannot be listened on."""
        self._engine.start()
        self._engine.wait_until_done()
        failed = [s for s in self._engine.statuses().values() if s.state is PortState.FAILED]
        if failed:
            raise RuntimeError(
                f"cannot listen on {self._address}:{failed[0].port}: {failed[0].reason}"
            )
        _log.info("listening on %s:%s", self._address, ", ".join(map(str, self._engine.statuses())))

    def recv(self, return_data: Any = None) -> Any:
        """Return the next frame in the shape of the mode, None when the stream has ended.

        Raises TypeError or ValueError when `return_data` cannot be sent, RuntimeError after a
        fault that the engine could not go on with.
        """
        if self._replies and return_data is not None:
            self._keep_reply(return_data)
        while True:
            frame = self._frames.take(self._patience)
            if frame is not None:
                self._tries_left = self._options.max_retries
                self._engine.room_made(frame.port)
                try:
                    return self._result(frame, self._decode(frame))
                except RemoteProtocolError as error:
                    self._engine.count_unusable(frame.port, str(error))
            elif self._fault is not None:
                raise RuntimeError(
                    f"receiving has ended by a fault, make another NetGear: {self._fault!r}"
                ) from self._fault
            elif self._frames.ended or not self._may_go_on():
                return None

    def end(self, ending: Ending) -> None:
        """Free the ports; after a close() a recv() that waits returns None."""
        if ending is Ending.CLOSED:
            self._frames.end()
        self._engine.stop()

    # The engine's listener; called in its threads ----------------------------------------------

    def frame(self, frame: Frame) -> bool:
        """Keep a frame for recv(); in multi-servers mode none that claims another port."""
        claimed = frame.port if frame.told_port is None else frame.told_port
        if self._options.multiserver_mode and str(claimed) != str(frame.port):
            self._engine.count_unusable(frame.port, f"a frame that claims port {claimed!r:.20}")
            return True
        self._seen.add(frame.port)
        self._gone.discard(frame.port)
        return self._frames.put(frame)

    def event(self, event: Event) -> None:
        """Notice the end of the stream; say what could not be used."""
        if isinstance(event, StateChanged) and event.state is PortState.ENDED:
            self._gone.add(event.port)
            if self._seen <= self._gone:
                self._frames.end()
        elif isinstance(event, StateChanged) and event.state is PortState.REJECTED:
            _log.error("port %s: a server was refused: %s", event.port, event.reason)
        elif isinstance(event, BadInput):
            _log.warning(
                "port %s: unusable messages (%s), the last was %s",
                event.port, event.count, event.reason,
            )  # fmt: skip

        elif isinstance(event, AnotherSender):
            _log.warning(
                "port %s: another server, %s, sends to this port; its frames are left out",
                event.port, event.who,
            )  # fmt: skip
        elif isinstance(event, SenderConnected):
            _log.info("port %s: a server is connected", event.port)

    def failed(self, error: BaseException) -> None:
        """Let recv() say that nothing will come any more."""
        self._fault = error
        self._frames.end()

    def picture(self, picture: Picture) -> None:
        """Leave it: recv() decodes what it returns itself."""

    # -------------------------------------------------------------------------------------------

    def _keep_reply(self, data: Any) -> None:
        reply = data
        if isinstance(data, np.ndarray):
            reply = ArrayReply(*encode_array(data, self._options.jpeg))
        try:
            self._engine.keep_reply(reply)
        except LocalProtocolError as error:
            raise ValueError(str(error)) from error

    def _decode(self, frame: Frame) -> Array:
        return decode_array(frame.content, frame.payload, self._options.jpeg)

    def _result(self, frame: Frame, picture: Array) -> Any:
        """Put together what recv() returns in this mode; falsy messages count as none."""
        message = frame.message or None
        if self._options.multiserver_mode:
            port = frame.port if frame.told_port is None else frame.told_port
            return (port, picture) if message is None else (port, message, picture)
        return (message, picture) if self._options.bidirectional_mode else picture

    def _may_go_on(self) -> bool:
        """Count a silence that was too long; False when it was one too many."""
        if self._is_patient and self._options.max_retries == 0:
            return True
        self._tries_left -= 1
        if self._is_patient and self._tries_left > 0:
            _log.warning("no frame for %g s, waiting on", self._patience or 0)
            return True
        _log.error("no frame for too long, giving up")
        self._frames.end()
        return False


def _patience(options: NetGearOptions, pattern: Pattern) -> float | None:
    if pattern is Pattern.PUBLISH_SUBSCRIBE:
        return options.subscriber_timeout
    return options.request_timeout * _RECEIVER_PATIENCE
