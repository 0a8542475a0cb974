"""The two files that the program keeps: the settings, and the views with their windows."""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

from tomlkit.exceptions import TOMLKitError

from gui.background.stored_file import StoredFile
from gui.background.tasks import Tasks
from gui.settings import store
from gui.settings.schema import Settings
from gui.wall.views.file import WallFile, WallFileError, read_text, write_text

TextAfter = Callable[[str | None], str]
"""Makes a file's text from the text before; None when there is no file yet."""


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
        self._waiting: dict[StoredFile, TextAfter] = {}
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
        self._save(self._wall, lambda _before: write_text(wall))

    def save_settings(self, settings: Settings) -> None:
        """Save the settings soon; a person's comments in the file stay."""
        self._save(self._settings, lambda before: _settings_text(before, settings))

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

    def _save(self, stored: StoredFile | None, text_after: TextAfter) -> None:
        if stored is None:
            return
        self._waiting[stored] = text_after
        self._save_what_waits()

    def _is_saving(self) -> bool:
        return self._saving is not None and not self._saving.done()

    def _save_what_waits(self) -> asyncio.Task[None]:
        if self._saving is None or self._saving.done():
            self._saving = self._tasks.start(self._write_what_waits(), "Saving")
        return self._saving

    async def _write_what_waits(self) -> None:
        while self._waiting:
            stored, text_after = self._waiting.popitem()
            self._unsaved[stored] = f"{stored.path} cannot be saved"
            try:
                await asyncio.to_thread(_rewrite, stored, text_after)
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


def _settings_text(before: str | None, settings: Settings) -> str:
    """Return the new text; raises ValueError for one that somebody broke, which stays as it is."""
    try:
        return store.updated_text(before, settings)
    except TOMLKitError as error:
        raise ValueError(f"{error}. Mend it, and change something here to save it all") from error


def _rewrite(stored: StoredFile, text_after: TextAfter) -> None:
    stored.write(text_after(stored.read()))
