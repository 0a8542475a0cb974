"""An engine thread that only notes what it is asked, and says what a test lets it say."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.bridge.frame_feed import FrameFeed
from netgear_engine.clock import Clock
from netgear_engine.events import CommandAnswered, Event, MessageReceived
from netgear_engine.protocol.ext import Command, CommandResult
from netgear_engine.receiving.port_status import PortStatus
from tests.support.synthetic import picture_of


class FakeEngine(QObject):
    """A `gui.presenters.engine.Engine` without a thread.

    Everything it is asked for is kept in the order it came: `sizes` by port, the others in lists.
    """

    picture_ready = Signal(int)
    message_received = Signal(object)
    event_happened = Signal(object)
    statuses_changed = Signal(object)
    trial_event = Signal(object)
    fault_arose = Signal(str, object)
    recovered = Signal(str)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.feed = FrameFeed(clock, lambda: None)
        self.security = "in the clear"
        self.silence = 0.0
        self.ports: list[int] = []
        self.on_trial: set[int] = set()
        self.removed: list[int] = []
        self.sizes: dict[int, tuple[int, int] | None] = {}
        self.shown: list[tuple[int, tuple[int, int] | None]] = []
        self.selected: list[int | None] = []
        self.replies: list[tuple[tuple[int, ...], Any]] = []
        self.kept: list[tuple[tuple[int, ...], Any]] = []
        self.withdrawn: list[tuple[int, ...]] = []
        self.commands: list[tuple[int, str, dict[str, Any]]] = []
        self._statuses: dict[int, PortStatus] = {}
        self._waiting: dict[str, tuple[int, Command, asyncio.Future[CommandAnswered]]] = {}

    # What the window asks of it ---------------------------------------------------------------

    def add_port(self, port: int, *, on_trial: bool = False) -> None:
        self.ports.append(port)
        (self.on_trial.add if on_trial else self.on_trial.discard)(port)

    def remove_port(self, port: int) -> None:
        self.removed.append(port)
        self.on_trial.discard(port)

    def statuses(self) -> Mapping[int, PortStatus]:
        return self._statuses

    def reply(self, ports: Collection[int], reply: Any) -> None:
        self.replies.append((tuple(ports), reply))

    def keep_reply(self, ports: Collection[int], reply: Any) -> None:
        self.kept.append((tuple(ports), reply))

    def withdraw_reply(self, ports: Collection[int]) -> None:
        self.withdrawn.append(tuple(ports))

    async def command(
        self, port: int, command: str, arguments: Mapping[str, Any]
    ) -> CommandAnswered:
        order = Command(f"command-{len(self.commands)}", command, dict(arguments))
        self.commands.append((port, command, dict(arguments)))
        answer: asyncio.Future[CommandAnswered] = asyncio.get_running_loop().create_future()
        self._waiting[order.id] = port, order, answer
        return await answer

    def show_port(self, port: int, size: tuple[int, int] | None) -> None:
        self.sizes[port] = size
        self.shown.append((port, size))

    def select_port(self, port: int | None) -> None:
        self.selected.append(port)

    def silent_for(self) -> float:
        return self.silence

    # What a test lets it say ------------------------------------------------------------------

    def tell(self, *statuses: PortStatus) -> None:
        """Say how every port stands."""
        self._statuses = {status.port: status for status in statuses}
        self.statuses_changed.emit(dict(self._statuses))

    def happen(self, event: Event) -> None:
        """Let something happen on a port."""
        if isinstance(event, MessageReceived):
            self.message_received.emit(event)
        self.event_happened.emit(event)

    def send_picture(self, port: int) -> None:
        """Let a picture that was received just now be ready."""
        now = self.clock.monotonic()
        self.feed.put(picture_of(port, received_at=now, wall=self.clock.wall()))
        self.picture_ready.emit(port)

    def answer(self, applied: Any = None, *, refused: str = "", still: bytes | None = None) -> None:
        """Answer the oldest command that waits."""
        port, order, answer = self._waiting.pop(next(iter(self._waiting)))
        result = CommandResult(order.id, applied=applied, refused=refused)
        event = CommandAnswered(port, self.clock.wall(), order, result, still)
        if not answer.done():
            answer.set_result(event)
        self.event_happened.emit(event)
