"""Every decision says what holds it, and that is there: a page that nobody runs would rot."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_tree import ROOT, obeyed, parse

_DECISIONS = (ROOT / "docs" / "decisions.md").read_text("utf-8")
_PAGES = {"decisions.md": _DECISIONS, "glossary.md": (ROOT / "docs/glossary.md").read_text("utf-8")}
_PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def named(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield what the pages name and which of them does; a name may go over a line's end."""
    for page, text in _PAGES.items():
        for name in re.findall(pattern, " ".join(text.split())):
            yield name, page


def is_there(test: str) -> bool:
    """Return whether a test, a file of tests or a folder of them is where its name says."""
    file, _, function = test.partition("::")
    if not function:
        return (ROOT / file).exists()
    return (ROOT / file).is_file() and any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == function
        for node in ast.walk(parse(Path(file)))
    )


def test_every_decision_says_what_holds_it():
    entries = _DECISIONS.split("\n### ")[1:]
    assert len(entries) > 50
    obeyed(
        entry.partition("\n")[0]
        for entry in entries
        if not re.search(r"Held by |Nothing but this page|held by\s`", entry)
    )


def test_the_tests_that_hold_a_decision_exist():
    tests = list(named(r"`(tests/[^`\s]+)`"))
    assert len(tests) > 50
    obeyed(f"{page}: no {test}" for test, page in tests if not is_there(test))


def test_the_contracts_that_hold_a_decision_exist():
    contracts = {one["name"] for one in _PYPROJECT["tool"]["importlinter"]["contracts"]}
    names = list(named(r'contract "([^"]+)"'))
    assert len(names) > 3
    obeyed(f"{page}: no contract {name!r}" for name, page in names if name not in contracts)


def test_the_libraries_are_those_of_the_project():
    """The table has what is needed to run, the sentence below it what is optional."""
    told = _DECISIONS.partition("## Libraries")[2].partition("\n### ")[0]
    names = re.findall(r"^\| ([\w-]+) \|", told, re.MULTILINE)[1:] + re.findall(r"`([\w-]+)`", told)
    project = _PYPROJECT["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(library for extra in extras for library in extra)]
    libraries = {re.split(r"[<>=]", library)[0].lower() for library in wanted}
    assert {name.lower() for name in names} == libraries
