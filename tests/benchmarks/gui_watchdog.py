"""Measures how long the window's thread does not answer."""

import threading
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, Qt, Signal, Slot

from netgear_engine.clock import Clock

_EVERY_S = 0.02


class GuiWatchdog(QObject):
    """Queues a call to the thread that made it, every 20 ms, and notes how late each one is run.

    The next call is due 20 ms after the one before, whether that one has been run or not, so a
    long block is counted once for every call that had to wait for its end.
    """

    _called = Signal(float)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.delays: list[float] = []
        self._clock = clock
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog")
        self._called.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(_EVERY_S):
            self._called.emit(self._clock.monotonic())

    @Slot(float)
    def _answer(self, called_at: float) -> None:
        self.delays.append(self._clock.monotonic() - called_at)
