"""The cameras of the settings: listened on, named, grouped, displayed, and all of them leaving."""

from collections.abc import Collection

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from gui.actions.table import Actions
from gui.cameras.departures import Departures
from gui.cameras.key import CameraKey, key_of_port
from gui.cameras.names import CameraNames
from gui.presenters.engine import Engine
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.settings.camera_changes import with_camera
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.side_panel.cameras.section import Cameras
from gui.wall.placement import Display
from gui.wall.video_wall import VideoWall
from gui.window.docks import Docks


class CamerasPresenter(QObject):
    """Lets engine, names, camera list and tiles follow the settings as soon as they change.

    `quit_wanted` is emitted when all cameras have left, and the settings say that the program ends
    then.
    """

    quit_wanted = Signal()

    def __init__(
        self,
        *,
        engine: Engine,
        holder: SettingsHolder,
        statuses: StatusesPresenter,
        pictures: PicturesPresenter,
        names: CameraNames,
        cameras: Cameras,
    ) -> None:
        super().__init__(cameras)
        self._engine = engine
        self._holder = holder
        self._statuses = statuses
        self._pictures = pictures
        self._names = names
        self._cameras = cameras
        self._ports = frozenset(holder.settings.port_numbers())
        self._displays: dict[CameraKey, Display] = {}
        self._departures = Departures()
        holder.changed.connect(self._on_settings)
        statuses.received.connect(self._on_statuses)
        self._show_groups()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        ports = frozenset(settings.port_numbers())
        for port in sorted(ports - self._ports):
            self._engine.add_port(port)
            self._pictures.ask_anew(key_of_port(port))
        for port in self._ports - ports:
            self._engine.remove_port(port)
            self._names.forget(key_of_port(port))
        self._ports = ports
        self._names.choose(settings.camera_names())
        for wall in self._pictures.walls:
            wall.set_names(self._names.of)
        self._displays = {}
        self._show_displays()
        self._show_groups()

    @Slot()
    def _on_statuses(self) -> None:
        self._show_displays()
        left = self._departures.all_have_left(self._statuses.statuses.values())
        if left and self._holder.settings.program.quit_when_all_have_left:
            self.quit_wanted.emit()

    def _show_displays(self) -> None:
        keys = self._statuses.statuses.keys()
        if self._displays.keys() != keys:
            self._displays = _displays(self._holder.settings, keys)
        hover = self._holder.settings.look.names == "hover"
        for wall in self._pictures.walls:
            wall.set_displays(self._displays)
            wall.set_names_hover(hover)

    def _show_groups(self) -> None:
        self._cameras.set_groups(self._holder.settings.camera_groups())


class RenamingPresenter(QObject):
    """Lets the name of a camera be typed, where the list is; it goes into the settings."""

    def __init__(
        self,
        *,
        holder: SettingsHolder,
        wall: VideoWall,
        cameras: Cameras,
        docks: Docks,
        actions: Actions,
    ) -> None:
        super().__init__(cameras)
        self._holder = holder
        self._wall = wall
        self._cameras = cameras
        self._docks = docks
        cameras.renamed.connect(self._rename)
        actions["rename"].triggered.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        key = self._wall.arrangement.selected
        if key is not None:
            self._docks.show_section(self._cameras)
            self._cameras.rename(key)

    @Slot(str, str)
    def _rename(self, key: CameraKey, name: str) -> None:
        settings = self._holder.settings
        camera = msgspec.structs.replace(settings.of_camera(key), name=name)
        self._holder.take(with_camera(settings, camera))
        # Not only when the states are judged the next time.
        self._wall.judge_all()


def _displays(settings: Settings, keys: Collection[CameraKey]) -> dict[CameraKey, Display]:
    """Return how each camera is displayed; one of which nothing was said as all of them are."""
    usual = settings.look.fitting
    result = {key: Display(usual) for key in keys}
    for one in settings.camera:
        if one.key in result:
            result[one.key] = Display(one.fitting or usual, one.rotation, one.mirrored)
    return result
