"""netgear-monitor as users run it: a process of its own, offscreen."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]


def start_monitor(*arguments: object, limits: str = "") -> subprocess.Popen[str]:
    """Start `python -m gui ARGUMENTS` without a display.

    `limits` are the shell's words for what it may take, as "ulimit -n 128": they hold from its
    first moment, while limits that are set from outside may come when it has already looked.
    """
    shell = ("sh", "-c", f'{limits} && exec "$@"', "sh") if limits else ()
    return subprocess.Popen(
        [*shell, sys.executable, "-m", "gui", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def run_monitor(*arguments: object) -> tuple[int, str]:
    """Run it to its end; return the exit code and what it wrote to both streams."""
    process = start_monitor(*arguments)
    out, errors = process.communicate(timeout=50)
    return process.returncode, out + errors


def read_report(path: Path) -> dict[str, Any]:
    """Return what --report wrote."""
    report: dict[str, Any] = json.loads(path.read_text())
    return report
