"""Who gets the commands of receivers; called in the poll loop's thread, must not block."""

from typing import Protocol

from netgear_engine.protocol.ext import Command
from netgear_engine.sending.receiver_address import Receiver


class RemoteControl(Protocol):
    """Gets the commands of receivers of our own kind, and looks what they want when that changes.

    What a receiver says is only checked for its form: whether a command may be obeyed, and whether
    its arguments make sense, is for whoever implements this to judge.
    """

    def command_received(self, receiver: Receiver, command: Command) -> None:
        """A receiver gives a command. It waits for `SendEngine.send_result` with the same id."""
        ...

    def receivers_changed(self) -> None:
        """A receiver's state, or what it wants, is another now; see the engine's statuses."""
        ...
