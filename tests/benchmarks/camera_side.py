"""What a camera's computer pays for a frame: JPEGs handed on, and pictures encoded there."""

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from netgear_engine.node.camera.messages import ProcessSettings
from tests.benchmarks.node import (
    QUALITY,
    NodeCost,
    encode_times,
    film_camera,
    node_ages,
    node_cost,
    program_cost,
)
from tests.benchmarks.plan import Plan
from tests.benchmarks.report import Cell, Table
from tests.support.free_ports import free_port

_SIZE, _FPS = (1280, 720), 30.0
_PATTERN = "test-pattern"
_WORDS = f"{_SIZE[0]}x{_SIZE[1]}"


_COLUMNS = (
    *("ours, CPU ms a frame", "stock, CPU ms a frame", "ours / stock"),
    *("ours, capture to socket p50 ms", "p99 ms"),
)


def measure(plan: Plan) -> list[Table]:
    """Return the table of what a frame costs a node."""
    pattern_words = [_PATTERN, "--size", _WORDS, "--fps", str(_FPS)]
    pattern = ProcessSettings(_PATTERN, size=_SIZE, fps=_FPS)
    with tempfile.TemporaryDirectory() as folder, film_camera(Path(folder), _SIZE, _FPS) as film:
        rows = {
            "camera's JPEGs over HTTP": _row(plan, [film], ProcessSettings(film)),
            "test pattern, drawn and encoded": _row(plan, pattern_words, pattern),
        }
    encodings = [encode_times(_SIZE) for _ in range(plan.rounds)]
    ours, bare, ratio = (
        statistics.median(values)
        for values in zip(*((one, other, one / other) for one, other in encodings), strict=True)
    )
    remarks = (
        "CPU of the whole program with all its processes. Stock is a loop of cv2.VideoCapture and "
        f"NetGear at quality {QUALITY}: it decodes and encodes every frame.",
        f"Encoding alone takes {ours:.2f} ms, bare simplejpeg {bare:.2f} ms: {ratio:.2f} times.",
    )
    return [Table("node", f"{_WORDS} at {_FPS:g}/s", _COLUMNS, rows, remarks)]


def _row(plan: Plan, source: Sequence[str], settings: ProcessSettings) -> tuple[Cell, ...]:
    seconds, warm_up = 1.2 * plan.times, 0.7 * plan.times
    ours: list[float] = []
    stock: list[float] = []
    for _ in range(plan.rounds):
        ours.append(_frame_ms(node_cost(source, seconds, warm_up)))
        stock.append(_frame_ms(_stock_cost(source[0], seconds, warm_up)))
    ages = sorted(node_ages(settings, 2 * seconds).sent)
    return (
        statistics.median(ours),
        statistics.median(stock),
        statistics.median(own / other for own, other in zip(ours, stock, strict=True)),
        ages[len(ages) // 2],
        ages[int(0.99 * len(ages))],
    )


def _frame_ms(cost: NodeCost) -> float:
    return 1000 * (cost.supervisor + cost.camera) / cost.fps


def _stock_cost(source: str, seconds: float, warm_up: float) -> NodeCost:
    port = free_port()
    words = [source, str(port), _WORDS, str(_FPS), str(QUALITY)]
    return program_cost(["tests.benchmarks.walls.stock_node", *words], port, seconds, warm_up)
