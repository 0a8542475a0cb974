"""The table of the window's benchmark, in Markdown."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass


class Quantity(enum.Enum):
    """What is measured, and so how it is written; the smaller the better, but for rates."""

    TIME = "ms"
    RATE = "/s"


@dataclass(frozen=True)
class Measured:
    """Values of one kind, times in seconds, and what must not be exceeded, None without a limit."""

    name: str
    values: Sequence[float]
    quantity: Quantity = Quantity.TIME
    limit_p99: float | None = None
    limit_worst: float | None = None

    def figures(self) -> dict[str, float | int | bool | None]:
        """Return what is written into the file, in the unit of the table."""
        worst = min if self.quantity is Quantity.RATE else max
        return {
            "count": len(self.values),
            "p50": self._scaled(percentile(self.values, 50)),
            "p99": self._scaled(percentile(self.values, 99)),
            "worst": self._scaled(worst(self.values)) if self.values else None,
            "kept": self.is_kept(),
        }

    def is_kept(self) -> bool | None:
        """Return whether the limit was kept, None where there is none."""
        if not self.values:
            return None if self.limit() is None else False
        if self.limit_worst is not None:
            return max(self.values) <= self.limit_worst
        if self.limit_p99 is not None:
            return percentile(self.values, 99) <= self.limit_p99
        return None

    def limit(self) -> str | None:
        """Return the limit in words."""
        if self.limit_worst is not None:
            return f"worst {self.limit_worst * 1000:.0f} ms"
        return None if self.limit_p99 is None else f"p99 {self.limit_p99 * 1000:.0f} ms"

    def _scaled(self, value: float) -> float:
        return round(value * 1000 if self.quantity is Quantity.TIME else value, 2)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which so many percent lie; 0 without values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def table(measured: Sequence[Measured]) -> str:
    """Return all of it as a table."""
    titles = ("measured", "count", "p50", "p99", "worst", "limit", "kept")
    lines = [_row(*titles), "|---|--:|--:|--:|--:|---|---|"]
    for one in measured:
        figures, unit = one.figures(), one.quantity.value
        values = (f"{figures[name]} {unit}" for name in ("p50", "p99", "worst"))
        kept = {None: "–", True: "yes", False: "no"}[one.is_kept()]
        lines.append(_row(one.name, str(figures["count"]), *values, one.limit() or "–", kept))
    return "\n".join(lines)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
