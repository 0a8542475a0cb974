"""Whether Qt can open a window here, and which system package is missing if it cannot.

Imports no Qt: where a library is missing, importing Qt itself may fail.
`python -m gui.program.display_check` prints the line and ends with 1 when something is missing.
"""

import contextlib
import ctypes
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

WINDOW_LIBRARIES = (
    *("PySide6", "qasync", "psutil", "cv2", "imutils", "platformdirs", "tomlkit", "argon2"),
)
"""What the extra `gui` brings, as it is imported."""

_REMEDY = "start it on the computer's own screen, or over ssh with: ssh -X"

# What has to load before a window can open, inside the PySide6 folder.
_WINDOW = ("QtGui.abi3.so", "QtWidgets.abi3.so")
_PLUGINS = {
    "xcb": "Qt/plugins/platforms/libqxcb.so",
    "wayland": "Qt/plugins/platforms/libqwayland.so",
}
_SECONDS = 20

# Debian packages whose name does not follow from the library's.
_PACKAGES = {"libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0"}


def wanted_platform(environment: Mapping[str, str]) -> str | None:
    """Return the Qt platform that the environment asks for or offers, None without a display."""
    if asked := environment.get("QT_QPA_PLATFORM"):
        return asked.split(";")[0].split(":")[0]
    if environment.get("DISPLAY"):
        return "xcb"
    if environment.get("WAYLAND_DISPLAY"):
        return "wayland"
    return None


def lacking_libraries() -> list[str]:
    """Return which of the window's Python libraries are not installed."""
    return [name for name in WINDOW_LIBRARIES if importlib.util.find_spec(name) is None]


def missing_libraries(ldd_output: str) -> list[str]:
    """Return the names of the libraries that ldd could not find, in its order, each once."""
    lines = (line.split("=>") for line in ldd_output.splitlines() if "not found" in line)
    return list(dict.fromkeys(parts[0].strip() for parts in lines if len(parts) > 1))


def debian_package(library: str) -> str:
    """Return the Debian package of a shared library: libxcb-cursor.so.0 -> libxcb-cursor0."""
    if library in _PACKAGES:
        return _PACKAGES[library]
    name, _, version = library.lower().partition(".so.")
    dash = "-" if name[-1:].isdigit() else ""
    return f"{name}{dash}{version}".replace("_", "-")


def install_line(libraries: Iterable[str]) -> str | None:
    """Return one line that says what to install, None when nothing is missing."""
    packages = sorted({debian_package(library) for library in libraries})
    if not packages:
        return None
    return f"Qt cannot open a window: sudo apt install {' '.join(packages)}"


def silent_display(environment: Mapping[str, str]) -> str | None:
    """Return the line to show when there is no display or none that answers, or None.

    Qt would end the program with a core dump and advise to reinstall it.
    """
    asked = environment.get("QT_QPA_PLATFORM", "")
    ways = {
        "xcb": (environment.get("DISPLAY", ""), _x_answers),
        "wayland": (environment.get("WAYLAND_DISPLAY", ""), _wayland_answers),
    }
    wanted = [part.partition(":")[0] for part in asked.split(";")] if asked else list(ways)
    if not ways.keys() >= set(wanted):
        return None
    named = [(ways[way][0], ways[way][1]) for way in wanted if ways[way][0]]
    if not named:
        return f"There is no display here for the window: {_REMEDY}"
    if any(answers(name, environment) for name, answers in named):
        return None
    names = " and ".join(name for name, _answers in named)
    return f"The display {names} does not answer: {_REMEDY}"


def _x_answers(name: str, _environment: Mapping[str, str]) -> bool:
    """Ask as Qt would, with the library that it uses, which knows addresses and permissions."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        # What is missing has been said before, or this is no usual Linux.
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    answers: bool = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return answers


def _wayland_answers(name: str, environment: Mapping[str, str]) -> bool:
    path = Path(environment.get("XDG_RUNTIME_DIR", "/"), name)
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as probe:
        probe.settimeout(_SECONDS)
        with contextlib.suppress(OSError):
            probe.connect(str(path))
            return True
    return False


def unknown_platform(environment: Mapping[str, str], plugins: Path) -> str | None:
    """Return the line to show when QT_QPA_PLATFORM names none of Qt's platforms, or None."""
    known = sorted(file.stem.removeprefix("libq") for file in plugins.glob("libq*.so"))
    wanted = wanted_platform(environment) or ""
    if not environment.get("QT_QPA_PLATFORM") or not known or wanted.split("-")[0] in known:
        return None
    return f"QT_QPA_PLATFORM={wanted}: Qt has no such platform; it has {', '.join(known)}"


def check_display(environment: Mapping[str, str]) -> str | None:
    """Return the line to show when Qt cannot open a window as it is asked to, or None.

    Looks at Linux only; elsewhere Qt brings all that it needs, and there always is a display.
    """
    ldd = shutil.which("ldd")
    package = importlib.util.find_spec("PySide6")
    if sys.platform != "linux" or ldd is None or package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent
    plugin = _PLUGINS.get(wanted_platform(environment) or "")
    files = [folder / name for name in (*_WINDOW, *([plugin] if plugin else []))]
    present = [str(file) for file in files if file.exists()]
    result = subprocess.run(
        [ldd, *present], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    return (
        install_line(missing_libraries(result.stdout))
        or unknown_platform(environment, folder / "Qt/plugins/platforms")
        or silent_display(environment)
    )


def main() -> int:
    """Print what is missing."""
    line = check_display(os.environ)
    if line is not None:
        print(line, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
