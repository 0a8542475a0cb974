"""The QThread that runs the receive engine, and the signals by which the GUI hears of it."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from gui.bridge.event_mailbox import EventMailbox
from gui.bridge.frame_feed import FrameFeed
from netgear_engine.clock import Clock
from netgear_engine.events import CommandAnswered, Event, MessageReceived, StateChanged
from netgear_engine.frame import Frame, Picture
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.receiving.port_status import PortStatus
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.security.curve_keys import ReceiverKeys
from netgear_engine.transport.sockets import ListenSettings

_STATUS_INTERVAL_MS = 250


class EngineThread(QThread):
    """Runs the engine's poll loop; every public signal is emitted on the GUI thread.

    The engine's threads only fill the frame feed and the event mailbox, and emit a signal without
    arguments when the GUI has something to fetch. No picture ever waits in Qt's queue.
    """

    picture_ready = Signal(int)
    message_received = Signal(object)
    event_happened = Signal(object)
    # A dict of int keys cannot be turned into a Qt map: it travels as a Python object.
    statuses_changed = Signal(object)
    trial_event = Signal(object)

    _pictures_wait = Signal()
    _events_wait = Signal()

    def __init__(
        self,
        ports: Collection[int],
        *,
        address: str,
        pattern: Pattern,
        clock: Clock,
        keys: ReceiverKeys | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._on_trial: set[int] = set()
        self._answers: dict[str, asyncio.Future[CommandAnswered]] = {}
        # How connections are secured, in words.
        self.security = _security_words(keys)
        self.feed = FrameFeed(clock, self._pictures_wait.emit)
        self._mailbox = EventMailbox(self._events_wait.emit)
        self.engine = ReceiveEngine(
            ports,
            listener=_Lanes(self.feed, self._mailbox),
            clock=clock,
            settings=ListenSettings(address, pattern, keys=keys),
        )
        self._pictures_wait.connect(self._tell_pictures, Qt.ConnectionType.QueuedConnection)
        self._events_wait.connect(self._tell_events, Qt.ConnectionType.QueuedConnection)
        self._status_timer = QTimer(self)
        self._status_timer.timeout.connect(self._tell_statuses)
        self._status_timer.start(_STATUS_INTERVAL_MS)

    def run(self) -> None:
        """Run the engine in the new thread; Qt calls this."""
        self.engine.run()

    def stop(self) -> None:
        """End the engine and return when every port is free; its last events are still told.

        Whoever still waits for the answer to a command is cancelled.
        """
        self._status_timer.stop()
        self.engine.stop()
        self.wait()
        self._tell_events()
        for answer in self._answers.values():
            answer.cancel()

    def add_port(self, port: int, *, on_trial: bool = False) -> None:
        """Listen on one more port; raises AddressError for a number that is no port.

        Of a port on trial nobody is told but by `trial_event`, until it is added for good.
        """
        self.engine.add_port(port)
        if on_trial:
            self._on_trial.add(port)
        else:
            self._on_trial.discard(port)

    def remove_port(self, port: int) -> None:
        """Stop listening on a port; it is free a moment later."""
        self.engine.remove_port(port)
        # One on trial stays so: what is still heard of it is nobody's until it is added for good.
        self.feed.forget(port)

    def statuses(self) -> Mapping[int, PortStatus]:
        """Return what is known of every port, those on trial too."""
        return self.engine.statuses()

    def reply(self, ports: Collection[int], reply: Any) -> None:
        """Send a reply to each port, once, with the answer to its next frame."""
        self.engine.reply(ports, reply)

    def withdraw_reply(self, ports: Collection[int]) -> None:
        """Drop the replies that still wait for a frame of these ports."""
        self.engine.withdraw_reply(ports)

    def keep_reply(self, ports: Collection[int], reply: Any) -> None:
        """Send a reply with every answer to these ports from now on; None ends that."""
        self.engine.keep_reply(reply, ports)

    async def command(
        self, port: int, command: str, arguments: Mapping[str, Any]
    ) -> CommandAnswered:
        """Give a port's sender a command and wait for what became of it, 10 s at most.

        Raises LocalProtocolError when there is no way back, or the command cannot be sent.
        """
        command_id = self.engine.command(port, command, arguments)
        # The answer comes by way of this thread's own loop: it cannot be there before the future.
        answer: asyncio.Future[CommandAnswered] = asyncio.get_running_loop().create_future()
        self._answers[command_id] = answer
        try:
            return await answer
        finally:
            del self._answers[command_id]

    def show_port(self, port: int, size: tuple[int, int] | None) -> None:
        """Tell at which size in device pixels a port is shown; None when it is not."""
        self.engine.show(port, size)

    def select_port(self, port: int | None) -> None:
        """Let the selected port be decoded first."""
        self.engine.select(port)

    def silent_for(self) -> float:
        """Return for how many seconds the engine has not said anything; it should be under one."""
        return self._clock.monotonic() - self.engine.published_at

    def _tell_pictures(self) -> None:
        for port in self.feed.waiting_ports():
            self.picture_ready.emit(port)

    def _tell_events(self) -> None:
        events = self._mailbox.take_all()
        if any(isinstance(event, StateChanged) for event in events):
            # The statuses know the names by which the events are told.
            self._tell_statuses()
        for event in events:
            if isinstance(event, CommandAnswered):
                self._resolve(event)
            if event.port in self._on_trial:
                self.trial_event.emit(event)
                continue
            if isinstance(event, MessageReceived):
                self.message_received.emit(event)
            self.event_happened.emit(event)

    def _resolve(self, event: CommandAnswered) -> None:
        """Let whoever gave the command go on, if it still waits."""
        answer = self._answers.get(event.result.id)
        if answer is not None and not answer.done():
            answer.set_result(event)

    def _tell_statuses(self) -> None:
        statuses = sorted(self.engine.statuses().items())
        self.statuses_changed.emit({p: s for p, s in statuses if p not in self._on_trial})


def _security_words(keys: ReceiverKeys | None) -> str:
    if keys is None:
        return "in the clear"
    return "encrypted" if keys.admitted is None else "encrypted, known cameras only"


class _Lanes:
    """The engine's listener: two lanes that end on the GUI thread."""

    def __init__(self, feed: FrameFeed, mailbox: EventMailbox) -> None:
        self._feed = feed
        self._mailbox = mailbox

    def event(self, event: Event) -> None:
        self._mailbox.put(event)

    def picture(self, picture: Picture) -> None:
        self._feed.put(picture)

    def frame(self, frame: Frame) -> bool:
        """Leave it: the window shows decoded pictures only, and always has room for a newer one."""
        return True

    def failed(self, error: BaseException) -> None:
        """Leave it: the engine has written it into the log."""
