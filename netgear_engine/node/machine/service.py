"""Talks to systemd when it runs the node as a service: ready, still well, what goes on, ending.

The words are those of sd_notify(3). The package sdnotify sends them; it is imported only when
systemd has given us a socket.
"""

import importlib
from collections.abc import Mapping
from typing import Any

MISSING = (
    "systemd started this service and waits to hear from it, but the Python package sdnotify is "
    "not installed: sudo apt install python3-sdnotify"
)


class Service:
    """What the node tells systemd; without systemd every call does nothing.

    `problem` says why systemd will hear nothing, and so end the service; "" when all is well.
    `beat_interval` is how many seconds apart the beats should be; None when systemd wants none.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        """`environment` is os.environ, from which sdnotify reads the socket, too."""
        self.problem = ""
        self._notifier: Any = None
        if environment.get("NOTIFY_SOCKET"):
            try:
                self._notifier = importlib.import_module("sdnotify").SystemdNotifier()
            except ImportError:
                self.problem = MISSING
        self.beat_interval = _beat_interval(environment.get("WATCHDOG_USEC", ""))

    def ready(self) -> None:
        """Tell that the node has started. Without a monitor or a camera it has started, too."""
        self._notify("READY=1")

    def beat(self) -> None:
        """Tell that the node is alive. Call it only while its threads are."""
        if self.beat_interval is not None:
            self._notify("WATCHDOG=1")

    def status(self, text: str) -> None:
        """Tell what goes on, in one line: `systemctl status` shows it."""
        self._notify(f"STATUS={' '.join(text.split())}")

    def stopping(self) -> None:
        """Tell that the node is about to end."""
        self._notify("STOPPING=1")

    def _notify(self, line: str) -> None:
        if self._notifier is not None:
            # sdnotify writes every character as one byte; systemd reads UTF-8.
            self._notifier.notify(line.encode("utf-8", "replace").decode("latin-1"))


def _beat_interval(watchdog_us: str) -> float | None:
    """Return half the time after which systemd kills a silent service: sd_watchdog_enabled(3)."""
    is_number = watchdog_us.isascii() and watchdog_us.isdigit()
    return int(watchdog_us) / 2e6 if is_number and int(watchdog_us) > 0 else None
