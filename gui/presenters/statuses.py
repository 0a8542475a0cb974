"""What the engine says of the cameras, shown everywhere."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import CameraKey, key_of_port
from gui.cameras.latency import Latency
from gui.presenters.pictures import PicturesPresenter
from gui.wall.video_wall import VideoWall
from gui.window.figures import WallMeter
from gui.window.main_window import MainWindow
from netgear_engine.receiving.port_status import PortStatus


class StatusesPresenter(QObject):
    """Hands statuses on, and keeps the newest statuses for the others.

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
        self.statuses: dict[CameraKey, PortStatus] = {}
        self.latencies: dict[CameraKey, Latency | None] = {}
        self._meter = WallMeter(window.clock.monotonic())
        engine.statuses_changed.connect(self._take_statuses)

    @Slot(object)
    def _take_statuses(self, of_ports: dict[int, PortStatus]) -> None:
        window = self._window
        statuses = self.statuses = {key_of_port(port): one for port, one in of_ports.items()}
        window.names.take(statuses)
        self.latencies = {key_of_port(port): self._latency(port) for port in of_ports}
        for wall in self._pictures.walls:
            self._tell_wall(wall)
        self._select_first(statuses)
        window.messages.set_patterns({key: s.pattern for key, s in statuses.items()})
        self.taken.emit()
        window.status_bar.show_figures(self._meter.measure(statuses, window.clock.monotonic()))
        for wall in self._pictures.walls:
            wall.set_statuses(statuses, self._engine.silent_for())

    def _tell_wall(self, wall: VideoWall) -> None:
        keys = list(self.statuses)
        if wall.arrangement.keys != keys:
            wall.set_keys(keys)
        wall.set_names(self._window.names.of)
        wall.set_latencies(self.latencies)

    def _select_first(self, keys: Iterable[CameraKey]) -> None:
        """Begin with a selection, so that the side panel has something to say."""
        first = next(iter(keys), None)
        if first is not None and self._window.wall.arrangement.selected is None:
            self._window.wall.select(first)

    def _latency(self, port: int) -> Latency | None:
        figures = self._engine.feed.figures(port)
        return Latency.of(figures.latency, figures.latency_uncertainty)
