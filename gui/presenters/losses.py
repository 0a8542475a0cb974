"""Which cameras are out: by the engine's word, and by what a wall shows whatever the engine says.

An alarm that follows the engine alone is silent when the engine hangs, or a decoder does not come
back, while the operator looks at a tile that says LOST. Such a loss is over once pictures are seen
again: a tile that is hidden goes by the engine's word, and hiding it brings no camera back.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from gui.cameras.key import CameraKey
from gui.cameras.names import CameraNames
from gui.event_log.section import EventLog
from gui.presenters.statuses import StatusesPresenter
from gui.wall.tile.state import MOVING, UNSEEN, Condition, TileState
from netgear_engine.clock import Clock
from netgear_engine.protocol.port_state import PortState

_OUT = frozenset({PortState.LOST, PortState.FAULT})
_OUT_ON_THE_WALL = frozenset({Condition.LOST, Condition.FAULT})
_BEGINS_ANEW = frozenset({*UNSEEN, Condition.ENDED, Condition.REJECTED, Condition.FAILED})
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
        # Whether it was seen on a screen, so that it must be seen to be over.
        self._told: dict[CameraKey, bool] = {}
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
        is_seen = self._told.get(key, False)
        is_out = key in self._told and (is_seen or state.condition in _OUT_ON_THE_WALL)
        return is_out or state.condition is Condition.MISSING

    @Slot(object)
    def _on_states(self, states: Mapping[CameraKey, TileState]) -> None:
        self._states = states
        # A port that is added again begins anew.
        self._told = {key: seen for key, seen in self._told.items() if key in states}
        self._out_since = {key: at for key, at in self._out_since.items() if key in states}
        now = self._clock.monotonic()
        for key, state in states.items():
            if self._engine_says(key):
                # It tells of the loss, and of its end.
                self._out_since.pop(key, None)
                self._told.pop(key, None)
            elif state.condition in _OUT_ON_THE_WALL:
                since = self._out_since.setdefault(key, now)
                if now - since >= _ENGINE_SAYS_IT_WITHIN_S:
                    if key not in self._told:
                        reason = state.reason or "no picture reaches the wall"
                        self._event_log.show_loss(key, self._names.of(key), reason)
                    self._told[key] = state.is_seen
            elif state.condition in _BEGINS_ANEW and key in self._told:
                # What was seen before says nothing of it.
                self._told[key] = False
            elif state.condition in MOVING and (state.is_seen or not self._told.get(key)):
                since = self._out_since.pop(key, now)
                if self._told.pop(key, None) is not None:
                    self._event_log.show_return(key, self._names.of(key), now - since)
        self.judged.emit()
