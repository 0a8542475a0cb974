"""The header of a frame and the goodbye, as NetGear writes them."""

import json
from typing import Any, Literal

import msgspec

from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.ext import SenderExt, read_sender_ext
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern


class Compression(msgspec.Struct, frozen=True):
    """How the payload, one JPEG, wants to be decoded: NetGear's `compression` object."""

    dct: bool = True
    ups: bool = False
    colorspace: str = "BGR"


class ArrayLayout(msgspec.Struct, frozen=True):
    """How to read an uncompressed payload: numpy's dtype name and the shape."""

    dtype: str
    shape: tuple[int, ...]


class FrameHeader(msgspec.Struct, frozen=True):
    """What a frame's header says. `port` is kept as the sender gave it, number or text."""

    content: Compression | ArrayLayout
    message: Any = None
    port: int | str | None = None
    ext: SenderExt | None = None


class Goodbye(msgspec.Struct, frozen=True):
    """A sender ends its stream."""

    port: int | str | None = None


class _WireHeader(msgspec.Struct):
    """The JSON object on the wire; every key that stock peers write, and ours."""

    terminate_flag: bool
    compression: Literal[False] | Compression = False
    message: Any = None
    pattern: str | int = ""
    dtype: str = ""
    shape: tuple[int, ...] | str = ""
    port: int | str | None = None
    ext: Any = None


def write_header(header: FrameHeader, pattern: Pattern) -> bytes:
    """Return the header part of a frame.

    Raises LocalProtocolError when the message is nothing that JSON can carry.
    """
    compressed = isinstance(header.content, Compression)
    wire: dict[str, Any] = {
        "terminate_flag": False,
        "compression": msgspec.to_builtins(header.content) if compressed else False,
        "message": header.message,
        "pattern": str(pattern.value),
        "dtype": "" if isinstance(header.content, Compression) else header.content.dtype,
        "shape": "" if isinstance(header.content, Compression) else header.content.shape,
    }
    if header.port is not None:
        wire["port"] = header.port
    if header.ext is not None:
        wire["ext"] = msgspec.to_builtins(header.ext)
    return write_json(wire, "message")


def write_goodbye(goodbye: Goodbye) -> bytes:
    """Return the only part of a goodbye."""
    wire: dict[str, Any] = {"terminate_flag": True}
    if goodbye.port is not None:
        wire["port"] = goodbye.port
    return write_json(wire, "port")


def read_header(part: bytes, limits: Limits) -> FrameHeader | Goodbye:
    """Read a header part; raises RemoteProtocolError when it is not one."""
    if len(part) > limits.header_bytes:
        raise RemoteProtocolError(
            f"a header of {len(part)} bytes, allowed are {limits.header_bytes}"
        )
    wire = _convert(read_json(part, "header"))
    if wire.terminate_flag:
        return Goodbye(wire.port)
    return FrameHeader(_content(wire), wire.message, wire.port, read_sender_ext(wire.ext))


def write_json(value: Any, what: str) -> bytes:
    """Return compact JSON; raises LocalProtocolError naming `what` if it cannot be written.

    The standard library's writer is used because stock peers read with its reader: NaN passes.
    """
    try:
        return json.dumps(value, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise LocalProtocolError(f"the {what} cannot be sent as JSON: {error}") from error


def size_in_json(part: msgspec.Struct, what: str) -> int:
    """Return how many bytes a part of our extension takes in a header.

    Raises LocalProtocolError naming `what` when it is nothing that JSON can carry.
    """
    try:
        value = msgspec.to_builtins(part)
    except (TypeError, ValueError, RecursionError) as error:
        raise LocalProtocolError(f"the {what} cannot be sent as JSON: {error}") from error
    return len(write_json(value, what))


def read_json(part: bytes, what: str) -> Any:
    """Read JSON as stock peers write it, NaN included; raises RemoteProtocolError."""
    try:
        return json.loads(part)
    except (ValueError, RecursionError) as error:
        raise RemoteProtocolError(f"a {what} that is not JSON") from error


def _convert(value: Any) -> _WireHeader:
    try:
        return msgspec.convert(value, _WireHeader)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        # JSON may escape half a character; msgspec cannot take that for a key.
        raise RemoteProtocolError(f"a header that is not NetGear's: {error}") from error


def _content(wire: _WireHeader) -> Compression | ArrayLayout:
    if isinstance(wire.compression, Compression):
        return wire.compression
    if isinstance(wire.shape, str) or not wire.dtype:
        raise RemoteProtocolError("a frame that is neither compressed nor described")
    return ArrayLayout(wire.dtype, wire.shape)
