"""Every signal-to-slot connection between the areas, the actions and the engine's thread."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot

from gui.bridge.engine_thread import EngineThread
from gui.figures import WallMeter
from gui.icons import icon
from gui.latency import Latency, latency_words
from gui.main_window import MainWindow
from gui.side_panel.camera_line import CameraLine
from gui.status_bar import Counts
from gui.wall.layouts import Layout
from gui.wall.tile_state import MOVING, Look, TileState
from netgear_engine.events import Event, ReplySent
from netgear_engine.receiving.port_status import PortStatus

_SLOW = (Look.SLOW, Look.STALE, Look.REPEATING)
_FAILED = (Look.REJECTED, Look.FAILED, Look.FAULT)
_FAULTY = (Look.STALE, Look.REPEATING, Look.LOST, *_FAILED)
_NEVER = (Look.WAITING,)


class Connections(QObject):
    """Wires a window to an engine thread, as long as the window lives.

    The areas do not know each other: what one of them says is turned here into what another shows.
    """

    def __init__(self, window: MainWindow, engine: EngineThread) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._statuses: dict[int, PortStatus] = {}
        self._latencies: dict[int, Latency | None] = {}
        self._meter = WallMeter(window.clock.monotonic())
        self._connect_engine()
        self._connect_areas()
        self._connect_actions()
        self._show_arrangement()

    def _connect_engine(self) -> None:
        window, engine = self._window, self._engine
        engine.picture_ready.connect(window.wall.take_picture)
        engine.statuses_changed.connect(self._take_statuses)
        engine.message_received.connect(window.messages.hear)
        engine.event_happened.connect(self._take_event)
        window.wall.view_changed.connect(engine.show_port)
        window.wall.selected.connect(engine.select_port)
        window.messages.reply_wanted.connect(engine.reply)

    def _connect_areas(self) -> None:
        window, wall, bar = self._window, self._window.wall, self._window.top_bar
        wall.selected.connect(self._show_selected)
        wall.states_changed.connect(self._show_states)
        wall.arrangement_changed.connect(self._show_arrangement)
        wall.message_wanted.connect(self._write_message)
        window.cameras.chosen.connect(wall.select)
        window.cameras.enlarge_wanted.connect(wall.toggle_enlarged)
        window.messages.left.connect(self._focus_wall)
        window.event_log.alarms_changed.connect(self._show_alarms)
        bar.view_tab.clicked.connect(wall.show_all)
        bar.find_field.textChanged.connect(window.cameras.search)
        bar.find_field.returnPressed.connect(self._take_first_found)
        bar.find_field.left.connect(self._focus_wall)
        bar.layout_chosen.connect(self._choose_layout)
        bar.unacknowledged.clicked.connect(self._look_at_alarms)

    def _connect_actions(self) -> None:
        window, actions = self._window, self._window.actions_table
        actions["side_panel"].setChecked(True)
        actions["side_panel"].toggled.connect(window.side_panel.setVisible)
        actions["find"].triggered.connect(self._find)
        actions["full_screen"].toggled.connect(self._show_full_screen)
        actions["statistics"].toggled.connect(window.wall.show_statistics)
        actions["message"].triggered.connect(self._write_message)
        actions["back"].triggered.connect(self._step_back)
        actions["previous_page"].triggered.connect(lambda: window.wall.turn_page(-1))
        actions["next_page"].triggered.connect(lambda: window.wall.turn_page(1))
        actions["acknowledge"].triggered.connect(window.event_log.acknowledge_newest)
        actions["acknowledge_all"].triggered.connect(window.event_log.acknowledge_all)
        actions["quit"].triggered.connect(window.close)

    # From the engine -------------------------------------------------------------------------

    @Slot(object)
    def _take_statuses(self, statuses: dict[int, PortStatus]) -> None:
        window = self._window
        if list(statuses) != list(self._statuses):
            window.wall.set_ports(list(statuses))
            self._select_first(statuses)
        self._statuses = dict(statuses)
        window.names.take(statuses.values())
        self._latencies = {port: self._latency(port) for port in statuses}
        window.wall.set_names(window.names.of)
        window.wall.set_latencies(self._latencies)
        window.messages.set_patterns({port: s.pattern for port, s in statuses.items()})
        self._show_selected()
        window.status_bar.show_figures(self._meter.measure(statuses, window.clock.monotonic()))
        window.wall.set_statuses(statuses, self._engine.silent_for())

    def _select_first(self, ports: Iterable[int]) -> None:
        """Begin with a selection, so that the side panel has something to say."""
        first = next(iter(ports), None)
        if first is not None and self._window.wall.arrangement.selected is None:
            self._window.wall.select(first)

    @Slot(object)
    def _take_event(self, event: Event) -> None:
        if isinstance(event, ReplySent):
            self._window.messages.note_sent(event)
        self._window.event_log.take(event, self._window.names.of(event.port))

    def _latency(self, port: int) -> Latency | None:
        figures = self._engine.feed.figures(port)
        return Latency.of(figures.latency, figures.latency_uncertainty)

    # From the wall ---------------------------------------------------------------------------

    @Slot(object)
    def _show_states(self, states: Mapping[int, TileState]) -> None:
        window = self._window
        window.cameras.set_lines([self._line(port, state) for port, state in states.items()])
        looks = Counter(state.look for state in states.values())
        live = sum(looks[look] for look in MOVING)
        faulty = sum(looks[look] for look in _FAULTY)
        window.status_bar.show_counts(
            Counts(
                live=live,
                slow=sum(looks[look] for look in _SLOW),
                lost=looks[Look.LOST],
                failed=sum(looks[look] for look in _FAILED),
            )
        )
        window.top_bar.view_tab.set_faults(faulty)
        window.cameras.set_note(
            _summary(live, faulty, looks[Look.ENDED], sum(looks[look] for look in _NEVER))
        )

    def _line(self, port: int, state: TileState) -> CameraLine:
        status = self._statuses.get(port)
        moving = state.look in MOVING
        said = self._window.messages.model.newest_text(port) if moving else ""
        return CameraLine(
            port=port,
            name=self._window.names.of(port),
            sign=state.sign,
            connection=f"{state.connection} · {said}" if said else state.connection,
            fps=f"{status.fps:.1f}" if moving and status is not None else "–",
            latency=latency_words(self._latencies.get(port), moving=moving),
        )

    @Slot()
    def _show_selected(self) -> None:
        port = self._window.wall.arrangement.selected
        name = "" if port is None else self._window.names.of(port)
        self._window.messages.show_camera(port, name)
        if port is not None:
            self._window.cameras.select(port)

    @Slot()
    def _show_arrangement(self) -> None:
        arrangement, bar = self._window.wall.arrangement, self._window.top_bar
        grid = arrangement.grid
        bar.show_layout(arrangement.layout.value, f"{grid.columns}×{grid.rows}")
        bar.show_page(arrangement.page, arrangement.pages)

    @Slot(object, int)
    def _show_alarms(self, ports: frozenset[int], count: int) -> None:
        self._window.top_bar.set_unacknowledged(count)
        self._window.wall.set_alarms(ports)

    # From the operator -----------------------------------------------------------------------

    @Slot(str)
    def _choose_layout(self, name: str) -> None:
        self._window.wall.set_layout_choice(Layout(name))

    @Slot()
    def _find(self) -> None:
        self._show_panel()
        self._window.top_bar.focus_find()

    @Slot()
    def _take_first_found(self) -> None:
        self._window.cameras.choose_first()
        self._window.top_bar.find_field.clear()
        self._focus_wall()

    @Slot()
    def _write_message(self) -> None:
        self._show_panel()
        self._window.messages.write()

    @Slot()
    def _look_at_alarms(self) -> None:
        self._show_panel()
        self._window.event_log.show_alarms()

    @Slot()
    def _focus_wall(self) -> None:
        self._window.wall.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _step_back(self) -> None:
        full_screen = self._window.actions_table["full_screen"]
        if not self._window.wall.back() and full_screen.isChecked():
            full_screen.setChecked(False)
        self._focus_wall()

    @Slot(bool)
    def _show_full_screen(self, full: bool) -> None:
        window = self._window
        state = window.windowState()
        fills = Qt.WindowState.WindowFullScreen
        window.setWindowState(state | fills if full else state & ~fills)
        action = window.actions_table["full_screen"]
        action.setIcon(icon("leave-full-screen" if full else "full-screen"))

    def _show_panel(self) -> None:
        self._window.actions_table["side_panel"].setChecked(True)


def _summary(live: int, faulty: int, ended: int, never: int) -> str:
    parts: list[tuple[int, Any]] = [
        (live, "live"),
        (faulty, "faulty"),
        (ended, "ended"),
        (never, "never"),
    ]
    return " · ".join(f"{count} {word}" for count, word in parts if count or word == "live")
