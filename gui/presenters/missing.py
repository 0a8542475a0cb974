"""Cameras that ought to be there and are not: said on their tiles, and an alarm."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from gui.cameras.key import CameraKey
from gui.cameras.names import CameraNames
from gui.event_log.record import Kind
from gui.event_log.section import EventLog
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.settings.holder import SettingsHolder
from gui.wall.tile.state import Condition, Expected, TileState


class MissingPresenter(QObject):
    """Expects the cameras of the settings, and those that were there when last heard of.

    A camera of the settings is expected though it was never seen and though it said goodbye before:
    somebody wants to watch it. A port without one is expected only if pictures came there before
    and no goodbye after them.
    """

    def __init__(
        self,
        *,
        holder: SettingsHolder,
        statuses: StatusesPresenter,
        pictures: PicturesPresenter,
        event_log: EventLog,
        names: CameraNames,
    ) -> None:
        super().__init__(event_log)
        self._holder = holder
        self._statuses = statuses
        self._pictures = pictures
        self._event_log = event_log
        self._names = names
        self._missing: frozenset[CameraKey] = frozenset()
        statuses.received.connect(self._expect)
        statuses.states_changed.connect(self._on_states)

    @Slot()
    def _expect(self) -> None:
        expected = self._expected()
        for wall in self._pictures.walls:
            wall.set_expected(expected)

    def _expected(self) -> dict[CameraKey, Expected]:
        settings, seen = self._holder.settings, self._event_log.last_seen
        named = {camera.key for camera in settings.camera}
        left_open = {key for key, (_wall, kind) in seen.items() if kind is not Kind.ENDED}
        return {
            key: Expected(settings.alarms.grace_s, seen[key][0] if key in seen else None)
            for key in self._statuses.statuses
            if key in named | left_open
        }

    @Slot(object)
    def _on_states(self, states: Mapping[CameraKey, TileState]) -> None:
        before = self._missing
        self._missing = frozenset(
            key for key, state in states.items() if state.condition is Condition.MISSING
        )
        grace = self._holder.settings.alarms.grace_s
        for key in sorted(self._missing - before):
            self._event_log.tell_missing(key, self._names.of(key), states[key].reason, grace)
