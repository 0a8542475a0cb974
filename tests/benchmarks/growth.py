"""How it grows: 1 to 64 cameras of three sizes, as a table and as a chart."""

from pathlib import Path

from tests.benchmarks.growth_chart import Chart, draw
from tests.benchmarks.plan import Plan
from tests.benchmarks.report import Cell, Table
from tests.benchmarks.walls import contest
from tests.benchmarks.walls.contest import BARE, OURS, STOCK, Load, Outcome, Turn

COUNTS = (1, 4, 9, 16, 25, 36, 64)
SIZES = ((640, 360), (1280, 720), (1920, 1080))
CHART = Path(__file__).parents[2] / "docs" / "images" / "growth.png"

_CONTENDERS = (OURS, BARE, STOCK)
_NAMES = ("ours", "bare", "stock")
_COLUMNS = (
    *(f"{name}, frames shown/s" for name in _NAMES),
    *(f"{name}, CPU ms a frame" for name in _NAMES),
    *(f"ours / {name}, CPU" for name in _NAMES[1:]),
    *("ours, age p99 ms", "stock, age p99 ms"),
)


def measure(plan: Plan) -> list[Table]:
    """Return the table; draw the chart when everything was measured at its full length."""
    outcomes = {
        load: _take_turns(load, plan)
        for load in (Load(count, size) for size in SIZES for count in COUNTS)
    }
    rows = {load.title: _row(outcome) for load, outcome in outcomes.items()}
    drawn: tuple[str, ...] = ()
    if plan.times >= 1:
        draw(_charts(outcomes), _NAMES, CHART)
        drawn = (f"As a chart: ![what is shown of 1 to 64 cameras](images/{CHART.name})",)
    remarks = (
        *drawn,
        f"Each point is the middle of {plan.growth_rounds} round(s); "
        "`--growth-rounds 5` takes more.",
        "All share the computer with the senders: where frames are missing both cores are busy.",
    )
    return [Table("growth", "cameras", _COLUMNS, rows, remarks)]


def _take_turns(load: Load, plan: Plan) -> Outcome:
    turn = Turn(seconds=0.8 * plan.times, warm_up=0.3 * plan.times)
    return contest.take_turns(load, _CONTENDERS, rounds=plan.growth_rounds, turn=turn)


def _row(outcome: Outcome) -> tuple[Cell, ...]:
    return (
        *(outcome.median(name, contest.shown_a_second) for name in _CONTENDERS),
        *(outcome.median(name, contest.processor_ms) for name in _CONTENDERS),
        *(outcome.ratio(name, contest.processor_ms) for name in _CONTENDERS[1:]),
        *(outcome.median(name, lambda one: one.age_p99_ms) for name in (OURS, STOCK)),
    )


def _charts(outcomes: dict[Load, Outcome]) -> list[Chart]:
    quantities = {
        "frames shown, % of those sent": _percent_shown,
        "CPU ms a frame shown": _processor_ms,
    }
    return [
        Chart(
            f"{size[1]}p30: {title}",
            [
                [
                    (load.cameras, y)
                    for load, outcome in outcomes.items()
                    if load.size == size and isinstance(y := quantity(load, outcome, name), float)
                ]
                for name in _CONTENDERS
            ],
        )
        for title, quantity in quantities.items()
        for size in SIZES
    ]


def _percent_shown(load: Load, outcome: Outcome, name: str) -> Cell:
    return outcome.median(name, lambda one: 100 * contest.shown_a_second(one) / load.offered)


def _processor_ms(_: Load, outcome: Outcome, name: str) -> Cell:
    return outcome.median(name, contest.processor_ms)
