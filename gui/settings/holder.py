"""The one owner of the settings while the program runs."""

from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from gui.settings.schema import Settings

_SECTION_WORDS = {"camera": "cameras", "presets": "replies", "look": "appearance"}


class SettingsHolder(QObject):
    """Holds the settings. `changed` carries the new ones; who starts later reads `settings`."""

    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings

    def take(self, settings: Settings) -> None:
        """Let these be the settings from now on."""
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)

    def replace(self, **changes: Any) -> None:
        """Change some fields, as in `replace(presets=("on", "off"))`; raises ValueError.

        A field of a section is changed with its section, as in `replace(look=new_look)`.
        """
        self.take(msgspec.structs.replace(self._settings, **changes))


def changes_words(before: Settings, after: Settings) -> str:
    """Return which settings were changed, without saying what they are now: some are secret."""
    quiet = msgspec.structs.replace(before.alarms, sound=after.alarms.sound)
    if after != before and after == msgspec.structs.replace(before, alarms=quiet):
        return f"Alarm sound {'on' if after.alarms.sound else 'off'}"
    names = [
        _SECTION_WORDS.get(name, name)
        for name in Settings.__struct_fields__
        if getattr(before, name) != getattr(after, name)
    ]
    return f"Settings changed: {', '.join(names)}" if names else ""
