"""The two files that the program keeps: the settings, and the views with their windows."""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

from gui.background.stored_file import StoredFile
from gui.background.tasks import Tasks
from gui.settings import store
from gui.settings.schema import Settings
from gui.wall.views.file import WallFile, WallFileError, read_text, write_text

Save = Callable[[StoredFile], None]
"""Writes a file; waits for the disk and raises OSError or ValueError."""


def log_path(settings_path: Path | None) -> Path | None:
    """Return where faults of the program are logged, beside the settings; None: nowhere."""
    return settings_path and settings_path.with_name(f"{settings_path.stem}.log")


class ProgramFiles:
    """Saves without making anybody wait. Without a path nothing is read or saved.

    What waits to be saved is replaced by what is newer. Files are written one after the other, in
    a thread, so that nothing overtakes what came later. `failed(text)` tells what was not saved.
    """

    def __init__(self, settings_path: Path | None, failed: Callable[[str], None]) -> None:
        self._failed = failed
        self._settings: StoredFile | None = None
        self._wall: StoredFile | None = None
        if settings_path is not None:
            self._settings = StoredFile(settings_path)
            self._wall = StoredFile(settings_path.with_name(f"{settings_path.stem}-views.toml"))
        # Not the window's: what is chosen last is saved after the window has closed.
        self._tasks = Tasks(failed)
        self._saving: asyncio.Task[None] | None = None
        self._waiting: dict[StoredFile, Save] = {}
        self._unsaved: dict[StoredFile, str] = {}

    def load_wall(self) -> tuple[WallFile, str]:
        """Return the views and windows, and what there is to tell the operator.

        A file that cannot be used is renamed, so that the program starts and nothing is lost.
        """
        if self._wall is None:
            return WallFile(), ""
        try:
            text = self._wall.read()
            return (WallFile() if text is None else read_text(text)), ""
        except (OSError, UnicodeDecodeError, WallFileError) as error:
            return WallFile(), f"{self._wall.path}: {error}. {self._set_aside(self._wall)}"

    def save_wall(self, wall: WallFile) -> None:
        """Save the views and windows soon."""
        self._save(self._wall, lambda file: file.write(write_text(wall)))

    def save_settings(self, settings: Settings) -> None:
        """Save the settings soon; a person's comments in the file stay."""
        self._save(self._settings, lambda file: store.save(file, settings))

    @property
    def events_path(self) -> Path | None:
        """Where the events are kept; None: nowhere."""
        if self._settings is None:
            return None
        path = self._settings.path
        return path.with_name(f"{path.stem}-events.sqlite")

    async def close(self) -> Collection[str]:
        """Write what still waits; nothing is read or saved from then on.

        Returns what could not be saved when it was last tried, in words.
        """
        while self._waiting or self._is_saving():
            await asyncio.wait([self._save_what_waits()])
        self._settings = self._wall = None
        return self._unsaved.values()

    def _save(self, stored: StoredFile | None, save: Save) -> None:
        if stored is None:
            return
        self._waiting[stored] = save
        self._save_what_waits()

    def _is_saving(self) -> bool:
        return self._saving is not None and not self._saving.done()

    def _save_what_waits(self) -> asyncio.Task[None]:
        if self._saving is None or self._saving.done():
            self._saving = self._tasks.start(self._write_what_waits(), "Saving")
        return self._saving

    async def _write_what_waits(self) -> None:
        while self._waiting:
            stored, save = self._waiting.popitem()
            self._unsaved[stored] = f"{stored.path} cannot be saved"
            try:
                await asyncio.to_thread(save, stored)
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or error
                self._unsaved[stored] += f": {reason}"
                self._failed(self._unsaved[stored])
            else:
                del self._unsaved[stored]

    def _set_aside(self, stored: StoredFile) -> str:
        try:
            return f"The file is kept as {stored.set_aside().name}."
        except OSError as error:
            return f"It cannot be renamed either: {error.strerror}."
