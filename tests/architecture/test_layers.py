"""The arrows between packages, as the contracts in pyproject.toml say them."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.source_tree import ROOT, modules, obeyed, parse


def test_the_import_contracts_are_kept():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert result.returncode == 0, result.stdout[result.stdout.find("Contracts:") :]


def test_imports_are_absolute():
    obeyed(
        f"{module}:{node.lineno}"
        for module in modules()
        for node in ast.walk(parse(module))
        if isinstance(node, ast.ImportFrom) and node.level
    )
