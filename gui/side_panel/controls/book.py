"""What was asked of the settings of all cameras, and what each camera made of it. No Qt.

Newest wins: while one command is on its way, only the newest value waits behind it.
"""

from collections.abc import Collection
from typing import Any

from gui.cameras.key import CameraKey
from netgear_engine.protocol.ext import Command, CommandResult

EVERY_S = 0.2
"""A command for the same setting goes out at most so often."""

_NOTHING = object()
# Both reasons for which a node obeys nobody, or not us, name this flag of its.
_OBEYS_NOBODY = "allow-commands"


class ControlTalk:
    """One setting of one camera. Times are monotonic seconds."""

    def __init__(self) -> None:
        self.refused = ""
        self.made_of_it = _NOTHING
        self._wanted: Any = _NOTHING
        self._sent: Any = _NOTHING
        self._applied: Any = _NOTHING
        self._reported: Any = _NOTHING
        self._is_sent = False
        self._sent_at = float("-inf")

    @property
    def is_pending(self) -> bool:
        """Whether the operator still waits for the camera."""
        return self._is_sent or self._wanted is not _NOTHING

    def shown(self, reported: Any) -> Any:
        """Return what to show: what is wanted, what was applied, or what the camera reports.

        An answer comes a moment before the report that says the same.
        """
        if self._wanted is not _NOTHING:
            return self._wanted
        if self._is_sent:
            return self._sent
        if self._applied is not _NOTHING and self._reported is _NOTHING:
            self._reported = reported
        if self._applied is not _NOTHING and not _same(reported, self._reported):
            self._applied = _NOTHING
        return reported if self._applied is _NOTHING else self._applied

    @property
    def changed_by_camera(self) -> tuple[Any, ...]:
        """The value that the camera took in place of the one asked for, in the same way."""
        return () if self.made_of_it is _NOTHING else (self.made_of_it,)

    def want(self, value: Any) -> None:
        """Note what the operator wants now; what was said before is over."""
        self._wanted = value
        self.refused, self.made_of_it = "", _NOTHING

    def take_due(self, now: float) -> tuple[Any, ...]:
        """Return the value to send now, as a tuple of one; nothing when it is not time."""
        if self._wanted is _NOTHING or self._is_sent or now - self._sent_at < EVERY_S:
            return ()
        self._sent, self._wanted = self._wanted, _NOTHING
        self._is_sent, self._sent_at = True, now
        return (self._sent,)

    def answered(self, applied: Any, refused: str) -> None:
        """Note what became of the value that was sent; it says nothing about a newer one."""
        self._is_sent = False
        if self._wanted is not _NOTHING:
            return
        self.refused = refused
        self._applied = _NOTHING if refused or applied is None else applied
        self._reported = _NOTHING
        taken = refused or applied is None or _same(applied, self._sent)
        self.made_of_it = _NOTHING if taken else applied


class ControlBook:
    """Keeps one talk for each setting that the operator has touched."""

    def __init__(self) -> None:
        self._talks: dict[CameraKey, dict[str, ControlTalk]] = {}
        self._disobeyed: dict[CameraKey, str] = {}

    def talk(self, key: CameraKey, name: str) -> ControlTalk:
        """Return what is said about a setting; what is done with it counts after `want` only."""
        return self._talks.get(key, {}).get(name) or ControlTalk()

    def want(self, key: CameraKey, name: str, value: Any) -> None:
        """Note what the operator wants."""
        self._talks.setdefault(key, {}).setdefault(name, ControlTalk()).want(value)

    def take_due(self, now: float) -> list[tuple[CameraKey, str, Any]]:
        """Return the camera, name and value of each command that is to be sent now."""
        return [
            (key, name, value)
            for key, talks in self._talks.items()
            for name, talk in talks.items()
            for value in talk.take_due(now)
        ]

    def any_pending(self) -> bool:
        """Return whether anything waits to be sent or answered."""
        return any(t.is_pending for talks in self._talks.values() for t in talks.values())

    def answered(self, key: CameraKey, command: Command, result: CommandResult) -> None:
        """Note what became of a command."""
        if "name" in command.arguments:
            talk = self.talk(key, command.arguments["name"])
            talk.answered(result.applied, result.refused)
        if _OBEYS_NOBODY in result.refused:
            self._disobeyed[key] = result.refused
        elif not result.refused:
            self._disobeyed.pop(key, None)

    def disobeyed(self, key: CameraKey) -> str:
        """Return why a node obeys no command of ours, as far as it has said so."""
        return self._disobeyed.get(key, "")

    def keep(self, keys: Collection[CameraKey]) -> None:
        """Forget the cameras that are not watched any more."""
        for key in [key for key in self._talks if key not in keys]:
            del self._talks[key]
        for key in [key for key in self._disobeyed if key not in keys]:
            del self._disobeyed[key]


def _same(one: Any, other: Any) -> bool:
    """Compare values as a person would: lists and tuples alike, numbers to six digits."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))
    return bool(one == other)
