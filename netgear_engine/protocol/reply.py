"""The answer to a frame: plain text, or NetGear's JSON reply with or without an array."""

from typing import Any

import msgspec

from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.ext import ReceiverExt, read_receiver_ext
from netgear_engine.protocol.header import ArrayLayout, Compression, PortName, Shape, TypeName
from netgear_engine.protocol.json_text import read_json, write_json
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part

ARRAY_TYPE = "ndarray"
_LIMITS = Limits()


class ArrayReply(msgspec.Struct, frozen=True):
    """An array sent back: its bytes, raw or one JPEG, and how to read them."""

    content: Compression | ArrayLayout
    payload: Part


class Answer(msgspec.Struct, frozen=True):
    """What came back for a frame. `data` is None when the receiver had nothing to say.

    `port` is kept as the receiver wrote it, number or text.
    """

    data: Any = None
    port: int | str | None = None
    ext: ReceiverExt | None = None


class _WireReply(msgspec.Struct):
    return_type: str
    data: Any = None
    compression: bool | Compression = False
    array_dtype: TypeName = ""
    array_shape: Shape | TypeName = ""
    port: PortName | None = None
    ext: Any = None


def write_answer(
    data: Any, ext: ReceiverExt | None = None, *, port: int | str | None = None
) -> list[Part]:
    """Return the parts of an answer to a frame: one, and a second one for an array.

    The form with one part suits every stock sender. Stock's multi-clients sender ends with an
    error at an answer without the receiver's `port`. Raises LocalProtocolError when `data` is
    neither an ArrayReply nor anything that JSON can carry, or is too large.
    """
    wire = _describe(data)
    if port is not None:
        wire["port"] = port
    if ext is not None:
        wire["ext"] = msgspec.to_builtins(ext)
    # Without `ext` there has to be room for one: a reply is tried before it is sent.
    most = _LIMITS.message_bytes if ext is None else _LIMITS.header_bytes
    header = write_json(wire, "reply", most, _LIMITS.depth + 1)
    if isinstance(data, ArrayReply) and len(data.payload) > _LIMITS.payload_bytes:
        raise LocalProtocolError(
            f"an array of {len(data.payload)} bytes: {_LIMITS.payload_bytes} can be sent at most"
        )
    return [header, data.payload] if isinstance(data, ArrayReply) else [header]


def _describe(data: Any) -> dict[str, Any]:
    if not isinstance(data, ArrayReply):
        return {"return_type": type(data).__name__, "data": data}
    content = data.content
    compressed = isinstance(content, Compression)
    return {
        "return_type": ARRAY_TYPE,
        "compression": msgspec.to_builtins(content) if compressed else False,
        "array_dtype": "" if isinstance(content, Compression) else content.dtype,
        "array_shape": "" if isinstance(content, Compression) else content.shape,
        "data": None,
    }


def read_answer(parts: list[bytes], limits: Limits) -> Answer:
    """Read an answer; raises RemoteProtocolError when it is not one.

    A stock receiver that is not bidirectional answers with a sentence: that is an empty answer.
    """
    if not 1 <= len(parts) <= 2:
        raise RemoteProtocolError(f"an answer of {len(parts)} parts")
    if len(parts[0]) > limits.header_bytes or len(parts[-1]) > limits.payload_bytes:
        raise RemoteProtocolError("an answer that is too large")
    wire = _read_reply(parts[0], limits)
    if wire is None:
        return Answer()
    data = wire.data
    if len(parts) == 2:
        data = ArrayReply(_array_content(wire), parts[1])
    return Answer(data, wire.port, read_receiver_ext(wire.ext))


def _read_reply(part: bytes, limits: Limits) -> _WireReply | None:
    if not part.startswith(b"{"):
        return None
    try:
        return msgspec.convert(read_json(part, "reply", limits), _WireReply)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise RemoteProtocolError(f"a reply that is not NetGear's: {error}") from error


def _array_content(wire: _WireReply) -> Compression | ArrayLayout:
    if isinstance(wire.compression, Compression):
        return wire.compression
    if wire.return_type != ARRAY_TYPE or isinstance(wire.array_shape, str):
        raise RemoteProtocolError("an array reply that does not say how to read it")
    return ArrayLayout(wire.array_dtype, wire.array_shape)
