"""Keeps the screen from going dark, by the means of each system."""

import ctypes
import os
import sys
from typing import Any, Protocol

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from netgear_engine.transport import handles

_NAME = "NetGear Monitor"
_REASON = "Cameras are being watched"
_RELEASE_AFTER_MS = 30_000


class Awake(Protocol):
    """Holds the screen awake between `hold` and `release`."""

    def hold(self) -> None:
        """Keep the screen from going dark from now on."""
        ...

    def release(self) -> None:
        """Let it go dark again."""
        ...


class KeepAwake(QObject):
    """Holds while it is wanted, and half a minute longer: what comes and goes need not be told."""

    def __init__(self, awake: Awake | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._awake = awake or awake_here()
        self._held = False
        self._timer = QTimer(self, interval=_RELEASE_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.release)

    @property
    def is_held(self) -> bool:
        """Whether the screen is kept awake now."""
        return self._held

    def set_wanted(self, wanted: bool) -> None:
        """Say whether there is something to watch."""
        if wanted:
            self._timer.stop()
            if not self._held:
                self._held = True
                self._awake.hold()
        elif self._held and not self._timer.isActive():
            self._timer.start()

    def release(self) -> None:
        """Let the screen go dark, at once."""
        self._timer.stop()
        if self._held:
            self._held = False
            self._awake.release()


def awake_here() -> Awake:
    """Return the means of this system."""
    if sys.platform == "win32":
        return _Windows()
    if sys.platform == "darwin":
        return _Mac()
    return _DesktopBus()


class _DesktopBus:
    """Linux desktops: the screen saver hears over D-Bus that it shall wait.

    It forgets that when the connection ends, so a program that crashes leaves nothing behind.
    """

    _CONNECTION = "netgear-monitor-awake"
    _SERVICE = "org.freedesktop.ScreenSaver"

    def __init__(self) -> None:
        self._bus: Any = None

    def hold(self) -> None:
        """Ask the screen saver to wait; nobody waits for its answer."""
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return
        if not handles.are_free():
            # Qt makes a thread for the bus, and GLib ends the program when it has no handle.
            return
        session = QDBusConnection.BusType.SessionBus
        self._bus = QDBusConnection.connectToBus(session, self._CONNECTION)
        message = QDBusMessage.createMethodCall(
            self._SERVICE, "/org/freedesktop/ScreenSaver", self._SERVICE, "Inhibit"
        )
        message.setArguments([_NAME, _REASON])
        self._bus.asyncCall(message)

    def release(self) -> None:
        """End the connection, and with it the wish."""
        if self._bus is None:
            return
        self._bus = None
        QDBusConnection.disconnectFromBus(self._CONNECTION)


class _Windows:
    """Windows keeps the wish with the thread that made it, until the thread takes it back."""

    _UNTIL_TAKEN_BACK = 0x80000000
    _SYSTEM_AND_DISPLAY = 0x00000003

    def hold(self) -> None:
        """Keep system and display awake."""
        self._tell(self._UNTIL_TAKEN_BACK | self._SYSTEM_AND_DISPLAY)

    def release(self) -> None:
        """Take the wish back."""
        self._tell(self._UNTIL_TAKEN_BACK)

    @staticmethod
    def _tell(state: int) -> None:
        windows: Any = vars(ctypes)["windll"]
        windows.kernel32.SetThreadExecutionState(state)


class _Mac:
    """macOS has a program for it; it ends with this one."""

    def __init__(self) -> None:
        self._process = QProcess()

    def hold(self) -> None:
        """Start it."""
        self._process.start("caffeinate", ["-d", "-i", "-w", str(os.getpid())])

    def release(self) -> None:
        """End it."""
        self._process.kill()
