"""The arrows between packages, as the contracts in pyproject.toml say them."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT, modules, parse


def test_the_import_contracts_are_kept():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert result.returncode == 0, result.stdout[result.stdout.find("Contracts:") :]


def test_every_area_of_the_window_is_under_a_contract():
    """A new folder in gui has to be named in pyproject.toml."""
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    folders = sorted(path.parent.name for path in (ROOT / "gui").glob("*/__init__.py"))
    assert folders
    assert [name for name in folders if not re.search(rf'["(]{name}[")]', contracts)] == []


@pytest.mark.parametrize("module", modules(), ids=str)
def test_imports_are_absolute(module):
    relative = [
        node.lineno
        for node in ast.walk(parse(module))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []
