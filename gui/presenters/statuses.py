"""What the engine says of its ports, and what the walls make of it, shown everywhere."""

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from gui.cameras.key import CameraKey, key_of_port
from gui.cameras.latency import Latency, latency_words
from gui.cameras.names import CameraNames
from gui.look.time_words import running_time
from gui.presenters.engine import Engine
from gui.presenters.pictures import PicturesPresenter
from gui.side_panel.cameras.line import CameraLine, Standing
from gui.side_panel.cameras.section import Cameras
from gui.side_panel.messages.section import Messages
from gui.wall.tile.state import ALARMING, FAULTY, MOVING, Condition, TileState
from gui.wall.video_wall import VideoWall
from gui.window.figures import WallMeter
from gui.window.status_bar import Counts, StatusBar
from netgear_engine.clock import Clock
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus

_SLOW = (Condition.SLOW, Condition.STALE, Condition.REPEATING)
_FAILED = (Condition.REJECTED, Condition.FAILED, Condition.FAULT)
_SENDS_NO_NEWS = (PortState.FAULT, PortState.REPEATING)


class StatusesPresenter(QObject):
    """Shows how the cameras are, and keeps their newest statuses for the other presenters.

    `received` is emitted when there are new ones, and the walls have a tile for each of them.
    `states_changed(states)` carries the worst that any wall shows of each camera.
    """

    received = Signal()
    states_changed = Signal(object)

    def __init__(
        self,
        *,
        engine: Engine,
        pictures: PicturesPresenter,
        wall: VideoWall,
        cameras: Cameras,
        messages: Messages,
        status_bar: StatusBar,
        names: CameraNames,
        clock: Clock,
    ) -> None:
        super().__init__(wall)
        self._engine = engine
        self._pictures = pictures
        self._wall = wall
        self._cameras = cameras
        self._messages = messages
        self._status_bar = status_bar
        self._names = names
        self._clock = clock
        self.statuses: dict[CameraKey, PortStatus] = {}
        self.latencies: dict[CameraKey, Latency | None] = {}
        self._meter = WallMeter(clock.monotonic())
        engine.statuses_changed.connect(self._show_statuses)
        wall.states_changed.connect(self._show_states)

    @Slot(object)
    def _show_statuses(self, of_ports: dict[int, PortStatus]) -> None:
        """Show the newest statuses, in an order in which each step finds what it builds on."""
        statuses = self.statuses = {key_of_port(port): one for port, one in of_ports.items()}
        self.latencies = {key_of_port(port): self._latency(port) for port in of_ports}
        # The names come first: everything below shows them.
        self._names.receive(statuses)
        # A camera needs its tile before anything can be said on it.
        for wall in self._pictures.walls:
            if wall.arrangement.keys != list(statuses):
                wall.set_keys(list(statuses))
            wall.set_names(self._names.of)
            wall.set_latencies(self.latencies)
        # Now there is one to select, so that the areas have something to say.
        self._select_first()
        self._messages.set_patterns({key: status.pattern for key, status in statuses.items()})
        self.received.emit()
        figures = self._meter.measure(statuses, self._clock.monotonic())
        self._status_bar.show_figures(figures)
        # The walls judge last: what they decide goes to lists, counts and tabs at once, and is
        # painted with the names, the selection, the displays and the alarms of now. The main one
        # is the last of them, as what it decides is joined with what the others have decided.
        for wall in reversed(self._pictures.walls):
            wall.set_statuses(statuses, self._engine.silent_for())

    def _select_first(self) -> None:
        if self.statuses and self._wall.arrangement.selected is None:
            self._wall.select(next(iter(self.statuses)))

    def _latency(self, port: int) -> Latency | None:
        figures = self._engine.feed.figures(port)
        return Latency.of(figures.latency, figures.latency_uncertainty)

    # What the walls make of it ---------------------------------------------------------------

    @Slot(object)
    def _show_states(self, of_main: Mapping[CameraKey, TileState]) -> None:
        states = dict(of_main)
        for wall in self._pictures.walls[1:]:
            for key in states.keys() & wall.states.keys():
                # A tile that is hidden in one window goes by the engine's word alone.
                states[key] = max(states[key], wall.states[key], key=_severity)
        self._cameras.set_lines([self._line(key, state) for key, state in states.items()])
        conditions = Counter(state.condition for state in states.values())
        slow_here = sum(state.is_slow_here for state in states.values())
        self._status_bar.show_counts(
            Counts(
                live=sum(conditions[condition] for condition in MOVING),
                slow=sum(conditions[condition] for condition in _SLOW) - slow_here,
                slow_here=slow_here,
                lost=conditions[Condition.LOST] + conditions[Condition.MISSING],
                failed=sum(conditions[condition] for condition in _FAILED),
            )
        )
        self.states_changed.emit(states)

    def _line(self, key: CameraKey, state: TileState) -> CameraLine:
        status = self.statuses.get(key)
        moving = state.condition in MOVING
        said = self._messages.model.newest_text(key) if moving else ""
        return CameraLine(
            key=key,
            name=self._names.of(key),
            sign=state.sign,
            connection=f"{state.connection} · {said}" if said else state.connection,
            fps=f"{status.fps:.1f}" if moving and status is not None else "–",
            latency=latency_words(self.latencies.get(key), moving=moving),
            standing=_standing(state.condition),
            seen="" if moving else _seen(status, self._clock.monotonic()),
        )


def _severity(state: TileState) -> tuple[bool, bool, bool]:
    return state.condition in ALARMING, state.condition in FAULTY, state.is_seen


def _standing(condition: Condition) -> Standing:
    if condition in MOVING:
        return Standing.LIVE
    if condition in FAULTY:
        return Standing.FAULTY
    return Standing.NEVER if condition is Condition.WAITING else Standing.OTHER


def _seen(status: PortStatus | None, now: float) -> str:
    """Return when a camera that is not live was last seen, nothing when it never was."""
    if status is None or status.last_frame_at is None:
        return ""
    if status.state in _SENDS_NO_NEWS:
        # Its frames still come, but they say nothing new.
        return f"for {running_time(now - status.since_at)}"
    return f"{running_time(now - status.last_frame_at)} ago"
