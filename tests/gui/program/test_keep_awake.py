import os
import shutil
import subprocess
import sys

import pytest

from gui.program import keep_awake
from gui.program.keep_awake import KeepAwake
from tests.architecture.source_tree import ROOT


class NotingAwake:
    def __init__(self):
        self.calls = []

    def hold(self):
        self.calls.append("hold")

    def release(self):
        self.calls.append("release")


def test_the_screen_is_held_once_and_let_go_a_while_later(qtbot):
    awake = NotingAwake()
    keeper = KeepAwake(awake)
    keeper.set_wanted(False)
    keeper.set_wanted(True)
    keeper.set_wanted(True)
    keeper.set_wanted(False)
    assert (awake.calls, keeper.is_held) == (["hold"], True)
    keeper._timer.timeout.emit()
    assert (awake.calls, keeper.is_held) == (["hold", "release"], False)


def test_what_comes_back_in_time_is_not_told(qtbot):
    awake = NotingAwake()
    keeper = KeepAwake(awake)
    for wanted in (True, False, True):
        keeper.set_wanted(wanted)
    assert not keeper._timer.isActive()
    keeper.release()
    keeper.release()
    assert awake.calls == ["hold", "release"]


def test_without_a_desktop_nothing_happens(monkeypatch, qapp):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    desktop = keep_awake._DesktopBus()
    desktop.hold()
    assert desktop._bus is None, "nobody was asked"
    desktop.release()


def test_without_handles_the_bus_is_left_alone(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setattr(keep_awake.handles, "are_free", lambda: False)
    desktop = keep_awake._DesktopBus()
    desktop.hold()
    assert desktop._bus is None
    desktop.release()


def test_windows_is_told_what_it_wants_to_hear(monkeypatch):
    told = []

    class Kernel:
        SetThreadExecutionState = staticmethod(told.append)

    class Windll:
        kernel32 = Kernel

    monkeypatch.setitem(vars(keep_awake.ctypes), "windll", Windll)
    windows = keep_awake._Windows()
    windows.hold()
    windows.release()
    assert told == [0x80000003, 0x80000000]


_HOLD = """
from PySide6.QtCore import QCoreApplication, QTimer
from gui.program.keep_awake import _DesktopBus
application = QCoreApplication([])
desktop = _DesktopBus()
desktop.hold()
QTimer.singleShot(300, application.quit)
application.exec()
desktop.release()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no desktop bus")
def test_the_screen_saver_is_asked_over_the_desktop_s_bus(tmp_path):
    """A bus of its own, and no screen saver on it: what is asked can be seen by a monitor."""
    program = tmp_path / "hold.py"
    program.write_text(_HOLD)
    script = (
        "dbus-monitor --session \"interface='org.freedesktop.ScreenSaver'\" > seen & watcher=$!;"
        " until test -s seen; do sleep 0.05; done;"
        f" {sys.executable} {program}; kill $watcher; wait $watcher; true"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        cwd=tmp_path,
        env=environment,
        check=True,
        timeout=40,
        capture_output=True,
    )
    seen = (tmp_path / "seen").read_text()
    assert "member=Inhibit" in seen
    assert 'string "NetGear Monitor"' in seen
