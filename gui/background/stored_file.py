"""A text file of the program's own that survives crashes and mistakes. No Qt."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

FOLDER = Path(platformdirs.user_config_dir("netgear-monitor", appauthor=False))
"""Where the program's files are, unless the command line names another place."""


class StoredFile:
    """Reads and writes one small text file; the version before is kept beside it as `.bak`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> str | None:
        """Return the text, None when there is no file yet; raises OSError or UnicodeError."""
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write(self, text: str) -> None:
        """Replace the file at once and completely, or not at all; raises OSError.

        Whoever reads while the power fails finds the old text or the new one.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        fresh = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self._keep_a_copy()
            fresh.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise

    def set_aside(self) -> Path:
        """Rename a file that cannot be used, so that it is not lost; return its new name.

        Raises OSError.
        """
        number = 1
        while (aside := self._beside(f".broken-{number}")).exists():
            number += 1
        return self.path.rename(aside)

    def _keep_a_copy(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(self.path, self._beside(".bak"))

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)
