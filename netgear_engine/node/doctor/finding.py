"""What one check of `netgear-server doctor` found."""

import enum
from dataclasses import dataclass


class Outcome(enum.Enum):
    """How bad it is: a fault keeps pictures from arriving, a warning may one day."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and for what is not well what to type or do."""

    name: str
    outcome: Outcome
    found: str
    remedy: str = ""


def ok(name: str, found: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(name, Outcome.OK, found)


def warning(name: str, found: str, remedy: str) -> Finding:
    """Return a finding that does no harm yet."""
    return Finding(name, Outcome.WARNING, found, remedy)


def fault(name: str, found: str, remedy: str) -> Finding:
    """Return a finding that must be put right."""
    return Finding(name, Outcome.FAULT, found, remedy)
