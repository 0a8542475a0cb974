"""What the wall says of its cameras, in the list, the status bar and the view's tab."""

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from gui.cameras.key import CameraKey
from gui.cameras.latency import latency_words
from gui.look.time_words import running_time
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.side_panel.cameras.line import CameraLine, Standing
from gui.wall.tile.state import FAULTY, MOVING, Look, TileState
from gui.window.main_window import MainWindow
from gui.window.status_bar import Counts
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus

_SLOW = (Look.SLOW, Look.STALE, Look.REPEATING)
_FAILED = (Look.REJECTED, Look.FAILED, Look.FAULT)
_NEVER = (Look.WAITING,)
_SENDS_NO_NEWS = (PortState.FAULT, PortState.REPEATING)


class StatesPresenter(QObject):
    """Counts the states of the tiles and tells them where they are listed."""

    def __init__(
        self,
        window: MainWindow,
        statuses: StatusesPresenter,
        pictures: PicturesPresenter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._statuses = statuses
        self._pictures = pictures
        window.wall.states_changed.connect(self._show_states)
        window.event_log.alarms_changed.connect(self._show_alarms)

    @Slot(object)
    def _show_states(self, states: Mapping[CameraKey, TileState]) -> None:
        window = self._window
        window.cameras.set_lines([self._line(key, state) for key, state in states.items()])
        looks = Counter(state.look for state in states.values())
        live = sum(looks[look] for look in MOVING)
        window.status_bar.show_counts(
            Counts(
                live=live,
                slow=sum(looks[look] for look in _SLOW),
                lost=looks[Look.LOST],
                failed=sum(looks[look] for look in _FAILED),
            )
        )

    def _line(self, key: CameraKey, state: TileState) -> CameraLine:
        status = self._statuses.statuses.get(key)
        moving = state.look in MOVING
        said = self._window.messages.model.newest_text(key) if moving else ""
        return CameraLine(
            key=key,
            name=self._window.names.of(key),
            sign=state.sign,
            connection=f"{state.connection} · {said}" if said else state.connection,
            fps=f"{status.fps:.1f}" if moving and status is not None else "–",
            latency=latency_words(self._statuses.latencies.get(key), moving=moving),
            standing=_standing(state.look),
            seen="" if moving else _seen(status, self._window.clock.monotonic()),
        )

    @Slot(object)
    def _show_alarms(self, keys: frozenset[CameraKey]) -> None:
        for wall in self._pictures.walls:
            wall.set_alarms(keys)


def _standing(look: Look) -> Standing:
    if look in MOVING:
        return Standing.LIVE
    if look in FAULTY:
        return Standing.FAULTY
    return Standing.NEVER if look in _NEVER else Standing.OTHER


def _seen(status: PortStatus | None, now: float) -> str:
    """Return when a camera that is not live was last seen, nothing when it never was."""
    if status is None or status.last_frame_at is None:
        return ""
    if status.state in _SENDS_NO_NEWS:
        # Its frames still come, but they say nothing new.
        return f"for {running_time(now - status.since_at)}"
    return f"{running_time(now - status.last_frame_at)} ago"
