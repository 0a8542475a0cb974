"""Whom a reply goes to: the selected camera, a group, or all. No Qt."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from gui.cameras.key import CameraKey
from netgear_engine.protocol.patterns import FACTS, Pattern


@dataclass(frozen=True, slots=True)
class Recipients:
    """The selected camera, or a group, or all cameras when neither is named."""

    group: str = ""
    is_all: bool = False

    @property
    def is_selected_camera(self) -> bool:
        """Whether it is the camera selected on the wall, whichever that is."""
        return not (self.group or self.is_all)


SELECTED = Recipients()
EVERYONE = Recipients(is_all=True)


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Who there is: the selected camera, what each camera's pattern can do, and the groups."""

    selected: CameraKey | None = None
    name: str = ""
    patterns: Mapping[CameraKey, Pattern] = field(default_factory=dict)
    groups: Mapping[CameraKey, str] = field(default_factory=dict)

    def choices(self) -> list[Recipients]:
        """Return whom one can write to, groups by name."""
        names = {self.groups[key] for key in self.patterns if self.groups.get(key)}
        groups = (Recipients(name) for name in sorted(names, key=str.casefold))
        return [SELECTED, *groups, EVERYONE]

    def cameras(self, recipients: Recipients) -> tuple[CameraKey, ...]:
        """Return the cameras that can be written to."""
        return tuple(key for key in self._all(recipients) if not self._hindrance(key))

    def words(self, recipients: Recipients) -> str:
        """Return as in Front gate, Yard (3 cameras) or All 12 cameras."""
        if recipients.is_selected_camera:
            return self.name or "Selected camera"
        count = len(self.cameras(recipients))
        cameras = "1 camera" if count == 1 else f"{count} cameras"
        return f"All {cameras}" if recipients.is_all else f"{recipients.group} ({cameras})"

    def hindrance(self, recipients: Recipients) -> str:
        """Return why nobody can be written to, nothing when somebody can."""
        if self.cameras(recipients):
            return ""
        if recipients.is_selected_camera:
            return "Select a camera" if self.selected is None else self._hindrance(self.selected)
        reasons = [self._hindrance(key) for key in self._all(recipients)]
        return reasons[0] if reasons else "No camera to write to"

    def _all(self, recipients: Recipients) -> Iterable[CameraKey]:
        if recipients.is_all:
            return self.patterns
        if recipients.group:
            return _members(self.patterns, self.groups, recipients.group)
        return () if self.selected is None else (self.selected,)

    def _hindrance(self, key: CameraKey) -> str:
        pattern = self.patterns.get(key)
        if pattern is None or FACTS[pattern].answers_frames:
            return ""
        return f"{FACTS[pattern].title.capitalize()} has no way back: replies need pattern 1"


def _members(
    keys: Collection[CameraKey], groups: Mapping[CameraKey, str], group: str
) -> list[CameraKey]:
    return [key for key in keys if groups.get(key) == group]
