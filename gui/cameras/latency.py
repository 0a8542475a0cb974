"""How old a picture is when it is painted, in words. Never a made-up number. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

_RECENT = 30


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from capture to paint, true within `uncertainty` seconds when that is known."""

    seconds: float
    uncertainty: float | None = None

    @classmethod
    def of(cls, samples: Iterable[float], uncertainty: float | None) -> "Latency | None":
        """Return the middle of the newest samples, None when there are none."""
        newest = list(samples)[-_RECENT:]
        return cls(median(newest), uncertainty) if newest else None


def latency_words(latency: Latency | None, *, moving: bool) -> str:
    """Return as in 84 ms; ? when the sender does not say, – when nothing moves."""
    if not moving:
        return "–"
    return "?" if latency is None else f"{latency.seconds * 1000:.0f} ms"


def latency_with_uncertainty(latency: Latency | None) -> str:
    """Return as in 84 ± 3 ms, or "latency ?" when the sender does not say."""
    if latency is None:
        return "latency ?"
    if latency.uncertainty is None:
        return f"{latency.seconds * 1000:.0f} ms"
    return f"{latency.seconds * 1000:.0f} ± {latency.uncertainty * 1000:.0f} ms"
