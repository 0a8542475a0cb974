"""Events: from the engine into their list and file, and out of it into a table."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gui.actions.table import Actions
from gui.cameras.key import key_of_port
from gui.cameras.names import CameraNames
from gui.event_log.section import EventLog
from gui.event_log.store import Keep
from gui.look.toast import Toast
from gui.presenters.engine import Engine
from gui.settings.holder import SettingsHolder, changes_words
from gui.settings.schema import Settings
from gui.wall.video_wall import VideoWall
from netgear_engine.events import Event


class EventsPresenter(QObject):
    """Joins the list of events with the engine, the settings and the keys."""

    def __init__(
        self,
        *,
        engine: Engine,
        holder: SettingsHolder,
        event_log: EventLog,
        wall: VideoWall,
        names: CameraNames,
        actions: Actions,
        toast: Toast,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._event_log = event_log
        self._names = names
        self._toast = toast
        engine.event_happened.connect(self._on_event)
        event_log.camera_chosen.connect(wall.select)
        event_log.keeper.exported.connect(self._on_exported)
        actions["acknowledge"].triggered.connect(event_log.acknowledge_newest)
        actions["acknowledge_all"].triggered.connect(event_log.acknowledge_all)
        self._settings = holder.settings
        holder.changed.connect(self._on_settings)
        self._on_settings(holder.settings)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        key = key_of_port(event.port)
        self._event_log.receive(key, event, self._names.of(key))

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        words = changes_words(self._settings, settings)
        if words:
            self._event_log.note_action(words)
        self._settings = settings
        self._event_log.keeper.set_keep(Keep(settings.events.keep_days, settings.events.keep_count))

    @Slot(object, int)
    def _on_exported(self, path: Path, count: int) -> None:
        events = "1 event" if count == 1 else f"{count} events"
        self._toast.tell_file(f"Saved {events} in {path}", path)
        self._event_log.note_action(f"{events} exported to {path.name}")
