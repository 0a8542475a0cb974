"""The thread that runs the receive engine, and the signals by which the GUI hears of it.

An engine that dies is followed by another one. Whether one lives is not told but looked at, four
times a second, so no way to die is overlooked. What the window asked of the dead one is asked of
the next (`standing_orders`). Until that has heard of a camera, the camera counts as lost since the
death (`lost_cameras`): a dead engine shows nothing that could be live.
"""

import asyncio
import threading
from collections.abc import Callable, Collection, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from gui.bridge.display_tick import DisplayTick
from gui.bridge.event_mailbox import EventMailbox
from gui.bridge.frame_feed import FrameFeed
from gui.bridge.lost_cameras import ENDED, LostCameras
from gui.bridge.standing_orders import StandingOrders
from netgear_engine.clock import Clock
from netgear_engine.events import CommandAnswered, Event, MessageReceived, ReplySent, StateChanged
from netgear_engine.frame import Frame, Picture
from netgear_engine.held_signals import start_whole
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.receiving.port_status import PortStatus
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.security.curve_keys import ReceiverKeys
from netgear_engine.transport.sockets import ListenSettings

_LOOK_EVERY_MS = 250
_SILENT_AFTER_S = 2.0
_LOOKS_UNTIL_SILENT = 2
_LONGEST_PAUSE_S = 30.0
_LIVED_WELL_S = 60.0
_LONGEST_END_S = 4.0


