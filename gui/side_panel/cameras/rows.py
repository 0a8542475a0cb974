"""Which rows the camera list has: groups, the cameras in them, and what is looked for. No Qt."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gui.cameras.key import CameraKey
from gui.look.sign import Sign
from gui.side_panel.cameras.line import CameraLine, Standing

WITHOUT_GROUP = "No group"


class Filter(enum.Enum):
    """Which cameras are listed; the value is the word on the button."""

    ALL = "All"
    LIVE = "Live"
    FAULTY = "Faulty"
    NEVER = "Never connected"

    def takes(self, line: CameraLine) -> bool:
        """Return whether a camera is listed."""
        return self is Filter.ALL or _STANDINGS[self] is line.standing


_STANDINGS = {
    Filter.LIVE: Standing.LIVE,
    Filter.FAULTY: Standing.FAULTY,
    Filter.NEVER: Standing.NEVER,
}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The headline of a group. `cameras` and `faulty` count those that are listed."""

    name: str
    cameras: int
    faulty: int
    sign: Sign | None
    is_open: bool


Row = CameraLine | GroupRow
RowKey = CameraKey | tuple[str]


def key_of(row: Row) -> RowKey:
    """Return what a row stays the same row by: its camera's key, or the group's name.

    The name is alone in a tuple, so that a group called 5566 is not taken for a camera.
    """
    return row.key if isinstance(row, CameraLine) else (row.name,)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the operator wants to see: `closed` are groups of which only the headline is shown."""

    filter: Filter = Filter.ALL
    words: str = ""
    closed: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is looked for; only then can groups be closed."""
        return self.filter is Filter.ALL and not self.words

    def takes(self, line: CameraLine) -> bool:
        """Return whether a camera is listed."""
        found = self.words in line.name.casefold() or self.words in line.key.casefold()
        return found and self.filter.takes(line)


def counts(lines: Sequence[CameraLine]) -> dict[Filter, int]:
    """Return how many cameras each filter lists."""
    return {one: sum(map(one.takes, lines)) for one in Filter}


def list_rows(
    lines: Sequence[CameraLine], groups: Mapping[CameraKey, str], wanted: Wanted
) -> list[Row]:
    """Return the rows: by group where there are any, those without one last."""
    listed = [line for line in lines if wanted.takes(line)]
    if not any(groups.get(line.key) for line in lines):
        return list(listed)
    by_group: dict[str, list[CameraLine]] = {}
    for line in listed:
        by_group.setdefault(groups.get(line.key) or "", []).append(line)
    rows: list[Row] = []
    for name in sorted(by_group, key=lambda name: (not name, name.casefold())):
        cameras = by_group[name]
        head = _headline(name or WITHOUT_GROUP, cameras, wanted)
        rows.append(head)
        if head.is_open:
            rows += cameras
    return rows


def _headline(name: str, cameras: Sequence[CameraLine], wanted: Wanted) -> GroupRow:
    signs = [line.sign for line in cameras if line.standing is Standing.FAULTY]
    worst = Sign.CROSS if Sign.CROSS in signs else Sign.TRIANGLE
    is_open = name not in wanted.closed or not wanted.is_everything
    return GroupRow(name, len(cameras), len(signs), worst if signs else None, is_open)
