"""What a benchmark found out, as a table that people and programs read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isnan

Cell = float | str | None
"""A figure, words such as "not installed", or None where nothing was measured."""

NOT_MEASURED = "–"


@dataclass(frozen=True)
class Table:
    """One table: `name` is that of its marks in a document, a row is its title and its cells."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Mapping[str, tuple[Cell, ...]]
    remarks: tuple[str, ...] = ()

    def markdown(self) -> str:
        """Return the table with what has to be known of it below."""
        lines = [f"| {self.title} | {' | '.join(self.columns)} |"]
        lines += ["|---|" + "--:|" * len(self.columns)]
        lines += [
            f"| {title} | {' | '.join(map(words, row))} |" for title, row in self.rows.items()
        ]
        return "\n".join([*lines, "", *(f"- {one}" for one in self.remarks)]).strip()

    def with_remark(self, remark: str) -> "Table":
        """Return it with one remark more."""
        return replace(self, remarks=(*self.remarks, remark))

    def put_into(self, document: str) -> str:
        """Return the document with this table between its marks; at its end where it has none."""
        begin, end = (f"<!-- bench: {self.name} {which} -->" for which in ("begin", "end"))
        before, found, rest = document.partition(begin)
        after = rest.partition(end)[2] if found else ""
        before = before if found else f"{before.rstrip()}\n\n"
        return f"{before}{begin}\n\n{self.markdown()}\n\n{end}{after or chr(10)}"

    def facts(self) -> dict[str, object]:
        """Return it for JSON."""
        rows = {
            title: dict(zip(self.columns, row, strict=True)) for title, row in self.rows.items()
        }
        return {"title": self.title, "rows": rows, "remarks": self.remarks}


def words(cell: Cell) -> str:
    """Return what stands in a table, a figure with about three digits."""
    if cell is None:
        return NOT_MEASURED
    if isinstance(cell, str):
        return cell
    if isnan(cell):
        return NOT_MEASURED
    size = abs(cell)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2
    return f"{cell:.{digits}f}"
