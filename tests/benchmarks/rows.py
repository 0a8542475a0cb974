"""What is measured: one row per kind of stream, and who takes part in it."""

from dataclasses import dataclass

from tests.benchmarks.contenders import Link

PATTERN_TITLES = ("PAIR", "REQ/REP", "PUB/SUB")
PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = range(3)
SIZES = ((640, 480), (1280, 720))

# As many frames in flight as our sender allows itself at most: on the slow link the bare loop
# has to have them too.
IN_FLIGHT_ON_SLOW_LINK = 16
_SLOW_LINK_DELAY = 0.010


@dataclass(frozen=True)
class Contest:
    """Who sends and who receives."""

    sender: str
    receiver: str

    @property
    def title(self) -> str:
        """The column's heading."""
        return self.sender if self.sender == self.receiver else f"{self.sender} to {self.receiver}"


BOTH_OURS = Contest("ours", "ours")
BOTH_STOCK = Contest("stock", "stock")
CONTESTS = (
    BOTH_STOCK,
    BOTH_OURS,
    Contest("ours", "stock"),
    Contest("stock", "ours"),
    Contest("imagezmq", "imagezmq"),
    Contest("bare", "bare"),
)


@dataclass(frozen=True)
class Row:
    """One kind of stream. `delay` is that of each direction of the link, in seconds.

    `bytes_per_second` is the bandwidth of each direction, None without a bound.
    """

    pattern: int
    jpeg: bool
    size: tuple[int, int]
    senders: int = 1
    delay: float = 0
    bytes_per_second: float | None = None

    @property
    def has_slow_link(self) -> bool:
        """Whether something other than this computer is between the two."""
        return bool(self.delay) or self.bytes_per_second is not None

    @property
    def title(self) -> str:
        """What the row is called in the table and by --rows."""
        width, height = self.size
        words = [PATTERN_TITLES[self.pattern], f"{width}x{height}", "JPEG" if self.jpeg else "raw"]
        if self.senders > 1:
            words.append(f"{self.senders} senders")
        if self.delay:
            words.append(f"{2000 * self.delay:.0f} ms link")
        if self.bytes_per_second is not None:
            words.append(f"{self.bytes_per_second * 8 / 1e6:.0f} Mbit/s link")
        return " ".join(words)

    @property
    def contests(self) -> tuple[Contest, ...]:
        """Who can take part: imagezmq knows no PAIR."""
        return tuple(one for one in CONTESTS if self.pattern != PAIR or one.sender != "imagezmq")

    def link(self, ports: list[int], connects_to: int) -> Link:
        """Return what a sender that goes to the port `connects_to` and its receiver agree on."""
        width, height = self.size
        in_flight = IN_FLIGHT_ON_SLOW_LINK if self.has_slow_link else 2
        return Link(
            self.pattern, self.jpeg, (height, width, 3), tuple(ports), connects_to, in_flight
        )


ROWS = (
    *(
        Row(pattern, jpeg, size)
        for pattern in (REQUEST_REPLY, PUBLISH_SUBSCRIBE, PAIR)
        for size in SIZES
        for jpeg in (False, True)
    ),
    *(Row(REQUEST_REPLY, True, SIZES[0], senders=count) for count in (4, 16)),
    Row(REQUEST_REPLY, True, SIZES[0], delay=_SLOW_LINK_DELAY),
)
