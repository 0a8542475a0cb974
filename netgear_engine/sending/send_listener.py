"""Who gets what receivers do and command; called in the poll loop's thread, must not block.

What they throw costs a line in the log.
"""

from typing import Any, Protocol

from netgear_engine.protocol.ext import Command
from netgear_engine.protocol.reply import Answer
from netgear_engine.sending.receiver_address import Receiver


class SendListener(Protocol):
    """Gets the coming and going of receivers, and their replies."""

    def reply_received(self, receiver: Receiver, reply: Any) -> None:
        """A receiver sent a reply with its answer to a frame."""

    def connected(self, receiver: Receiver) -> None:
        """A receiver is there."""

    def disconnected(self, receiver: Receiver) -> None:
        """A receiver is gone; it is looked for until it is back."""

    def refused(self, receiver: Receiver, reason: str) -> None:
        """A receiver turned us away."""


class FrameObserver(Protocol):
    """Follows single frames, by their numbers."""

    def frame_taken(self, receiver: Receiver, number: int) -> None:
        """A frame was handed to the connection with a receiver; a subscriber's may refuse it."""

    def frame_answered(self, receiver: Receiver, number: int, answer: Answer) -> None:
        """A receiver answered a frame."""

    def receivers_changed(self) -> None:
        """A receiver's state is another now; see the engine's statuses."""


class RemoteControl(Protocol):
    """Gets the commands of receivers of our own kind, and looks what they want when that changes.

    What a receiver says is only checked for its form: whether a command may be obeyed, and whether
    its arguments make sense, is for whoever implements this to judge.
    """

    def command_received(self, receiver: Receiver, command: Command) -> None:
        """A receiver gives a command. It waits for `SendEngine.send_result` with the same id."""

    def receivers_changed(self) -> None:
        """A receiver's state, or what it wants, is another now; see the engine's statuses."""
