"""The selected camera is the same everywhere, and finding one selects it."""

from PySide6.QtCore import QObject, Qt, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import port_of_key
from gui.presenters.statuses import StatusesPresenter
from gui.window.main_window import MainWindow


class SelectionPresenter(QObject):
    """Wires the wall's selection to the side panel and the search field to both."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        statuses: StatusesPresenter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        wall, bar = window.wall, window.top_bar
        statuses.taken.connect(self._show_selected)
        wall.selected.connect(lambda key: engine.select_port(port_of_key(key)))
        wall.selected.connect(self._show_selected)
        window.cameras.chosen.connect(wall.select)
        window.cameras.enlarge_wanted.connect(wall.toggle_enlarged)
        # The wall answers for both: the menu is the one of the tile.
        window.cameras.menu_wanted.connect(wall.menu_wanted)
        window.cameras.clear_wanted.connect(bar.find_field.clear)
        bar.find_field.textChanged.connect(window.cameras.search)
        bar.find_field.returnPressed.connect(self._take_first_found)
        bar.find_field.left.connect(self._focus_wall)

    @Slot()
    def _show_selected(self) -> None:
        key = self._window.wall.arrangement.selected
        name = "" if key is None else self._window.names.of(key)
        self._window.messages.show_camera(key, name)
        if key is not None:
            self._window.cameras.select(key)

    @Slot()
    def _take_first_found(self) -> None:
        self._window.cameras.choose_first()
        self._window.top_bar.find_field.clear()
        self._focus_wall()

    @Slot()
    def _focus_wall(self) -> None:
        self._window.wall.setFocus(Qt.FocusReason.OtherFocusReason)
