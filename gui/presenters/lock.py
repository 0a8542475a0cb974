"""The lock: what it takes away from every part of the window, and how it is opened."""

import asyncio

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog

from gui.background.tasks import Tasks
from gui.event_log.section import EventLog
from gui.lock import pin
from gui.lock.lock import Lock
from gui.lock.unlock_dialog import UnlockDialog
from gui.presenters.settings import SettingsPresenter
from gui.presenters.touches import Touches
from gui.presenters.windows import WindowsPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.side_panel.controls.section import Controls
from gui.side_panel.messages.section import Messages
from gui.window.docks import Docks
from gui.window.status_bar import StatusBar
from netgear_engine.clock import Clock

_LOOK_EVERY_MS = 250


class LockedParts:
    """Everything from which the lock takes something: what changes, or all but the pictures."""

    def __init__(
        self,
        *,
        windows: WindowsPresenter,
        docks: Docks,
        messages: Messages,
        controls: Controls,
        event_log: EventLog,
        status_bar: StatusBar,
    ) -> None:
        self._windows = windows
        self._docks = docks
        self._messages = messages
        self._controls = controls
        self._event_log = event_log
        self._status_bar = status_bar
        self._was_locked = False

    def show(self, lock: Lock) -> None:
        """Take what the lock takes now, and give everything else."""
        locked, blank = lock.is_locked, lock.is_blank
        if locked != self._was_locked:
            self._was_locked = locked
            self._event_log.note_action("Locked" if locked else "Unlocked")
        for window in self._windows.windows:
            # What was blank is given back as it was, so what may be changed is said after it.
            window.actions_table.set_blank(blank)
            window.actions_table.set_changeable(not locked)
            window.top_bar.set_blank(blank)
        for views in self._windows.views:
            views.set_changeable(not locked)
        self._docks.set_movable(not locked)
        self._docks.set_blank(blank)
        self._messages.reply_box.set_presets_only(locked)
        self._controls.set_changeable(not locked)
        self._status_bar.show_lock(("Locked" if locked else "Unlocked") if lock.pin else "")

    def warn(self, text: str) -> None:
        """Tell what an operator has to know of the lock."""
        self._event_log.warn(text)

    def close_dialogs(self, but: QDialog | None) -> None:
        """Close what was being changed when the window was locked."""
        for window in self._windows.windows:
            for dialog in window.findChildren(QDialog):
                if dialog.isVisible() and dialog is not but:
                    dialog.reject()


class LockPresenter(QObject):
    """Locks the windows with a key, at the start, or when nobody is there.

    In a kiosk the window can be closed only while it is unlocked.
    """

    def __init__(
        self,
        *,
        parts: LockedParts,
        windows: WindowsPresenter,
        settings_dialog: SettingsPresenter,
        holder: SettingsHolder,
        clock: Clock,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._window = windows.windows[0]
        self._settings_dialog = settings_dialog
        self._settings = holder.settings.lock
        self._clock = clock
        self._tasks = tasks
        self.attempts = pin.Attempts()
        # A PIN waits for what became of the one before: that may cost it time.
        self._one_attempt = asyncio.Lock()
        self._dialog: UnlockDialog | None = None
        self._watching = False
        self.is_kiosk = False
        self.lock = Lock(holder.settings.lock.pin, self._show)
        self._action = self._window.actions_table["lock"]
        self._action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self._action.triggered.connect(self._lock_or_unlock)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_at_the_clock)
        self._touches = Touches(self)
        for somebody_is_there in (self._touches.touched, self._touches.moved):
            somebody_is_there.connect(self._note_presence)
        holder.changed.connect(self._on_settings)
        self._on_settings(holder.settings)
        if self._settings.locked_at_start:
            self.lock.lock()

    def start_kiosk(self) -> None:
        """Fill the screen, locked; without the PIN the window is not closed."""
        self.is_kiosk = True
        self._window.actions_table["full_screen"].setChecked(True)
        self.lock.lock()

    def may_close(self) -> bool:
        """Return whether the window may be closed now; ask for the PIN if it may not."""
        if self.is_kiosk and self.lock.is_locked:
            self.ask_for_pin()
            return False
        return True

    def ask_for_pin(self) -> UnlockDialog:
        """Open the dialog that asks for the PIN."""
        if self._dialog is None:
            self._dialog = UnlockDialog(self._window)
            self._dialog.pin_entered.connect(
                lambda typed: self._tasks.start(self._try(typed), "Checking the PIN")
            )
            self._dialog.finished.connect(self._forget_dialog)
            self.look_at_the_clock()
            self._timer.start()
            self._dialog.open()
        return self._dialog

    @Slot()
    def look_at_the_clock(self) -> None:
        """Lock when nobody has been there, and count down after a wrong PIN."""
        now = self._clock.monotonic()
        self.lock.lock_if_left(now, self._settings.after_minutes)
        if self._dialog is not None and self.attempts.any_wrong():
            self._dialog.show_wait(self.attempts.wait(now))

    @Slot()
    def _note_presence(self) -> None:
        self.lock.touch(self._clock.monotonic())

    @Slot()
    def _lock_or_unlock(self) -> None:
        self._action.setChecked(self.lock.is_locked)
        if self.lock.is_locked:
            self.ask_for_pin()
        elif not self.lock.lock():
            self._settings_dialog.open("Lock")

    async def _try(self, typed: str) -> None:
        """Unlock if this is the PIN; to check it takes long on purpose."""
        async with self._one_attempt:
            if self.attempts.wait(self._clock.monotonic()) > 0:
                return
            if self._dialog is not None:
                self._dialog.begin_check()
            kept, is_right = self.lock.pin, False
            try:
                is_right = await asyncio.to_thread(self._check, typed, kept)
            finally:
                # What cannot be checked is not the PIN.
                self._judge(is_right=is_right)
            if not pin.is_hash(kept):
                self._parts.warn(pin.BROKEN)
                if self._dialog is not None:
                    self._dialog.show_problem(pin.BROKEN)
            await asyncio.to_thread(self.attempts.end)

    def _check(self, typed: str, kept: str) -> bool:
        self.attempts.begin()
        return pin.is_pin(typed, kept)

    def _judge(self, *, is_right: bool) -> None:
        now = self._clock.monotonic()
        if is_right:
            self.attempts.note_right()
            self.lock.touch(now)
            self.lock.unlock()
        else:
            self.attempts.note_wrong(now)
        # While it was checked the dialog may have been closed, and even opened again.
        if self._dialog is not None:
            self._dialog.end_check()
            if is_right:
                self._dialog.accept()
        self.look_at_the_clock()

    @Slot()
    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
        self._watch_if_wanted()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self._settings = settings.lock
        if settings.lock.pin != self.lock.pin:
            self.lock.set_pin(settings.lock.pin)
        self._watch_if_wanted()
        self._show()

    def _watch_if_wanted(self) -> None:
        """Be told of every key and movement only as long as somebody wants to know."""
        wanted = bool(self.lock.pin) and self._settings.after_minutes > 0
        if wanted and not self._watching:
            self._note_presence()
        self._touches.watch(wanted)
        self._watching = wanted
        if wanted or self._dialog is not None:
            self._timer.start()
        else:
            self._timer.stop()

    def _show(self) -> None:
        if self.lock.is_locked:
            self._parts.close_dialogs(but=self._dialog)
        self._action.setChecked(self.lock.is_locked)
        self._parts.show(self.lock)
