"""Who is told what receivers want of a camera; called in the poll loop's thread, must not block."""

from typing import Protocol

from netgear_engine.protocol.ext import Command, WantedStream
from netgear_engine.sending.receiver_address import Receiver


class RemoteControl(Protocol):
    """Hears the wishes and the commands of receivers of our own kind.

    What a receiver says is only checked for its form: whether a command may be obeyed, and whether
    its arguments make sense, is for whoever implements this to judge.
    """

    def wanted(self, receiver: Receiver, stream: WantedStream | None) -> None:
        """A receiver's wish is another now; None: as configured, or it is gone."""
        ...

    def commanded(self, receiver: Receiver, command: Command) -> None:
        """A receiver gives a command. It waits for `SendEngine.answer` with the same id."""
        ...

    def receivers_changed(self) -> None:
        """A receiver's state is another now; see the engine's statuses."""
        ...
