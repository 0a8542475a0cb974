"""Our versioned extension of the header and of the answer. Stock peers ignore it.

Times are monotonic seconds of whoever writes them; only their differences mean anything.
"""

from typing import Annotated, Any, Literal, TypeVar

import msgspec

EXT_VERSION = 1

# JSON as stock reads it has NaN and Infinity; neither is a time, nor anything else measured.
Finite = Annotated[float, msgspec.Meta(gt=-1e12, lt=1e12)]
Seconds = Finite
LONGEST_NAME = 64
Name = Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)]
Pixels = Annotated[int, msgspec.Meta(ge=0, le=65535)]
FramesPerSecond = Annotated[float, msgspec.Meta(gt=0, lt=1e6)]

_Ext = TypeVar("_Ext", "SenderExt", "ReceiverExt")


class AnswerTimes(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the sender sent a frame and when the answer to it came back, by the sender's clock."""

    sequence: int
    sent: Seconds
    answered: Seconds


class Control(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one setting of a camera or node takes.

    `minimum` and `maximum` bound numbers, each of several numbers too; `choices` are the words of
    a "choice". `length` is how many numbers "numbers" has. None: not known.
    """

    kind: Literal["bool", "int", "float", "choice", "numbers", "size"]
    minimum: float | None = None
    maximum: float | None = None
    default: Any = None
    choices: tuple[str, ...] = ()
    length: int | None = None


class NodeReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a node can be told to do, and how it is set now; sent when it changes."""

    controls: dict[str, Control] = {}
    values: dict[str, Any] = {}
    commands: tuple[str, ...] = ()


class Health(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a node is doing. What cannot be measured on it stays None."""

    temperature_c: Finite | None = None
    throttled: tuple[str, ...] | None = None
    cpu_percent: Finite | None = None
    memory_percent: Finite | None = None
    disk_percent: Finite | None = None
    wifi_dbm: Finite | None = None
    uptime_s: Finite | None = None
    camera_restarts: int | None = None
    dropped_frames: int | None = None
    clock_synchronised: bool | None = None


class Command(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order for the node; its result comes back with the same id."""

    id: Name
    command: Name
    arguments: dict[str, Any] = {}


class CommandResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a command: the value that counts now, or why it was refused."""

    id: Name
    requested: Any = None
    applied: Any = None
    refused: str = ""


class WantedStream(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a receiver shows of a sender: pixels, and frames per second if it needs fewer.

    0 x 0 is a picture that nobody looks at now.
    """

    width: Pixels
    height: Pixels
    fps: FramesPerSecond | None = None


class SenderExt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What our sender adds to a frame's header.

    `fault` says why the camera gives nothing: then the picture is a placeholder. `still` is the id
    of the command that this picture answers: it is no part of the video.
    """

    v: int
    sequence: int
    captured: Seconds | None = None
    last_answer: AnswerTimes | None = None
    node: str = ""
    name: str = ""
    version: str = ""
    fault: str = ""
    still: str = ""
    health: Health | None = None
    report: NodeReport | None = None
    results: tuple[CommandResult, ...] = ()


class ReceiverExt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What our receiver adds to an answer: the frame it answers, its own times and its wishes.

    `wanted` is None when the receiver takes the stream as it is configured.
    """

    v: int
    sequence: int
    received: Seconds
    answered: Seconds
    wanted: WantedStream | None = None
    commands: tuple[Command, ...] = ()


def read_sender_ext(value: Any) -> SenderExt | None:
    """Read a header's `ext`; None when there is none, or none of a version we know.

    What it tells of its node beside the frame is left out when it does not fit: it must not hide
    that the camera has a fault.
    """
    return _read(value, SenderExt, {"health", "report", "results"})


def read_receiver_ext(value: Any) -> ReceiverExt | None:
    """Read an answer's `ext`; None when there is none, or none of a version we know.

    Wishes and commands that do not fit are left out: the frame is answered all the same.
    """
    return _read(value, ReceiverExt, {"wanted", "commands"})


def _read(value: Any, kind: type[_Ext], extras: set[str]) -> _Ext | None:
    if not isinstance(value, dict) or value.get("v") != EXT_VERSION:
        return None
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, UnicodeEncodeError):
        without = {key: one for key, one in value.items() if key not in extras}
        return _read(without, kind, extras) if len(without) < len(value) else None
