from threading import Event

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit

from gui.lock import pin
from gui.settings.dialog import SettingsDialog
from gui.settings.fields import SECTIONS, fields
from gui.settings.page import FieldsPage
from gui.settings.schema import LockSettings, Settings

EVERYTHING = msgspec.convert(
    {
        "listen": "192.168.1.20",
        "ports": "7000-7003",
        "pattern": 2,
        "secure": 2,
        "keys": "/srv/keys",
        "look": {"theme": "light", "text_percent": 150, "animation": False, "fitting": "fill"},
        "alarms": {"grace_s": 2.5, "sound": False, "repeat_s": 60.0, "notification": False},
        "events": {"keep_days": 7, "keep_count": 5000},
        "lock": {"pin": "$argon2id$kept", "locked_at_start": True, "after_minutes": 5},
        "program": {"keep_awake": False, "autostart": True, "quit_when_all_have_left": True},
        "snapshots": {"folder": "/srv/pictures"},
        "shortcuts": {"snapshot": "F5"},
        "presets": ["lights on", "42", {"siren": True}, [1, 2], 7],
        "camera": [{"key": "7010", "name": "Dock"}],
    },
    Settings,
)


@pytest.fixture
def dialog(qtbot):
    def make(settings=None):
        made = SettingsDialog(settings or Settings())
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def editor(dialog, path):
    pages = [page for page in dialog.pages if isinstance(page, FieldsPage)]
    return next(e for page in pages for e in page.editors if e.field.path == path)


def test_every_setting_has_its_place_in_the_dialog(dialog):
    made = dialog()
    pages = [page for page in made.pages if isinstance(page, FieldsPage)]
    assert [page.title for page in pages] == list(SECTIONS.values())
    shown = [e.field.path for page in pages for e in page.editors]
    assert shown == [field.path for section in SECTIONS for field in fields(section)]


@pytest.mark.parametrize("settings", [Settings(), EVERYTHING], ids=["defaults", "everything"])
def test_what_is_shown_is_what_is_set(dialog, settings):
    made = dialog(settings)
    assert made.chosen() == settings
    assert made.problem() == ""
    assert not made.apply_button.isEnabled()


def test_ok_hands_on_what_was_chosen(dialog, qtbot):
    made = dialog()
    line = editor(made, "ports").widget
    line.setText("7000-7002")
    editor(made, "look.animation").widget.setChecked(False)
    assert made.apply_button.isEnabled()
    with qtbot.waitSignal(made.applied) as told:
        made.ok_button.click()
    assert (told.args[0].ports, told.args[0].look.animation) == ("7000-7002", False)
    assert not made.isVisible()


def test_cancel_changes_nothing(dialog, qtbot):
    made = dialog()
    told = []
    made.applied.connect(told.append)
    editor(made, "ports").widget.setText("7000")
    made.cancel_button.click()
    assert told == []


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        ("ports", "5566,x", "'x' is not a port or a range"),
        ("ports", "70000", "ports are 1 to 65535"),
        ("listen", "", "is not an address"),
        ("listen", "a b", "is not an address"),
    ],
)
def test_what_is_wrong_is_said_while_typing_and_cannot_be_kept(dialog, path, typed, words):
    made = dialog()
    editor(made, path).widget.setText(typed)
    assert words in made.problem()
    assert made.problem().startswith(editor(made, path).field.title)
    assert not made.ok_button.isEnabled() and not made.apply_button.isEnabled()
    editor(made, path).widget.setText(editor(made, path).field.default)
    assert made.ok_button.isEnabled()


def test_a_page_goes_back_to_its_defaults_but_keeps_the_pin(dialog):
    made = dialog(EVERYTHING)
    for title in ("Look", "Lock"):
        made.show_page(title)
        made.defaults_button.click()
    chosen = made.chosen()
    assert chosen.look == Settings().look
    assert chosen.lock == LockSettings(pin="$argon2id$kept")
    assert chosen.alarms == EVERYTHING.alarms


def test_a_pin_is_set_hashed_and_not_shown(dialog, qtbot):
    made = dialog()
    pin_editor = editor(made, "lock.pin").widget
    first, again = pin_editor.findChildren(QLineEdit)
    first.setText("2740")
    again.setText("2741")
    assert "not the same" in made.problem()
    again.setText("2740")
    assert "Press Set PIN" in made.problem()
    qtbot.keyClick(again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.problem() == "")
    assert pin.is_pin("2740", made.chosen().lock.pin)
    texts = [line.text() for line in made.findChildren(QLineEdit)]
    assert not any("2740" in text or "argon" in text for text in texts)
    assert (first.text(), first.echoMode()) == ("", QLineEdit.EchoMode.Password)


def test_the_pin_is_removed_on_purpose(dialog):
    made = dialog(EVERYTHING)
    editor(made, "lock.pin").widget._remove.click()
    assert made.chosen().lock.pin == ""


def test_the_wheel_scrolls_the_page_and_changes_no_value(dialog, qtbot):
    made = dialog()
    made.show_page("Look")
    box = editor(made, "look.theme").widget
    assert isinstance(box, QComboBox)
    where = QPointF(box.rect().center())
    event = QWheelEvent(
        where,
        QPointF(box.mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert box.currentData() == "dark"


def test_replies_are_text_or_json_as_where_one_writes(dialog):
    made = dialog()
    page = next(page for page in made.pages if page.title == "Replies")
    page._text.setPlainText('lights on\n\n{"siren": true}\ntrue\n"42"\n 42 \n[1')
    assert made.chosen().presets == ("lights on", {"siren": True}, "true", "42", 42, "[1")
    page._text.setPlainText("[null]")
    assert "null cannot be kept" in made.problem()
    assert not made.ok_button.isEnabled()


def test_a_conflict_of_keys_is_refused_by_name(dialog, qtbot):
    made = dialog()
    made.show_page("Shortcuts")
    page = next(page for page in made.pages if page.title == "Shortcuts")
    page.select("snapshot")
    qtbot.keyClick(page.keys, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.told() == "✕ Ctrl+F is taken by: Find a camera"
    assert made.chosen().shortcuts == {}
    qtbot.keyClick(page.keys, Qt.Key.Key_F5)
    assert page.told() == ""
    assert made.chosen().shortcuts == {"snapshot": "F5"}
    page._default.click()
    assert made.chosen().shortcuts == {}


def test_shortcuts_can_be_searched_and_all_put_back(dialog):
    made = dialog(EVERYTHING)
    page = next(page for page in made.pages if page.title == "Shortcuts")
    page._find.setText("f5")
    assert [item.text(0) for item in page._items() if not item.isHidden()] == [
        "Save the selected picture"
    ]
    page._all.click()
    assert made.chosen().shortcuts == {}


def test_a_switch_can_be_used_by_key(dialog, qtbot):
    made = dialog()
    made.show_page("Look")
    box = editor(made, "look.animation").widget
    assert isinstance(box, QCheckBox)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert made.chosen().look.animation is False


def test_a_dialog_that_is_closed_while_the_pin_is_set_ends_that(dialog, qtbot, monkeypatch):
    may_end = Event()
    monkeypatch.setattr(pin, "hash_of", lambda _: may_end.wait() and "a hash")
    made = dialog()
    pin_editor = editor(made, "lock.pin").widget
    for field in pin_editor.findChildren(QLineEdit):
        field.setText("2740")
    pin_editor._set.click()
    assert "Setting the PIN…" in made.problem()
    hashing = pin_editor._hashing
    made.deleteLater()
    qtbot.waitUntil(hashing.cancelled)
    may_end.set()
