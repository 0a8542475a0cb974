"""Which events are listed: the same choice for the file and for what comes in. No Qt."""

from dataclasses import dataclass

from gui.cameras.key import CameraKey
from gui.event_log.record import Kind, Record

EVERYTHING = "All kinds"
ALARMS = "Alarms"

CHOICES: dict[str, frozenset[Kind]] = {
    EVERYTHING: frozenset(Kind),
    ALARMS: frozenset(Kind),
    "Lost and back": frozenset({Kind.LOST, Kind.MISSING, Kind.BACK, Kind.ENDED, Kind.LIVE}),
    "Faults and refusals": frozenset({Kind.FAULT, Kind.REFUSED, Kind.REPEATING, Kind.INPUT}),
    "Commands": frozenset({Kind.COMMAND}),
    "Operators": frozenset({Kind.ACKNOWLEDGED, Kind.OPERATOR}),
    "This program": frozenset({Kind.PROGRAM}),
}
"""What can be chosen, and the kinds of events that it means."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Events of these kinds, of one camera (None: any), with these words, since a wall time.

    The events of single cameras that are part of one of many, and everything else that another
    line says already, are left out until something is looked for.
    """

    choice: str = EVERYTHING
    key: CameraKey | None = None
    words: str = ""
    since: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return self == EventFilter()

    @property
    def shows_parts(self) -> bool:
        """Whether events that are part of another one are listed too."""
        details = self.choice not in (EVERYTHING, ALARMS)
        return details or self.key is not None or bool(self.words)

    def takes(self, record: Record) -> bool:
        """Return whether a record is listed."""
        return (
            (self.choice != ALARMS or record.alarm)
            and record.kind in CHOICES[self.choice]
            and (self.key is None or self.key in record.of_keys)
            and self.words.lower() in _searched(record)
            and record.wall >= self.since
            and (self.shows_parts or not record.part_of)
        )

    def condition(self, *, parts_too: bool = False) -> tuple[str, list[object]]:
        """Return the same as SQL: a condition and its values."""
        parts: list[str] = ["wall >= ?"]
        values: list[object] = [self.since]
        kinds = CHOICES[self.choice]
        if self.choice == ALARMS:
            parts.append("alarm = 1")
        elif kinds != frozenset(Kind):
            parts.append(f"kind IN ({','.join('?' * len(kinds))})")
            values += [kind.value for kind in kinds]
        if self.key is not None:
            parts.append("(key = ? OR instr(keys, ?) > 0)")
            values += [self.key, f" {self.key} "]
        if self.words:
            parts.append("instr(searched, ?) > 0")
            values.append(self.words.lower())
        if not (parts_too or self.shows_parts):
            parts.append("part_of = 0")
        return " AND ".join(parts), values


def _searched(record: Record) -> str:
    return searched_text(record.text, record.camera, record.initials, record.note)


def searched_text(text: str, camera: str, initials: str, note: str) -> str:
    """Return what words are looked for in, in small letters."""
    return "\n".join((text, camera, initials, note)).lower()
