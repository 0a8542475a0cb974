"""Every benchmark, as `make bench` runs it: the tables, the figures as JSON, the chart.

    python -m tests.benchmarks.run [--only wall idle] [--rounds N] [--output FILE.md] [--json FILE]

Each figure is the middle of several rounds in which the contenders take turns; each ratio is that
of figures of the same round. FILE.md gets the tables between their marks.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import camera_side, growth, idle, memory, pair, start, wall
from tests.benchmarks.machine import load, machine
from tests.benchmarks.plan import Plan
from tests.benchmarks.report import Table

PARTS: dict[str, Callable[[Plan], list[Table]]] = {
    "wall": wall.measure,
    "neighbour": wall.measure_with_neighbour,
    "growth": growth.measure,
    "idle": idle.measure,
    "start": start.measure,
    "memory": memory.measure,
    "netgear": pair.measure_patterns,
    "link": pair.measure_links,
    "receiving": pair.measure_receiving,
    "node": camera_side.measure,
}


def main() -> int:
    """Measure what the command line asks for."""
    options = _options()
    plan = Plan(options.rounds, options.growth_rounds, options.times, 60 * options.overload)
    figures: dict[str, object] = {"machine": machine()}
    print(machine())
    for name in options.only or PARTS:
        tables, told = _measure(name, plan)
        figures[name] = {"told": told, "tables": [one.facts() for one in tables]}
        if options.output is not None:
            _write(options.output, tables, told)
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _measure(name: str, plan: Plan) -> tuple[list[Table], str]:
    began, before = time.monotonic(), load()
    tables = PARTS[name](plan)
    told = (
        f"{time.strftime('%Y-%m-%d %H:%M')}, load of the last minute {before} before and {load()} "
        f"after; {time.monotonic() - began:.0f} s"
    )
    print(f"\n{name}: {told}\n")
    print("\n\n".join(one.markdown() for one in tables), flush=True)
    return tables, told


def _write(file: Path, tables: list[Table], told: str) -> None:
    document = file.read_text(encoding="utf-8") if file.exists() else ""
    for one in tables:
        document = one.with_remark(f"{machine()}. {told}.").put_into(document)
    file.write_text(document, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usual = Plan()
    add = parser.add_argument
    add("--only", nargs="*", choices=PARTS, default=[], metavar="PART", help=", ".join(PARTS))
    add("--rounds", type=int, default=usual.rounds, help="of each contender")
    add("--growth-rounds", type=int, default=usual.growth_rounds, help="of each point of a chart")
    add("--times", type=float, default=usual.times, help="how much longer all is measured")
    add("--overload", type=float, default=usual.overload_s / 60, metavar="MINUTES")
    add("--output", type=Path, metavar="FILE.md", help="put the tables between their marks there")
    add("--json", type=Path, metavar="FILE", help="write all figures there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
