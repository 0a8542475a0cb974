"""The dialogs in which one camera is added, changed and removed."""

from PySide6.QtCore import QObject, Slot

from gui.actions.table import Actions
from gui.cameras.entry import MOST_CAMERAS, CameraEntry
from gui.cameras.key import CameraKey, key_of_port, port_of_key
from gui.cameras.names import CameraNames
from gui.cameras.node_command import reachable_address
from gui.dialogs.add_camera import AddCamera
from gui.dialogs.camera_settings import CameraSettingsDialog
from gui.dialogs.passing import open_once
from gui.presenters.camera_trial import CameraTrial
from gui.presenters.engine import Engine
from gui.presenters.pictures import PicturesPresenter
from gui.settings.camera_changes import (
    group_names,
    next_free_port,
    with_camera,
    without_camera,
)
from gui.settings.holder import SettingsHolder
from gui.wall.video_wall import VideoWall
from netgear_engine.clock import Clock


class CameraDialogsPresenter(QObject):
    """Opens the dialogs; what they say takes effect at once and is saved with the settings."""

    def __init__(
        self,
        *,
        engine: Engine,
        holder: SettingsHolder,
        wall: VideoWall,
        names: CameraNames,
        pictures: PicturesPresenter,
        actions: Actions,
        clock: Clock,
    ) -> None:
        super().__init__(wall)
        self._engine = engine
        self._holder = holder
        self._wall = wall
        self._names = names
        self._pictures = pictures
        self._clock = clock
        self._adding: AddCamera | None = None
        self._trial: CameraTrial | None = None
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
            self._wall.window(),
            port=next_free_port(settings, self._strangers() | self._with_pictures()),
            groups=group_names(settings),
            command_for=lambda port: self._wall.command_for(key_of_port(port)),
            taken=self._why_taken,
            painted=self._engine.feed.painted,
        )
        dialog.port_chosen.connect(lambda port: self._test(port, dialog))
        dialog.port_refused.connect(self._end_test)
        # Saved before the test ends, which leaves the port of a camera alone.
        dialog.added.connect(self._save)
        dialog.finished.connect(self._end_adding)
        self._adding = dialog
        dialog.begin()

    @Slot()
    def _change_selected(self) -> None:
        key = self._wall.arrangement.selected
        if key is not None and self._is_watched(key):
            self.change(key)

    def change(self, key: CameraKey) -> None:
        """Let the operator change a camera."""
        settings = self._holder.settings
        dialog = CameraSettingsDialog(
            self._wall.window(),
            settings.of_camera(key),
            shown_name=self._names.of(key),
            groups=group_names(settings),
        )
        dialog.saved.connect(self._save)
        dialog.remove_wanted.connect(self.remove)
        open_once(dialog)

    @Slot(str)
    def remove(self, key: CameraKey) -> None:
        """Take a camera out and free its port; whoever calls this has asked the operator."""
        self._holder.take(without_camera(self._holder.settings, key))

    @Slot(object)
    def _save(self, camera: CameraEntry) -> None:
        self._holder.take(with_camera(self._holder.settings, camera))

    def _test(self, port: int, dialog: AddCamera) -> None:
        """Test this port, and no longer the one before."""
        if self._trial is not None and self._trial.port == port:
            return
        self._end_test()
        self._trial = CameraTrial(
            port,
            dialog,
            engine=self._engine,
            pictures=self._pictures,
            clock=self._clock,
            host=reachable_address(self._holder.settings.listen),
            is_watched=lambda: self._is_watched(key_of_port(port)),
        )

    @Slot()
    def _end_test(self) -> None:
        if self._trial is not None:
            self._trial.end()
            self._trial = None

    @Slot()
    def _end_adding(self) -> None:
        self._end_test()
        if self._adding is not None:
            self._adding.deleteLater()
            self._adding = None

    def _is_watched(self, key: CameraKey) -> bool:
        return key in self._holder.settings.camera_keys()

    def _strangers(self) -> set[int]:
        """Return the ports that are listened on although the settings do not say so."""
        shown = map(port_of_key, self._wall.arrangement.keys)
        watched = self._holder.settings.port_numbers()
        return {port for port in shown if port is not None and port not in watched}

    def _with_pictures(self) -> set[int]:
        """Return the ports on which a camera sends already, though nobody has named it."""
        return {status.port for status in self._engine.statuses().values() if status.received}

    def _why_taken(self, port: int) -> str:
        settings, key = self._holder.settings, key_of_port(port)
        if any(camera.key == key for camera in settings.camera):
            return f"Port {port} has a camera already: {self._names.of(key)}"
        if port in self._strangers():
            return f"Port {port} is taken by a demo camera"
        if not self._is_watched(key) and len(settings.camera_keys()) >= MOST_CAMERAS:
            return f"At most {MOST_CAMERAS} cameras can be watched"
        return ""
