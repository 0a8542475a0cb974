"""Our versioned extension of the header and of the answer. Stock peers ignore it.

Times are monotonic seconds of whoever writes them; only their differences mean anything.
"""

from typing import Annotated, Any, TypeVar

import msgspec

EXT_VERSION = 1

# JSON as stock reads it has NaN and Infinity; neither is a time.
Seconds = Annotated[float, msgspec.Meta(gt=-1e12, lt=1e12)]

_Ext = TypeVar("_Ext", "SenderExt", "ReceiverExt")


class AnswerTimes(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the sender sent a frame and when the answer to it came back, by the sender's clock."""

    sequence: int
    sent: Seconds
    answered: Seconds


class SenderExt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What our sender adds to a frame's header."""

    v: int
    sequence: int
    captured: Seconds | None = None
    last_answer: AnswerTimes | None = None
    node: str = ""
    name: str = ""
    version: str = ""


class ReceiverExt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What our receiver adds to an answer: the frame it answers and its own times."""

    v: int
    sequence: int
    received: Seconds
    answered: Seconds


def read_sender_ext(value: Any) -> SenderExt | None:
    """Read a header's `ext`; None when there is none, or none of a version we know."""
    return _read(value, SenderExt)


def read_receiver_ext(value: Any) -> ReceiverExt | None:
    """Read an answer's `ext`; None when there is none, or none of a version we know."""
    return _read(value, ReceiverExt)


def _read(value: Any, kind: type[_Ext]) -> _Ext | None:
    if not isinstance(value, dict) or value.get("v") != EXT_VERSION:
        return None
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, UnicodeEncodeError):
        return None
