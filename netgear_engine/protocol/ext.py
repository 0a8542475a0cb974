"""Our versioned extension of the header and of the answer. Stock peers ignore it.

Times are monotonic seconds of whoever writes them; only their differences mean anything.
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from netgear_engine.protocol.text import LONGEST_NAME, LONGEST_NODE, LONGEST_REASON, one_line

EXT_VERSION = 1

# JSON as stock reads it has NaN and Infinity; neither is a time, nor anything else measured.
Finite = Annotated[float, Meta(gt=-1e12, lt=1e12)]
Seconds = Finite
Count = Annotated[int, Meta(ge=0, lt=2**53)]
LONGEST_ID = 64
Id = Annotated[str, Meta(max_length=LONGEST_ID)]
# A name that is sent back as it came: one with a sign that nobody sees is not taken at all.
Word = Annotated[
    str,
    Meta(
        max_length=LONGEST_NAME,
        pattern=r"\A[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]*\Z",
    ),
]
Pixels = Annotated[int, Meta(ge=0, le=65535)]
FramesPerSecond = Annotated[float, Meta(gt=0, lt=1e6)]
# Wide enough for every number of 4 bytes, and its double is still a number.
Bound = Annotated[float, Meta(gt=-1e39, lt=1e39)]
Number = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | Annotated[float, Meta(gt=-1e18, lt=1e18)]
MOST_NUMBERS = 256

if TYPE_CHECKING:
    # Whoever uses a value asks for its kind first.
    Setting = Any
else:
    # No Word: msgspec 0.22 frees memory twice for a pattern beside bounded numbers in a union.
    _Text = Annotated[str, Meta(max_length=LONGEST_NAME)]
    Setting = bool | Number | _Text | Annotated[list[Number], Meta(max_length=MOST_NUMBERS)] | None

_Ext = TypeVar("_Ext", "SenderExt", "ReceiverExt")


class AnswerTimes(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the sender sent a frame and when the answer to it came back, by the sender's clock."""

    sequence: Count
    sent: Seconds
    answered: Seconds


class Control(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one setting of a camera or node takes.

    `minimum` and `maximum` bound numbers, each of several numbers too; `choices` are the words of
    a "choice". `length` is how many numbers "numbers" has. None: not known.
    """

    kind: Literal["bool", "int", "float", "choice", "numbers", "size"]
    minimum: Bound | None = None
    maximum: Bound | None = None
    default: Setting = None
    choices: Annotated[tuple[Word, ...], Meta(max_length=MOST_NUMBERS)] = ()
    length: Annotated[int, Meta(ge=0, le=64)] | None = None


class NodeReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a node can be told to do, and how it is set now; sent when it changes."""

    controls: Annotated[dict[Word, Control], Meta(max_length=256)] = {}
    values: Annotated[dict[Word, Setting], Meta(max_length=256)] = {}
    commands: Annotated[tuple[Word, ...], Meta(max_length=64)] = ()


class Health(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a node is doing. What cannot be measured on it stays None."""

    temperature_c: Finite | None = None
    throttled: Annotated[tuple[Word, ...], Meta(max_length=16)] | None = None
    cpu_percent: Finite | None = None
    memory_percent: Finite | None = None
    disk_percent: Finite | None = None
    wifi_dbm: Finite | None = None
    uptime_s: Finite | None = None
    camera_restarts: Count | None = None
    dropped_frames: Count | None = None
    clock_synchronised: bool | None = None


class Command(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order for the node; its result comes back with the same id."""

    id: Id
    command: Id
    arguments: Annotated[dict[Word, Setting], Meta(max_length=32)] = {}


class CommandResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a command: the value that counts now, or why it was refused, in one line."""

    id: Id
    requested: Setting = None
    applied: Setting = None
    refused: str = ""

    def __post_init__(self) -> None:
        """Make a reason of what was told."""
        _make_reason(self, "refused")


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
    of the command that this picture answers: it is no part of the video. Names and the fault are
    one line each, whoever made them.
    """

    v: int
    sequence: Count
    captured: Seconds | None = None
    last_answer: AnswerTimes | None = None
    node: str = ""
    name: str = ""
    version: str = ""
    fault: str = ""
    still: Id = ""
    health: Health | None = None
    report: NodeReport | None = None
    results: Annotated[tuple[CommandResult, ...], Meta(max_length=64)] = ()

    def __post_init__(self) -> None:
        """Make names and a reason of what was told."""
        msgspec.structs.force_setattr(self, "node", one_line(self.node, LONGEST_NODE))
        msgspec.structs.force_setattr(self, "name", one_line(self.name, LONGEST_NAME))
        msgspec.structs.force_setattr(self, "version", one_line(self.version, LONGEST_NAME))
        _make_reason(self, "fault")


class ReceiverExt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What our receiver adds to an answer: the frame it answers, its own times and its wishes.

    `wanted` is None when the receiver takes the stream as it is configured.
    """

    v: int
    sequence: Count
    received: Seconds
    answered: Seconds
    wanted: WantedStream | None = None
    commands: Annotated[tuple[Command, ...], Meta(max_length=64)] = ()


def fits(part: msgspec.Struct) -> bool:
    """Tell whether the other end takes a part of our extension, or leaves it out."""
    try:
        msgspec.convert(msgspec.to_builtins(part), type(part))
    except (msgspec.ValidationError, UnicodeEncodeError):
        return False
    return True


def read_sender_ext(value: Any) -> SenderExt | None:
    """Read a header's `ext`; None when there is none, or none of a version we know.

    What it tells of its node beside the frame is left out when it does not fit: it must not hide
    that the camera has a fault.
    """
    return _read(value, SenderExt, {"health", "report", "results", "still"})


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


def _make_reason(told: msgspec.Struct, field: str) -> None:
    """Let a reason be one line; one of nothing but signs that nobody sees is a reason, too."""
    words = getattr(told, field)
    if words:
        reason = one_line(words, LONGEST_REASON) or "no reason that can be read"
        msgspec.structs.force_setattr(told, field, reason)
