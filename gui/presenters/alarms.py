"""Alarms: when a loss becomes one, and how the operator hears and sees them."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Qt, Slot

from gui.actions.table import Actions
from gui.alarms.notification import DesktopNotification
from gui.alarms.sound import AlarmSound
from gui.cameras.key import CameraKey
from gui.event_log.record import Record
from gui.event_log.section import EventLog
from gui.presenters.losses import LossesPresenter
from gui.presenters.windows import WindowsPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.window.top_bar import TopBar

_MOST_LINES = 5


class AlarmsPresenter(QObject):
    """Lets sound, notification and the number in the top bar follow the events and settings."""

    def __init__(
        self,
        *,
        losses: LossesPresenter,
        windows: WindowsPresenter,
        holder: SettingsHolder,
        event_log: EventLog,
        top_bar: TopBar,
        actions: Actions,
        sound: AlarmSound,
        notification: DesktopNotification,
    ) -> None:
        super().__init__(event_log)
        self._losses = losses
        self._windows = windows
        self._holder = holder
        self._event_log = event_log
        self._top_bar = top_bar
        self._actions = actions
        self._sound = sound
        self._notification = notification
        losses.judged.connect(self._judge)
        event_log.raised.connect(self._on_raised)
        event_log.alarms_changed.connect(self._show_open)
        event_log.sound_wanted.connect(self._switch_sound)
        actions["alarm_sound"].triggered.connect(self._switch_sound)
        top_bar.unacknowledged.clicked.connect(self._show_alarms)
        notification.opened.connect(self._come_to_front)
        holder.changed.connect(self._on_settings)
        self._on_settings(holder.settings)

    def means(self) -> str:
        """Return how this computer lets alarms be heard and seen, for the settings."""
        sound, notification = self._sound.means(), self._notification.means()
        return f"On this computer: sound {sound}; notifications {notification}."

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        alarms = settings.alarms
        self._event_log.set_grace(alarms.grace_s)
        self._sound.set_repeat(alarms.repeat_s)
        self._notification.on = alarms.notification
        self._sound.set_on(alarms.sound)
        self._event_log.show_sound(on=alarms.sound)
        self._actions["alarm_sound"].setChecked(alarms.sound)

    @Slot(bool)
    def _switch_sound(self, on: bool) -> None:
        alarms = self._holder.settings.alarms
        self._holder.replace(alarms=msgspec.structs.replace(alarms, sound=on))

    @Slot()
    def _judge(self) -> None:
        self._event_log.judge(self._losses.is_out)

    @Slot(object, int)
    def _show_open(self, keys: frozenset[CameraKey], count: int) -> None:
        self._windows.show_alarms(keys)
        self._top_bar.set_unacknowledged(count)
        self._sound.set_open(count)
        self._notification.set_open(count)

    @Slot(object)
    def _on_raised(self, raised: Sequence[Record]) -> None:
        self._sound.ring()
        texts = [record.words for record in raised[:_MOST_LINES]]
        if len(raised) > _MOST_LINES:
            texts.append(f"and {len(raised) - _MOST_LINES} more")
        title = texts.pop(0) if len(raised) == 1 else f"{len(raised)} alarms"
        self._notification.tell(title, "\n".join(texts))

    @Slot()
    def _show_alarms(self) -> None:
        self._actions["side_panel"].setChecked(True)
        self._event_log.show_alarms()

    @Slot()
    def _come_to_front(self) -> None:
        window = self._top_bar.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self._event_log.show_alarms()
