"""Settings: their dialog, and the look and the keys, which follow them at once."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gui.actions.keys import usable
from gui.actions.table import Actions, choose_shortcuts
from gui.dialogs.passing import open_once
from gui.look import theme
from gui.look.colours import THEMES
from gui.look.icons import renew_icons
from gui.presenters.windows import WindowsPresenter
from gui.settings.dialog import SettingsDialog
from gui.settings.holder import SettingsHolder
from gui.settings.schema import LookSettings, Settings


class SettingsPresenter(QObject):
    """Opens the dialog, and lets look and keys of all windows follow the settings."""

    def __init__(
        self,
        *,
        windows: WindowsPresenter,
        holder: SettingsHolder,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._windows = windows
        self._holder = holder
        self._look = holder.settings.look
        self.notes: dict[str, Callable[[], str]] = {}
        """What there is to say of this computer, by the page's title."""
        actions["settings"].triggered.connect(lambda _on: self.open())
        holder.changed.connect(self._on_settings)
        self._on_settings(holder.settings)

    def open(self, page: str = "") -> SettingsDialog:
        """Open the dialog, at a page when one is named."""
        dialog = SettingsDialog(self._holder.settings, self._windows.windows[0])
        dialog.applied.connect(self._keep)
        for title, words in self.notes.items():
            dialog.add_note(title, words())
        if page:
            dialog.show_page(page)
        open_once(dialog)
        return dialog

    @Slot(object)
    def _keep(self, settings: Settings) -> None:
        """Keep what the dialog knows nothing of: cameras may have come meanwhile."""
        cameras = self._holder.settings.camera
        self._holder.take(msgspec.structs.replace(settings, camera=cameras))

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        if settings.look != self._look:
            self._look = settings.look
            wear(settings.look, self._windows.windows)
        choose_shortcuts(usable(settings.shortcuts))
        for window in self._windows.windows:
            window.actions_table.renew_shortcuts()
            window.top_bar.renew_keys()


def wear(look: LookSettings, windows: Iterable[QWidget] = ()) -> None:
    """Let the whole application look as chosen; `windows` are those that are open already."""
    application: Any = QApplication.instance()
    theme.apply(
        application,
        THEMES[look.theme],
        text_percent=look.text_percent,
        animated=look.animation,
    )
    for window in windows:
        renew_icons(window)
