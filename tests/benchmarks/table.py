"""The tables of the benchmark, in Markdown."""

from collections.abc import Callable, Sequence
from typing import Protocol

from tests.benchmarks.rows import CONTESTS, REQUEST_REPLY, Row

NOT_MEASURED = "–"
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"


class Medians(Protocol):
    """A row with its results."""

    row: Row

    def median(self, contest: str, figure: str = "received") -> float | None:
        """Return a figure in the middle of the rounds, None where nothing was measured."""
        ...


def tables(measured: Sequence[Medians]) -> list[str]:
    """Return the table of the frame rates with the ratios, and that of the processors' time."""
    titles = [one.title for one in CONTESTS]
    several = [one for one in measured if one.row.senders > 1]
    answered = [one for one in measured if one.row.pattern == REQUEST_REPLY]
    found = [
        _table("Frames received per second", measured, [*titles, "ours / stock", "ours / bare"],
               lambda one, title: _rate(one, title, "received")),
        _table("send() per second", answered, titles,
               lambda one, title: _rate(one, title, "sent")),
        _table("Frames per second of the slowest sender", several, titles,
               lambda one, title: _rate(one, title, "slowest_sender")),
        _table("Processor time, ms per received frame: senders + receiver", measured, titles,
               _processor_time),
    ]  # fmt: skip
    return [one for one in found if one]


def put_into(document: str, text: str) -> str:
    """Return the document with `text` between its marks; with nothing else where it has none."""
    before, begin, rest = document.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        before, after = "", "\n"
    return f"{before}{_BEGIN}\n\n{text}\n\n{_END}{after}"


def idle_table(idle: dict[str, float]) -> str:
    """Return the table of what waiting costs."""
    if not idle:
        return ""
    lines = ["| waiting recv() | % of a core |", "|---|---|"]
    lines += [f"| {name} | {100 * cores:.1f} |" for name, cores in idle.items()]
    return "\n".join(lines)


def _table(
    name: str,
    measured: Sequence[Medians],
    titles: list[str],
    cell: Callable[[Medians, str], str],
) -> str:
    if not measured:
        return ""
    lines = [f"| {name} | {' | '.join(titles)} |", "|---|" + "--:|" * len(titles)]
    for one in measured:
        lines.append(f"| {one.row.title} | {' | '.join(cell(one, title) for title in titles)} |")
    return "\n".join(lines)


def _rate(measured: Medians, title: str, figure: str) -> str:
    if "/" in title:
        over, under = (measured.median(name) for name in title.split(" / "))
        return f"{over / under:.2f}" if over and under else NOT_MEASURED
    rate = measured.median(title, figure)
    return f"{rate:.0f}" if rate is not None else NOT_MEASURED


def _processor_time(measured: Medians, title: str) -> str:
    rate = measured.median(title)
    if not rate:
        return NOT_MEASURED
    sides = (measured.median(title, f"{side}_cores") or 0 for side in ("sender", "receiver"))
    return " + ".join(f"{1000 * cores / rate:.1f}" for cores in sides)
