"""Alarms through the whole window: from the engine to sound, notification and acknowledgement."""

import msgspec
import pytest
from PySide6.QtWidgets import QLabel

from gui.alarms.notification import DesktopNotification
from gui.alarms.sound import AlarmSound
from gui.presenters.presenters import Presenters
from gui.settings.dialog import SettingsDialog
from gui.settings.holder import SettingsHolder
from gui.settings.schema import AlarmSettings, Settings
from gui.window.main_window import MainWindow
from netgear_engine.events import StateChanged
from netgear_engine.protocol.port_state import PortState
from tests.support.fake_engine import FakeEngine
from tests.support.synthetic import status_of

PORTS = tuple(range(5566, 5570))


class Cameras(FakeEngine):
    """An engine whose ports go from one state to another."""

    def __init__(self, clock):
        super().__init__(clock)
        self.states = dict.fromkeys(PORTS, PortState.WAITING)

    def go(self, port, state):
        previous, self.states[port] = self.states[port], state
        self.happen(StateChanged(port, self.clock.wall(), state, previous, 1.0))

    def tell_all(self):
        self.tell(*(status_of(port, state=state) for port, state in self.states.items()))

    def pass_time(self, seconds):
        self.clock.advance(seconds)
        self.tell_all()


@pytest.fixture
def engine(qapp, manual_clock):
    return Cameras(manual_clock)


@pytest.fixture
def heard(monkeypatch):
    heard = []
    monkeypatch.setattr(AlarmSound, "ring", lambda self: heard.append(self._open))
    return heard


@pytest.fixture
def told(monkeypatch):
    told = []
    monkeypatch.setattr(DesktopNotification, "tell", lambda _self, *words: told.append(words))
    return told


@pytest.fixture
def holder(qapp):
    return SettingsHolder(Settings())


@pytest.fixture
def connections(qtbot, engine, manual_clock, heard, told, holder):
    window = MainWindow(
        clock=manual_clock, feed=engine.feed, command_for=str, names={"5566": "Gate"}
    )
    qtbot.addWidget(window)
    window.event_log.initials = "AB"
    connections = Presenters(window, engine, settings=holder)
    engine.tell_all()
    for port in PORTS:
        engine.go(port, PortState.LIVE)
    engine.tell_all()
    window.event_log.model.flush()
    return connections


@pytest.fixture
def log(connections):
    return connections.parent().event_log


def test_complaint_13_one_alarm_after_the_grace_heard_and_told_once(
    connections, log, engine, heard, told
):
    engine.go(5566, PortState.LOST)
    engine.pass_time(9.0)
    assert (heard, told, log.model.alarms()) == ([], [], [])
    engine.pass_time(1.5)
    assert [record.text for record in log.model.alarms()] == ["Gate lost"]
    assert heard
    assert told == [("Gate lost", "")]
    engine.pass_time(60.0)
    assert len(told) == 1


def test_complaint_13_a_blip_of_3_s_is_logged_but_silent(connections, log, engine, heard, told):
    engine.go(5566, PortState.LOST)
    engine.pass_time(3.0)
    engine.go(5566, PortState.LIVE)
    engine.pass_time(30.0)
    assert (heard, told, log.model.alarms()) == ([], [], [])
    assert log.model.index(0).data() == "Gate back after 3 s"


def test_complaint_13_cameras_behind_one_switch_are_one_notification(
    connections, log, engine, told
):
    for port in PORTS:
        engine.go(port, PortState.LOST)
    engine.pass_time(11.0)
    assert len(log.model.alarms()) == len(told) == 1
    assert told[0][0].startswith("4 cameras lost since ")


def test_no_alarm_while_pictures_come_even_if_the_news_is_late(connections, log, engine):
    engine.go(5566, PortState.LOST)
    engine.states[5566] = PortState.LIVE
    engine.pass_time(60.0)
    assert log.model.alarms() == []


def test_the_grace_follows_the_settings(connections, log, engine, holder):
    holder.replace(alarms=AlarmSettings(grace_s=2.0, repeat_s=5.0, notification=False))
    engine.go(5566, PortState.LOST)
    engine.pass_time(2.5)
    assert len(log.model.alarms()) == 1
    assert not connections.events.notification.on
    assert connections.events.sound._timer.interval() == 5000


def test_the_key_for_sound_is_kept_in_the_settings_and_shown(connections, log, holder):
    action = connections.parent().actions_table["alarm_sound"]
    assert action.isChecked()
    action.trigger()
    assert not holder.settings.alarms.sound
    assert not connections.events.sound.on
    assert log.note() == "sound off"
    log.sound_wanted.emit(True)
    assert action.isChecked()
    assert holder.settings.alarms.sound
    log.model.flush()
    assert log.model.index(0).data() == "Alarm sound on"


def test_sound_that_is_off_in_the_settings_is_off_from_the_start(
    qtbot, engine, manual_clock, heard
):
    alarms = msgspec.structs.replace(AlarmSettings(), sound=False)
    window = MainWindow(clock=manual_clock, feed=engine.feed, command_for=str)
    qtbot.addWidget(window)
    Presenters(window, engine, settings=SettingsHolder(Settings(alarms=alarms)))
    assert window.event_log.note() == "sound off"
    assert not window.actions_table["alarm_sound"].isChecked()


def test_an_event_that_is_clicked_selects_its_camera_on_the_wall(connections, log):
    log.camera_chosen.emit("5568")
    assert connections.parent().wall.arrangement.selected == "5568"


def test_an_export_is_told_and_noted(connections, log, tmp_path):
    log.keeper.exported.emit(tmp_path / "events.csv", 1)
    log.model.flush()
    assert log.model.index(0).data() == "1 event exported to events.csv"
    assert connections.events._toast.words() == f"Saved 1 event in {tmp_path / 'events.csv'}"


def test_what_was_changed_in_the_settings_is_noted_without_secrets(connections, log, holder):
    lock = msgspec.structs.replace(holder.settings.lock, pin="$argon2id$secret")
    holder.replace(lock=lock, ports="5566-5570")
    log.model.flush()
    assert log.model.index(0).data() == "Settings changed: ports, lock"


def test_the_settings_say_what_this_computer_can_do(connections, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    words = connections.events.means()
    assert words.startswith("On this computer: sound ")
    assert "notifications not possible here: this desktop has neither a tray" in words
    action = connections.parent().actions_table["settings"]
    action.trigger()
    dialog = connections.parent().findChild(SettingsDialog)
    assert words in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.close()
