"""One sender and one receiver: each pattern, slow links, and receiving without a decoder.

A short form of `tests/benchmarks/netgear.py`, which has every size, codec and mixture.
"""

import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks import race
from tests.benchmarks.contenders import encoded_size
from tests.benchmarks.pictures import load_pictures, save_pictures
from tests.benchmarks.plan import Plan
from tests.benchmarks.race import Result, RunFailedError
from tests.benchmarks.report import Cell, Table
from tests.benchmarks.rows import (
    IN_FLIGHT_ON_SLOW_LINK,
    REQUEST_REPLY,
    ROWS,
    SIZES,
    Contest,
    Row,
)
from tests.benchmarks.walls.contest import FAILED

_LINKS = (
    Row(REQUEST_REPLY, True, SIZES[0], delay=0.010),
    Row(REQUEST_REPLY, True, SIZES[0], delay=0.050),
    Row(REQUEST_REPLY, True, SIZES[0], bytes_per_second=10e6 / 8),
)
_PATTERNS = tuple(row for row in ROWS if row.jpeg and row.size == SIZES[-1])
_PAIRS = {name: Contest(name, name) for name in ("ours", "stock", "bare")}
_WITH_IMAGEZMQ = _PAIRS | {"imagezmq": Contest("imagezmq", "imagezmq")}
_RAW = tuple(Row(REQUEST_REPLY, False, size) for size in SIZES)
# One sender for all, the quickest, so that the receiver is what is measured.
_RECEIVERS = {
    "ours": Contest("bare", "ours"),
    "stock": Contest("bare", "stock"),
    "bare": Contest("bare", "router"),
}

_Rounds = dict[str, list[Result]]


def measure_patterns(plan: Plan) -> list[Table]:
    """Return the table of frames a second in each of NetGear's patterns."""
    rows: dict[str, tuple[Cell, ...]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save_pictures(SIZES, folder)
        for row in _PATTERNS:
            contests = {name: one for name, one in _WITH_IMAGEZMQ.items() if one in row.contests}
            found = _take_turns(row, contests, folder, plan.rounds, 0.4 * plan.times)
            rows[row.title] = (
                *(_median(found, one, _received) for one in _WITH_IMAGEZMQ),
                *(_ratio(found, one, _received) for one in _WITH_IMAGEZMQ if one != "ours"),
            )
    ratios = (f"ours / {one}" for one in _WITH_IMAGEZMQ if one != "ours")
    remarks = ("The senders send as fast as they may, encode each frame, and share the computer.",)
    return [Table("netgear", "frames received/s", (*_WITH_IMAGEZMQ, *ratios), rows, remarks)]


def measure_links(plan: Plan) -> list[Table]:
    """Return the table of frames a second over slow links."""
    rows: dict[str, tuple[Cell, ...]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save_pictures(SIZES, folder)
        sizes = [encoded_size(one) for one in load_pictures(folder, SIZES[0])]
        for row in _LINKS:
            # Few frames fit through a narrow link: one more or less should not matter.
            seconds = 0.8 if row.bytes_per_second is None else 2.0
            found = _take_turns(row, _PAIRS, folder, plan.rounds, seconds * plan.times)
            limit = _limit(row, statistics.mean(sizes))
            ours = _median(found, "ours", _received)
            rows[row.title] = (
                *(_median(found, one, _received) for one in _PAIRS),
                _ratio(found, "stock", _received),
                _ratio(found, "bare", _received),
                limit,
                ours / limit if isinstance(ours, float) else None,
            )
    columns = (*_PAIRS, "ours / stock", "ours / bare", "limit", "ours / limit")
    remarks = (
        f"The limit is the window of {IN_FLIGHT_ON_SLOW_LINK} unanswered frames a round trip, or "
        "the bandwidth by the mean size of a JPEG; encoding, decoding and both programs share this "
        "computer's cores.",
    )
    return [Table("link", "frames received/s", columns, rows, remarks)]


def measure_receiving(plan: Plan) -> list[Table]:
    """Return the table of what receiving raw frames costs."""
    rows: dict[str, tuple[Cell, ...]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save_pictures(SIZES, folder)
        for row in _RAW:
            found = _take_turns(row, _RECEIVERS, folder, plan.rounds, 0.6 * plan.times)
            for title, quantity in (
                ("frames received/s", _received),
                ("CPU ms of the receiver a frame", _processor_ms),
            ):
                rows[f"{row.title}: {title}"] = (
                    *(_median(found, one, quantity) for one in _RECEIVERS),
                    _ratio(found, "stock", quantity),
                    _ratio(found, "bare", quantity),
                )
    columns = ("ours", "stock, compression off", "bare ROUTER loop", "ours / stock", "ours / bare")
    remarks = ("The sender is the same bare loop for all: two unanswered frames at a time.",)
    return [Table("receiving", "receiving without decoding", columns, rows, remarks)]


def _take_turns(
    row: Row, contests: dict[str, Contest], folder: Path, rounds: int, seconds: float
) -> _Rounds:
    race.prepare()
    found: _Rounds = {name: [] for name in contests}
    for _ in range(rounds):
        for name, contest in contests.items():
            try:
                found[name].append(race.run(row, contest, folder, seconds))
            except RunFailedError as error:
                print(f"{row.title}: {name} failed: {error}")
    return found


def _received(one: Result) -> float:
    return one.received


def _processor_ms(one: Result) -> float:
    return 1000 * one.receiver_cores / one.received


def _median(found: _Rounds, name: str, quantity: Callable[[Result], float]) -> Cell:
    if name not in found:
        return None
    return statistics.median(map(quantity, found[name])) if found[name] else FAILED


def _ratio(found: _Rounds, name: str, quantity: Callable[[Result], float]) -> Cell:
    if name not in found:
        return None
    ratios: Sequence[float] = [
        quantity(ours) / quantity(other)
        for ours, other in zip(found["ours"], found[name], strict=False)
    ]
    return statistics.median(ratios) if ratios else FAILED


def _limit(row: Row, jpeg_bytes: float) -> float:
    if row.bytes_per_second is not None:
        return row.bytes_per_second / jpeg_bytes
    return IN_FLIGHT_ON_SLOW_LINK / (2 * row.delay)
