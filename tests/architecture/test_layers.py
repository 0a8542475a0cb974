"""The arrows between packages, as the contracts in pyproject.toml say them."""

import ast
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


@pytest.mark.parametrize("module", modules(), ids=str)
def test_imports_are_absolute(module):
    relative = [
        node.lineno
        for node in ast.walk(parse(module))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []
