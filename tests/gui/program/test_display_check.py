import re
import socket
import subprocess
import sys
import tomllib

import pytest

from gui.program.display_check import (
    WINDOW_LIBRARIES,
    check_display,
    debian_package,
    install_line,
    lacking_libraries,
    missing_libraries,
    silent_display,
    wanted_platform,
)
from netgear_engine.version import VERSION
from tests.architecture.source_tree import ROOT

LDD = """/x/QtGui.abi3.so:
\tlinux-vdso.so.1 (0x00007fff)
\tlibEGL.so.1 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
/x/libqxcb.so:
\tlibxcb-cursor.so.0 => not found
\tlibEGL.so.1 => not found
"""


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libEGL.so.1", "libegl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
    ],
)
def test_debian_names_follow_from_library_names(library, package):
    assert debian_package(library) == package


def test_each_missing_library_is_named_once():
    assert missing_libraries(LDD) == ["libEGL.so.1", "libxcb-cursor.so.0"]


def test_one_line_names_every_package():
    line = install_line(missing_libraries(LDD))
    assert line == "Qt cannot open a window: sudo apt install libegl1 libxcb-cursor0"


def test_nothing_missing_says_nothing():
    assert install_line([]) is None


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({}, None),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "xcb;wayland"}, "xcb"),
    ],
)
def test_the_environment_says_which_platform(environment, platform):
    assert wanted_platform(environment) == platform


def test_qt_has_what_it_needs_offscreen():
    assert check_display({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_without_a_display_it_is_said_what_to_do():
    line = check_display({})
    assert line is not None
    assert line.startswith("There is no display here")


@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":6553"},
        {"DISPLAY": "nonsense"},
        {"WAYLAND_DISPLAY": "wayland-99", "XDG_RUNTIME_DIR": "/nowhere"},
        {"DISPLAY": ":6553", "WAYLAND_DISPLAY": "wayland-99", "XDG_RUNTIME_DIR": "/nowhere"},
        {"DISPLAY": ":6553", "QT_QPA_PLATFORM": "xcb"},
    ],
)
def test_a_display_that_does_not_answer_is_said_to(environment):
    line = silent_display(environment)
    assert line is not None
    assert "does not answer" in line


def test_one_of_two_displays_is_enough(tmp_path):
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert silent_display({**environment, "DISPLAY": ":6553"}) is None
        assert silent_display({**environment, "QT_QPA_PLATFORM": "xcb"}) is not None


def test_a_platform_that_qt_does_not_have_is_said_to():
    line = check_display({"QT_QPA_PLATFORM": "nonsense"})
    assert line is not None
    assert "it has" in line and "offscreen" in line


def test_the_libraries_are_those_of_the_extra_for_the_window():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = {re.split(r"[<>=;]", one)[0] for one in project["optional-dependencies"]["gui"]}
    imported = {"PySide6-Essentials": "PySide6", "opencv-python-headless": "cv2"}
    names = {imported.get(name, name.removesuffix("-cffi")) for name in extra}
    assert set(WINDOW_LIBRARIES) == names
    assert lacking_libraries() == []


WITHOUT_THE_WINDOW = """
import sys
from gui.program import display_check
display_check.WINDOW_LIBRARIES = ("PySide6", "a_library_that_is_not_there")
from gui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_without_the_window_s_libraries_one_line_says_what_to_install():
    ended = run(WITHOUT_THE_WINDOW)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "netgear-monitor: the window's libraries are not installed (a_library_that_is_not_there): "
        "pip install 'netgear-monitor[gui]'"
    ]
    assert run(WITHOUT_THE_WINDOW, "--version").stdout == f"netgear-monitor {VERSION}\n"


def test_the_program_itself_needs_none_of_them_to_say_so():
    """A node's install has the command, too."""
    blocked = "import sys\n" + "".join(
        f"sys.modules[{name!r}] = None\n" for name in WINDOW_LIBRARIES
    )
    ended = run(f"{blocked}import gui.__main__")
    assert (ended.returncode, ended.stderr) == (0, "")


def run(program, *arguments):
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
