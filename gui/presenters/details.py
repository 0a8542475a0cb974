"""What is known of every camera, gathered for the details and the diagnostics."""

from collections import defaultdict
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.facts import CameraFacts, PaintedRates
from gui.cameras.key import CameraKey, key_of_port
from gui.cameras.record import CameraRecord
from gui.diagnostics.line import diagnostics_line
from gui.diagnostics.window import DiagnosticsWindow
from gui.presenters.statuses import StatusesPresenter
from gui.wall.tile.state import MOVING, TileState
from gui.window.main_window import MainWindow
from netgear_engine.events import Event

_EVERY_MS = 1000


class DetailsPresenter(QObject):
    """Shows it once a second, and only where it is seen."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        statuses: StatusesPresenter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._engine = engine
        self._statuses = statuses
        self._states: dict[CameraKey, TileState] = {}
        self._records: defaultdict[CameraKey, CameraRecord] = defaultdict(CameraRecord)
        self._rates = PaintedRates()
        self.diagnostics = DiagnosticsWindow(window)
        self.diagnostics.chosen.connect(window.wall.select)
        engine.event_happened.connect(self._take_event)
        window.wall.states_changed.connect(self._take_states)
        window.wall.selected.connect(self._show_details)
        window.details.wanted.connect(self._show_details)
        self.diagnostics.wanted.connect(self._show_diagnostics)
        window.closed.connect(self.diagnostics.close)
        window.status_bar.clicked.connect(self._open_diagnostics)
        actions = window.actions_table
        actions["details"].triggered.connect(self._open_details)
        actions["diagnostics"].triggered.connect(self._open_diagnostics)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._show)
        self._timer.start()

    def facts(self, key: CameraKey) -> CameraFacts | None:
        """Return what is known of a camera now."""
        status, state = self._statuses.statuses.get(key), self._states.get(key)
        if status is None or state is None:
            return None
        clock = self._window.clock
        return CameraFacts(
            key=key,
            name=self._window.names.of(key),
            status=status,
            record=self._records[key],
            now=clock.monotonic(),
            now_wall=clock.wall(),
            state=state.look.value,
            state_words=state.words,
            sign=state.sign,
            moving=state.look in MOVING,
            latency=self._statuses.latencies.get(key),
            painted_fps=self._rates.rates.get(key),
            dropped=status.dropped + self._engine.feed.figures(status.port).replaced,
            quality=self._window.wall.tile(key).quality.words(clock.monotonic()),
            way=self._engine.security,
        )

    @Slot(object)
    def _take_event(self, event: Event) -> None:
        self._records[key_of_port(event.port)].take(event)

    @Slot(object)
    def _take_states(self, states: Mapping[CameraKey, TileState]) -> None:
        self._states = dict(states)
        for key in [key for key in self._records if key not in states]:
            del self._records[key]

    @Slot()
    def _show(self) -> None:
        feed, clock = self._engine.feed, self._window.clock
        statuses = self._statuses.statuses
        painted = {key: feed.figures(one.port).painted for key, one in statuses.items()}
        self._rates.measure(painted, clock.monotonic())
        self._show_details()
        self._show_diagnostics()

    @Slot()
    def _show_details(self) -> None:
        if self._window.details.isVisible():
            key = self._window.wall.arrangement.selected
            self._window.details.show_facts(None if key is None else self.facts(key))

    @Slot()
    def _show_diagnostics(self) -> None:
        if self.diagnostics.isVisible():
            known = [facts for key in self._statuses.statuses if (facts := self.facts(key))]
            self.diagnostics.show_lines([diagnostics_line(facts) for facts in known])

    @Slot()
    def _open_details(self) -> None:
        self._window.actions_table["side_panel"].setChecked(True)
        self._window.docks.show_section(self._window.details)
        self._window.details.setFocus()

    @Slot()
    def _open_diagnostics(self) -> None:
        self.diagnostics.show()
        self.diagnostics.raise_()
        self.diagnostics.activateWindow()
