"""How much a peer may make us read or allocate."""

from dataclasses import dataclass

# What goes with every frame or answer beside the data: names, times, news or commands of ours.
_BESIDE_THE_DATA = 40 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest message that is accepted; checked before anything is allocated.

    `depth` is how many lists and objects of free data may lie within each other, `brackets` how
    many may be in one header, those in texts counted as well: each costs far more time than its
    bytes, and programs have time. `scans` are those
    of one JPEG, `scanned_pixels` its pixels times its scans. `data_as_stock` hands free data on as
    stock does, for programs: with its control characters, and with numbers of any length.
    """

    header_bytes: int = 1024 * 1024
    payload_bytes: int = 64 * 1024 * 1024
    depth: int = 100
    brackets: int = 20_000
    pixels: int = 100_000_000
    scans: int = 64
    scanned_pixels: int = 1_000_000_000
    data_as_stock: bool = False

    @property
    def message_bytes(self) -> int:
        """The longest message or reply, in JSON, that leaves room for what is ours."""
        return self.header_bytes - _BESIDE_THE_DATA


FOR_PROGRAMS = Limits(brackets=1_000_000, data_as_stock=True)
