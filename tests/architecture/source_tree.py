"""The project's own source as the architecture tests see it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("gui", "netgear_engine", "resources")


@dataclass(frozen=True)
class Definition:
    """A function or class: where it is and how many lines it has, docstring and all."""

    place: str
    lines: int


def modules(*folders: str) -> list[Path]:
    """Return the Python files below the named folders, relative to the project's root."""
    return [
        file.relative_to(ROOT)
        for folder in folders or PACKAGES
        for file in sorted((ROOT / folder).rglob("*.py"))
    ]


def parse(module: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), str(module))


def definitions(module: Path, *kinds: type[ast.stmt]) -> Iterator[Definition]:
    """Yield the functions or classes of a module, nested ones too."""
    for node in ast.walk(parse(module)):
        if isinstance(node, kinds):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            yield Definition(f"{module}:{node.lineno} {getattr(node, 'name', '')}", lines)
