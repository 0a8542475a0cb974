"""Writes the tables of docs/settings.md from the settings: python docs/write_settings.py."""

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from gui.settings.fields import SECTIONS, Field, fields

DOCUMENT = Path(__file__).with_name("settings.md")
_TABLES = re.compile(r"(<!-- tables -->\n).*(<!-- end of the tables -->)", re.DOTALL)


def with_tables(document: str) -> str:
    """Return the document with the tables as they are now."""
    tables = "\n".join(_table(section) for section in SECTIONS)
    return _TABLES.sub(lambda found: f"{found[1]}\n{tables}\n{found[2]}", document)


def _table(section: str) -> str:
    place = f"`[{section}]`" if section else "At the beginning of the file"
    rows = [f"| `{one.name}` | {_values(one)} | {_meaning(one)} |\n" for one in fields(section)]
    head = "| name | value | meaning |\n|---|---|---|\n"
    return f"### {SECTIONS[section]}\n\n{place}\n\n{head}{''.join(rows)}"


def _values(field: Field) -> str:
    default = f"default {_written(field.default)}"
    if field.choices:
        return f"{', '.join(_written(value) for value in field.choices)}; {default}"
    if isinstance(field.default, bool):
        return f"true or false; {default}"
    if isinstance(field.default, str):
        return f"text; {default}"
    return f"{field.least:g} to {field.most:.0f} {field.unit}; {default}"


def _written(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'`"{text}"`' if isinstance(value, str) else f"`{text}`"


def _meaning(field: Field) -> str:
    later = " Takes effect after a restart." if field.at_start else ""
    return f"**{field.title}.** {field.description}{later}"


if __name__ == "__main__":
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
