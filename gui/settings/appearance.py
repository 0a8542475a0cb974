"""How the whole application looks, as the settings say."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from gui.look import theme
from gui.look.colours import THEMES
from gui.look.icons import renew_icons
from gui.settings.schema import LookSettings


def wear(look: LookSettings, windows: Iterable[QWidget] = ()) -> None:
    """Let everything look as chosen; `windows` are those that are open already."""
    application: Any = QApplication.instance()
    theme.apply(
        application,
        THEMES[look.theme],
        text_percent=look.text_percent,
        animated=look.animation,
    )
    for window in windows:
        renew_icons(window)
