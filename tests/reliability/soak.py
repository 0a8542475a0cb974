"""Run for hours and look whether anything grows: make soak HOURS=1.

    python -m tests.reliability.soak --hours 1 [--folder soak]

16 cameras, of which two are killed and come back all the time; a window that stands still for
200 ms each second and whose operator never rests (tests/reliability/strained_monitor.py). What it
tells every ten seconds goes to figures.csv and chart.svg. Ends with 1 when memory, handles,
threads, latency or drops grow, or the window stops telling.
"""

import argparse
import csv
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from netgear_engine.clock import SystemClock
from tests.reliability.chart import chart
from tests.reliability.trend import growth
from tests.support.free_ports import free_ports
from tests.support.json_lines_process import JsonLinesProcess
from tests.support.running_server import RunningServer

_STEADY, _COMING_AND_GOING, _NODES = 12, 2, 2
_FPS = 8
_AWAY_S, _THERE_S = 5.0, 20.0
_WARM_UP = 0.2
_SILENT_S = 60.0

LIMITS = {"memory_mb": 15.0, "handles": 4.0, "threads": 2.0, "p50_ms": 15.0, "p99_ms": 60.0}
"""By how much each figure may grow from the end of the warm-up to the end of the run."""


def main() -> int:
    """Run, write the figures, and judge them."""
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    seconds = options.hours * 3600
    print(f"soak, {time.strftime('%Y-%m-%d %H:%M')}, {options.hours:g} h", flush=True)
    rows = _run(seconds)
    _write(options.folder, rows)
    return _judge(rows, seconds)


def _run(seconds: float) -> list[dict[str, Any]]:
    clock = SystemClock()
    ports = free_ports(_STEADY + _COMING_AND_GOING + _NODES)
    steady, moving = ports[:_STEADY], ports[_STEADY : _STEADY + _COMING_AND_GOING]
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-"))
        listed = ",".join(map(str, ports))
        monitor = stack.enter_context(
            JsonLinesProcess(
                "tests.reliability.strained_monitor",
                ["--listen=127.0.0.1", f"--ports={listed}"],
                before=["env", f"XDG_CONFIG_HOME={home}"],
            )
        )
        for port in steady:
            stack.enter_context(_sender(port))
        for port in ports[-_NODES:]:
            stack.enter_context(_node(port))
        end = clock.monotonic() + seconds
        while clock.monotonic() < end and _still_tells(monitor, clock.monotonic()):
            with ExitStack() as there:
                for port in moving:
                    # Killed on leaving, without a goodbye.
                    there.enter_context(_node(port))
                clock.sleep(min(_THERE_S, max(0.0, end - clock.monotonic())))
            clock.sleep(_AWAY_S)
        return list(monitor.lines)


def _sender(port: int) -> JsonLinesProcess:
    words = [f"--ports={port}", f"--fps={_FPS}", "--size=640x360", "--processes=1"]
    return JsonLinesProcess("tests.support.jpeg_sender", words)


def _node(port: int) -> RunningServer:
    words = ["--source=test-pattern", "--size=320x240", f"--fps={_FPS}"]
    return RunningServer(f"--connect=127.0.0.1:{port}", *words)


def _still_tells(monitor: JsonLinesProcess, now: float) -> bool:
    lines = monitor.lines
    alive = monitor.exit_code is None and (not lines or now - lines[-1]["at"] < _SILENT_S)
    if not alive:
        print(f"the monitor tells nothing any more: {monitor.errors()}", flush=True)
    return alive


def _write(folder: Path, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    with (folder / "figures.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    series = {name: [row[name] for row in rows] for name in rows[0] if name != "at"}
    title = f"{len(rows)} figures, one each 10 s"
    (folder / "chart.svg").write_text(chart(title, series), encoding="utf-8")


def _judge(rows: list[dict[str, Any]], seconds: float) -> int:
    expected = seconds / 10 * 0.8
    failures = []
    if len(rows) < expected:
        failures.append(f"told {len(rows)} times, expected were {expected:.0f}")
    after = rows[int(len(rows) * _WARM_UP) :]
    print("\n| figure | median | grew by | allowed |\n|---|---|---|---|")
    for name, allowed in LIMITS.items():
        values = [row[name] for row in after]
        grown = growth(values)
        print(f"| {name} | {median(values) if values else 0:g} | {grown:+.1f} | {allowed:g} |")
        if grown > allowed:
            failures.append(f"{name} grew by {grown:.1f}")
    painted = [row["painted"] for row in after]
    print(f"| painted in 10 s | {median(painted) if painted else 0:g} | {growth(painted):+.0f} | |")
    if painted and growth(painted) < -0.1 * median(painted):
        failures.append("less and less is painted")
    print("\n" + ("\n".join(failures) or "Nothing grew."))
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=1)
    parser.add_argument("--folder", type=Path, default=Path("soak"), help="for figures and chart")
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
