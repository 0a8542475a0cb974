"""Every test shows something: it asserts or waits for a condition, and no time just passes."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.source_tree import ROOT, modules, obeyed, parse

# What fails a test by itself: pytest's, pytest-qt's, and everything named as ours are.
CHECKS = {
    "raises", "warns", "fail", "waitUntil", "waitSignal", "waitSignals", "waitExposed",
    "assertNotEmitted", "stays_true",
}  # fmt: skip
PREFIXES = ("wait_for", "wait_until", "assert_")

# Calls that only let time pass; the last two do when what they look at is nothing.
NAPS = {"qtbot.wait", "QTest.qWait", "time.sleep", "Event().wait", "threading.Event().wait"}
LOOKERS = {"stays_true", "wait_until"}

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def files_with_tests() -> list[Path]:
    """Return the modules with tests in them."""
    return [module for module in modules("tests") if module.name.startswith("test_")]


def functions(module: Path) -> Iterator[_Function]:
    """Yield all functions of a module, those of its classes too."""
    return (node for node in ast.walk(parse(module)) if isinstance(node, _Function))


@cache
def checkers(module: Path) -> frozenset[str]:
    """Return the names of a module's functions that check something, and of those it imports."""
    names = set[str]()
    for node in parse(module).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
            names |= {one.name for one in node.names} & checkers_of(str(node.module))
    while True:
        more = {
            one.name for one in functions(module) if one.name not in names and checks(one, names)
        }
        if not more:
            return frozenset(names)
        names |= more


def checkers_of(dotted: str) -> frozenset[str]:
    """Return the checkers of a module that is imported by this name."""
    module = Path(*dotted.split(".")).with_suffix(".py")
    return checkers(module) if (ROOT / module).exists() else frozenset()


def checks(function: _Function, names: set[str] | frozenset[str]) -> bool:
    """Tell if a function fails when something is not so, by itself or through one of `names`."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Raise) and "AssertionError" in ast.unparse(node))
        or (isinstance(node, ast.Call) and is_check(ast.unparse(node.func), names))
        for node in ast.walk(function)
    )


def is_check(called: str, names: set[str] | frozenset[str]) -> bool:
    """Tell if what is called fails by itself; of methods only the name is known."""
    last = called.rpartition(".")[2]
    return called in names or last in CHECKS or last.startswith(PREFIXES)


def is_nap(call: ast.Call) -> bool:
    """Tell if a call only lets time pass."""
    called = ast.unparse(call.func)
    looks_at = call.args[0] if call.args else None
    return called in NAPS or (
        called in LOOKERS
        and isinstance(looks_at, ast.Lambda)
        and isinstance(looks_at.body, ast.Constant)
    )


def test_every_test_asserts_something():
    obeyed(
        f"{module}:{function.lineno} {function.name}"
        for module in files_with_tests()
        for function in functions(module)
        if function.name.startswith("test_") and not checks(function, checkers(module))
    )


def test_no_test_lets_time_pass_and_hopes():
    obeyed(
        f"{module}:{node.lineno} {ast.unparse(node)}"
        for module in files_with_tests()
        for node in ast.walk(parse(module))
        if isinstance(node, ast.Call) and is_nap(node)
    )
