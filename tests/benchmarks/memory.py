"""How much memory a camera takes, and whether it grows while more comes than can be shown."""

from tests.benchmarks.plan import Plan
from tests.benchmarks.report import Cell, Table
from tests.benchmarks.walls import contest
from tests.benchmarks.walls.contest import OURS, STOCK, Load, Turn

_FEW, _MANY = Load(1), Load(16)
_OVERLOAD = Load(16, fps=120.0)
_CONTENDERS = (OURS, STOCK)
_NAMES = ("ours", "stock")


def measure(plan: Plan) -> list[Table]:
    """Return the table."""
    turn = Turn(seconds=0.3 * plan.times, warm_up=0.8 * plan.times)
    few, many = (
        contest.take_turns(load, _CONTENDERS, rounds=plan.rounds, turn=turn)
        for load in (_FEW, _MANY)
    )
    resident = {
        load.title: [outcome.median(name, lambda one: one.memory_mb) for name in _CONTENDERS]
        for load, outcome in ((_FEW, few), (_MANY, many))
    }
    rows: dict[str, tuple[Cell, ...]] = {
        f"{title}, MB": tuple(values) for title, values in resident.items()
    }
    rows["each further camera, MB"] = tuple(map(_each, *resident.values()))
    rows |= _overload(plan)
    remarks = (
        "Resident memory, with the libraries. Each camera's 720p30 picture is shown as large as "
        "the wall has room for.",
    )
    return [Table("memory", "memory", _NAMES, rows, remarks)]


def _each(few: Cell, many: Cell) -> Cell:
    if not isinstance(few, float) or not isinstance(many, float):
        return few
    return (many - few) / (_MANY.cameras - _FEW.cameras)


def _overload(plan: Plan) -> dict[str, tuple[Cell, ...]]:
    """Only ours is run for so long; once, as the time itself is the matter."""
    turn = Turn(seconds=plan.overload_s * plan.times, warm_up=5.0 * plan.times)
    outcome = contest.take_turns(_OVERLOAD, (OURS,), rounds=1, turn=turn)
    title = f"{_OVERLOAD.title}, after {turn.seconds / 60:.2g} min of it: growth, MB"
    growth = outcome.median(OURS, lambda one: one.memory_mb - one.memory_began_mb)
    return {title: (growth, None)}
