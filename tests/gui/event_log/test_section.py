from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLabel, QToolButton

from gui.event_log import book
from gui.event_log.delegate import broken, button_rect, figures
from gui.event_log.filter import ALARMS, EventFilter
from gui.event_log.flow import AT_ONCE
from gui.event_log.model import MOST_ROWS, PAGE, RECORD_ROLE
from gui.event_log.record import Kind
from gui.event_log.section import EventLog
from gui.event_log.store import Keep
from netgear_engine.events import BadInput, StateChanged
from netgear_engine.protocol.port_state import PortState as State
from tests.support.records import WALL, alarm, record


def make_log(qtbot, manual_clock):
    log = EventLog(manual_clock)
    qtbot.addWidget(log)
    tester = QAbstractItemModelTester(
        log.model, QAbstractItemModelTester.FailureReportingMode.Warning, log.model
    )
    assert tester.model() is log.model
    log.resize(320, 300)
    log.show()
    return log


@pytest.fixture
def log(qtbot, manual_clock):
    log = make_log(qtbot, manual_clock)
    log.initials = "AB"
    return log


@pytest.fixture
def alarms(log):
    told = []
    log.alarms_changed.connect(lambda keys, count: told.append((set(keys), count)))
    return told


def fail(log, key="5566", wall=WALL):
    log.receive(
        key, StateChanged(int(key), wall, State.FAILED, State.WAITING, 1.0, "in use"), f"Port {key}"
    )
    log.model.flush()


def lost(port):
    return StateChanged(port, WALL, State.LOST, State.LIVE, 5.0, "no frames")


def texts(log):
    return [log.model.index(row).data() for row in range(log.model.rowCount())]


def look_for(log, words):
    log.filter_bar.words.setText(words)
    log.filter_bar.words.returnPressed.emit()


# Acknowledging -----------------------------------------------------------------------------------


