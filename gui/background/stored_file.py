"""A text file of the program's own that survives crashes and mistakes. No Qt."""

import contextlib
import errno
from pathlib import Path

from netgear_engine.atomic_file import write_atomically

# Such a file has a few kilobytes; a device or a film that is named by mistake has no end.
_MOST_CHARACTERS = 16 * 1024 * 1024


class StoredFile:
    """Reads and writes one small text file; the version before is kept beside it as `.bak`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> str | None:
        """Return the text, None when there is no file yet; raises OSError or UnicodeError."""
        try:
            # Windows' editors begin a text with a byte order mark.
            with self.path.open(encoding="utf-8-sig") as file:
                text = file.read(_MOST_CHARACTERS + 1)
        except FileNotFoundError:
            return None
        if len(text) > _MOST_CHARACTERS:
            raise OSError(errno.EFBIG, "it is far too large", str(self.path))
        return text

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
