from threading import Event

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from gui.lock import pin
from gui.settings.dialog import SettingsDialog
from gui.settings.schema import LockSettings, Settings
from gui.wall.tile.state import Condition
from netgear_engine.protocol.port_state import PortState
from tests.gui.whole_window import whole_window
from tests.support.synthetic import status_of
from tests.support.waiting import PATIENCE

PIN = "2740"


@pytest.fixture(scope="module")
def kept():
    return pin.hash_of(PIN)


@pytest.fixture
def start(qtbot, tmp_path, manual_clock, kept):
    """Open the window with a lock."""
    opened = []

    def start(**lock):
        settings = Settings(lock=LockSettings(**{"pin": kept, **lock}))
        context = whole_window(qtbot, tmp_path, settings, manual_clock)
        opened.append(context)
        made = context.__enter__()
        made.tell(status_of(5566), status_of(5567, state=PortState.LOST, connected=0))
        return made

    yield start
    for context in opened:
        context.__exit__(None, None, None)


def dialogs(made, kind=QDialog):
    return [one for one in made.window.findChildren(kind) if one.isVisible()]


def type_pin(qtbot, made, typed):
    dialog = made.presenters.lock.ask_for_pin()
    qtbot.keyClicks(dialog.field, typed)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not made.presenters.tasks._running)
    return dialog


def test_wrong_pins_are_counted_over_a_restart(start, qtbot, tmp_path):
    settings = tmp_path / "counted" / "room.toml"
    made = start(locked_at_start=True)
    lock = made.presenters.lock
    made.presenters.keep_beside(settings)
    type_pin(qtbot, made, "9999")
    # What the next run reads when it begins.
    made.presenters.keep_beside(settings)
    assert lock.attempts.wait(made.window.clock.monotonic()) == 1
    made.window.clock.advance(1)
    lock.look_at_the_clock()
    type_pin(qtbot, made, PIN)
    assert not lock.lock.is_locked
    made.presenters.keep_beside(settings)
    assert not lock.attempts.any_wrong()


def off(made):
    table = made.window.actions_table
    names = (
        "settings",
        "new_window",
        "edit_view",
        "add_camera",
        "import_cameras",
        "snapshot",
        "lock",
    )
    return {name for name in names if name in table and not table[name].isEnabled()}


def test_complaint_19_a_locked_window_can_be_watched_but_not_changed(start, qtbot):
    made = start()
    window = made.window
    window.actions_table["edit_view"].setChecked(True)
    assert "Unlocked" in window.status_bar.words()
    made.trigger("lock")
    assert made.presenters.lock.lock.is_locked
    assert {"settings", "new_window", "edit_view"} <= off(made)
    assert not {"snapshot", "lock"} & off(made)
    assert not window.actions_table["edit_view"].isChecked()
    assert not window.top_bar.layout_button.isEnabled()
    assert not window.top_bar.view_tabs.menu_for("All").actions()[0].isEnabled()
    features = {dock.features() for dock in window.docks._docks.values()}
    assert features == {next(iter(features)).NoDockWidgetFeatures}
    assert "Locked" in window.status_bar.words()
    window.wall.select("5567")
    assert window.wall.arrangement.selected == "5567"
    assert window.wall.tile("5567").state.condition is Condition.LOST


def test_the_pin_unlocks(start, qtbot):
    made = start(locked_at_start=True)
    assert made.presenters.lock.lock.is_locked
    type_pin(qtbot, made, PIN)
    assert not made.presenters.lock.lock.is_locked
    assert made.presenters.lock._dialog is None
    assert off(made) == set()
    assert "Unlocked" in made.window.status_bar.words()


def test_a_wrong_pin_costs_more_time_each_time(start, qtbot, manual_clock):
    made = start(locked_at_start=True)
    dialog = type_pin(qtbot, made, "0000")
    assert dialog.told() == "✕ Wrong PIN. Try again in 1 s"
    assert made.presenters.lock.lock.is_locked
    qtbot.keyClicks(dialog.field, PIN)
    assert not dialog.unlock_button.isEnabled()
    manual_clock.advance(1.0)
    made.presenters.lock.look_at_the_clock()
    assert dialog.unlock_button.isEnabled()
    dialog.field.clear()
    type_pin(qtbot, made, "1111")
    dialog.reject()
    again = made.presenters.lock.ask_for_pin()
    assert again.told() == "✕ Wrong PIN. Try again in 2 s"


def test_the_window_does_not_wait_while_a_pin_is_checked(start, qtbot, monkeypatch):
    made = start(locked_at_start=True)
    may_end = Event()
    monkeypatch.setattr(pin, "is_pin", lambda *_: may_end.wait(PATIENCE))
    dialog = made.presenters.lock.ask_for_pin()
    dialog.pin_entered.emit(PIN)
    qtbot.waitUntil(lambda: dialog.told() == "Checking…")
    made.presenters.lock.look_at_the_clock()
    assert dialog.told() == "Checking…"
    may_end.set()
    qtbot.waitUntil(lambda: not made.presenters.lock.lock.is_locked)


