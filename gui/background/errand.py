"""Something that takes a moment, done in a thread of its own so that the window does not wait."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class Errand(QObject):
    """Runs one function once. `done` carries what it returned, in the thread of the window."""

    done = Signal(object)

    def __init__(self, function: Callable[[], object]) -> None:
        super().__init__()
        self._function = function

    def start(self) -> None:
        """Begin. Keep a reference to the errand until it is done."""
        threading.Thread(target=self._run, name="errand").start()

    def _run(self) -> None:
        self.done.emit(self._function())
