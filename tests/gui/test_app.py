"""One run of the program, inside the test."""

import asyncio
import threading

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from gui import app
from gui.app import _Program
from gui.event_log.filter import EventFilter
from gui.event_log.store import open_store
from gui.lock import pin
from gui.program.command_line import read_command_line
from gui.settings import store
from gui.settings.broken_file_banner import BrokenFileBanner
from gui.settings.schema import LookSettings
from gui.snapshots.snapshot import Snapshot
from netgear_engine.clock import SystemClock
from netgear_engine.codecs import raw
from netgear_engine.frame import Frame
from netgear_engine.protocol.port_state import PortState
from tests.support.free_ports import free_port
from tests.support.raw_peers import RawSender
from tests.support.waiting import PATIENCE
from tests.support.wire import jpeg_frame


@pytest.fixture
def program(qtbot, tmp_path):
    """Make a program from flags and the text of its settings file."""
    made = []
    config = tmp_path / "room.toml"

    def make(text, *flags):
        config.write_text(text)
        one = _Program(read_command_line(["--config", str(config), *flags]), SystemClock())
        qtbot.addWidget(one._window)
        made.append(one)
        return one, config

    yield make
    for one in made:
        one._window.close()


def test_what_is_chosen_is_saved_and_what_came_as_a_flag_is_not(program, qtbot):
    one, config = program('# mine\nports = "7000"\n', "--ports", "7001", "--listen", "127.0.0.1")
    assert one._holder.settings.ports == "7001"
    one._holder.replace(look=LookSettings(theme="light"))
    assert qtbot.awaited(one.finish()) == 0
    kept = store.load(config)
    assert (kept.ports, kept.listen, kept.look.theme) == ("7000", "*", "light")
    assert config.read_text().startswith("# mine\n")


def test_a_flag_s_setting_changed_in_the_window_is_saved(program, qtbot):
    one, config = program('ports = "7000"\n', "--listen", "127.0.0.1", "--pattern", "2")
    one._holder.replace(pattern=1, listen="::1")
    assert qtbot.awaited(one.finish()) == 0
    assert (store.load(config).pattern, store.load(config).listen) == (1, "::1")


def test_a_kiosk_is_not_closed_by_its_operator_but_from_outside(program, qtbot):
    kept = pin.hash_of("2740")
    one, _config = program(f'ports = ""\n[lock]\npin = "{kept}"\n', "--kiosk")
    one.start()
    ended = []
    one.ended.connect(lambda: ended.append(True))
    event = QCloseEvent()
    QApplication.sendEvent(one._window, event)
    assert not event.isAccepted() and ended == []
    assert event.type() is QEvent.Type.Close
    assert one._window.isFullScreen() and one._presenters.lock.lock.is_locked
    one.close()
    assert ended == [True]
    assert qtbot.awaited(one.finish()) == 0


def test_pictures_that_are_still_to_be_saved_at_the_end_are_saved(program, qtbot, tmp_path):
    folder = tmp_path / "pictures"
    one, _config = program(f'ports = ""\n[snapshots]\nfolder = "{folder}"\n')
    layout, payload = raw.encode(np.zeros((48, 64, 3), np.uint8))
    frame = Frame(5566, 1, bytes(payload), layout, 0.0, 0.0, 0.0)
    for _ in range(5):
        work = one._saver.save(Snapshot("5566", "Gate", frame))
        one._presenters.tasks.start(work, "Saving a picture")
    one._window.close()
    assert qtbot.awaited(one.finish()) == 0
    assert len(list(folder.glob("*.png"))) == 5


def test_a_view_and_a_screen_that_are_not_there_are_told(program, qtbot):
    one, _config = program('ports = ""\n', "--view", "Yard", "--screen", "DP-7")
    rows = one._window.event_log.model
    qtbot.waitUntil(lambda: rows.rowCount() >= 2)
    one._window.close()
    assert qtbot.awaited(one.finish()) == 0


def test_no_step_of_the_end_keeps_the_others_from_being_taken(
    program, qtbot, tmp_path, monkeypatch, capsys
):
    report = tmp_path / "report.json"
    one, config = program('ports = ""\n', "--report", str(report))
    one._holder.replace(look=LookSettings(theme="light"))

    async def fail():
        raise asyncio.CancelledError

    async def hang():
        await asyncio.Event().wait()

    monkeypatch.setattr(app, "_LONGEST_STEP_S", 0.5)
    monkeypatch.setattr(one._presenters.first_run, "stop", fail)
    monkeypatch.setattr(one._saver, "finished", hang)
    one._window.close()
    assert qtbot.awaited(one.finish()) == 1
    assert report.exists() and store.load(config).look.theme == "light"
    assert "netgear-monitor: The pictures: This takes too long" in capsys.readouterr().err


