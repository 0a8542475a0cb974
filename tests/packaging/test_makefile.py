"""What make says on a system that lacks something."""

import shutil
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_without_a_python_nothing_but_the_remedy_is_said():
    run = subprocess.run(
        ["make", "--dry-run", "demo", "PYTHON="],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "sudo apt install python3" in run.stdout
    assert run.stderr == ""
