"""What a wall costs that has nothing to show: silent cameras, and a window that nobody sees."""

from tests.benchmarks.plan import Plan
from tests.benchmarks.report import Cell, Table
from tests.benchmarks.walls import contest
from tests.benchmarks.walls.contest import OURS, STOCK, Load, Outcome, Turn
from tests.benchmarks.walls.meter import HIDDEN, MINIMISED, SILENT

_LOAD = Load(16)
_STATES = {
    SILENT: "16 connected cameras that send nothing",
    HIDDEN: f"{_LOAD.title}, the window hidden",
    MINIMISED: f"{_LOAD.title}, the window minimised",
}
_COLUMNS = ("ours, % of a core", "stock, % of a core", "ours / stock", "limit")
_REMARKS = (
    "The senders are not counted. A hidden window still receives and answers every frame.",
    "Stock has no window that could be hidden: it goes on as always.",
)


def measure(plan: Plan) -> list[Table]:
    """Return the table."""
    rows: dict[str, tuple[Cell, ...]] = {}
    for state, title in _STATES.items():
        turn = Turn(seconds=1.5 * plan.times, warm_up=0.8 * plan.times, state=state)
        outcome = contest.take_turns(_LOAD, (OURS, STOCK), rounds=plan.rounds, turn=turn)
        rows[title] = _row(outcome)
    return [Table("idle", "waiting", _COLUMNS, rows, _REMARKS)]


def _row(outcome: Outcome) -> tuple[Cell, ...]:
    def percent(name: str) -> Cell:
        return outcome.median(name, lambda one: 100 * contest.cores(one))

    return percent(OURS), percent(STOCK), outcome.ratio(STOCK, contest.cores), "0"