def test_nothing_is_saved_over_a_broken_file_until_it_is_replaced(qtbot, tmp_path, monkeypatch):
    path = tmp_path / "settings.toml"
    path.write_text("ports = ]\n")
    path.with_name("settings.toml.bak").write_text('ports = ""\nlisten = "127.0.0.1"\n')
    monkeypatch.setattr(store, "OWN_PATH", path)
    one = _Program(read_command_line([]), SystemClock())
    qtbot.addWidget(one._window)
    one._holder.replace(look=LookSettings(theme="light"))
    assert not one._files._is_saving() and path.read_text() == "ports = ]\n"
    [banner] = one._window.findChildren(BrokenFileBanner)
    banner.replacement_wanted.emit()
    qtbot.waitUntil(lambda: path.exists() and 'theme = "light"' in path.read_text())
    assert store.load(path).look.theme == "light"
    one._holder.replace(look=LookSettings(theme="dark"))
    qtbot.awaited(one.finish())
    assert store.load(path).look.theme == "dark"
    one._window.close()


def test_what_is_changed_while_a_broken_file_is_replaced_is_saved_at_the_end(
    qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "settings.toml"
    path.write_text("ports = ]\n")
    monkeypatch.setattr(store, "OWN_PATH", path)
    replace, disk_is_back = store.replace_broken, threading.Event()

    def replace_later(*words):
        assert disk_is_back.wait(PATIENCE)
        return replace(*words)

    monkeypatch.setattr(store, "replace_broken", replace_later)
    one = _Program(read_command_line([]), SystemClock())
    qtbot.addWidget(one._window)
    [banner] = one._window.findChildren(BrokenFileBanner)
    banner.replacement_wanted.emit()
    one._holder.replace(look=LookSettings(theme="dark"))
    QTimer.singleShot(100, one, disk_is_back.set)
    qtbot.awaited(one.finish())
    assert store.load(path).look.theme == "dark"
    one._window.close()


def test_a_window_whose_pin_is_gone_from_the_file_begins_locked_and_saves_no_such_wish(
    qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "settings.toml"
    path.write_text('ports = ""\n')
    path.with_name("settings.toml.bak").write_text(f'[lock]\npin = "{pin.hash_of("2740")}"\n')
    monkeypatch.setattr(store, "OWN_PATH", path)
    one = _Program(read_command_line([]), SystemClock())
    qtbot.addWidget(one._window)
    one.start()
    assert one._presenters.lock.lock.is_locked
    one._holder.replace(look=LookSettings(theme="light"))
    one._window.close()
    assert qtbot.awaited(one.finish()) == 0
    assert not store.load(path).lock.locked_at_start


def throw(*_):
    raise LookupError("nobody expected this")


def test_whatever_the_steps_of_the_end_throw_the_next_ones_are_taken(
    program, qtbot, tmp_path, monkeypatch
):
    report = tmp_path / "report.json"
    one, config = program('ports = ""\n', "--report", str(report))
    one.start()
    one._holder.replace(look=LookSettings(theme="light"))
    stop, close = one._engine.stop, one._window.event_log.keeper.close
    monkeypatch.setattr(one._engine, "stop", throw)
    monkeypatch.setattr(one._window.event_log.keeper, "close", throw)
    monkeypatch.setattr(one, "_save_wall", throw)
    ended = []
    one.ended.connect(lambda: ended.append(True))
    one.close()
    assert ended == [True]
    assert qtbot.awaited(one.finish()) == 1
    assert report.exists() and store.load(config).look.theme == "light"
    assert stop()
    close()


def test_a_dead_engine_is_an_alarm_with_a_report_and_cameras_are_back(program, qtbot, tmp_path):
    port = free_port()
    one, _config = program(f'ports = "{port}"\nlisten = "127.0.0.1"\n')
    one.start()
    model = one._window.event_log.model
    with RawSender(port) as sender:
        sender.exchange(jpeg_frame())
        qtbot.waitUntil(lambda: one._engine.statuses()[port].state is PortState.LIVE)
        one._engine.engine._loop._turn = throw
        qtbot.waitUntil(lambda: bool(model.alarms()))
    [alarm] = model.alarms()
    assert "The receiving engine failed: LookupError" in alarm.text
    [report] = tmp_path.glob("room-fault-*.txt")
    assert str(report) in alarm.text and "nobody expected this" in report.read_text()
    assert one._engine.statuses()[port].state is PortState.LOST
    qtbot.waitUntil(lambda: one._engine.is_running)
    with RawSender(port) as sender:
        sender.exchange(jpeg_frame())
        qtbot.waitUntil(lambda: one._engine.statuses()[port].state is PortState.LIVE)
    one._window.close()
    assert qtbot.awaited(one.finish()) == 0


def test_settings_that_cannot_be_saved_at_the_end_are_told_and_kept_as_an_event(
    program, qtbot, capsys
):
    one, config = program('ports = ""\n')
    config.write_text("ports = [")
    one._holder.replace(look=LookSettings(theme="light"))
    one._window.close()
    assert qtbot.awaited(one.finish()) == 1
    words = f"{config} cannot be saved: "
    assert words in capsys.readouterr().err
    events, _told = open_store(config.with_name("room-events.sqlite"))
    assert any(words in record.text for record in events.all_of(EventFilter()))
    events.close()
