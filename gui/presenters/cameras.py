"""The cameras of the settings: listened on, named, displayed, and what happens when all leave."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.departures import Departures
from gui.cameras.key import CameraKey, key_of_port
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.wall.placement import Display
from gui.window.main_window import MainWindow


class CamerasPresenter(QObject):
    """Lets engine, names and tiles follow the settings as soon as they change."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        statuses: StatusesPresenter,
        pictures: PicturesPresenter,
        holder: SettingsHolder,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._statuses = statuses
        self._pictures = pictures
        self._holder = holder
        self._ports = frozenset(holder.settings.port_numbers())
        self._displays: dict[CameraKey, Display] = {}
        self._departures = Departures()
        holder.changed.connect(self._follow)
        statuses.taken.connect(self._take_statuses)

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        ports = frozenset(settings.port_numbers())
        for port in sorted(ports - self._ports):
            self._engine.add_port(port)
        for port in self._ports - ports:
            self._engine.remove_port(port)
            self._window.names.forget(key_of_port(port))
        self._ports = ports
        self._window.names.choose(settings.camera_names())
        for wall in self._pictures.walls:
            wall.set_names(self._window.names.of)
        self._displays = {}
        self._show_displays()

    @Slot()
    def _take_statuses(self) -> None:
        self._show_displays()
        left = self._departures.all_have_left(self._statuses.statuses.values())
        if left and self._holder.settings.program.quit_when_all_have_left:
            self._window.close()

    def _show_displays(self) -> None:
        keys = self._statuses.statuses.keys()
        if self._displays.keys() != keys:
            self._displays = _displays(self._holder.settings, keys)
        hover = self._holder.settings.look.names == "hover"
        for wall in self._pictures.walls:
            wall.set_displays(self._displays)
            wall.set_names_hover(hover)


def _displays(settings: Settings, keys: Collection[CameraKey]) -> dict[CameraKey, Display]:
    """Return how each camera is displayed; one of which nothing was said as all of them are."""
    usual = settings.look.fitting
    result = {key: Display(usual) for key in keys}
    for one in settings.camera:
        if one.key in result:
            result[one.key] = Display(one.fitting or usual, one.rotation, one.mirrored)
    return result
