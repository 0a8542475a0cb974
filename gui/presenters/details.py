"""What is known of every camera, gathered for the details and the diagnostics."""

from collections import defaultdict
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.actions.table import Actions
from gui.cameras.facts import CameraFacts, PaintedRates
from gui.cameras.key import CameraKey, key_of_port
from gui.cameras.names import CameraNames
from gui.cameras.record import CameraRecord
from gui.diagnostics.line import diagnostics_line
from gui.diagnostics.window import DiagnosticsWindow
from gui.presenters.engine import Engine
from gui.presenters.statuses import StatusesPresenter
from gui.side_panel.details.section import Details
from gui.wall.tile.state import MOVING, TileState
from gui.wall.video_wall import VideoWall
from gui.window.docks import Docks
from gui.window.status_bar import StatusBar
from netgear_engine.clock import Clock
from netgear_engine.events import Event

_EVERY_MS = 1000


class FactsPresenter(QObject):
    """Gathers the facts. `renewed` is emitted once a second: then they have to be shown anew."""

    renewed = Signal()

    def __init__(
        self,
        *,
        engine: Engine,
        statuses: StatusesPresenter,
        wall: VideoWall,
        names: CameraNames,
        clock: Clock,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._statuses = statuses
        self._wall = wall
        self._names = names
        self._clock = clock
        self._states: dict[CameraKey, TileState] = {}
        self._records: defaultdict[CameraKey, CameraRecord] = defaultdict(CameraRecord)
        self._rates = PaintedRates()
        engine.event_happened.connect(self._on_event)
        statuses.states_changed.connect(self._on_states)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._renew)
        self._timer.start()

    def of(self, key: CameraKey) -> CameraFacts | None:
        """Return what is known of a camera now."""
        status, state = self._statuses.statuses.get(key), self._states.get(key)
        if status is None or state is None:
            return None
        now = self._clock.monotonic()
        return CameraFacts(
            key=key,
            name=self._names.of(key),
            status=status,
            record=self._records[key],
            now=now,
            now_wall=self._clock.wall(),
            state=state.condition.value,
            state_words=state.words,
            sign=state.sign,
            moving=state.condition in MOVING,
            latency=self._statuses.latencies.get(key),
            painted_fps=self._rates.rates.get(key),
            dropped=status.dropped + self._engine.feed.figures(status.port).replaced,
            quality=self._wall.tile(key).quality.words(now),
            way=self._engine.security,
        )

    def of_all(self) -> list[CameraFacts]:
        """Return what is known of every camera now."""
        return [facts for key in self._statuses.statuses if (facts := self.of(key))]

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        self._records[key_of_port(event.port)].receive(event)

    @Slot(object)
    def _on_states(self, states: Mapping[CameraKey, TileState]) -> None:
        self._states = dict(states)
        for key in [key for key in self._records if key not in states]:
            del self._records[key]

    @Slot()
    def _renew(self) -> None:
        feed, statuses = self._engine.feed, self._statuses.statuses
        painted = {key: feed.figures(one.port).painted for key, one in statuses.items()}
        self._rates.measure(painted, self._clock.monotonic())
        self.renewed.emit()


class DetailsPresenter(QObject):
    """Shows the facts of the selected camera, where they are seen."""

    def __init__(
        self,
        *,
        facts: FactsPresenter,
        wall: VideoWall,
        details: Details,
        docks: Docks,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._facts = facts
        self._wall = wall
        self._details = details
        self._docks = docks
        for due in (facts.renewed, wall.selected, details.wanted):
            due.connect(self._show)
        actions["details"].triggered.connect(self._open)

    @Slot()
    def _show(self) -> None:
        if self._details.isVisible():
            key = self._wall.arrangement.selected
            self._details.show_facts(None if key is None else self._facts.of(key))

    @Slot()
    def _open(self) -> None:
        self._docks.show_section(self._details)
        self._details.setFocus()


class DiagnosticsPresenter(QObject):
    """Shows the facts of all cameras in a window of their own, while it is open."""

    def __init__(
        self,
        *,
        facts: FactsPresenter,
        wall: VideoWall,
        status_bar: StatusBar,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._facts = facts
        self.diagnostics = DiagnosticsWindow(wall.window())
        self.diagnostics.chosen.connect(wall.select)
        for due in (facts.renewed, self.diagnostics.wanted):
            due.connect(self._show)
        for wanted in (status_bar.clicked, actions["diagnostics"].triggered):
            wanted.connect(self._open)

    @Slot()
    def _show(self) -> None:
        if self.diagnostics.isVisible():
            self.diagnostics.show_lines(list(map(diagnostics_line, self._facts.of_all())))

    @Slot()
    def _open(self) -> None:
        self.diagnostics.show()
        self.diagnostics.raise_()
        self.diagnostics.activateWindow()
