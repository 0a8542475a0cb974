"""The project's own source as the architecture tests see it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("gui", "netgear_engine", "resources")


@dataclass(frozen=True)
class Definition:
    """A function or class: where it is and how many lines it has, docstring and all."""

    place: str
    lines: int

    def __str__(self) -> str:
        return f"{self.place}: {self.lines} lines"


def modules(*folders: str) -> list[Path]:
    """Return the Python files below the named folders, relative to the project's root."""
    return [
        file.relative_to(ROOT)
        for folder in folders or PACKAGES
        for file in sorted((ROOT / folder).rglob("*.py"))
    ]


def source(module: Path) -> str:
    """Return a module's text."""
    return (ROOT / module).read_text(encoding="utf-8")


@cache
def parse(module: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(source(module), str(module))


def definitions(module: Path, *kinds: type[ast.stmt]) -> Iterator[Definition]:
    """Yield the functions or classes of a module, nested ones too."""
    for node in ast.walk(parse(module)):
        if isinstance(node, kinds):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            yield Definition(f"{module}:{node.lineno} {getattr(node, 'name', '')}", lines)


def obeyed(offenders: Iterable[object]) -> None:
    """Fail the test when something breaks its rule, and list everything that does."""
    found = [str(one) for one in offenders]
    assert not found, f"{len(found)} offend against this rule:\n" + "\n".join(found)
