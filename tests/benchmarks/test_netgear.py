"""The benchmark still runs: every contender gets frames through, in every row."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.rows import ROWS

_ROOT = Path(__file__).parents[2]


@pytest.mark.interop
def test_every_contender_of_every_row_yields_frames(tmp_path):
    document, numbers = tmp_path / "performance.md", tmp_path / "performance.json"
    document.write_text("before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n")
    command = [sys.executable, "-m", "tests.benchmarks.netgear", "--trial"]
    command += ["--seconds", "0.1", "--output", str(document), str(numbers)]
    returned, errors = run_to_its_end(command)
    assert returned == 0, errors
    measured = json.loads(numbers.read_text(encoding="utf-8"))
    for row, found in zip(ROWS, measured["rows"], strict=True):
        assert found["title"] == row.title
        assert set(found["results"]) == {contest.title for contest in row.contests}
        rates = {title: results[0]["received"] for title, results in found["results"].items()}
        assert min(rates.values()) > 0, (row.title, rates)
    assert set(measured["idle"]) == {"stock", "ours"}
    text = document.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert all(row.title in text for row in ROWS)


def run_to_its_end(command):
    """Return the exit code and what was complained of; whatever happens, nobody goes on running."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=_ROOT, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            _, errors = process.communicate(timeout=100)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, errors
