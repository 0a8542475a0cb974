"""The lock: what it takes away from every part of the window, and how it is opened."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QDialog

from gui.background.errand import Errand
from gui.lock import pin
from gui.lock.lock import Lock
from gui.lock.unlock_dialog import UnlockDialog
from gui.presenters.settings import SettingsPresenter
from gui.presenters.windows import WindowsPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.window.main_window import MainWindow

_LOOK_EVERY_MS = 250
_TOUCHES = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove),
        *(QEvent.Type.Wheel, QEvent.Type.TouchBegin),
    }
)


class LockPresenter(QObject):
    """Locks the windows with a key, at the start, or when nobody is there.

    In a kiosk the window can be closed only while it is unlocked.
    """

    def __init__(
        self,
        window: MainWindow,
        windows: WindowsPresenter,
        dialogs: SettingsPresenter,
        holder: SettingsHolder,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._windows = windows
        self._dialogs = dialogs
        self._settings = holder.settings.lock
        self._attempts = pin.Attempts()
        self._check: Errand | None = None
        self._dialog: UnlockDialog | None = None
        self._watching = False
        self._was_locked = False
        self.is_kiosk = False
        self.lock = Lock(holder.settings.lock.pin, self._show)
        self._action = window.actions_table["lock"]
        self._action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self._action.triggered.connect(self._lock_or_unlock)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_at_the_clock)
        holder.changed.connect(self._follow)
        self._follow(holder.settings)
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
            self._dialog.pin_entered.connect(self._try)
            self._dialog.finished.connect(self._forget_dialog)
            self.look_at_the_clock()
            self._timer.start()
            self._dialog.open()
        return self._dialog

    @Slot()
    def look_at_the_clock(self) -> None:
        """Lock when nobody has been there, and count down after a wrong PIN."""
        now = self._window.clock.monotonic()
        self.lock.lock_if_left(now, self._settings.after_minutes)
        if self._dialog is not None and self._check is None and self._attempts.any_wrong():
            self._dialog.tell_wait(self._attempts.wait(now), wrong=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there."""
        if event.type() in _TOUCHES:
            self.lock.touch(self._window.clock.monotonic())
        return super().eventFilter(watched, event)

    @Slot()
    def _lock_or_unlock(self) -> None:
        self._action.setChecked(self.lock.is_locked)
        if self.lock.is_locked:
            self.ask_for_pin()
        elif not self.lock.lock():
            self._dialogs.open("Lock")

    # The PIN ---------------------------------------------------------------------------------

    @Slot(str)
    def _try(self, typed: str) -> None:
        """Check a PIN in a thread of its own: that takes long on purpose."""
        if self._check is not None or self._attempts.wait(self._window.clock.monotonic()) > 0:
            return
        self._check = Errand(_question(typed, self.lock.pin))
        self._check.done.connect(self._answered, Qt.ConnectionType.QueuedConnection)
        if self._dialog is not None:
            self._dialog.tell_checking()
        self._check.start()

    @Slot(object)
    def _answered(self, right: bool) -> None:
        self._check = None
        if right:
            self._attempts.note_right()
            self.lock.touch(self._window.clock.monotonic())
            self.lock.unlock()
        else:
            self._attempts.note_wrong(self._window.clock.monotonic())
        if self._dialog is not None and right:
            self._dialog.accept()
        self.look_at_the_clock()

    @Slot()
    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
        self._watch_if_wanted()

    # What is locked --------------------------------------------------------------------------

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        self._settings = settings.lock
        if settings.lock.pin != self.lock.pin:
            self.lock.set_pin(settings.lock.pin)
        self._watch_if_wanted()
        self._show()

    def _watch_if_wanted(self) -> None:
        """Hear of every key and movement only as long as somebody wants to know."""
        wanted = bool(self.lock.pin) and self._settings.after_minutes > 0
        application: Any = QApplication.instance()
        if wanted and not self._watching:
            self.lock.touch(self._window.clock.monotonic())
            application.installEventFilter(self)
        elif self._watching and not wanted:
            application.removeEventFilter(self)
        self._watching = wanted
        if wanted or self._dialog is not None:
            self._timer.start()
        else:
            self._timer.stop()

    def _show(self) -> None:
        window, locked = self._window, self.lock.is_locked
        if locked:
            self._close_dialogs()
        if locked != self._was_locked:
            self._was_locked = locked
            window.event_log.note_action("Locked" if locked else "Unlocked")
        self._action.setChecked(locked)
        for one in self._windows.windows:
            one.actions_table.set_blank(self.lock.is_blank)
            one.top_bar.set_blank(self.lock.is_blank)
        self._windows.set_changeable(not locked)
        window.docks.set_movable(not locked)
        window.controls.set_changeable(not locked)
        window.messages.reply_box.set_presets_only(locked)
        window.controls.set_changeable(not locked)
        window.docks.set_blank(self.lock.is_blank)
        window.status_bar.show_lock(("Locked" if locked else "Unlocked") if self.lock.pin else "")

    def _close_dialogs(self) -> None:
        """Close what was being changed when the window was locked."""
        for window in self._windows.windows:
            for dialog in window.findChildren(QDialog):
                if dialog.isVisible() and dialog is not self._dialog:
                    dialog.reject()


def _question(typed: str, kept: str) -> Callable[[], bool]:
    return lambda: pin.is_pin(typed, kept)
