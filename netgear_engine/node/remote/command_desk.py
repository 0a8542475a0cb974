"""Takes a receiver's commands: checks them, has them done, and answers with what really happened.

For one thread.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from netgear_engine.clock import Clock
from netgear_engine.errors import EngineError
from netgear_engine.node.camera.messages import (
    ApplySetting,
    Identify,
    Order,
    SettingApplied,
    StillTaken,
    TakeStill,
)
from netgear_engine.node.camera.setting_check import LONGEST_QUOTE, quoted
from netgear_engine.node.remote.command_check import RestartProcess, checked_order
from netgear_engine.protocol.ext import Command, CommandResult, NodeReport
from netgear_engine.sending.receiver_address import Receiver

MOST_PENDING = 32
# A camera that is set up anew takes a second or two; the receiver itself waits ten.
TIME_LIMIT_S = 8.0
_SILENT = "the camera gives no pictures now, so it took nothing"


class Camera(Protocol):
    """What can be had done: the part of a supervised camera that the desk needs."""

    def order(self, order: Order) -> None:
        """Hand an order to the camera's process."""

    def restart_process(self) -> None:
        """End the camera's process and begin a new one."""


SendResult = Callable[[Receiver, CommandResult, bytes | None], None]


class CommandDesk:
    """Answers each command once: done, refused, or no answer from the camera in time.

    `report` is what is allowed now. `may_command` returns why a receiver may not command, "" when
    it may. `identify` makes the node itself seen, beside the mark in the picture.
    """

    def __init__(
        self,
        camera: Camera,
        send_result: SendResult,
        *,
        clock: Clock,
        may_command: Callable[[Receiver], str],
        identify: Callable[[float], None],
    ) -> None:
        self.report = NodeReport()
        self._camera = camera
        self._send_result = send_result
        self._clock = clock
        self._may_command = may_command
        self._identify = identify
        self._order_ids = (str(number) for number in itertools.count(1))
        self._pending: dict[str, _Pending] = {}

    def command_received(self, receiver: Receiver, command: Command) -> None:
        """Do a command, or refuse it; then nothing has changed."""
        refusal = self._may_command(receiver)
        if not refusal and len(self._pending) >= MOST_PENDING:
            refusal = f"{MOST_PENDING} commands already wait for the camera; try again later"
        if refusal:
            self._refuse(receiver, command, refusal)
            return
        try:
            order = checked_order(command, self.report, next(self._order_ids))
        except EngineError as error:
            self._refuse(receiver, command, str(error))
        else:
            self._do(receiver, command, order)

    def setting_applied(self, applied: SettingApplied) -> ApplySetting | None:
        """Answer a `set`; return the order that was obeyed, None when it was refused."""
        pending = self._pending.pop(applied.id, None)
        if pending is None or not isinstance(pending.order, ApplySetting):
            return None
        result = CommandResult(
            pending.command.id, pending.requested, applied.applied, applied.refused
        )
        self._settle(pending, result)
        return None if applied.refused else pending.order

    def still_taken(self, taken: StillTaken, jpeg: bytes | None) -> None:
        """Answer a `still`; the picture goes only to the receiver that asked for it."""
        pending = self._pending.pop(taken.id, None)
        if pending is not None:
            refused = taken.refused or ("" if jpeg else "the camera gave no picture")
            applied = None if refused else True
            result = CommandResult(pending.command.id, pending.requested, applied, refused)
            self._settle(pending, result, jpeg)

    def time_passed(self) -> None:
        """Refuse what the camera has not answered in time."""
        now = self._clock.monotonic()
        for order_id, pending in list(self._pending.items()):
            if not pending.is_answered and now >= pending.deadline:
                result = CommandResult(pending.command.id, pending.requested, refused=_SILENT)
                self._settle(pending, result)
            # It may still answer: then the setting counts, though it was given up.
            if now >= pending.deadline + TIME_LIMIT_S:
                del self._pending[order_id]

    def _do(self, receiver: Receiver, command: Command, order: Order | RestartProcess) -> None:
        if isinstance(order, RestartProcess):
            self._camera.restart_process()
        else:
            if isinstance(order, ApplySetting | TakeStill):
                deadline = self._clock.monotonic() + TIME_LIMIT_S
                self._pending[order.id] = _Pending(receiver, command, order, deadline)
            self._camera.order(order)
        if isinstance(order, ApplySetting | TakeStill):
            return
        applied: Any = True
        if isinstance(order, Identify):
            self._identify(order.seconds)
            applied = order.seconds
        self._send_result(receiver, CommandResult(command.id, applied, applied), None)

    def _refuse(self, receiver: Receiver, command: Command, reason: str) -> None:
        requested = command.arguments.get("value")
        if len(quoted(requested)) >= LONGEST_QUOTE:
            requested = None  # nothing that a control takes is that long
        self._send_result(receiver, CommandResult(command.id, requested, refused=reason), None)

    def _settle(
        self, pending: "_Pending", result: CommandResult, still: bytes | None = None
    ) -> None:
        if not pending.is_answered:
            pending.is_answered = True
            self._send_result(pending.receiver, result, still)


@dataclass(slots=True)
class _Pending:
    receiver: Receiver
    command: Command
    order: ApplySetting | TakeStill
    deadline: float
    is_answered: bool = False

    @property
    def requested(self) -> Any:
        return self.order.value if isinstance(self.order, ApplySetting) else True
