"""Snapshots: of the selected camera and of the wall, and what became of them."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from gui.cameras.key import CameraKey
from gui.presenters.stills import StillsPresenter
from gui.snapshots.saver import SnapshotSaver
from gui.snapshots.snapshot import Snapshot
from gui.wall.tile.state import MOVING
from gui.window.main_window import MainWindow
from netgear_engine.frame import Frame


class SnapshotsPresenter(QObject):
    """Takes what is on the tiles and tells where it was saved."""

    def __init__(
        self,
        window: MainWindow,
        saver: SnapshotSaver,
        parent: QObject,
        stills: StillsPresenter | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._saver = saver
        self._stills = stills
        self._toast = window.toast
        actions = window.actions_table
        actions["snapshot"].triggered.connect(self._save_selected)
        actions["wall_snapshot"].triggered.connect(self._save_wall)
        window.wall.snapshot_wanted.connect(self.save)
        saver.saved.connect(self._tell_saved)
        saver.failed.connect(self._toast.tell)

    @Slot(str)
    def save(self, key: CameraKey) -> None:
        """Save the picture that a camera's tile shows.

        While a camera sends a smaller picture than it could, it is asked for a whole one first.
        """
        snapshot = self._snapshot(key)
        stills = self._stills
        if snapshot is None:
            self._toast.tell(f"{self._window.names.of(key)} has shown no picture yet")
        elif stills is not None and not snapshot.fault and stills.gives_more(key):
            stills.ask(key, lambda still: self._save_larger(snapshot, still))
        else:
            self._saver.save(snapshot)

    def save_still(self, key: CameraKey, still: Frame) -> None:
        """Save a picture that a camera made when it was asked for one."""
        self._saver.save(Snapshot(key, self._window.names.of(key), still))

    def _save_larger(self, snapshot: Snapshot, still: Frame | None) -> None:
        self._saver.save(snapshot if still is None else replace(snapshot, frame=still))

    @Slot()
    def _save_selected(self) -> None:
        key = self._window.wall.arrangement.selected
        if key is None:
            self._toast.tell("Select a camera to save its picture")
        else:
            self.save(key)

    @Slot()
    def _save_wall(self) -> None:
        arrangement = self._window.wall.arrangement
        cells = self._window.wall.cells()
        pictures = [None if cell.key is None else self._snapshot(cell.key) for cell in cells]
        if not any(pictures):
            self._toast.tell("There is no picture on the wall to save")
            return
        columns = max(1, min(arrangement.grid.columns, len(cells)))
        self._saver.save_wall(pictures, columns, arrangement.view.name)

    def _snapshot(self, key: CameraKey) -> Snapshot | None:
        tile = self._window.wall.tile(key)
        if tile.picture is None:
            return None
        tile.judge()
        look = tile.face.state.look
        fault = "" if look in MOVING else look.value
        return Snapshot(key, self._window.names.of(key), tile.picture.frame, fault)

    @Slot(object)
    def _tell_saved(self, path: Path) -> None:
        folder = QUrl.fromLocalFile(str(path.parent))
        self._toast.tell(f"Saved {path}", "Open folder", lambda: QDesktopServices.openUrl(folder))
