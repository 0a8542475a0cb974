"""Alarms from the engine to sound, notification and the top bar."""

import msgspec
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from gui.alarms.notification import DesktopNotification
from gui.alarms.sound import AlarmSound
from gui.presenters.windows import WindowsPresenter
from gui.settings.dialog import SettingsDialog
from gui.settings.holder import SettingsHolder
from gui.settings.schema import AlarmSettings, Settings
from gui.window.main_window import MainWindow
from netgear_engine.events import StateChanged
from netgear_engine.protocol.port_state import PortState
from tests.support.fake_engine import FakeEngine
from tests.support.presenters import presenters_for
from tests.support.synthetic import status_of

PORTS = tuple(range(5566, 5570))


class Cameras(FakeEngine):
    """An engine whose ports go from one state to another."""

    def __init__(self, clock):
        super().__init__(clock)
        self.states = dict.fromkeys(PORTS, PortState.WAITING)
        self.since = dict.fromkeys(PORTS, clock.monotonic())

    def go(self, port, state):
        previous, self.states[port] = self.states[port], state
        now = self.clock.monotonic()
        lasted, self.since[port] = now - self.since[port], now
        self.happen(StateChanged(port, self.clock.wall(), state, previous, lasted))

    def tell_all(self):
        self.tell(*(status_of(port, state=state) for port, state in self.states.items()))

    def pass_time(self, seconds):
        self.clock.advance(seconds)
        self.tell_all()


@pytest.fixture
def engine(qapp, manual_clock):
    return Cameras(manual_clock)


@pytest.fixture
def holder(qapp):
    return SettingsHolder(Settings())


@pytest.fixture
def heard():
    return []


@pytest.fixture
def sound(qapp, heard, monkeypatch, tmp_path):
    """Beeps: no program that plays a file is to be found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return AlarmSound(beep=lambda: heard.append("beep"))


@pytest.fixture
def told():
    return []


@pytest.fixture
def notification(qapp, told):
    class Tray(QObject):
        """Qt's own needs a desktop: it complains in tests."""

        messageClicked = Signal()  # noqa: N815
        activated = Signal(int)
        isSystemTrayAvailable = staticmethod(lambda: True)  # noqa: N815
        supportsMessages = staticmethod(lambda: True)  # noqa: N815
        setToolTip = show = hide = lambda *_: None  # noqa: N815

        def __init__(self, _icon, parent):
            super().__init__(parent)

        def showMessage(self, title, text, *_):  # noqa: N802
            told.append((title, text))

    return DesktopNotification(tray_kind=Tray)


@pytest.fixture
def window(window, engine, holder, sound, notification):
    presenters_for(window, engine, holder, sound=sound, notification=notification)
    engine.tell_all()
    for port in PORTS:
        engine.go(port, PortState.LIVE)
    engine.tell_all()
    window.event_log.model.flush()
    return window


@pytest.fixture
def log(window):
    return window.event_log


def test_complaint_13_one_alarm_after_the_grace_heard_and_told_once(log, engine, heard, told):
    engine.go(5566, PortState.LOST)
    engine.pass_time(9.0)
    assert (heard, told, log.model.alarms()) == ([], [], [])
    engine.pass_time(1.5)
    assert [record.text for record in log.model.alarms()] == ["Gate lost"]
    assert heard
    assert told == [("Gate lost", "")]
    engine.pass_time(60.0)
    assert len(told) == 1


def test_complaint_13_a_blip_of_3_s_is_logged_but_silent(log, engine, heard, told):
    engine.go(5566, PortState.LOST)
    engine.pass_time(3.0)
    engine.go(5566, PortState.LIVE)
    engine.pass_time(30.0)
    assert (heard, told, log.model.alarms()) == ([], [], [])
    assert log.model.index(0).data() == "Gate back after 3 s"


def test_complaint_13_cameras_behind_one_switch_are_one_notification(log, engine, told):
    for port in PORTS:
        engine.go(port, PortState.LOST)
    engine.pass_time(11.0)
    assert len(log.model.alarms()) == len(told) == 1
    assert told[0][0].startswith("4 cameras lost since ")


def test_no_alarm_while_pictures_come_even_if_the_news_is_late(log, engine):
    engine.go(5566, PortState.LOST)
    engine.states[5566] = PortState.LIVE
    engine.pass_time(60.0)
    assert log.model.alarms() == []


def test_the_grace_follows_the_settings(log, engine, holder, sound, notification):
    holder.replace(alarms=AlarmSettings(grace_s=2.0, repeat_s=5.0, notification=False))
    engine.go(5566, PortState.LOST)
    engine.pass_time(2.5)
    assert len(log.model.alarms()) == 1
    assert not notification.on
    assert sound._timer.interval() == 5000


def test_the_key_for_sound_is_kept_in_the_settings_and_shown(window, log, holder, sound):
    action = window.actions_table["alarm_sound"]
    assert action.isChecked()
    action.trigger()
    assert not holder.settings.alarms.sound
    assert not sound.on
    assert log.note() == "sound off"
    log.sound_wanted.emit(True)
    assert action.isChecked()
    assert holder.settings.alarms.sound
    log.model.flush()
    assert log.model.index(0).data() == "Alarm sound on"


def test_sound_that_is_off_in_the_settings_is_off_from_the_start(
    qtbot, engine, manual_clock, sound
):
    alarms = msgspec.structs.replace(AlarmSettings(), sound=False)
    window = MainWindow(clock=manual_clock, feed=engine.feed, command_for=str)
    qtbot.addWidget(window)
    presenters_for(window, engine, SettingsHolder(Settings(alarms=alarms)), sound=sound)
    assert not sound.on
    assert window.event_log.note() == "sound off"
    assert not window.actions_table["alarm_sound"].isChecked()


def test_the_settings_say_what_this_computer_can_do(window, sound, notification):
    words = f"sound {sound.means()}; notifications {notification.means()}"
    assert words == "sound as a beep; notifications through the tray"
    window.actions_table["settings"].trigger()
    dialog = window.findChild(SettingsDialog)
    labels = [label.text() for label in dialog.findChildren(QLabel)]
    assert f"On this computer: {words}." in labels
    dialog.close()


def test_the_number_in_the_top_bar_goes_to_the_alarms(window, log, engine):
    engine.go(5566, PortState.FAILED)
    log.model.flush()
    badge = window.top_bar.unacknowledged
    assert badge.text().strip() == "1 unacknowledged"
    window.actions_table["side_panel"].setChecked(False)
    log.filter_bar.words.setText("nothing like it")
    badge.click()
    assert window.actions_table["side_panel"].isChecked()
    assert log.model.chosen.is_empty
    log.acknowledge_newest()
    assert badge.isHidden()


def test_an_open_alarm_pulses_in_a_window_opened_later_too(window, log, engine, qtbot):
    engine.go(5566, PortState.FAILED)
    log.model.flush()
    second = window.findChild(WindowsPresenter).open()
    engine.tell_all()
    seen = set()
    for _ in range(2):
        second.wall.judge_all()
        seen.add(second.wall.tile("5566").face.pulse)
        engine.pass_time(0.5)
    assert seen == {False, True}
    second.close()


def test_a_notification_that_is_clicked_brings_the_window_to_the_front(window, notification):
    window.showMinimized()
    notification.opened.emit()
    assert window.isVisible() and not window.isMinimized()
