"""Whether Qt can open a window here, and which system package is missing if it cannot.

Imports no Qt: where a library is missing, importing Qt itself may fail.
`python -m gui.program.display_check` prints the line and ends with 1 when something is missing.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

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


def check_display(environment: Mapping[str, str]) -> str | None:
    """Return the line to show when Qt lacks system libraries for the wanted platform, or None.

    Looks at Linux only; elsewhere Qt brings all that it needs.
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
    return install_line(missing_libraries(result.stdout))


def main() -> int:
    """Print what is missing."""
    line = check_display(os.environ)
    if line is not None:
        print(line, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
