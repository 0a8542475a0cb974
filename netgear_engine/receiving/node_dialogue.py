"""The talk with one port's node beside the pictures: wishes and commands out, its news in."""

from collections.abc import Callable, Iterable

from netgear_engine.clock import Clock
from netgear_engine.events import CommandAnswered, Event
from netgear_engine.protocol.ext import Command, CommandResult, SenderExt, WantedStream
from netgear_engine.protocol.receiver_session import NO_ORDERS, Orders
from netgear_engine.receiving.node_knowledge import NodeKnowledge
from netgear_engine.receiving.open_commands import Answered, OpenCommands


class NodeDialogue:
    """What a node sent of itself, what we want of it, and the commands that it has to answer.

    For the poll loop's thread. `on_event` gets once of every command what became of it.
    """

    def __init__(self, port: int, clock: Clock, on_event: Callable[[Event], None]) -> None:
        self.knows = NodeKnowledge()
        self.wanted: WantedStream | None = None
        self._port = port
        self._clock = clock
        self._on_event = on_event
        self._commands = OpenCommands()

    def send_command(self, command: Command) -> None:
        """Send a command with the next answer."""
        refused = self._commands.add(command, self._clock.monotonic())
        if refused is not None:
            self._emit([refused])

    def orders(self) -> Orders:
        """Return what goes with an answer to this node; its commands go once."""
        commands = self._commands.take_unsent()
        if self.wanted is None and not commands:
            return NO_ORDERS
        return Orders(self.wanted, commands)

    def received(self, ext: SenderExt | None) -> None:
        """Take what came with a picture."""
        self.knows.received(ext)
        if ext is not None and ext.results:
            self._emit(self._commands.settle(ext.results))

    def still_received(self, ext: SenderExt, jpeg: bytes, broken: str = "") -> None:
        """Take a picture that answers a command; `broken` says what is wrong with it."""
        results = {ext.still: CommandResult(ext.still)}
        results |= {result.id: result for result in ext.results}
        if broken:
            results[ext.still] = CommandResult(ext.still, refused=f"a broken picture: {broken}")
        still = None if broken else jpeg
        self._emit(self._commands.settle([results.pop(ext.still)]), still)
        self._emit(self._commands.settle(results.values()))

    def time_passed(self, now: float) -> None:
        """Give up commands that are not answered in time."""
        self._emit(self._commands.refuse_overdue(now))

    def gone(self, reason: str) -> None:
        """Give up every command: nobody is there to answer it any more."""
        self._emit(self._commands.refuse_all(reason))

    def _emit(self, answered: Iterable[Answered], still: bytes | None = None) -> None:
        for command, result in answered:
            wall = self._clock.wall()
            self._on_event(CommandAnswered(self._port, wall, command, result, still))