def test_the_drawn_button_acknowledges(log, alarms, qtbot):
    fail(log)
    assert alarms == [({"5566"}, 1)]
    row = log.list.visualRect(log.model.index(0))
    qtbot.mouseClick(log.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert alarms[-1] == ({"5566"}, 1), "only the button acknowledges"
    point = button_rect(row).center()
    qtbot.mouseClick(log.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert alarms[-1] == (set(), 0)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_keys_acknowledge_the_current_event(log, alarms, qtbot, key):
    fail(log)
    log.show_alarms()
    qtbot.keyClick(log.list, key)
    assert alarms[-1] == (set(), 0)


def test_the_newest_or_all_alarms_can_be_acknowledged(log, alarms):
    for key in ("5566", "5567", "5568"):
        fail(log, key)
    log.acknowledge_newest()
    assert alarms[-1] == ({"5566", "5567"}, 2)
    log.acknowledge_all()
    assert alarms[-1] == (set(), 0)
    assert log.model.rowCount() == 3


def test_initials_are_asked_for_once_and_nothing_waits_for_them(log, alarms, qtbot):
    log.initials = ""
    fail(log)
    fail(log, "5567")
    log.acknowledge_newest()
    assert alarms[-1][1] == 2
    dialog = log._dialog
    assert not dialog.isModal()
    fail(log, "5568")
    dialog.initials.setText("  ")
    assert not dialog.findChild(type(dialog._accept), "primary").isEnabled()
    dialog.initials.setText("CD")
    qtbot.mouseClick(dialog._accept, Qt.MouseButton.LeftButton)
    assert alarms[-1] == ({"5566", "5568"}, 2), "what was newest then"
    log.acknowledge_newest()
    assert alarms[-1] == ({"5566"}, 1)
    assert log.initials == "CD"


def test_a_dialog_that_is_cancelled_acknowledges_nothing(log, alarms):
    fail(log)
    log.ask_note(log.model.alarms()).reject()
    assert alarms[-1] == ({"5566"}, 1)


def test_a_note_is_kept_and_shown(log, qtbot):
    fail(log)
    log.show_alarms()
    qtbot.keyClick(log.list, Qt.Key.Key_N)
    log._dialog.note.setText("Port was taken by a printer")
    log._dialog._accept.click()
    index = log.model.index(0)
    assert "Port was taken by a printer" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Acknowledged by AB" in index.data(Qt.ItemDataRole.ToolTipRole)
    look_for(log, "printer")
    assert texts(log)[-1] == "Cannot listen on port 5566: in use"


def test_the_menu_offers_what_can_be_done(log):
    assert log.list.menu() is None
    fail(log)
    log.show_alarms()
    menu = log.list.menu()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Acknowledge", "Acknowledge with a note…", "Select the camera", "Copy"]
    menu.actions()[0].trigger()
    assert log.model.alarms() == []
    menu.deleteLater()


def test_a_click_selects_the_camera(log, qtbot):
    fail(log, "5567")
    row = log.list.visualRect(log.model.index(0))
    with qtbot.waitSignal(log.camera_chosen) as told:
        qtbot.mouseClick(log.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert told.args == ["5567"]


# Alarms ------------------------------------------------------------------------------------------


def test_a_loss_alarms_after_its_grace_without_any_news(log, alarms, manual_clock):
    log.set_grace(10.0)
    log.receive("5566", StateChanged(5566, WALL, State.LOST, State.LIVE, 1.0), "Car park east")
    log.judge(lambda key: True)
    assert texts(log) == ["Car park east lost"]
    assert alarms == []
    manual_clock.advance(10.0)
    log.judge(lambda key: True)
    assert alarms == [({"5566"}, 1)]


def test_new_alarms_are_told_once(log, qtbot):
    raised = []
    log.raised.connect(lambda records: raised.append([one.key for one in records]))
    fail(log)
    fail(log, "5567")
    log.acknowledge_newest()
    assert raised == [["5566"], ["5567"]]


def test_a_warning_of_the_program_is_an_alarm_of_no_camera(log, alarms):
    log.warn("settings.toml cannot be saved: disk full")
    log.model.flush()
    assert alarms == [(set(), 1)]


def test_what_an_operator_did_is_noted_silently(log, alarms):
    log.note_action("Settings changed")
    log.model.flush()
    assert texts(log) == ["Settings changed"]
    assert alarms == []


def test_a_flood_of_events_is_shown_in_batches_and_bounded(log, qtbot):
    inserted = []
    log.model.rowsInserted.connect(lambda *_: inserted.append(1))
    log.model.modelReset.connect(lambda: inserted.append(1))
    for number in range(MOST_ROWS + 500):
        port = 5566 + number % 200
        log.receive(str(port), BadInput(port, WALL + number, "not JSON", 1), f"Port {port}")
    assert log.model.rowCount() == 0
    qtbot.waitUntil(lambda: log.model.rowCount() == MOST_ROWS)
    assert len(inserted) == 1
    log.receive("5566", BadInput(5566, WALL + 1e6, "the newest", 1), "Port 5566")
    log.model.flush()
    assert log.model.rowCount() == MOST_ROWS
    assert texts(log)[0].endswith("the newest")


def fill(log, ports=range(5600, 5700)):
    """List an event of each port; choose one in the middle of the list and scroll there."""
    for port in ports:
        log.receive(str(port), BadInput(port, WALL, "not JSON", 1), f"Port {port}")
    log.model.flush()
    chosen = log.model.index(log.model.rowCount() // 2)
    log.list.setCurrentIndex(chosen)
    log.list.scrollTo(chosen, log.list.ScrollHint.PositionAtCenter)
    resets = []
    log.model.modelReset.connect(lambda: resets.append(1))
    return chosen.data(RECORD_ROLE).id, resets


def test_events_that_are_counted_leave_selection_and_scroll_place_as_they_are(log):
    for number in range(AT_ONCE):
        log.receive("5566", BadInput(5566, WALL + number, "not JSON", 1), "Port 5566")
    chosen, resets = fill(log)
    place, rows = log.list.verticalScrollBar().value(), log.model.rowCount()
    assert place > 0
    for number in range(2, 9):
        log.receive("5566", BadInput(5566, WALL, "not JSON", 1), "Port 5566")
        log.model.flush()
        assert [text for text in texts(log) if text.endswith(f", {number} times")]
    assert (log.list.current().id, log.list.verticalScrollBar().value()) == (chosen, place)
    assert log.list.selectionModel().isSelected(log.list.currentIndex())
    assert (resets, log.model.rowCount()) == ([], rows)


def test_alarms_that_come_and_go_leave_the_selection_as_it_is(log, manual_clock):
    chosen, resets = fill(log)
    for port in (5600, 5601):
        log.receive(str(port), lost(port), f"Port {port}")
    manual_clock.advance(11)
    log.judge(lambda _key: True)
    assert len(log.model.alarms()) == 2
    assert [log.model.index(row).data(RECORD_ROLE).is_open for row in range(3)] == [
        True,
        True,
        False,
    ]
    assert log.list.current().id == chosen
    log.acknowledge_newest()
    assert (log.list.current().id, resets) == (chosen, [])
    ids = [log.model.index(row).data(RECORD_ROLE).id for row in range(log.model.rowCount())]
    # The one that is open, then all others.
    assert len(ids) == 102 and ids[1:] == sorted(ids[1:], reverse=True)


def test_an_alarm_stays_chosen_when_it_is_acknowledged_and_gets_another_place(log):
    fail(log)
    fill(log)
    log.show_alarms()
    alarm_id = log.list.current().id
    log.acknowledge_newest()
    assert log.list.current().id == alarm_id and log.list.currentIndex().row() > 1


def lose(log, manual_clock, port=5566):
    log.receive(str(port), lost(port), f"Port {port}")
    manual_clock.advance(11)
    log.judge(lambda _key: True)


def give_back(log, port=5566):
    event = StateChanged(port, WALL, State.LIVE, State.LOST, 11.0, "")
    log.receive(str(port), event, f"Port {port}")


def choose(log, words):
    [row] = [row for row, text in enumerate(texts(log)) if words in text]
    log.list.setCurrentIndex(log.model.index(row))


def test_an_alarm_stays_chosen_when_the_same_alarm_comes_again(log, alarms, manual_clock, qtbot):
    lose(log, manual_clock)
    fail(log, "5567")
    choose(log, "5566")
    for _time in range(2):
        give_back(log)
        lose(log, manual_clock)
        assert (log.list.current().key, log.list.current().is_open) == ("5566", True)
    qtbot.keyClick(log.list, Qt.Key.Key_Space)
    assert alarms[-1] == ({"5567"}, 1)


def test_no_other_alarm_is_acknowledged_when_the_chosen_one_is_listed_no_more(
    log, alarms, qtbot, monkeypatch
):
    monkeypatch.setattr(book, "MOST_OPEN_ALARMS", 2)
    log.model.choose(EventFilter(ALARMS))
    for key in ("5566", "5567"):
        fail(log, key)
    choose(log, "5566")
    # One too many: the oldest is an alarm no more.
    fail(log, "5568")
    assert log.list.current() is None
    qtbot.keyClick(log.list, Qt.Key.Key_Space)
    assert alarms[-1] == ({"5567", "5568"}, 2)


def test_the_list_keeps_the_keyboard_when_its_only_row_gets_another_place(log, alarms, qtbot):
    fail(log)
    look_for(log, "5566")
    log.show()
    log.activateWindow()
    log.list.setFocus()
    qtbot.waitUntil(log.list.hasFocus)
    choose(log, "5566")
    qtbot.keyClick(log.list, Qt.Key.Key_Space)
    assert alarms[-1] == (set(), 0) and log.list.hasFocus()


def test_a_loss_is_an_alarm_though_thousands_of_other_events_come_at_once(log, manual_clock):
    log.receive("5700", lost(5700), "Gate")
    for number in range(MOST_ROWS + 500):
        port = 5566 + number % 60
        log.receive(str(port), BadInput(port, WALL + number, "not JSON", 1), f"Port {port}")
    manual_clock.advance(11)
    log.judge(lambda _key: True)
    assert [record.camera for record in log.model.alarms()] == ["Gate"]
    assert texts(log)[0].startswith("Gate lost")


# What is kept ------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings-events.sqlite"


def test_events_and_alarms_are_back_after_a_restart(log, path, qtbot, manual_clock):
    log.keeper.open(path, Keep())
    fail(log)
    log.note_action("Settings changed")
    log.close_file()
    again = make_log(qtbot, manual_clock)
    counts = []
    again.alarms_changed.connect(lambda _keys, count: counts.append(count))
    again.keeper.open(path, Keep())
    qtbot.waitUntil(lambda: again.model.rowCount() == 2)
    assert texts(again) == ["Cannot listen on port 5566: in use", "Settings changed"]
    assert counts == [1]
    again.initials = "CD"
    again.acknowledge_all()
    assert counts[-1] == 0
    again.close_file()


def test_older_events_come_as_one_scrolls(log, path, qtbot):
    log.keeper.put(record(number) for number in range(3 * PAGE))
    log.model.choose(log.filter_bar.chosen())
    log.model._ask_for_first_page()
    assert log.model.rowCount() == PAGE
    log.list.scrollToBottom()
    qtbot.waitUntil(lambda: log.model.rowCount() > PAGE)
    log.list.scrollToBottom()
    qtbot.waitUntil(lambda: log.model.rowCount() == 3 * PAGE)
    assert texts(log) == [f"event {number}" for number in reversed(range(3 * PAGE))]


def test_what_comes_while_a_page_is_read_is_not_lost(log, path, qtbot):
    log.keeper.open(path, Keep())
    fail(log)
    log.acknowledge_all()
    look_for(log, "port")
    fail(log, "5567")
    log.note_action("nothing to do with it")
    fail(log, "5568")
    log.acknowledge_newest()
    qtbot.waitUntil(lambda: not log.model._awaits_first_page)
    assert texts(log)[0] == "Cannot listen on port 5567: in use"
    assert sorted(texts(log)[-2:]) == [
        "AB acknowledged: Cannot listen on port 5566: in use",
        "Cannot listen on port 5566: in use",
    ]
    assert len(texts(log)) == len(set(texts(log))) == 5
    log.close_file()


def test_the_list_keeps_its_place_when_events_come(log, qtbot):
    for number in range(50):
        log.note_action(f"action {number}")
    log.model.flush()
    log.list.setCurrentIndex(log.model.index(20))
    chosen = log.list.current().id
    fail(log)
    assert log.list.current().id == chosen


# Looking for events ------------------------------------------------------------------------------


def test_words_kind_and_camera_are_looked_for(log):
    fail(log, "5566")
    fail(log, "5567")
    log.receive("5566", StateChanged(5566, WALL, State.LIVE, State.FAILED, 1.0), "Port 5566")
    log.note_action("Settings changed")
    log.model.flush()
    assert len(texts(log)) == 4
    look_for(log, "LISTEN on")
    assert len(texts(log)) == 2
    look_for(log, "")
    log.filter_bar.kind.take("Operators")
    assert texts(log) == ["Settings changed"]
    log.filter_bar.kind.take(ALARMS)
    assert len(texts(log)) == 2
    log.filter_bar.clear()
    log.filter_bar.camera.take("Port 5567")
    assert texts(log) == ["Cannot listen on port 5567: in use"]
    log.filter_bar.set_cameras({"5566": "Gate", "5567": "Gate"})
    log.filter_bar.camera.take("Gate (5566)")
    assert texts(log) == ["Cannot listen on port 5566: in use", "Port 5566 is live"]


def test_the_time_is_looked_for(log, manual_clock):
    log.keeper.put([record(-200_000, text="long ago"), record(-3600 * 20, text="a night ago")])
    log.keeper.put([record(-5, text="just now")])
    log.filter_bar.time.take("Last 24 hours")
    assert texts(log) == ["just now", "a night ago"]
    log.filter_bar.time.take("Today")
    assert texts(log)[0] == "just now"
    log.filter_bar.time.take("All time")
    assert texts(log) == ["just now", "a night ago", "long ago"]


def words_of(log):
    return [label.text() for label in log.findChildren(QLabel, "empty") if label.isVisible()]


def test_an_empty_list_says_why(log, qtbot):
    assert words_of(log)[0].startswith("Nothing has happened since ")
    fail(log)
    assert words_of(log) == []
    look_for(log, "no such words")
    assert words_of(log) == ["No such event"]
    button = next(b for b in log.findChildren(QToolButton) if b.text() == "Show all")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(texts(log)) == 1


def test_closing_the_filter_shows_everything_again(log, qtbot):
    fail(log)
    log._looking.setChecked(True)
    assert log.filter_bar.isVisible()
    look_for(log, "no such words")
    log._looking.setChecked(False)
    assert len(texts(log)) == 1


def test_what_is_listed_can_be_exported(log, qtbot, tmp_path):
    fail(log)
    fail(log, "5567")
    look_for(log, "5567")
    dialog = log.export()
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    with qtbot.waitSignal(log.keeper.exported) as told:
        dialog.fileSelected.emit(str(tmp_path / "events.csv"))
    assert told.args == [tmp_path / "events.csv", 1]
    assert "5566" not in Path(tmp_path / "events.csv").read_text("utf-8-sig")
    dialog.close()


# Words -------------------------------------------------------------------------------------------


def test_complaint_13_the_outage_stands_beside_the_loss():
    assert figures(alarm(kind=Kind.LOST, outage=72.0)) == "1:12"
    seen = alarm(kind=Kind.LOST, outage=72.0, acknowledged=WALL, initials="AB")
    assert figures(seen) == "1:12 · Ack AB"
    assert figures(record(kind=Kind.BACK, outage=72.0)) == "", "its words say so already"


def test_sound_off_is_said_in_words(log, qtbot):
    log.show_sound(on=False)
    assert log.note() == "sound off"
    assert log._sound.accessibleName() == "Let alarms be heard"
    with qtbot.waitSignal(log.sound_wanted) as told:
        qtbot.mouseClick(log._sound, Qt.MouseButton.LeftButton)
    assert told.args == [True]


def test_a_screen_reader_hears_that_an_alarm_is_open(log):
    fail(log)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert log.model.index(0).data(role).startswith("Unacknowledged: Cannot listen")
    log.acknowledge_all()
    assert log.model.index(0).data(role).startswith("Cannot listen")
    for button in log.findChildren(QToolButton):
        assert button.text() or button.accessibleName(), button.toolTip()


def test_complaint_13_a_group_is_one_line_until_one_of_its_cameras_is_looked_for(log):
    for key in ("5566", "5567", "5568"):
        log.receive(
            key, StateChanged(int(key), WALL, State.LIVE, State.WAITING, 1.0), f"Port {key}"
        )
        log.receive(key, StateChanged(int(key), WALL, State.LOST, State.LIVE, 1.0), f"Port {key}")
    log.set_grace(0.0)
    log.judge(lambda key: True)
    assert next(words for words in texts(log) if "lost" in words).startswith("3 cameras lost")
    assert len([words for words in texts(log) if "lost" in words]) == 1
    log.filter_bar.camera.take("Port 5567")
    assert texts(log)[1:] == ["Port 5567 lost", "Port 5567 is live"]
    assert texts(log)[0].startswith("3 cameras lost")


def test_an_alarm_too_long_for_its_line_is_told_in_two(log):
    metrics = log.fontMetrics()
    words = "9 cameras lost since 14:03: this computer's network?"
    first, rest = broken(words, metrics.horizontalAdvance("9 cameras lost since 14:03: t"), metrics)
    assert (first, rest) == ("9 cameras lost since 14:03:", "this computer's network?")
    assert broken("unbroken", 1, metrics) == ("unbroken", "")
