"""The commands for one port's node, from being given until it is known what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from netgear_engine.protocol.ext import Command, CommandResult

MOST_OPEN = 64
ANSWER_WITHIN_S = 10.0
# Beside the longest reply an answer has 40 KiB for what is ours.
MOST_COMMAND_BYTES = 8 * 1024
_MOST_AT_ONCE = 4

Answered = tuple[Command, CommandResult]


@dataclass(slots=True)
class _Open:
    command: Command
    added_at: float
    is_sent: bool = False


class OpenCommands:
    """Sends each command once and finds it again by its id. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}

    def add(self, command: Command, now: float) -> Answered | None:
        """Take a command to send; when too many are open it is refused at once."""
        if len(self._open) >= MOST_OPEN:
            return command, CommandResult(
                command.id, refused=f"{MOST_OPEN} commands already wait for their answers"
            )
        self._open[command.id] = _Open(command, now)
        return None

    def take_unsent(self) -> tuple[Command, ...]:
        """Return what goes with the next answer."""
        if not self._open:
            return ()
        unsent = [one for one in self._open.values() if not one.is_sent][:_MOST_AT_ONCE]
        for one in unsent:
            one.is_sent = True
        return tuple(one.command for one in unsent)

    def settle(self, results: Iterable[CommandResult]) -> list[Answered]:
        """Return the commands that the results belong to; what nobody waits for is left out."""
        known = [result for result in results if result.id in self._open]
        return [
            (self._open.pop(result.id).command, result)
            for result in {result.id: result for result in known}.values()
        ]

    def refuse_overdue(self, now: float) -> list[Answered]:
        """Give up what was not answered within 10 s."""
        overdue = [one for one in self._open.values() if now - one.added_at > ANSWER_WITHIN_S]
        return [
            self._refuse(one.command, f"no answer within {ANSWER_WITHIN_S:g} s") for one in overdue
        ]

    def refuse_all(self, reason: str) -> list[Answered]:
        """Give up everything that is open."""
        return [self._refuse(one.command, reason) for one in list(self._open.values())]

    def _refuse(self, command: Command, reason: str) -> Answered:
        del self._open[command.id]
        return command, CommandResult(command.id, refused=reason)
