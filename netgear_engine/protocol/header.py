"""The header of a frame and the goodbye, as NetGear writes them."""

from typing import Annotated, Any, Literal

import msgspec

from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.ext import SenderExt, read_sender_ext
from netgear_engine.protocol.json_text import read_json, write_json
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import Pattern

PortName = (
    Annotated[int, msgspec.Meta(ge=0, le=65535)] | Annotated[str, msgspec.Meta(max_length=20)]
)
TypeName = Annotated[str, msgspec.Meta(max_length=40)]
# What every numpy can hold; 2.x itself takes 64.
MOST_DIMENSIONS = 32
# A side of at most 16 times the bytes of a payload: it can be multiplied and printed.
Shape = Annotated[
    tuple[Annotated[int, msgspec.Meta(ge=0, le=2**30)], ...],
    msgspec.Meta(max_length=MOST_DIMENSIONS),
]
_LIMITS = Limits()


class Compression(msgspec.Struct, frozen=True):
    """How the payload, one JPEG, wants to be decoded: NetGear's `compression` object."""

    dct: bool = True
    ups: bool = False
    colorspace: TypeName = "BGR"


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
    dtype: TypeName = ""
    shape: Shape | TypeName = ""
    port: PortName | None = None
    ext: Any = None


def write_header(header: FrameHeader, pattern: Pattern) -> bytes:
    """Return the header part of a frame.

    Raises LocalProtocolError when the message is nothing that JSON can carry, or too large.
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
    return write_json(wire, "message", _LIMITS.header_bytes, _LIMITS.depth + 1)


def write_goodbye(goodbye: Goodbye) -> bytes:
    """Return the only part of a goodbye."""
    wire: dict[str, Any] = {"terminate_flag": True}
    if goodbye.port is not None:
        wire["port"] = goodbye.port
    return write_json(wire, "port")


def read_header(part: Part, limits: Limits) -> FrameHeader | Goodbye:
    """Read a header part; raises RemoteProtocolError when it is not one."""
    wire = _convert(read_json(part, "header", limits))
    if wire.terminate_flag:
        return Goodbye(wire.port)
    return FrameHeader(_content(wire), wire.message, wire.port, read_sender_ext(wire.ext))


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
