"""Compare NetGear with stock VidGear, imagezmq and a bare ZeroMQ loop, on the same frames.

    python -m tests.benchmarks.netgear [--seconds S] [--rounds N] [--rows WORDS] [--output FILE ...]

Each side is a process of its own. Each round runs every contender of a row once, one after the
other; the tables hold the medians of the rounds. They are printed, and written to FILE.md, in place
of the tables that are there already; FILE.json gets everything that was measured.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

import zmq

from tests.benchmarks import race, table
from tests.benchmarks.pictures import save_pictures
from tests.benchmarks.race import Result, RunFailedError
from tests.benchmarks.rows import ROWS, SIZES, Contest, Row

_IDLE_S = 5.0
_AT_A_TIME = 8


@dataclass
class Measured:
    """All results of one row, by the contenders' titles, and what went wrong."""

    row: Row
    results: dict[str, list[Result]] = field(default_factory=lambda: defaultdict(list))
    failures: dict[str, str] = field(default_factory=dict)

    def median(self, contest: str, figure: str = "received") -> float | None:
        """Return a figure of Result in the middle of the rounds; None where nothing was run."""
        results = self.results.get(contest)
        return statistics.median(getattr(one, figure) for one in results) if results else None


def main() -> int:
    """Run what the command line asks for; 1 when a run failed."""
    options = _options()
    race.prepare()
    rows = [row for row in ROWS if all(word in row.title for word in options.rows.split())]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save_pictures(SIZES, folder)
        if options.trial:
            measured = _try_all(rows, options, folder)
        else:
            measured = [_measure(row, options, folder) for row in rows]
    idle = _measure_idle(options) if options.idle else {}
    text = "\n\n".join([_machine(), *table.tables(measured), table.idle_table(idle)]).strip()
    print(f"\n{text}")
    for file in options.output:
        if file.suffix == ".json":
            facts = {"machine": _machine(), "rows": [_facts(one) for one in measured], "idle": idle}
            file.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
        else:
            document = file.read_text(encoding="utf-8") if file.exists() else ""
            file.write_text(table.put_into(document, text), encoding="utf-8")
    return 1 if any(one.failures for one in measured) else 0


def _measure(row: Row, options: argparse.Namespace, folder: Path) -> Measured:
    measured = Measured(row)
    for _ in range(options.rounds):
        for contest in _contests(row, options):
            _run(measured, contest, folder, options.seconds)
    _tell(measured)
    return measured


def _try_all(rows: list[Row], options: argparse.Namespace, folder: Path) -> list[Measured]:
    """Run everything once, many at a time: shows that it runs, not how fast."""
    measured = [Measured(row) for row in rows]
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        for one in measured:
            for contest in _contests(one.row, options):
                pool.submit(_run, one, contest, folder, options.seconds)
    for one in measured:
        _tell(one)
    return measured


def _contests(row: Row, options: argparse.Namespace) -> list[Contest]:
    return [one for one in row.contests if not options.only or one.title in options.only]


def _tell(measured: Measured) -> None:
    for title, reason in measured.failures.items():
        print(f"{measured.row.title}: {title} failed: {reason}", file=sys.stderr)
    rates = [f"{title} {measured.median(title):.0f}" for title in measured.results]
    print(f"{measured.row.title}: {'  '.join(rates)}", flush=True)


def _run(measured: Measured, contest: Contest, folder: Path, seconds: float) -> None:
    try:
        result = race.run(measured.row, contest, folder, seconds)
    except RunFailedError as error:
        measured.failures[contest.title] = str(error)
    else:
        measured.results[contest.title].append(result)


def _measure_idle(options: argparse.Namespace) -> dict[str, float]:
    seconds = options.seconds if options.trial else _IDLE_S
    return {name: race.run_idle(name, ROWS[0], seconds) for name in ("stock", "ours")}


def _facts(measured: Measured) -> dict[str, object]:
    return {
        "title": measured.row.title,
        "results": {
            title: [asdict(one) for one in results] for title, results in measured.results.items()
        },
        "failures": measured.failures,
    }


def _machine() -> str:
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, libzmq {zmq.zmq_version()}; "
        f"load of the last minute at the end {os.getloadavg()[0]:.1f}."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1.0, help="of each run")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each contender")
    parser.add_argument("--rows", default="", help='words of the titles: "REQ/REP JPEG"')
    parser.add_argument("--only", nargs="*", help='contenders: stock ours bare "ours to stock"')
    parser.add_argument("--no-idle", dest="idle", action="store_false")
    parser.add_argument(
        "--output",
        type=Path,
        nargs="*",
        default=[],
        help="FILE.md: the tables, FILE.json: all",
    )
    parser.add_argument("--trial", action="store_true", help="everything once, much at a time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