class EngineThread(QObject):
    """Runs the engine's poll loop; every public signal is emitted on the GUI thread.

    The engine's threads only fill the frame feed and the event mailbox, and emit a signal without
    arguments when the GUI has something to fetch. No picture ever waits in Qt's queue. In time
    with the screen `picture_ready` is emitted for every port that has something new.
    """

    picture_ready = Signal(int)
    message_received = Signal(object)
    event_happened = Signal(object)
    # A dict of int keys cannot be turned into a Qt map: it travels as a Python object.
    statuses_changed = Signal(object)
    trial_event = Signal(object)
    fault_arose = Signal(str, object)
    recovered = Signal(str)

    _pictures_wait = Signal()
    _events_wait = Signal()
    _died = Signal()

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
        self._settings = ListenSettings(address, pattern, keys=keys)
        self._orders = StandingOrders(set(ports))
        self._on_trial: set[int] = set()
        self._answers: dict[str, asyncio.Future[CommandAnswered]] = {}
        # How connections are secured, in words.
        self.security = _security_words(keys)
        self.feed = FrameFeed(clock, self._pictures_wait.emit)
        self._mailbox = EventMailbox(self._events_wait.emit)
        self._lanes = _Lanes(self.feed, self._mailbox, self._died.emit)
        self._thread: threading.Thread | None = None
        self._lost = LostCameras(clock)
        self._began_at = self._next_at = 0.0
        self._silent_looks = self._deaths = 0
        self._is_dead = self._is_told_dead = False
        self.engine = self._make_engine()
        self._tick = DisplayTick(clock, self)
        self._tick.due.connect(self._tell_pictures)
        for wait, tell in (
            (self._pictures_wait, self._tick.want),
            (self._events_wait, self._tell_events),
            (self._died, self._look),
        ):
            wait.connect(tell, Qt.ConnectionType.QueuedConnection)
        self._status_timer = QTimer(self)
        self._status_timer.timeout.connect(self._look)
        self._status_timer.start(_LOOK_EVERY_MS)

    @property
    def is_running(self) -> bool:
        """Whether an engine lives now."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Run the engine in a thread of its own."""
        self._began_at = self._clock.monotonic()
        self._is_dead = False
        # Python waits at its end for no thread that hangs.
        self._thread = threading.Thread(target=self.engine.run, name="receive-engine", daemon=True)
        start_whole(self._thread)

    def stop(self) -> bool:
        """End the engine and return when every port is free; its last events are still told.

        Whoever still waits for the answer to a command is cancelled. Returns whether the engine
        has ended within 4 s; it is left alone then.
        """
        self._status_timer.stop()
        thread = self._thread
        if thread is not None and self._has_died(thread):
            self._mourn()
        self._thread = None
        self.engine.stop()
        if thread is not None:
            thread.join(_LONGEST_END_S)
        self._tell_events()
        for answer in self._answers.values():
            answer.cancel()
        return thread is None or not thread.is_alive()

    def add_port(self, port: int, *, on_trial: bool = False) -> None:
        """Listen on one more port; raises AddressError for a number that is no port.

        Of a port on trial nobody is told but by `trial_event`, until it is added for good.
        """
        self.engine.add_port(port)
        self._orders.ports.add(port)
        if on_trial:
            self._on_trial.add(port)
        else:
            self._on_trial.discard(port)

    def remove_port(self, port: int) -> None:
        """Stop listening on a port; it is free a moment later."""
        self.engine.remove_port(port)
        self._orders.forget(port)
        self._lost.forget(port)
        # One on trial stays so: what is still heard of it is nobody's until it is added for good.
        self.feed.forget(port)

    def statuses(self) -> Mapping[int, PortStatus]:
        """Return what is known of every port, those on trial too."""
        if self._is_dead:
            return self._lost.statuses
        return self._lost.known(self.engine.statuses())

    def reply(self, ports: Collection[int], reply: Any) -> None:
        """Send a reply to each port, once, with the answer to its next frame."""
        self.engine.reply(ports, reply)
        self._orders.waiting.update(dict.fromkeys(ports, reply))

    def withdraw_reply(self, ports: Collection[int]) -> None:
        """Drop the replies that still wait for a frame of these ports."""
        self.engine.withdraw_reply(ports)
        self._orders.drop_waiting(ports)

    def keep_reply(self, ports: Collection[int], reply: Any) -> None:
        """Send a reply with every answer to these ports from now on; None ends that."""
        self.engine.keep_reply(reply, ports)
        self._orders.kept.update(dict.fromkeys(ports, reply))

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
        self._orders.sizes[port] = size

    def select_port(self, port: int | None) -> None:
        """Let the selected port be decoded first."""
        self.engine.select(port)
        self._orders.selected = port

    def silent_for(self) -> float:
        """Return for how many seconds the engine has not said anything; it should be under one."""
        return self._clock.monotonic() - self.engine.published_at

    @Slot()
    def _tell_pictures(self) -> None:
        for port in self.feed.waiting_ports():
            self.picture_ready.emit(port)

    def _tell_events(self) -> None:
        events = self._mailbox.take_all()
        if any(isinstance(event, StateChanged) for event in events):
            # The statuses know the names by which the events are told.
            self._tell_statuses()
        for told in events:
            event = told if self._is_dead else self._lost.following(told)
            if isinstance(event, CommandAnswered):
                self._resolve(event)
            if isinstance(event, ReplySent):
                self._orders.drop_waiting([event.port])
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
        statuses = sorted(self.statuses().items())
        self.statuses_changed.emit({p: s for p, s in statuses if p not in self._on_trial})

    # Death and silence -----------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        """See whether the engine lives and speaks; make another one when it does not live."""
        thread = self._thread
        if thread is None:
            pass
        elif self._is_dead:
            self._begin_again_when_due(thread)
        elif self._has_died(thread):
            self._mourn()
        else:
            self._listen()
        self._tell_statuses()

    def _has_died(self, thread: threading.Thread) -> bool:
        return not self._is_dead and (self._lanes.has_failed or not thread.is_alive())

    def _listen(self) -> None:
        """Tell when the engine hangs; one look may be early, when the whole computer slept."""
        if self._is_told_dead and self.engine.published_at > self._began_at:
            self._is_told_dead = False
            self.recovered.emit("The receiving engine runs again")
        looks = self._silent_looks
        self._silent_looks = looks + 1 if self.silent_for() > _SILENT_AFTER_S else 0
        if self._silent_looks == _LOOKS_UNTIL_SILENT:
            self.fault_arose.emit("The receiving engine hangs: no camera can be seen", None)
        elif looks >= _LOOKS_UNTIL_SILENT and not self._silent_looks:
            self.recovered.emit("The receiving engine goes on")

    def _mourn(self) -> None:
        """Count the cameras as lost, tell it, and let another engine follow after a pause."""
        self._tell_events()
        now = self._clock.monotonic()
        changes = self._lost.lose(self.statuses())
        self._deaths = 1 if now - self._began_at > _LIVED_WELL_S else self._deaths + 1
        self._next_at = now + min(2.0 ** min(self._deaths - 1, 10), _LONGEST_PAUSE_S)
        self._is_dead = self._is_told_dead = True
        self._silent_looks = 0
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(LocalProtocolError(f"{ENDED}; the command may be lost"))
        self._tell_statuses()
        self.fault_arose.emit("The receiving engine failed", self._lanes.take_error())
        for change in changes:
            if change.port not in self._on_trial:
                self.event_happened.emit(change)

    def _begin_again_when_due(self, thread: threading.Thread) -> None:
        """Start another engine; the dead one has some time to free its ports."""
        now = self._clock.monotonic()
        if now < self._next_at or (thread.is_alive() and now < self._next_at + _LONGEST_END_S):
            return
        self.engine = self._make_engine()
        self._orders.repeat_to(self.engine)
        self.start()

    def _make_engine(self) -> ReceiveEngine:
        return ReceiveEngine(
            sorted(self._orders.ports),
            listener=self._lanes,
            clock=self._clock,
            settings=self._settings,
        )


def _security_words(keys: ReceiverKeys | None) -> str:
    if keys is None:
        return "in the clear"
    return "encrypted" if keys.admitted is None else "encrypted, known cameras only"


class _Lanes:
    """The engine's listener: two lanes that end on the GUI thread, and why an engine died."""

    def __init__(self, feed: FrameFeed, mailbox: EventMailbox, died: Callable[[], None]) -> None:
        self._feed = feed
        self._mailbox = mailbox
        self._died = died
        self._error: BaseException | None = None

    @property
    def has_failed(self) -> bool:
        """Whether an engine died since the last error was taken."""
        return self._error is not None

    def take_error(self) -> BaseException | None:
        """Return what the last engine died of, once; None when nobody knows."""
        error, self._error = self._error, None
        return error

    def event(self, event: Event) -> None:
        self._mailbox.put(event)

    def picture(self, picture: Picture) -> None:
        self._feed.put(picture)

    def frame(self, frame: Frame) -> bool:
        """Leave it: the window shows decoded pictures only, and always has room for a newer one."""
        return True

    def failed(self, error: BaseException) -> None:
        """The engine cannot go on; called once, in its thread."""
        self._error = error
        self._died()
