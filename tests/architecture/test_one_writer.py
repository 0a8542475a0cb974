"""Files are replaced whole, and netgear_engine/atomic_file.py is the one that does it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_tree import modules, obeyed, parse

_MAY_WRITE = {
    "netgear_engine/atomic_file.py": "it is the writer",
    "gui/program/fault_log.py": "a log grows",
    "netgear_engine/node/configuration/config_file.py": "makes a file that is not there yet",
    "netgear_engine/node/machine/status_light.py": "a light is a file of the kernel",
}


def writes(module: Path) -> Iterator[int]:
    """Yield the lines in which a module opens a file to write it, or has one written."""
    for node in ast.walk(parse(module)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        modes = {
            part.value
            for argument in (*node.args, *(keyword.value for keyword in node.keywords))
            for part in ast.walk(argument)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        }
        opens = name in {"open", "fdopen"} and any(
            set("wax+") & set(mode) for mode in modes if len(mode) < 4
        )
        if opens or (
            isinstance(node.func, ast.Attribute) and name in {"write_text", "write_bytes"}
        ):
            yield node.lineno


def test_nobody_else_writes_a_file():
    found = {str(module): list(writes(module)) for module in modules()}
    assert all(found[module] for module in _MAY_WRITE)
    obeyed(f"{name}:{line}" for name in found if name not in _MAY_WRITE for line in found[name])
