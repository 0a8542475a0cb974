"""When a JPEG was sent: eight bytes after its end, which no decoder reads."""

import struct

from netgear_engine.protocol.parts import Part

_STAMP = struct.Struct("<d")


def stamped(jpeg: bytes, now: float) -> bytes:
    """Return the JPEG with the time behind it, in monotonic seconds of this computer."""
    return jpeg + _STAMP.pack(now)


def sent_at(payload: Part) -> float:
    """Return the time that `stamped` put there; any process of this computer understands it."""
    seconds: float = _STAMP.unpack(payload[-_STAMP.size :])[0]
    return seconds
