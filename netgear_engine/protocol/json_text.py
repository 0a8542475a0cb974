"""JSON on the wire: written as stock reads it, read with its texts and numbers made safe."""

import json
from typing import Any

import msgspec

from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.text import cleaned

_LIMITS = Limits()
# More digits than any floating point number has: a longer one would break who counts with it.
_MOST_DIGITS = 300
# Python itself reads no longer ones, and stock is written in it.
_MOST_DIGITS_OF_STOCK = 4300


def write_json(
    value: Any, what: str, most: int = _LIMITS.message_bytes, depth: int = _LIMITS.depth
) -> bytes:
    """Return compact JSON; raises LocalProtocolError naming `what` if it cannot be written.

    So it does when it has more than `most` bytes or lies deeper than `depth`: the other end would
    refuse it. The standard library's writer is used because stock peers read with its reader: NaN
    passes.
    """
    try:
        written = _WRITER.encode(value).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise LocalProtocolError(f"the {what} cannot be sent as JSON: {error}") from error
    if len(written) > most:
        raise LocalProtocolError(
            f"the {what} has {len(written)} bytes of JSON, and {most} can be sent at most"
        )
    if written.count(b"[") + written.count(b"{") > depth and is_deeper(value, depth):
        raise LocalProtocolError(
            f"the {what} has lists or objects within each other: {_LIMITS.depth} deep can be sent"
        )
    return written


def size_in_json(part: msgspec.Struct, what: str) -> int:
    """Return how many bytes a part of our extension takes in a header.

    Raises LocalProtocolError naming `what` when it is nothing that JSON can carry.
    """
    try:
        value = msgspec.to_builtins(part)
    except (TypeError, ValueError, RecursionError) as error:
        raise LocalProtocolError(f"the {what} cannot be sent as JSON: {error}") from error
    return len(write_json(value, what))


def read_json(part: Part, what: str, limits: Limits) -> Any:
    """Read JSON as stock peers write it, NaN included, with its texts and numbers made safe.

    Raises RemoteProtocolError when it is too large, of too many lists, too deep or no JSON.
    """
    if len(part) > limits.header_bytes:
        raise RemoteProtocolError(
            f"a {what} of {len(part)} bytes, allowed are {limits.header_bytes}"
        )
    # Bytes that are no text are as harmless as halves of characters.
    text = str(part, "utf-8-sig", "replace")
    brackets = text.count("[") + text.count("{")
    if brackets > limits.brackets:
        raise RemoteProtocolError(
            f"a {what} of {brackets} lists or objects, allowed are {limits.brackets}"
        )
    try:
        value = (_STOCK_READER if limits.data_as_stock else _READER).decode(text)
    except (ValueError, RecursionError) as error:
        raise RemoteProtocolError(f"a {what} that is not JSON") from error
    if brackets > limits.depth and is_deeper(value, limits.depth + 1):
        raise RemoteProtocolError(f"a {what} of lists or objects more than {limits.depth} deep")
    if "\\" in text or "\x7f" in text or not text.isascii():
        value = cleaned(value, control_characters=limits.data_as_stock)
    return value


def is_deeper(value: Any, levels: int) -> bool:
    """Tell whether more than so many lists and objects lie within each other."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return False
    return levels == 0 or any(is_deeper(one, levels - 1) for one in value)


def _stock_number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS_OF_STOCK:
        raise ValueError("a number of too many digits")
    return int(digits)


def _number(digits: str) -> int | str:
    number = _stock_number(digits)
    return number if len(digits) <= _MOST_DIGITS else digits


# Made once: to make them takes longer than to read a header.
_WRITER = json.JSONEncoder(separators=(",", ":"))
_READER = json.JSONDecoder(parse_int=_number)
_STOCK_READER = json.JSONDecoder(parse_int=_stock_number)
