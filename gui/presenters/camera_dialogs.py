"""The dialogs in which one camera is added, changed and removed."""

from PySide6.QtCore import QObject, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.entry import MOST_CAMERAS, CameraEntry
from gui.cameras.key import CameraKey, key_of_port, port_of_key
from gui.cameras.node_command import reachable_address
from gui.dialogs.add_camera import AddCamera
from gui.dialogs.camera_settings import CameraSettingsDialog
from gui.presenters.camera_trial import CameraTrial
from gui.presenters.pictures import PicturesPresenter
from gui.settings.camera_changes import (
    group_names,
    next_free_port,
    with_camera,
    without_camera,
)
from gui.settings.holder import SettingsHolder
from gui.window.main_window import MainWindow


class CameraDialogsPresenter(QObject):
    """Opens the dialogs; what they say takes effect at once and is saved with the settings."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        pictures: PicturesPresenter,
        holder: SettingsHolder,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._pictures = pictures
        self._holder = holder
        self._adding: AddCamera | None = None
        actions = window.actions_table
        actions["add_camera"].triggered.connect(self.add)
        actions["camera_settings"].triggered.connect(self._change_selected)

    @Slot()
    def add(self) -> None:
        """Ask for a camera, and listen for it meanwhile."""
        if self._adding is not None:
            self._adding.raise_()
            return
        settings = self._holder.settings
        dialog = AddCamera(
            self._window,
            port=next_free_port(settings, self._strangers() | self._with_pictures()),
            groups=group_names(settings),
            command_for=lambda port: self._window.wall.command_for(key_of_port(port)),
            taken=self._why_taken,
            painted=self._engine.feed.painted,
        )
        trial = CameraTrial(self._engine, self._pictures, self._window.clock, dialog)
        host = reachable_address(settings.listen)
        size = dialog.connection.thumbnail.device_size()
        dialog.port_chosen.connect(
            lambda port: trial.start(
                port, host=host, size=size, watched=self._is_watched(key_of_port(port))
            )
        )
        trial.found.connect(dialog.show_finding)
        trial.pictured.connect(dialog.show_picture)
        dialog.port_refused.connect(trial.stop)
        dialog.added.connect(lambda camera: self._add(camera, trial))
        dialog.finished.connect(lambda: self._end(dialog, trial))
        self._adding = dialog
        dialog.begin()

    @Slot()
    def _change_selected(self) -> None:
        key = self._window.wall.arrangement.selected
        if key is not None and self._is_watched(key):
            self.change(key)

    def change(self, key: CameraKey) -> None:
        """Let the operator change a camera."""
        settings = self._holder.settings
        dialog = CameraSettingsDialog(
            self._window,
            settings.of_camera(key),
            shown_name=self._window.names.of(key),
            groups=group_names(settings),
        )
        dialog.saved.connect(self._save)
        dialog.remove_wanted.connect(self.remove)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def remove(self, key: CameraKey) -> None:
        """Take a camera out and free its port; whoever calls this has asked the operator."""
        self._holder.take(without_camera(self._holder.settings, key))

    def _add(self, camera: CameraEntry, trial: CameraTrial) -> None:
        trial.release()
        self._save(camera)

    def _end(self, dialog: AddCamera, trial: CameraTrial) -> None:
        trial.stop()
        self._adding = None
        dialog.deleteLater()

    @Slot(object)
    def _save(self, camera: CameraEntry) -> None:
        self._holder.take(with_camera(self._holder.settings, camera))

    def _is_watched(self, key: CameraKey) -> bool:
        return key in self._holder.settings.camera_keys()

    def _strangers(self) -> set[int]:
        """Return the ports that are listened on although the settings do not say so."""
        shown = map(port_of_key, self._window.wall.arrangement.keys)
        watched = self._holder.settings.port_numbers()
        return {port for port in shown if port is not None and port not in watched}

    def _with_pictures(self) -> set[int]:
        """Return the ports on which a camera sends already, though nobody has named it."""
        statuses = self._engine.engine.statuses().values()
        return {status.port for status in statuses if status.received}

    def _why_taken(self, port: int) -> str:
        settings, key = self._holder.settings, key_of_port(port)
        if any(camera.key == key for camera in settings.camera):
            return f"Port {port} has a camera already: {self._window.names.of(key)}"
        if port in self._strangers():
            return f"Port {port} is taken by a demo camera"
        if not self._is_watched(key) and len(settings.camera_keys()) >= MOST_CAMERAS:
            return f"At most {MOST_CAMERAS} cameras can be watched"
        return ""
