"""What the engine tells its user, as plain records. `wall` is seconds since 1970."""

from dataclasses import dataclass
from typing import Any

from netgear_engine.protocol.ext import Command, CommandResult
from netgear_engine.protocol.port_state import PortState


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A port went from one state to another; `lasted` seconds were spent in the one before."""

    port: int
    wall: float
    state: PortState
    previous: PortState
    lasted: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SenderConnected:
    """A sender's connection to the port is up; this says nothing about its picture."""

    port: int
    wall: float


@dataclass(frozen=True, slots=True)
class SenderDisconnected:
    """A sender's connection to the port closed."""

    port: int
    wall: float


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A sender sent a message (any JSON value) with a frame."""

    port: int
    wall: float
    message: Any


@dataclass(frozen=True, slots=True)
class ReplySent:
    """A reply left with the answer to a frame."""

    port: int
    wall: float
    reply: Any


@dataclass(frozen=True, slots=True)
class BadInput:
    """A port received what it cannot use: `count` times since the last such event."""

    port: int
    wall: float
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class AnotherSender:
    """A second sender sends to a port that belongs to the one whose pictures it shows.

    Nothing of it is shown. `who` is its name and address, as far as they are known. Told once the
    first was heard for a second after it, and at most once a minute.
    """

    port: int
    wall: float
    who: str


@dataclass(frozen=True, slots=True)
class CommandAnswered:
    """What became of a command; `still` is the picture that it asked for, one whole JPEG."""

    port: int
    wall: float
    command: Command
    result: CommandResult
    still: bytes | None = None


Event = (
    StateChanged
    | SenderConnected
    | SenderDisconnected
    | MessageReceived
    | ReplySent
    | BadInput
    | AnotherSender
    | CommandAnswered
)
