"""Stills: one picture as large as a camera makes them, fetched from the camera."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import CameraKey, port_of_key
from gui.presenters.statuses import StatusesPresenter
from netgear_engine.clock import Clock
from netgear_engine.events import CommandAnswered
from netgear_engine.frame import Frame
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.header import Compression
from netgear_engine.receiving.port_status import PortStatus

STILL = "still"
_WITHIN_MS = 3000

Taken = Callable[[Frame | None], None]


class StillsPresenter(QObject):
    """Asks for stills, and gives up after 3 s: then `taken(None)` is called."""

    def __init__(
        self, engine: EngineThread, statuses: StatusesPresenter, clock: Clock, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._statuses = statuses
        self._clock = clock
        self._asked: dict[str, Taken] = {}
        engine.command_answered.connect(self._take_answer)

    def gives_more(self, key: CameraKey) -> bool:
        """Return whether a camera sends less now than the whole picture that it could."""
        status = self._statuses.statuses.get(key)
        return status is not None and _is_reduced(status)

    def ask(self, key: CameraKey, taken: Taken) -> None:
        """Ask for a still."""
        port = port_of_key(key)
        try:
            command_id = "" if port is None else self._engine.command(port, STILL, {})
        except LocalProtocolError:
            command_id = ""
        if not command_id:
            taken(None)
            return
        self._asked[command_id] = taken
        QTimer.singleShot(_WITHIN_MS, self, lambda: self._end(command_id, None))

    @Slot(object)
    def _take_answer(self, event: CommandAnswered) -> None:
        if event.result.id in self._asked:
            frame = None if event.still is None else still_frame(event, self._clock)
            self._end(event.result.id, frame)

    def _end(self, command_id: str, frame: Frame | None) -> None:
        taken = self._asked.pop(command_id, None)
        if taken is not None:
            taken(frame)


def still_frame(event: CommandAnswered, clock: Clock) -> Frame:
    """Return a still as a frame that was received just now."""
    return Frame(
        port=event.port,
        number=0,
        payload=event.still or b"",
        content=Compression(),
        received_at=clock.monotonic(),
        received_wall=event.wall,
        changed_wall=event.wall,
    )


def _is_reduced(status: PortStatus) -> bool:
    report, size = status.report, status.size
    if report is None or size is None or STILL not in report.commands:
        return False
    full = report.values.get("size")
    return isinstance(full, list | tuple) and len(full) == 2 and size[0] < full[0]
