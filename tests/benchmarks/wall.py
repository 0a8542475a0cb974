"""A wall of cameras at 1920x1080: what each contender shows, for how much, and how late.

    python -m tests.benchmarks.wall [--cameras N] [--size WxH] [--fps N] [--only ours stock ...]

measures another load than the 16 cameras of `make bench`, or fewer contenders.
"""

import argparse
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.plan import Plan
from tests.benchmarks.report import Cell, Table
from tests.benchmarks.walls import contest
from tests.benchmarks.walls.contest import CONTENDERS, TITLES, Load, Outcome, Turn
from tests.benchmarks.walls.meter import size_of

_LOAD = Load(16)
_COLUMNS = (
    *("frames shown/s", "% of those sent", "ours / it", "CPU ms a frame", "ours / it, CPU"),
    *("age p50 ms", "p99 ms", "ours / it, p99", "slowest camera, % of the mean", "memory MB"),
)
_REMARKS = (
    "Of a camera the newest frame is shown, in each whole picture one: ours and the montages make "
    "at most 60 of these a second, the bare loop shows every frame that it decodes.",
    "The age is from sending to showing: painted, the montage made, or copied. Where the window "
    "falls behind it shows newer frames, not older ones.",
    "FFmpeg and GStreamer read the same JPEGs as MJPEG over TCP and make 30 whole pictures a "
    "second. They convert nothing for a screen and draw nothing; counted is what they took of each "
    "camera, at most once for each whole picture. How old it is then is not known.",
    "All contenders show pictures as large as ours does. Nobody has a display.",
)
_BUSY = "while True: pass"


def measure(plan: Plan) -> list[Table]:
    """Return the table of a quiet computer."""
    outcome = _take_turns(plan)
    return [_table("wall", _LOAD.title, _LOAD, outcome)]


def measure_with_neighbour(plan: Plan) -> list[Table]:
    """Return the table of a computer on which another program takes one core."""
    with _busy_neighbour():
        outcome = _take_turns(plan)
    title = f"{_LOAD.title}, one core taken by a busy loop"
    return [_table("neighbour", title, _LOAD, outcome)]


def _take_turns(plan: Plan) -> Outcome:
    turn = Turn(seconds=1.8 * plan.times, warm_up=0.7 * plan.times)
    return contest.take_turns(_LOAD, CONTENDERS, rounds=plan.rounds, turn=turn)


@contextlib.contextmanager
def _busy_neighbour() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", _BUSY])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _table(name: str, title: str, load: Load, outcome: Outcome) -> Table:
    pictures = {one.picture for one in outcome.figures.get(contest.OURS, ())}
    sizes = " or ".join(f"{width}x{height}" for width, height in sorted(pictures))
    took_part = [name for name in CONTENDERS if name in outcome.figures | outcome.missing]
    rows = {TITLES[one]: _row(load, outcome, one) for one in took_part}
    return Table(name, title, _COLUMNS, rows, (*_REMARKS, f"Each picture is shown as {sizes}."))


def _row(load: Load, outcome: Outcome, name: str) -> tuple[Cell, ...]:
    is_ours = name == contest.OURS
    shown = outcome.median(name, contest.shown_a_second)
    return (
        shown,
        100 * shown / load.offered if isinstance(shown, float) else shown,
        None if is_ours else outcome.ratio(name, contest.shown_a_second),
        outcome.median(name, contest.processor_ms),
        None if is_ours else outcome.ratio(name, contest.processor_ms),
        outcome.median(name, lambda one: one.age_p50_ms),
        outcome.median(name, lambda one: one.age_p99_ms),
        None if is_ours else outcome.ratio(name, lambda one: one.age_p99_ms),
        outcome.median(name, lambda one: 100 * contest.slowest_share(one)),
        outcome.median(name, lambda one: one.memory_mb),
    )


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    add = parser.add_argument
    add("--cameras", type=int, default=_LOAD.cameras)
    add("--size", type=size_of, default=_LOAD.size, metavar="WxH")
    add("--fps", type=float, default=_LOAD.fps)
    add("--rounds", type=int, default=5)
    add("--seconds", type=float, default=4.0, help="of each turn")
    add("--only", nargs="+", choices=CONTENDERS, default=CONTENDERS, metavar="NAME")
    given = parser.parse_args()
    load = Load(given.cameras, given.size, given.fps)
    turn = Turn(given.seconds, warm_up=1.0)
    outcome = contest.take_turns(load, given.only, rounds=given.rounds, turn=turn)
    print(_table("wall", load.title, load, outcome).markdown())


if __name__ == "__main__":
    main()
