"""A wall and the top bar above it: layout, pages, full screen, one step back."""

from PySide6.QtCore import QObject, Qt, Slot

from gui.look.icons import icon
from gui.wall.layouts import Layout
from gui.window.wall_window import WallWindow


class WallPresenter(QObject):
    """Lets the top bar and the keys of one window work on its wall."""

    def __init__(self, window: WallWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        wall, actions = window.wall, window.actions_table
        wall.arrangement_changed.connect(self._show_arrangement)
        window.top_bar.layout_chosen.connect(self._choose_layout)
        actions["statistics"].toggled.connect(wall.show_statistics)
        actions["previous_page"].triggered.connect(lambda: wall.turn_page(-1))
        actions["next_page"].triggered.connect(lambda: wall.turn_page(1))
        actions["full_screen"].toggled.connect(self._show_full_screen)
        actions["back"].triggered.connect(self._step_back)
        self._show_arrangement()

    @Slot()
    def _show_arrangement(self) -> None:
        arrangement, bar = self._window.wall.arrangement, self._window.top_bar
        grid = arrangement.grid
        bar.show_layout(arrangement.layout.value, f"{grid.columns}×{grid.rows}")
        bar.show_page(arrangement.page, arrangement.pages)

    @Slot(str)
    def _choose_layout(self, name: str) -> None:
        self._window.wall.set_layout_choice(Layout(name))

    @Slot(bool)
    def _show_full_screen(self, full: bool) -> None:
        window = self._window
        state = window.windowState()
        fills = Qt.WindowState.WindowFullScreen
        window.setWindowState(state | fills if full else state & ~fills)
        action = window.actions_table["full_screen"]
        action.setIcon(icon("leave-full-screen" if full else "full-screen"))

    @Slot()
    def _step_back(self) -> None:
        """Leave editing, then an enlarged tile, then full screen: one at a time."""
        editing, full_screen = (
            self._window.actions_table[name] for name in ("edit_view", "full_screen")
        )
        if editing.isChecked():
            editing.setChecked(False)
        elif not self._window.wall.back() and full_screen.isChecked():
            full_screen.setChecked(False)
        self._window.wall.setFocus(Qt.FocusReason.OtherFocusReason)
