"""Starting with the computer, by the means of each system. No Qt.

Linux desktops read a file in `autostart`, macOS one in `LaunchAgents`; Windows reads the registry.
"""

import importlib
import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gui.background.stored_file import StoredFile

_ENTRY = "netgear-monitor"
_LABEL = "org.netgear-monitor"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


def own_command(options: Sequence[str] = ()) -> list[str]:
    """Return the command that starts this program, installed or from a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *options]
    return [sys.executable, "-m", "gui", *options]


def set_autostart(wanted: bool, command: Sequence[str], platform: str = sys.platform) -> str:
    """Let the program start with the computer, or not; return what went wrong, in words."""
    try:
        if platform == "win32":
            _set_in_registry(wanted, command)
        elif platform == "darwin":
            _set_file(_mac_file(), _mac_text(command) if wanted else None)
        else:
            _set_file(_linux_file(), _linux_text(command) if wanted else None)
    except OSError as error:
        return f"Starting with the computer cannot be changed: {error.strerror}"
    return ""


def _linux_file() -> Path:
    folder = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(folder).expanduser() / "autostart" / f"{_ENTRY}.desktop"


def _linux_text(command: Sequence[str]) -> str:
    line = " ".join(map(_quoted, command))
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Name=NetGear Monitor\n"
        "Comment=Watch NetGear cameras\n"
        f"Exec={line}\n"
        "Terminal=false\n"
    )


def _quoted(argument: str) -> str:
    """Return an argument as these files want it: % begins a code, and backslashes count twice."""
    escaped = re.sub(r'(["`$\\])', r"\\\1", argument).replace("%", "%%")
    return f'"{escaped}"'.replace("\\", "\\\\")


def _mac_file() -> Path:
    return Path("~/Library/LaunchAgents").expanduser() / f"{_LABEL}.plist"


def _mac_text(command: Sequence[str]) -> str:
    told = {"Label": _LABEL, "ProgramArguments": list(command), "RunAtLoad": True}
    return plistlib.dumps(told).decode("utf-8")


def _set_file(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    else:
        StoredFile(path).write(text)


def _set_in_registry(wanted: bool, command: Sequence[str]) -> None:
    registry: Any = importlib.import_module("winreg")
    with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
        if wanted:
            line = subprocess.list2cmdline(command)
            registry.SetValueEx(key, _ENTRY, 0, registry.REG_SZ, line)
        elif _is_in_registry(registry, key):
            registry.DeleteValue(key, _ENTRY)


def _is_in_registry(registry: Any, key: Any) -> bool:
    count = registry.QueryInfoKey(key)[1]
    return any(registry.EnumValue(key, place)[0] == _ENTRY for place in range(count))
