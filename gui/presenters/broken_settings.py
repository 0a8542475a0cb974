"""The settings file that cannot be read: what can be done about it, and by whom."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from gui.background.tasks import Tasks
from gui.event_log.section import EventLog
from gui.look.toast import Toast
from gui.presenters.lock import LockPresenter
from gui.settings import store
from gui.settings.broken_file_banner import BrokenFileBanner
from gui.settings.schema import Settings


class BrokenSettingsPresenter(QObject):
    """Opens or replaces the file, for who may unlock the window: the PIN stands in it.

    `in_use()` are the settings that take its place. `replaced` is emitted when they have.
    """

    replaced = Signal()

    def __init__(
        self,
        banner: BrokenFileBanner,
        *,
        path: Path,
        in_use: Callable[[], Settings],
        lock: LockPresenter,
        event_log: EventLog,
        toast: Toast,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._banner = banner
        self._path = path
        self._in_use = in_use
        self._lock = lock
        self._event_log = event_log
        self._toast = toast
        self._tasks = tasks
        self._replacing: asyncio.Task[None] | None = None
        banner.open_wanted.connect(self._open)
        banner.replacement_wanted.connect(self._replace)

    async def finished(self) -> None:
        """Wait until the file has been replaced, if that was begun."""
        if self._replacing is not None and not self._replacing.done():
            await asyncio.wait([self._replacing])

    @Slot()
    def _open(self) -> None:
        if self._may_change() and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path))):
            self._toast.tell(f"No program opens it. The file is {self._path}")

    @Slot()
    def _replace(self) -> None:
        if self._may_change():
            self._banner.setEnabled(False)
            self._replacing = self._tasks.start(self._put_in_place(), "Replacing the settings file")

    def _may_change(self) -> bool:
        """Return whether the window is unlocked; ask for the PIN if it is not."""
        if self._lock.lock.is_locked:
            self._lock.ask_for_pin()
            return False
        return True

    async def _put_in_place(self) -> None:
        try:
            kept = await asyncio.to_thread(store.replace_broken, self._path, self._in_use())
        except (OSError, ValueError) as error:
            self._banner.setEnabled(True)
            reason = error.strerror if isinstance(error, OSError) else error
            self._toast.tell(f"{self._path} cannot be replaced: {reason}")
            return
        self._banner.hide()
        back = "Settings before the last change" if self._banner.has_last_good else "Defaults"
        words = f"{back} put back"
        if kept is None:
            self._toast.tell(words)
        else:
            words = f"{words}; the broken file is kept as {kept.name}"
            self._toast.tell_file(words, kept)
        self._event_log.note_action(words)
        self.replaced.emit()
