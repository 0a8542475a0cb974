"""Alarms as notifications of the desktop, for an operator who looks at another window.

Qt can talk to the desktop's notifications itself, but its Python form cannot make the unsigned
number that they ask for; `notify-send` can, and comes with most Linux desktops.
"""

import html
import shutil

from PySide6.QtCore import QObject, QProcess, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from gui.look.icons import window_icon
from gui.look.plain_text import set_tip

_NAME = "NetGear Monitor"
_SHOWN_MS = 15_000
_SENDER = "notify-send"


class DesktopNotification(QObject):
    """Tells of an alarm through the tray, else through notify-send, else not at all.

    `opened` is emitted when the operator has clicked the notification.
    """

    opened = Signal()

    def __init__(
        self, parent: QObject | None = None, *, tray_kind: type[QSystemTrayIcon] = QSystemTrayIcon
    ) -> None:
        super().__init__(parent)
        self.on = True
        self._tray_kind = tray_kind
        self._tray: QSystemTrayIcon | None = None

    def means(self) -> str:
        """Return how the desktop is told, in words, for the settings."""
        if self._has_tray():
            return "through the tray"
        if shutil.which(_SENDER):
            return f"through {_SENDER}"
        return "not possible here: this desktop has neither a tray nor notify-send"

    def tell(self, title: str, text: str) -> None:
        """Show a notification, if that is wanted and possible."""
        if not self.on:
            return
        if self._has_tray():
            self._tell_by_tray(title, text)
        elif (program := shutil.which(_SENDER)) is not None:
            # Some desktops read the text as markup, and a camera may call itself <b>.
            words = ["--", title, html.escape(text, quote=False)]
            QProcess.startDetached(program, [f"--app-name={_NAME}", "--urgency=critical", *words])

    def set_open(self, count: int) -> None:
        """Leave the tray when no alarm is open any more."""
        if count == 0 and self._tray is not None:
            self._tray.hide()

    def _tell_by_tray(self, title: str, text: str) -> None:
        if self._tray is None:
            self._tray = self._tray_kind(window_icon(), self)
            set_tip(self._tray, _NAME)
            self._tray.messageClicked.connect(self.opened)
            self._tray.activated.connect(self.opened)
        self._tray.show()
        kind = QSystemTrayIcon.MessageIcon.Critical
        # Whether a desktop reads this as markup cannot be known, so nothing in it can be any.
        self._tray.showMessage(title, text.replace("<", "\u2039"), kind, _SHOWN_MS)

    def _has_tray(self) -> bool:
        return self._tray_kind.isSystemTrayAvailable() and self._tray_kind.supportsMessages()
