"""Writes small files without making the window wait. No Qt."""

import threading
from collections.abc import Callable
from pathlib import Path

from gui.background.stored_file import StoredFile


class BackgroundWriter:
    """Writes each file's newest text in a thread; texts that were not written yet are replaced.

    `failed(path, reason)` is called in that thread when a file cannot be written.
    """

    def __init__(self, failed: Callable[[Path, str], None]) -> None:
        self._failed = failed
        self._waiting: dict[Path, tuple[StoredFile, str]] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="file-writer")
        self._thread.start()

    def write(self, stored: StoredFile, text: str) -> None:
        """Write the text soon; may be called from any thread."""
        with self._changed:
            self._waiting[stored.path] = stored, text
            self._changed.notify()

    def close(self) -> None:
        """Write what still waits, then end."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                waiting, self._waiting = self._waiting, {}
            if not waiting:
                return
            for stored, text in waiting.values():
                try:
                    stored.write(text)
                except OSError as error:
                    self._failed(stored.path, error.strerror or str(error))
