"""The live test of one port while a camera is being added."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import key_of_port
from gui.cameras.latency import Latency
from gui.cameras.verdict import ConnectionEvidence, judge_connection
from gui.presenters.pictures import PicturesPresenter, Size
from netgear_engine.clock import Clock
from netgear_engine.events import BadInput, Event
from netgear_engine.frame import Picture

_JUDGE_EVERY_MS = 200


class CameraTrial(QObject):
    """Listens on a port on trial. `found(finding)` says how it stands, again and again.

    `pictured(port, picture)` carries what comes. A port listened on anyway is only looked at.
    """

    found = Signal(object)
    pictured = Signal(int, object)

    def __init__(
        self, engine: EngineThread, pictures: PicturesPresenter, clock: Clock, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._pictures = pictures
        self._clock = clock
        self._port: int | None = None
        self._is_ours = False
        self._host = ""
        self._began_at = 0.0
        self._bad_input: tuple[str, float] | None = None
        self._newest: Picture | None = None
        self._timer = QTimer(self, interval=_JUDGE_EVERY_MS)
        self._timer.timeout.connect(self._judge)
        engine.trial_event.connect(self._take_event)
        engine.event_happened.connect(self._take_event)

    def start(self, port: int, *, host: str, size: Size, watched: bool) -> None:
        """Test this port, and no longer the one before.

        `host` is how cameras reach this computer, `size` that of the picture wanted.
        """
        if port == self._port:
            return
        self.stop()
        self._port, self._host = port, host
        self._began_at = self._clock.monotonic()
        self._is_ours = not watched
        if self._is_ours:
            self._engine.add_port(port, on_trial=True)
        self._pictures.watch(key_of_port(port), size, self._take_picture)
        self._timer.start()
        self._judge()

    def stop(self) -> None:
        """End the test; a port that was only listened on for it is free again."""
        port, ours = self._port, self._is_ours
        self.release()
        if port is not None and ours:
            self._engine.remove_port(port)

    def release(self) -> None:
        """End the test, but go on listening."""
        if self._port is not None:
            self._pictures.unwatch(key_of_port(self._port))
        self._timer.stop()
        self._port = self._bad_input = self._newest = None
        self._is_ours = False

    def _take_picture(self, picture: Picture) -> None:
        self._newest = picture
        self.pictured.emit(self._port, picture)

    @Slot(object)
    def _take_event(self, event: Event) -> None:
        if event.port == self._port and isinstance(event, BadInput):
            self._bad_input = event.reason, self._clock.monotonic()

    @Slot()
    def _judge(self) -> None:
        if self._port is None:
            return
        now = self._clock.monotonic()
        figures = self._engine.feed.figures(self._port)
        reason, told_at = self._bad_input or ("", now)
        newest = self._newest
        evidence = ConnectionEvidence(
            waited=now - self._began_at,
            host=self._host,
            bad_input=reason,
            bad_input_age=now - told_at,
            picture_age=None if newest is None else now - newest.frame.received_at,
            latency=Latency.of(figures.latency, figures.latency_uncertainty),
        )
        self.found.emit(judge_connection(self._engine.status(self._port), evidence))
