"""Events: from the engine into their list and file, and alarms to the operator's ears and eyes."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from gui.alarms.notification import DesktopNotification
from gui.alarms.sound import AlarmSound
from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import CameraKey, key_of_port
from gui.event_log.record import Record
from gui.event_log.store import Keep
from gui.presenters.statuses import StatusesPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.window.main_window import MainWindow
from netgear_engine.events import Event
from netgear_engine.protocol.port_state import PortState

_OUT = frozenset({PortState.LOST, PortState.FAULT})
_MOST_LINES = 5
_SECTION_WORDS = {"camera": "cameras", "presets": "replies", "look": "appearance"}


class EventsPresenter(QObject):
    """Wires the list of events, and lets alarms follow the settings."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        statuses: StatusesPresenter,
        holder: SettingsHolder,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._holder = holder
        self._statuses = statuses
        self.sound = AlarmSound(self)
        self.notification = DesktopNotification(self)
        self._toast = window.toast
        log = window.event_log
        engine.event_happened.connect(self._take)
        statuses.taken.connect(self._judge)
        log.alarms_changed.connect(self._take_alarms)
        log.raised.connect(self._tell)
        log.camera_chosen.connect(window.wall.select)
        log.keeper.exported.connect(self._tell_exported)
        log.sound_wanted.connect(self._switch_sound)
        window.actions_table["alarm_sound"].triggered.connect(self._switch_sound)
        window.closed.connect(self.sound.close)
        self.notification.opened.connect(self._come_to_front)
        self._settings = holder.settings
        holder.changed.connect(self._follow)
        self._follow(holder.settings)

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        words = changes_words(self._settings, settings)
        if words:
            self._window.event_log.note_action(words)
        self._settings = settings
        alarms, events = settings.alarms, settings.events
        log = self._window.event_log
        log.set_grace(alarms.grace_s)
        log.keeper.set_keep(Keep(events.keep_days, events.keep_count))
        self.sound.set_repeat(alarms.repeat_s)
        self.notification.on = alarms.notification
        self._show_sound(alarms.sound)

    def means(self) -> str:
        """Return how this computer lets alarms be heard and seen, for the settings."""
        sound, notification = self.sound.means(), self.notification.means()
        return f"On this computer: sound {sound}; notifications {notification}."

    @Slot(object)
    def _take(self, event: Event) -> None:
        key = key_of_port(event.port)
        self._window.event_log.take(key, event, self._window.names.of(key))

    @Slot()
    def _judge(self) -> None:
        self._window.event_log.judge(self._is_out)

    def _is_out(self, key: CameraKey) -> bool:
        status = self._statuses.statuses.get(key)
        return status is not None and status.state in _OUT

    @Slot(object, int)
    def _take_alarms(self, _keys: frozenset[CameraKey], count: int) -> None:
        self.sound.set_open(count)
        self.notification.set_open(count)

    @Slot(object)
    def _tell(self, raised: Sequence[Record]) -> None:
        self.sound.ring()
        texts = [record.words for record in raised[:_MOST_LINES]]
        if len(raised) > _MOST_LINES:
            texts.append(f"and {len(raised) - _MOST_LINES} more")
        title = texts.pop(0) if len(raised) == 1 else f"{len(raised)} alarms"
        self.notification.tell(title, "\n".join(texts))

    @Slot(bool)
    def _switch_sound(self, on: bool) -> None:
        alarms = self._holder.settings.alarms
        self._holder.replace(alarms=msgspec.structs.replace(alarms, sound=on))

    def _show_sound(self, on: bool) -> None:
        self.sound.set_on(on)
        self._window.event_log.show_sound(on=on)
        self._window.actions_table["alarm_sound"].setChecked(on)

    @Slot(object, int)
    def _tell_exported(self, path: Path, count: int) -> None:
        folder = QUrl.fromLocalFile(str(path.parent))
        events = "1 event" if count == 1 else f"{count} events"
        words = f"Saved {events} in {path}"
        self._toast.tell(words, "Open folder", lambda: QDesktopServices.openUrl(folder))
        self._window.event_log.note_action(f"{events} exported to {path.name}")

    @Slot()
    def _come_to_front(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        window.event_log.show_alarms()


def changes_words(before: Settings, after: Settings) -> str:
    """Return which settings were changed, without saying what they are now: some are secret."""
    quiet = msgspec.structs.replace(before.alarms, sound=after.alarms.sound)
    if after != before and after == msgspec.structs.replace(before, alarms=quiet):
        return f"Alarm sound {'on' if after.alarms.sound else 'off'}"
    names = [
        _SECTION_WORDS.get(name, name)
        for name in Settings.__struct_fields__
        if getattr(before, name) != getattr(after, name)
    ]
    return f"Settings changed: {', '.join(names)}" if names else ""
