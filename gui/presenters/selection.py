"""The selected camera is the same everywhere, and finding one selects it."""

from PySide6.QtCore import QObject, Qt, Slot

from gui.actions.table import Actions
from gui.cameras.key import port_of_key
from gui.cameras.names import CameraNames
from gui.presenters.engine import Engine
from gui.presenters.statuses import StatusesPresenter
from gui.side_panel.cameras.section import Cameras
from gui.side_panel.messages.section import Messages
from gui.wall.video_wall import VideoWall
from gui.window.top_bar import TopBar


class SelectionPresenter(QObject):
    """Lets the side panel and the engine follow the selection of the wall, which owns it."""

    def __init__(
        self,
        *,
        engine: Engine,
        statuses: StatusesPresenter,
        wall: VideoWall,
        cameras: Cameras,
        messages: Messages,
        names: CameraNames,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._wall = wall
        self._cameras = cameras
        self._messages = messages
        self._names = names
        self._told: int | None = None
        statuses.received.connect(self._show_selected)
        # Also what was selected when the program ended, and a camera that comes or goes.
        wall.arrangement_changed.connect(self._tell_engine)
        wall.selected.connect(self._show_selected)
        cameras.chosen.connect(wall.select)
        cameras.enlarge_wanted.connect(wall.toggle_enlarged)
        # The wall answers for both: the menu is the one of the tile.
        cameras.menu_wanted.connect(wall.menu_wanted)

    @Slot()
    def _tell_engine(self) -> None:
        key = self._wall.arrangement.selected
        port = None if key is None else port_of_key(key)
        if port != self._told:
            self._told = port
            self._engine.select_port(port)

    @Slot()
    def _show_selected(self) -> None:
        key = self._wall.arrangement.selected
        self._messages.show_camera(key, "" if key is None else self._names.of(key))
        if key is not None:
            self._cameras.select(key)


class FindPresenter(QObject):
    """Lets what is typed into the search field be found in the list, and Enter select it."""

    def __init__(
        self,
        *,
        wall: VideoWall,
        cameras: Cameras,
        top_bar: TopBar,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._cameras = cameras
        self._top_bar = top_bar
        self._actions = actions
        field = top_bar.find_field
        actions["find"].triggered.connect(self._begin)
        field.textChanged.connect(cameras.search)
        field.returnPressed.connect(self._choose_first)
        field.left.connect(self._leave)
        cameras.clear_wanted.connect(field.clear)

    @Slot()
    def _begin(self) -> None:
        self._actions["side_panel"].setChecked(True)
        self._top_bar.focus_find()

    @Slot()
    def _choose_first(self) -> None:
        self._cameras.choose_first()
        self._top_bar.find_field.clear()
        self._leave()

    @Slot()
    def _leave(self) -> None:
        self._wall.setFocus(Qt.FocusReason.OtherFocusReason)
