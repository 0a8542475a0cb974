import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from gui.alarms.notification import DesktopNotification


class FakeTray(QObject):
    """Qt's own needs a desktop: it complains in tests."""

    messageClicked = Signal()  # noqa: N815
    activated = Signal(int)
    MessageIcon = QSystemTrayIcon.MessageIcon
    isSystemTrayAvailable = staticmethod(lambda: True)  # noqa: N815
    supportsMessages = staticmethod(lambda: True)  # noqa: N815

    def __init__(self, icon, parent):
        super().__init__(parent)
        self.shown = []
        self.visible = False

    def setToolTip(self, words):  # noqa: N802
        assert words == "NetGear Monitor"

    def show(self):
        self.visible = True

    def hide(self):
        self.visible = False

    def showMessage(self, title, text, *_):  # noqa: N802
        self.shown.append((title, text))


class NoTray(FakeTray):
    isSystemTrayAvailable = staticmethod(lambda: False)  # noqa: N815


@pytest.fixture
def notification(qapp):
    return DesktopNotification(tray_kind=NoTray)


@pytest.fixture
def in_tray(qapp):
    return DesktopNotification(tray_kind=FakeTray)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="a tray is always there")
def test_without_a_tray_notify_send_tells(notification, folder, qtbot):
    program = folder / "notify-send"
    program.write_text(f'#!/bin/sh\nfor word; do echo "$word"; done > {folder}/told\n')
    program.chmod(0o755)
    assert notification.means() == "through notify-send"
    notification.tell("2 alarms", "-i <b>Gate</b> lost\nPorch lost")
    told = folder / "told"
    qtbot.waitUntil(lambda: told.exists() and told.read_text().endswith("Porch lost\n"))
    assert told.read_text().splitlines()[-4:] == [
        "--",
        "2 alarms",
        "-i &lt;b&gt;Gate&lt;/b&gt; lost",
        "Porch lost",
    ]


def test_where_nothing_is_there_nothing_is_told_and_the_settings_can_say_so(notification, folder):
    notification.tell("Gate lost", "")
    assert notification.means().startswith("not possible here")


def test_nothing_is_told_when_it_is_not_wanted(in_tray):
    in_tray.on = False
    in_tray.tell("Gate lost", "")
    assert in_tray._tray is None


def test_with_a_tray_it_tells_and_leaves_when_all_is_acknowledged(in_tray, qtbot):
    assert in_tray.means() == "through the tray"
    in_tray.tell("Gate lost", "since 14:03")
    assert in_tray._tray.shown == [("Gate lost", "since 14:03")]
    with qtbot.waitSignal(in_tray.opened):
        in_tray._tray.messageClicked.emit()
    assert in_tray._tray.visible
    in_tray.set_open(0)
    assert not in_tray._tray.visible


def test_nothing_that_the_tray_is_told_can_be_markup(in_tray):
    in_tray.tell("1 alarm", "<img src=x> lost")
    assert in_tray._tray.shown == [("1 alarm", "\u2039img src=x> lost")]
