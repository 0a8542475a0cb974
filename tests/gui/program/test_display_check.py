import pytest

from gui.program.display_check import (
    check_display,
    debian_package,
    install_line,
    missing_libraries,
    wanted_platform,
)

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
