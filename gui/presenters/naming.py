"""Names that are typed into the camera list, and the groups by which it is ordered."""

import msgspec
from PySide6.QtCore import QObject, Slot

from gui.cameras.key import CameraKey
from gui.settings.camera_changes import with_camera
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.window.main_window import MainWindow


class NamingPresenter(QObject):
    """Lets the settings have what the operator calls a camera, and the list its groups."""

    def __init__(self, window: MainWindow, holder: SettingsHolder, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._holder = holder
        window.cameras.renamed.connect(self._rename)
        window.actions_table["rename"].triggered.connect(self._begin)
        holder.changed.connect(self._show_groups)
        self._show_groups(holder.settings)

    @Slot()
    def _begin(self) -> None:
        """Let the name of the selected camera be typed, where the list is."""
        key = self._window.wall.arrangement.selected
        if key is not None:
            self._window.docks.show_section(self._window.cameras)
            self._window.cameras.rename(key)

    @Slot(str, str)
    def _rename(self, key: CameraKey, name: str) -> None:
        settings = self._holder.settings
        camera = msgspec.structs.replace(settings.of_camera(key), name=name)
        self._holder.take(with_camera(settings, camera))
        # Not only when the states are judged the next time.
        self._window.wall.judge_all()

    @Slot(object)
    def _show_groups(self, settings: Settings) -> None:
        groups = {camera.key: camera.group for camera in settings.camera if camera.group}
        self._window.cameras.set_groups(groups)
