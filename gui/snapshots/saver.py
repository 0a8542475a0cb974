"""Saves pictures in the background, one after the other."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from logging import getLogger
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QStandardPaths
from PySide6.QtGui import QImage, QImageWriter

from gui.snapshots.montage import wall_montage
from gui.snapshots.snapshot import Snapshot, free_path, jpeg_with_note
from netgear_engine.atomic_file import SHARED, write_atomically
from netgear_engine.codecs.decode_scale import decode
from netgear_engine.frame import Pixels
from netgear_engine.protocol.limits import Limits

_log = getLogger(__name__)

_MOST_WAITING = 20


class SnapshotError(Exception):
    """A picture was not saved; says why, as the operator is told."""


class SnapshotSaver:
    """Saves one picture after the other; more than twenty that wait are refused."""

    def __init__(self, folder: str) -> None:
        """`folder` may be empty: then it is one of the user's folder for pictures."""
        self.use_folder(folder)
        self._places = asyncio.Semaphore(_MOST_WAITING)
        self._turn = asyncio.Lock()

    def use_folder(self, folder: str) -> None:
        """Save there from now on; empty: in one of the user's folder for pictures."""
        self.folder = Path(folder).expanduser() if folder else _usual_folder()

    async def save(self, snapshot: Snapshot) -> Path:
        """Save a camera's picture: a JPEG untouched but for the note in it, an array as PNG.

        Returns the file. Raises SnapshotError.
        """
        return await self._save(lambda: _save_one(self.folder, snapshot))

    async def save_wall(
        self, snapshots: Sequence[Snapshot | None], columns: int, name: str
    ) -> Path:
        """Save all these pictures as one; `name` is that of the view. As `save`."""
        return await self._save(lambda: _save_wall(self.folder, snapshots, columns, name))

    async def finished(self) -> None:
        """Wait until what still waits is saved: a lock is given in the order it was asked for."""
        async with self._turn:
            pass

    async def _save(self, work: Callable[[], Path]) -> Path:
        if self._places.locked():
            raise SnapshotError("Too many pictures are still being saved.")
        try:
            async with self._places, self._turn:
                return await asyncio.to_thread(work)
        except OSError as error:
            reason = error.strerror or str(error)
            words = f"The picture cannot be saved in {self.folder}: {reason}"
            raise SnapshotError(words) from error
        except Exception as error:
            _log.warning("A picture cannot be saved", exc_info=error)
            why = str(error) or type(error).__name__
            raise SnapshotError(f"The picture cannot be saved: {why}") from error


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
    if not QImageWriter(png, QByteArray(b"png")).write(image):
        raise ValueError("it cannot be made into a PNG")
    write_atomically(path, bytes(png.data().data()), mode=SHARED)
