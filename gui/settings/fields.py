"""The settings as a list of fields, for the dialog and the documents. No Qt."""

from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import inspect

from gui.settings.schema import Settings

SECTIONS = {
    "": "Connection",
    "look": "Look",
    "alarms": "Alarms",
    "events": "Events",
    "lock": "Lock",
    "program": "Program",
    "snapshots": "Snapshots",
}
"""The sections of the file and what their pages are called; the first is the file's beginning."""

ELSEWHERE = frozenset({"version", "shortcuts", "presets", "camera"})
"""What is no single value: the program's own, and what has a page or a dialog of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `choices` maps its possible values to words; `at_start`: a change waits."""

    section: str
    name: str
    title: str
    description: str
    default: Any
    choices: dict[Any, str]
    least: float | None
    most: float | None
    unit: str
    step: float
    editor: str
    at_start: bool

    @property
    def path(self) -> str:
        """How the file names it, as in `look.theme`."""
        return f"{self.section}.{self.name}" if self.section else self.name

    def value(self, settings: Settings) -> Any:
        """Return the field's value."""
        return getattr(self._owner(settings), self.name)

    def changed(self, settings: Settings, value: Any) -> Settings:
        """Return the settings with another value of this field; raises ValueError."""
        changes = {self.name: value}
        if self.section:
            changes = {self.section: msgspec.structs.replace(self._owner(settings), **changes)}
        return msgspec.structs.replace(settings, **changes)

    def _owner(self, settings: Settings) -> Any:
        return getattr(settings, self.section) if self.section else settings


def fields(section: str) -> tuple[Field, ...]:
    """Return the fields of a section in the order of the table."""
    table = type(getattr(Settings(), section)) if section else Settings
    described = inspect.type_info(table)
    assert isinstance(described, inspect.StructType)
    return tuple(
        _field(section, one)
        for one in described.fields
        if not (isinstance(one.type, inspect.StructType) or one.name in ELSEWHERE)
    )


def _field(section: str, told: inspect.Field) -> Field:
    kind: Any = told.type
    assert isinstance(kind, inspect.Metadata), f"{told.name} has no title"
    said, extra, inner = kind.extra_json_schema or {}, kind.extra or {}, kind.type
    return Field(
        section=section,
        name=told.name,
        title=said["title"],
        description=said["description"],
        default=told.default,
        choices=dict(extra.get("words", {})),
        least=getattr(inner, "ge", None),
        most=getattr(inner, "le", None),
        unit=extra.get("unit", ""),
        step=extra.get("step", 1),
        editor=extra.get("editor", ""),
        at_start=extra.get("at_start", False),
    )
