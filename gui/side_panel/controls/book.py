"""What was said about all settings of all cameras, also of those that are not shown. No Qt."""

from collections.abc import Collection
from typing import Any

from gui.cameras.key import CameraKey
from gui.side_panel.controls.talk import ControlTalk
from netgear_engine.events import CommandAnswered

# Both reasons for which a node obeys nobody, or not us, name this flag of its.
_OBEYS_NOBODY = "allow-commands"


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

    def answered(self, key: CameraKey, event: CommandAnswered) -> None:
        """Take what became of a command, whoever gave it."""
        result = event.result
        for talk in self._talks.get(key, {}).values():
            talk.answered(result.id, result.applied, result.refused)
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
