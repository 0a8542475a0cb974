"""From the start of a process to its first picture, and how long packages take to be imported."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.benchmarks.plan import Plan
from tests.benchmarks.report import Cell, Table
from tests.support.free_ports import free_port
from tests.support.json_lines_process import JsonLinesProcess

_ROOT = Path(__file__).parents[2]
_PATIENCE_S = 60.0

_PROGRAMS = {
    "ours": "netgear-monitor",
    "stock": "stock VidGear, one frame received and scaled",
    "window": "limit: bare PySide6 window, one QImage",
}
_IMPORTS = {
    "gui.app": "netgear-monitor's window",
    "netgear_engine.node.cli": "netgear-server",
    "netgear_engine.netgear": "our NetGear",
    "vidgear.gears": "stock NetGear",
    "imagezmq": "imagezmq",
    "PySide6.QtWidgets": "PySide6's widgets",
    "cv2": "OpenCV",
}
_REMARKS = {
    "start": (
        "The camera is there before and tries to connect ten times a second: up to 0.1 s are its.",
    ),
    "imports": ("Each in a Python of its own.",),
}
_TIMED = "import time; b = time.perf_counter(); import {}; print(time.perf_counter() - b)"


def measure(plan: Plan) -> list[Table]:
    """Return the tables of the first picture and of the imports."""
    first = _rounds(plan.rounds, dict.fromkeys(_PROGRAMS, _first_picture))
    imports = _rounds(plan.rounds, dict.fromkeys(_IMPORTS, _import))
    return [
        _table("start", "from process start to the first picture", _PROGRAMS, first, "ours"),
        _table("imports", "import", _IMPORTS, imports, "netgear_engine.netgear"),
    ]


def _rounds(count: int, timers: Mapping[str, Callable[[str], float]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(count):
        for name, timer in timers.items():
            times[name].append(timer(name))
    return times


def _first_picture(name: str) -> float:
    port = free_port()
    senders = JsonLinesProcess(
        "tests.support.jpeg_sender", [f"--ports={port}", "--fps=30", "--processes=1"]
    )
    with senders, tempfile.TemporaryDirectory() as home:
        senders.wait_for(1, _PATIENCE_S)
        words = ["-m", "tests.benchmarks.walls.first_picture", name, f"--port={port}"]
        words.append(f"--began={time.monotonic()}")
        # Its own settings, so that nobody's are read.
        environment = {**os.environ, "XDG_CONFIG_HOME": home}
        told = _output(words, environment)
    return float(json.loads(told.splitlines()[-1])["seconds"])


def _import(package: str) -> float:
    return float(_output(["-c", _TIMED.format(package)], dict(os.environ)))


def _output(words: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, *words],
        cwd=_ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=_PATIENCE_S,
    ).stdout


def _table(
    name: str, title: str, titles: Mapping[str, str], times: dict[str, list[float]], ours: str
) -> Table:
    rows: dict[str, tuple[Cell, ...]] = {}
    for one, values in times.items():
        ratios = [own / other for own, other in zip(times[ours], values, strict=True)]
        rows[titles[one]] = (
            1000 * statistics.median(values),
            None if one == ours else statistics.median(ratios),
        )
    return Table(name, title, ("ms", f"{titles[ours]} / it"), rows, _REMARKS[name])
