"""Lists of cameras: imported after a preview, and exported."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.actions.table import Actions
from gui.background.stored_file import StoredFile
from gui.background.tasks import Tasks
from gui.cameras.entry import MOST_CAMERAS, CameraEntry
from gui.cameras.list_file import CameraListError, read_file, text_for
from gui.dialogs.import_cameras import ImportCameras
from gui.dialogs.passing import open_once
from gui.look.toast import Toast
from gui.settings.camera_changes import with_cameras
from gui.settings.holder import SettingsHolder

_KINDS = "Lists of cameras (*.toml *.csv)"
_EXPORT_KINDS = "TOML (*.toml);;CSV for spreadsheets (*.csv)"
_EXPORT_NAME = "cameras.toml"


class CameraListsPresenter(QObject):
    """Reads and writes files without letting the window wait."""

    def __init__(
        self,
        *,
        holder: SettingsHolder,
        cameras: QWidget,
        actions: Actions,
        toast: Toast,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._holder = holder
        self._cameras = cameras
        self._toast = toast
        self._tasks = tasks
        self._import = actions["import_cameras"]
        self._import.triggered.connect(self._choose_import)
        actions["export_cameras"].triggered.connect(self._choose_export)

    @Slot()
    def _choose_import(self) -> None:
        dialog = QFileDialog(self._cameras.window(), "Import cameras", "", _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(
            lambda name: self._tasks.start(self.read(Path(name)), "Importing cameras")
        )
        open_once(dialog)

    async def read(self, path: Path) -> None:
        """Read a list and show what is in it, before anything is taken over."""
        try:
            found = await asyncio.to_thread(read_file, path)
        except CameraListError as error:
            self._toast.tell(f"Nothing is imported: {error}")
            return
        # While the file was read the window may have been locked.
        if not self._import.isEnabled():
            return
        settings = self._holder.settings
        known = {key: settings.of_camera(key) for key in settings.camera_keys()}
        dialog = ImportCameras(self._cameras.window(), path.name, found, known)
        dialog.taken.connect(self._take)
        open_once(dialog)

    @Slot(object)
    def _take(self, cameras: tuple[CameraEntry, ...]) -> None:
        changed = with_cameras(self._holder.settings, cameras)
        count = len(changed.camera_keys())
        if count > MOST_CAMERAS:
            words = f"{count} cameras, but at most {MOST_CAMERAS} can be watched"
            self._toast.tell(f"Nothing is imported: {words}")
            return
        self._holder.take(changed)
        self._toast.tell(f"{_in_words(len(cameras))} imported")

    @Slot()
    def _choose_export(self) -> None:
        dialog = QFileDialog(self._cameras.window(), "Export cameras", _EXPORT_NAME, _EXPORT_KINDS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(
            lambda name: self._tasks.start(
                self.write(_with_ending(name, dialog)), "Exporting cameras"
            )
        )
        open_once(dialog)

    async def write(self, path: Path) -> None:
        """Write every camera there is into a list."""
        settings = self._holder.settings
        cameras = [settings.of_camera(key) for key in settings.camera_keys()]
        try:
            await asyncio.to_thread(_write, path, cameras)
        except OSError as error:
            self._toast.tell(f"{path} cannot be written: {error.strerror or error}")
            return
        self._toast.tell_file(f"{_in_words(len(cameras))} exported to {path}", path)


def _write(path: Path, cameras: list[CameraEntry]) -> None:
    StoredFile(path).write(text_for(path, cameras))


def _with_ending(name: str, dialog: QFileDialog) -> Path:
    """Return the path; without an ending it gets that of the kind chosen."""
    path = Path(name)
    ending = ".csv" if "csv" in dialog.selectedNameFilter() else ".toml"
    return path if path.suffix else path.with_suffix(ending)


def _in_words(count: int) -> str:
    return "1 camera" if count == 1 else f"{count} cameras"
