"""How much a peer may make us read or allocate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest message that is accepted; checked before anything is allocated."""

    header_bytes: int = 64 * 1024
    payload_bytes: int = 64 * 1024 * 1024
    pixels: int = 100_000_000
