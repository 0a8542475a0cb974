"""Which cameras are out: by the engine's word, and by what a wall shows whatever the engine says.

An alarm that follows the engine alone is silent when the engine hangs, or a decoder does not come
back, while the operator looks at a tile that says LOST.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from gui.cameras.key import CameraKey
from gui.cameras.names import CameraNames
from gui.event_log.section import EventLog
from gui.presenters.statuses import StatusesPresenter
from gui.wall.tile.state import MOVING, Condition, TileState
from netgear_engine.clock import Clock
from netgear_engine.protocol.port_state import PortState

_OUT = frozenset({PortState.LOST, PortState.FAULT})
_OUT_ON_THE_WALL = frozenset({Condition.LOST, Condition.FAULT})
_ENGINE_SAYS_IT_WITHIN_S = 2.0


class LossesPresenter(QObject):
    """Tells the events of a tile that is lost though the engine says nothing, and of its return.

    `judged` is emitted when there is something new to judge by.
    """

    judged = Signal()

    def __init__(
        self,
        *,
        statuses: StatusesPresenter,
        event_log: EventLog,
        names: CameraNames,
        clock: Clock,
    ) -> None:
        super().__init__(event_log)
        self._statuses = statuses
        self._event_log = event_log
        self._names = names
        self._clock = clock
        self._states: Mapping[CameraKey, TileState] = {}
        self._out_since: dict[CameraKey, float] = {}
        self._told: set[CameraKey] = set()
        statuses.states_changed.connect(self._on_states)
        statuses.received.connect(self.judged)

    def is_out(self, key: CameraKey) -> bool:
        """Return whether a camera gives no picture, by the newest that is known."""
        return self._engine_says(key) or self._wall_shows(key)

    def _engine_says(self, key: CameraKey) -> bool:
        status = self._statuses.statuses.get(key)
        return status is not None and status.state in _OUT

    def _wall_shows(self, key: CameraKey) -> bool:
        # What the operator knows that the engine does not: only told losses count.
        state = self._states.get(key)
        if state is None:
            return False
        is_told = key in self._told and state.condition in _OUT_ON_THE_WALL
        return is_told or state.condition is Condition.MISSING

    @Slot(object)
    def _on_states(self, states: Mapping[CameraKey, TileState]) -> None:
        self._states = states
        # A port that is added again begins anew.
        self._told &= states.keys()
        self._out_since = {key: at for key, at in self._out_since.items() if key in states}
        now = self._clock.monotonic()
        for key, state in states.items():
            if self._engine_says(key):
                # It tells of the loss, and of its end.
                self._out_since.pop(key, None)
                self._told.discard(key)
            elif state.condition in _OUT_ON_THE_WALL:
                since = self._out_since.setdefault(key, now)
                if key not in self._told and now - since >= _ENGINE_SAYS_IT_WITHIN_S:
                    self._told.add(key)
                    reason = state.reason or "no picture reaches the wall"
                    self._event_log.show_loss(key, self._names.of(key), reason)
            elif state.condition in MOVING:
                since = self._out_since.pop(key, now)
                if key in self._told:
                    self._told.discard(key)
                    self._event_log.show_return(key, self._names.of(key), now - since)
        self.judged.emit()
