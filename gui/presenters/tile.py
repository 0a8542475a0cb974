"""What can be done with the selected camera's tile: its keys, its menu, its tools."""

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu

from gui.cameras.key import CameraKey
from gui.window.wall_window import WallWindow

_MENU = (
    ("enlarge", "pause", "zoom_in", "zoom_out", "zoom_reset"),
    ("snapshot", "wall_snapshot"),
    ("message", "statistics"),
    ("rename", "camera_settings", "controls", "details"),
)


class TilePresenter(QObject):
    """Lets the actions of one window work on the tile selected in its wall."""

    def __init__(self, window: WallWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        actions, wall = window.actions_table, window.wall
        wall.menu_wanted.connect(self._show_menu)
        wall.selected.connect(self._show_paused)
        actions["enlarge"].triggered.connect(self._enlarge)
        actions["pause"].toggled.connect(self._pause)
        for name, steps in (("zoom_in", 1), ("zoom_out", -1), ("zoom_reset", 0)):
            actions[name].triggered.connect(lambda _=False, steps=steps: self._zoom(steps))

    def menu(self) -> QMenu:
        """Return the menu of the selected camera."""
        menu = QMenu(self._window)
        for group in _MENU:
            there = [name for name in group if name in self._window.actions_table]
            if not menu.isEmpty() and there:
                menu.addSeparator()
            menu.addActions([self._window.actions_table[name] for name in there])
        return menu

    @Slot(str, QPoint)
    def _show_menu(self, _key: CameraKey, at: QPoint) -> None:
        self.menu().popup(at)

    @Slot()
    def _enlarge(self) -> None:
        self._window.wall.toggle_enlarged()

    @Slot()
    def _show_paused(self) -> None:
        tile = self._window.wall.selected_tile()
        self._window.actions_table["pause"].setChecked(tile is not None and tile.is_paused)

    @Slot(bool)
    def _pause(self, paused: bool) -> None:
        tile = self._window.wall.selected_tile()
        if tile is not None and tile.is_paused != paused:
            tile.set_paused(paused)

    def _zoom(self, steps: int) -> None:
        tile = self._window.wall.selected_tile()
        if tile is not None:
            tile.zoom_by(steps)
