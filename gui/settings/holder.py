"""The one owner of the settings while the program runs."""

from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from gui.settings.schema import Settings


class SettingsHolder(QObject):
    """Holds the settings. `changed` carries the new ones; who starts later reads `settings`."""

    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def settings(self) -> Settings:
        """Return the settings as they are now."""
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
