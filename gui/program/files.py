"""The two files that the program keeps: the settings, and the views with their windows. No Qt."""

from collections.abc import Callable
from pathlib import Path

from gui.background.file_writer import BackgroundWriter
from gui.background.stored_file import StoredFile
from gui.settings import store
from gui.settings.schema import Settings
from gui.wall.views.file import WallFile, WallFileError, read_text, write_text

SETTINGS_NAME = "settings.toml"


class ProgramFiles:
    """Saves without making anybody wait. Without a path nothing is read or saved.

    `failed(text)` is called in another thread when a file cannot be saved.
    """

    def __init__(self, settings_path: Path | None, failed: Callable[[str], None]) -> None:
        self._failed = failed
        self._settings: StoredFile | None = None
        self._wall: StoredFile | None = None
        self._writer: BackgroundWriter | None = None
        if settings_path is not None:
            self._settings = StoredFile(settings_path)
            self._wall = StoredFile(settings_path.with_name(f"{settings_path.stem}-views.toml"))
            self._writer = BackgroundWriter(self._tell)

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
        if self._writer is not None and self._wall is not None:
            self._writer.write(self._wall, write_text(wall))

    def save_settings(self, settings: Settings) -> None:
        """Save the settings soon; a person's comments in the file stay."""
        if self._writer is None or self._settings is None:
            return
        try:
            before = self._settings.read()
        except (OSError, UnicodeDecodeError) as error:
            self._failed(f"{self._settings.path}: {error}")
            return
        self._writer.write(self._settings, store.updated_text(before, settings))

    @property
    def events_path(self) -> Path | None:
        """Return where the events are kept; None: nowhere."""
        if self._settings is None:
            return None
        path = self._settings.path
        return path.with_name(f"{path.stem}-events.sqlite")

    def close(self) -> None:
        """Write what still waits."""
        if self._writer is not None:
            self._writer.close()

    def _tell(self, path: Path, reason: str) -> None:
        self._failed(f"{path} cannot be saved: {reason}")

    def _set_aside(self, stored: StoredFile) -> str:
        try:
            return f"The file is kept as {stored.set_aside().name}."
        except OSError as error:
            return f"It cannot be renamed either: {error.strerror}."
