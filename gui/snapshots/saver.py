"""Saves pictures in a thread of its own, and says what became of each."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QObject, QStandardPaths, Signal
from PySide6.QtGui import QImage

from gui.snapshots.montage import wall_montage
from gui.snapshots.snapshot import Snapshot, free_path, jpeg_with_note
from netgear_engine.atomic_file import SHARED, write_atomically
from netgear_engine.codecs.decode_scale import decode
from netgear_engine.frame import Pixels
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.limits import Limits

_MOST_WAITING = 20


class SnapshotSaver(QObject):
    """Saves one picture after the other; more than twenty that wait are refused.

    `saved(path)` and `failed(words)` are emitted on the GUI thread.
    """

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, folder: str, parent: QObject | None = None) -> None:
        """`folder` may be empty: then it is one of the user's folder for pictures."""
        super().__init__(parent)
        self.use_folder(folder)
        self._waiting = 0
        self._worker = ThreadPoolExecutor(1, "snapshot")
        self.saved.connect(self._done)
        self.failed.connect(self._done)

    def use_folder(self, folder: str) -> None:
        """Save there from now on; empty: in one of the user's folder for pictures."""
        self.folder = Path(folder).expanduser() if folder else _usual_folder()

    def save(self, snapshot: Snapshot) -> None:
        """Save a camera's picture: a JPEG untouched but for the note in it, an array as PNG."""
        self._begin(lambda: _save_one(self.folder, snapshot))

    def save_wall(self, snapshots: Sequence[Snapshot | None], columns: int, name: str) -> None:
        """Save all these pictures as one; `name` is that of the view."""
        chosen = list(snapshots)
        self._begin(lambda: _save_wall(self.folder, chosen, columns, name))

    def close(self) -> None:
        """Save what still waits, then end."""
        self._worker.shutdown()

    def _begin(self, work: Callable[[], Path]) -> None:
        if self._waiting >= _MOST_WAITING:
            self.failed.emit("Too many pictures are still being saved.")
            return
        self._waiting += 1
        self._worker.submit(self._run, work)

    def _run(self, work: Callable[[], Path]) -> None:
        try:
            path = work()
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(f"The picture cannot be saved in {self.folder}: {reason}")
        except (RemoteProtocolError, ValueError) as error:
            self.failed.emit(f"The picture cannot be saved: {error}")
        else:
            self.saved.emit(path)

    def _done(self) -> None:
        self._waiting = max(0, self._waiting - 1)


def _usual_folder() -> Path:
    pictures = QStandardPaths.StandardLocation.PicturesLocation
    return Path(QStandardPaths.writableLocation(pictures)) / "NetGear Monitor"


def _save_one(folder: Path, snapshot: Snapshot) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    ending = ".jpg" if snapshot.is_jpeg else ".png"
    path = free_path(folder, snapshot.file_name(), ending)
    if snapshot.is_jpeg:
        content = jpeg_with_note(bytes(snapshot.frame.payload), snapshot.note())
        write_atomically(path, content, mode=SHARED)
    else:
        pixels = decode(snapshot.frame, None, Limits()).pixels
        _save_pixels(path, np.ascontiguousarray(pixels[:, :, :3]), snapshot.note())
    return path


def _save_wall(folder: Path, snapshots: Sequence[Snapshot | None], columns: int, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    there = [one for one in snapshots if one is not None]
    pixels = wall_montage(snapshots, columns)
    newest = max(there, key=lambda one: one.frame.changed_wall)
    faults = sorted({one.fault for one in there if one.fault})
    title = replace(newest, camera=name, fault="with " + " and ".join(faults) if faults else "")
    path = free_path(folder, title.file_name(), ".png")
    notes = {f"cell {index + 1}": str(one.note()) for index, one in enumerate(snapshots) if one}
    _save_pixels(path, pixels, notes)
    return path


def _save_pixels(path: Path, pixels: Pixels, notes: dict[str, str]) -> None:
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, width * 3, QImage.Format.Format_BGR888)
    for key, value in notes.items():
        image.setText(key, value)
    png = QBuffer()
    image.save(png, b"PNG")
    write_atomically(path, bytes(png.data().data()), mode=SHARED)
