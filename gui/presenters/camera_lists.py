"""Lists of cameras: imported after a preview, and exported."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from gui.background.errand import Errand
from gui.background.stored_file import StoredFile
from gui.cameras.entry import MOST_CAMERAS, CameraEntry
from gui.cameras.list_file import CameraList, CameraListError, read_file, text_for
from gui.dialogs.import_cameras import ImportCameras
from gui.settings.camera_changes import with_cameras
from gui.settings.holder import SettingsHolder
from gui.window.main_window import MainWindow

_KINDS = "Lists of cameras (*.toml *.csv)"
_EXPORT_KINDS = "TOML (*.toml);;CSV for spreadsheets (*.csv)"
_EXPORT_NAME = "cameras.toml"


class CameraListsPresenter(QObject):
    """Reads and writes files without letting the window wait."""

    def __init__(self, window: MainWindow, holder: SettingsHolder) -> None:
        super().__init__(window)
        self._window = window
        self._holder = holder
        self._toast = window.toast
        self._errand: Errand | None = None
        actions = window.actions_table
        actions["import_cameras"].triggered.connect(self._choose_import)
        actions["export_cameras"].triggered.connect(self._choose_export)

    def read(self, path: Path) -> None:
        """Read a list and show what is in it."""
        self._run(lambda: (path, _read(path)), self._preview)

    def write(self, path: Path) -> None:
        """Write every camera there is into a list."""
        settings = self._holder.settings
        cameras = [settings.of_camera(key) for key in settings.camera_keys()]
        self._run(lambda: (path, _write(path, cameras)), self._tell_written)

    def told(self) -> str:
        """Return what was told last."""
        return self._toast.words()

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._errand = Errand(work)
        self._errand.done.connect(done)
        self._errand.start()

    @Slot()
    def _choose_import(self) -> None:
        dialog = QFileDialog(self._window, "Import cameras", "", _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _choose_export(self) -> None:
        dialog = QFileDialog(self._window, "Export cameras", _EXPORT_NAME, _EXPORT_KINDS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda name: self.write(_with_ending(name, dialog)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _preview(self, result: tuple[Path, CameraList | str]) -> None:
        path, found = result
        if isinstance(found, str):
            self._toast.tell(f"Nothing is imported: {found}")
            return
        settings = self._holder.settings
        known = {key: settings.of_camera(key) for key in settings.camera_keys()}
        dialog = ImportCameras(self._window, path.name, found, known)
        dialog.taken.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _take(self, cameras: tuple[CameraEntry, ...]) -> None:
        changed = with_cameras(self._holder.settings, cameras)
        count = len(changed.camera_keys())
        if count > MOST_CAMERAS:
            words = (
                f"Nothing is imported: {count} cameras, but at most {MOST_CAMERAS} can be watched"
            )
            self._toast.tell(words)
            return
        self._holder.take(changed)
        self._toast.tell(f"{_cameras(len(cameras))} imported")

    @Slot(object)
    def _tell_written(self, result: tuple[Path, int | str]) -> None:
        path, written = result
        if isinstance(written, str):
            self._toast.tell(f"{path} cannot be written: {written}")
            return
        folder = QUrl.fromLocalFile(str(path.parent))
        words = f"{_cameras(written)} exported to {path}"
        self._toast.tell(words, "Open folder", lambda: QDesktopServices.openUrl(folder))


def _read(path: Path) -> CameraList | str:
    try:
        return read_file(path)
    except CameraListError as error:
        return str(error)


def _write(path: Path, cameras: list[CameraEntry]) -> int | str:
    try:
        StoredFile(path).write(text_for(path, cameras))
    except OSError as error:
        return error.strerror or str(error)
    return len(cameras)


def _with_ending(name: str, dialog: QFileDialog) -> Path:
    """Return the path; without an ending it gets that of the kind chosen."""
    path = Path(name)
    ending = ".csv" if "csv" in dialog.selectedNameFilter() else ".toml"
    return path if path.suffix else path.with_suffix(ending)


def _cameras(count: int) -> str:
    return "1 camera" if count == 1 else f"{count} cameras"
