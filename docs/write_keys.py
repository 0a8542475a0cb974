"""Writes the table of keys in user-guide.md from the table of actions.

`python docs/write_keys.py` rewrites what stands between the two marks in that document; a test
fails when somebody changed the actions and did not run this.
"""

import sys
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from gui.actions.keys import FIXED
from gui.actions.table import TABLE, ActionFacts

DOCUMENT = Path(__file__).with_name("user-guide.md")
BEGIN = "<!-- keys: written by docs/write_keys.py -->"
END = "<!-- end of keys -->"


def table() -> str:
    """Return what each key does, as Markdown; of keys in a row only the first and the last."""
    rows = []
    for _, group in groupby(TABLE, _family):
        facts = list(group)
        first, last = facts[0], facts[-1]
        if len(facts) > 1:
            rows.append(
                (f"{_code(first.shortcut)} to {_code(last.shortcut)}", f"{first.text} to 9")
            )
        elif first.shortcut:
            rows.append((_keys(first.shortcut), first.text))
    rows += [(_code(key), words) for key, words in FIXED.items() if key != "Backtab"]
    return "\n".join(["| key | what it does |", "|---|---|", *(f"| {k} | {w} |" for k, w in rows)])


def with_table(document: str) -> str:
    """Return the document with a fresh table between its marks."""
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _family(facts: ActionFacts) -> str:
    """Return what keys in a row have in common: view_1 to view_9 are one line."""
    stem, _, number = facts.name.rpartition("_")
    return stem if number.isdigit() else facts.name


def _keys(shortcut: str) -> str:
    return " or ".join(_code(key) for key in shortcut.split("; "))


def _code(key: str) -> str:
    return f"`{key.replace('Return', 'Enter')}`"


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
