"""A text file of the program's own that survives crashes and mistakes. No Qt."""

import contextlib
from pathlib import Path

from netgear_engine.atomic_file import write_atomically
from netgear_engine.written_values import read_written


class StoredFile:
    """Reads and writes one small text file; the version before is kept beside it as `.bak`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> str | None:
        """Return the text, None when there is no file yet; raises OSError or UnicodeError."""
        try:
            return read_written(self.path)
        except FileNotFoundError:
            return None

    def write(self, text: str) -> None:
        """Replace the file at once and completely, or not at all; raises OSError.

        Whoever reads while the power fails finds the old text or the new one.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            write_atomically(self._beside(".bak"), self.path.read_bytes())
        write_atomically(self.path, text.encode())

    def set_aside(self) -> Path:
        """Rename a file that cannot be used, so that it is not lost; return its new name.

        Raises OSError.
        """
        number = 1
        while (aside := self._beside(f".broken-{number}")).exists():
            number += 1
        return self.path.rename(aside)

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)
