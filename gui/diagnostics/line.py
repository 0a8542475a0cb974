"""One camera's line in the table of all cameras, in words, for sorting, and as CSV. No Qt."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gui.cameras.facts import CameraFacts
from gui.cameras.key import CameraKey, port_of_key
from gui.cameras.latency import latency_words
from gui.look.sign import Sign
from gui.look.time_words import clock_time_or_date

Sortable = str | float
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class DiagnosticsCell:
    """What a cell says, and by what it is sorted: figures by their size, not by their digits."""

    words: str
    order: Sortable


@dataclass(frozen=True, slots=True)
class DiagnosticsLine:
    """One camera: its key, the sign of its state, and a cell for each column."""

    key: CameraKey
    sign: Sign
    cells: tuple[DiagnosticsCell, ...]


def _number(value: float | None, words: str) -> DiagnosticsCell:
    """Sort what is not known before every figure."""
    return DiagnosticsCell(_NOTHING, -1e12) if value is None else DiagnosticsCell(words, value)


def _text(words: str) -> DiagnosticsCell:
    return DiagnosticsCell(words or _NOTHING, words.casefold())


def _received(facts: CameraFacts) -> DiagnosticsCell:
    fps = facts.status.fps if facts.status.received else None
    return _number(fps, f"{facts.status.fps:.1f}")


def _painted(facts: CameraFacts) -> DiagnosticsCell:
    fps = facts.painted_fps if facts.status.received else None
    return _number(fps, f"{fps or 0:.1f}")


def _latency(facts: CameraFacts) -> DiagnosticsCell:
    known = facts.latency.seconds if facts.latency is not None and facts.moving else None
    words = latency_words(facts.latency, moving=facts.moving)
    return DiagnosticsCell(words, -1e12 if known is None else known)


def _reconnects(facts: CameraFacts) -> DiagnosticsCell:
    count = facts.record.reconnects(facts.now_wall)
    return _number(count, str(count))


def _last_error(facts: CameraFacts) -> DiagnosticsCell:
    error = facts.record.last_error
    if error is None:
        return DiagnosticsCell(_NOTHING, -1e12)
    time = clock_time_or_date(error.wall, facts.now_wall)
    return DiagnosticsCell(f"{time} {error.words}", error.wall)


def _temperature(facts: CameraFacts) -> DiagnosticsCell:
    health = facts.status.health
    degrees = None if health is None else health.temperature_c
    return _number(degrees, f"{degrees or 0:.0f} °C")


COLUMNS: dict[str, Callable[[CameraFacts], DiagnosticsCell]] = {
    "Camera": lambda facts: _text(facts.name),
    "Port": lambda facts: _number(port_of_key(facts.key), facts.key),
    "State": lambda facts: _text(facts.state),
    "Received fps": _received,
    "Painted fps": _painted,
    "Dropped": lambda facts: _number(facts.dropped, str(facts.dropped)),
    "Latency": _latency,
    "Reconnects, 1 h": _reconnects,
    "Last error": _last_error,
    "Temperature": _temperature,
}
TEXT_COLUMNS = frozenset({"Camera", "State", "Last error"})


def diagnostics_line(facts: CameraFacts) -> DiagnosticsLine:
    """Return a camera's line."""
    cells = tuple(cell(facts) for cell in COLUMNS.values())
    return DiagnosticsLine(facts.key, facts.sign, cells)


def diagnostics_csv(lines: Iterable[DiagnosticsLine]) -> str:
    """Return the table as CSV with a headline."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow(_harmless(cell.words) for cell in line.cells)
    return out.getvalue()


def _harmless(words: str) -> str:
    """Keep a spreadsheet from taking for a formula what a camera has sent."""
    return f"'{words}" if words[:1] in ("=", "+", "@") else words