def test_a_pin_typed_while_another_is_checked_waits_for_what_that_one_costs(
    start, qtbot, monkeypatch
):
    made = start(locked_at_start=True)
    lock = made.presenters.lock
    may_end, checked = Event(), []
    monkeypatch.setattr(pin, "is_pin", lambda typed, _: checked.append(typed) or not may_end.wait())
    lock.ask_for_pin().pin_entered.emit("0000")
    qtbot.waitUntil(lambda: checked == ["0000"])
    lock.ask_for_pin().reject()
    again = lock.ask_for_pin()
    again.pin_entered.emit(PIN)
    may_end.set()
    qtbot.waitUntil(lambda: again.told() == "✕ Wrong PIN. Try again in 1 s")
    qtbot.waitUntil(lambda: not made.presenters.tasks._running)
    assert lock.lock.is_locked
    assert checked == ["0000"]


def test_without_a_pin_the_key_leads_to_where_one_is_set(start, qtbot):
    made = start(pin="")
    made.trigger("lock")
    assert not made.presenters.lock.lock.is_locked
    assert not made.window.actions_table["lock"].isChecked()
    (dialog,) = dialogs(made, SettingsDialog)
    assert dialog.pages[dialog._list.currentRow()].title == "Lock"
    dialog.reject()


def test_a_window_that_was_left_hides_its_controls_but_never_the_wall(start, qtbot, manual_clock):
    made = start(after_minutes=2)
    window = made.window
    manual_clock.advance(119)
    qtbot.keyClick(window.wall, Qt.Key.Key_Right)
    manual_clock.advance(119)
    made.presenters.lock.look_at_the_clock()
    assert not made.presenters.lock.lock.is_locked
    manual_clock.advance(2)
    made.presenters.lock.look_at_the_clock()
    assert made.presenters.lock.lock.is_blank
    assert not window.top_bar.view_tabs.isVisible()
    assert not window.top_bar.find_field.isVisible()
    for section in (window.cameras, window.messages, window.event_log):
        assert not section.isEnabled()
        assert section._cover.isVisible() and section._cover.geometry() == section.rect()
    assert window.wall.isVisible() and window.wall.tile("5567").isVisible()
    assert window.status_bar.isVisible()
    assert not window.actions_table["acknowledge"].isEnabled()
    type_pin(qtbot, made, PIN)
    assert window.top_bar.view_tabs.isVisible()
    assert window.cameras.isEnabled() and window.cameras._cover is None
    assert window.actions_table["acknowledge"].isEnabled()


def test_locking_closes_what_was_being_changed(start, qtbot):
    made = start()
    made.trigger("settings")
    assert dialogs(made, SettingsDialog)
    made.presenters.lock.lock.lock()
    assert not dialogs(made, SettingsDialog)


def test_a_kiosk_is_closed_with_the_pin_only(start, qtbot):
    made = start()
    lock = made.presenters.lock
    lock.start_kiosk()
    assert lock.lock.is_locked
    assert made.window.isFullScreen()
    assert not lock.may_close()
    assert lock._dialog is not None
    type_pin(qtbot, made, PIN)
    assert lock.may_close()


def test_no_pin_and_no_hash_is_in_any_text_of_the_window(start, qtbot, kept):
    made = start(locked_at_start=True)
    dialog = made.presenters.lock.ask_for_pin()
    qtbot.keyClicks(dialog.field, PIN)
    texts = []
    for widget in (made.window, *made.window.findChildren(QWidget)):
        texts += [widget.accessibleName(), widget.toolTip(), widget.windowTitle()]
        if isinstance(widget, QLabel):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts.append(widget.displayText())
    assert not [text for text in texts if PIN in text or kept in text or "argon" in text.lower()]
    assert kept not in repr(made.holder.settings)


def test_a_locked_window_sends_replies_that_are_ready_and_no_others(start, qtbot):
    made = start()
    made.holder.replace(presets=("lights on",))
    box = made.window.messages.reply_box
    sent = []
    box.send_wanted.connect(lambda value, _often: sent.append(value))
    box.field.setText("format the disk")
    made.trigger("lock")
    assert box.field.text() == ""
    qtbot.keyClicks(box.field, "open the gate")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert sent == []
    assert not box.picture_button.isEnabled() and not box.repeat.isEnabled()
    box.presets.chosen.emit("lights on")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert sent == ["lights on"]
    assert not made.window.controls._changeable
    made.presenters.lock.lock.unlock()
    qtbot.keyClicks(box.field, "open the gate")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert sent == ["lights on", "open the gate"]


def test_removing_the_pin_unlocks(start):
    made = start(locked_at_start=True)
    made.holder.replace(lock=LockSettings())
    assert not made.presenters.lock.lock.is_locked
    assert "Unlocked" not in made.window.status_bar.words()
    assert msgspec.to_builtins(made.holder.settings.lock)["pin"] == ""


def test_a_hash_that_cannot_be_checked_is_told_and_another_pin_is_taken(start, qtbot):
    made = start(locked_at_start=True, pin="$argon2id$ä")
    dialog = type_pin(qtbot, made, PIN)
    made.presenters.lock.look_at_the_clock()
    assert dialog.told() == f"✕ {pin.BROKEN}"
    assert made.presenters.lock.lock.is_locked
    made.window.event_log.model.flush()
    told = [alarm.text for alarm in made.window.event_log.model.alarms()]
    assert told == [pin.BROKEN]
