"""A wall with its top bar: layout, pages, full screen, and what its selected tile can do."""

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from gui.actions.table import Actions
from gui.cameras.key import CameraKey
from gui.look.icons import icon
from gui.wall.layouts import Layout
from gui.wall.video_wall import VideoWall
from gui.window.top_bar import TopBar

_MENU = (
    ("enlarge", "pause", "zoom_in", "zoom_out", "zoom_reset"),
    ("snapshot", "wall_snapshot"),
    ("message", "statistics"),
    ("rename", "camera_settings", "controls", "details"),
)


class WallPresenter(QObject):
    """Lets the top bar and the keys of one window work on its wall, whichever window it is."""

    def __init__(
        self, *, wall: VideoWall, top_bar: TopBar, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._top_bar = top_bar
        self._actions = actions
        top_bar.layout_chosen.connect(self._choose_layout)
        actions["statistics"].toggled.connect(wall.show_statistics)
        actions["previous_page"].triggered.connect(lambda: wall.turn_page(-1))
        actions["next_page"].triggered.connect(lambda: wall.turn_page(1))
        actions["full_screen"].toggled.connect(self._show_full_screen)
        actions["back"].triggered.connect(self._step_back)
        actions["enlarge"].triggered.connect(lambda _on: wall.toggle_enlarged())
        actions["pause"].toggled.connect(self._pause)
        for name, steps in (("zoom_in", 1), ("zoom_out", -1), ("zoom_reset", 0)):
            actions[name].triggered.connect(lambda _=False, steps=steps: self._zoom(steps))
        wall.menu_wanted.connect(self._show_menu)
        wall.selected.connect(self._show_paused)
        wall.arrangement_changed.connect(self._show_arrangement)
        self._show_arrangement()

    @Slot()
    def _show_arrangement(self) -> None:
        arrangement, grid = self._wall.arrangement, self._wall.arrangement.grid
        self._top_bar.show_layout(arrangement.layout.value, f"{grid.columns}×{grid.rows}")
        self._top_bar.show_page(arrangement.page, arrangement.pages)

    @Slot(str)
    def _choose_layout(self, name: str) -> None:
        self._wall.set_layout_choice(Layout(name))

    @Slot(bool)
    def _show_full_screen(self, full: bool) -> None:
        window = self._wall.window()
        state = window.windowState()
        fills = Qt.WindowState.WindowFullScreen
        window.setWindowState(state | fills if full else state & ~fills)
        self._actions["full_screen"].setIcon(icon("leave-full-screen" if full else "full-screen"))

    @Slot()
    def _step_back(self) -> None:
        """Leave editing, then an enlarged tile, then full screen: one at a time."""
        editing, full_screen = self._actions["edit_view"], self._actions["full_screen"]
        if editing.isChecked():
            editing.setChecked(False)
        elif not self._wall.back() and full_screen.isChecked():
            full_screen.setChecked(False)
        self._wall.setFocus(Qt.FocusReason.OtherFocusReason)

    # The selected tile -----------------------------------------------------------------------

    def menu(self) -> QMenu:
        """Return the menu of the selected camera."""
        menu = QMenu(self._wall)
        for group in _MENU:
            there = [name for name in group if name in self._actions]
            if not menu.isEmpty() and there:
                menu.addSeparator()
            menu.addActions([self._actions[name] for name in there])
        return menu

    @Slot(str, QPoint)
    def _show_menu(self, _key: CameraKey, at: QPoint) -> None:
        self.menu().popup(at)

    @Slot()
    def _show_paused(self) -> None:
        tile = self._wall.selected_tile()
        self._actions["pause"].setChecked(tile is not None and tile.is_paused)

    @Slot(bool)
    def _pause(self, paused: bool) -> None:
        tile = self._wall.selected_tile()
        if tile is not None and tile.is_paused != paused:
            tile.set_paused(paused)

    def _zoom(self, steps: int) -> None:
        tile = self._wall.selected_tile()
        if tile is not None:
            tile.zoom_by(steps)
