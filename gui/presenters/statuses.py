"""What the engine says of its ports, shown everywhere."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.latency import Latency
from gui.presenters.pictures import PicturesPresenter
from gui.wall.video_wall import VideoWall
from gui.window.figures import WallMeter
from gui.window.main_window import MainWindow
from netgear_engine.events import Event, ReplySent
from netgear_engine.receiving.port_status import PortStatus


class StatusesPresenter(QObject):
    """Hands statuses and events on, and keeps the newest statuses for the others.

    `taken` is emitted when the areas have to show the newest statuses.
    """

    taken = Signal()

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        pictures: PicturesPresenter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._engine = engine
        self._pictures = pictures
        self.statuses: dict[int, PortStatus] = {}
        self.latencies: dict[int, Latency | None] = {}
        self._meter = WallMeter(window.clock.monotonic())
        engine.statuses_changed.connect(self._take_statuses)
        engine.message_received.connect(window.messages.hear)
        engine.event_happened.connect(self._take_event)

    @Slot(object)
    def _take_statuses(self, statuses: dict[int, PortStatus]) -> None:
        window = self._window
        self.statuses = dict(statuses)
        window.names.take(statuses.values())
        self.latencies = {port: self._latency(port) for port in statuses}
        for wall in self._pictures.walls:
            self._tell_wall(wall)
        self._select_first(statuses)
        window.messages.set_patterns({port: s.pattern for port, s in statuses.items()})
        self.taken.emit()
        window.status_bar.show_figures(self._meter.measure(statuses, window.clock.monotonic()))
        for wall in self._pictures.walls:
            wall.set_statuses(statuses, self._engine.silent_for())

    def _tell_wall(self, wall: VideoWall) -> None:
        ports = list(self.statuses)
        if wall.arrangement.ports != ports:
            wall.set_ports(ports)
        wall.set_names(self._window.names.of)
        wall.set_latencies(self.latencies)

    def _select_first(self, ports: Iterable[int]) -> None:
        """Begin with a selection, so that the side panel has something to say."""
        first = next(iter(ports), None)
        if first is not None and self._window.wall.arrangement.selected is None:
            self._window.wall.select(first)

    @Slot(object)
    def _take_event(self, event: Event) -> None:
        if isinstance(event, ReplySent):
            self._window.messages.note_sent(event)

    def _latency(self, port: int) -> Latency | None:
        figures = self._engine.feed.figures(port)
        return Latency.of(figures.latency, figures.latency_uncertainty)
