import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from gui.actions import table as actions
from gui.actions.keys import FIXED, problem_with, usable
from gui.actions.table import FACTS, TABLE, Actions, choose_shortcuts, show_tip


def test_no_two_actions_share_a_key_and_none_has_a_fixed_one():
    for facts in TABLE:
        assert problem_with(facts.name, facts.shortcut, {}) == "", facts.name


def test_a_conflict_is_refused_with_the_other_action_s_name():
    assert problem_with("snapshot", "Ctrl+F", {}) == "Ctrl+F is taken by: Find a camera"
    assert "always does this" in problem_with("snapshot", "Left", {})
    assert problem_with("snapshot", "F5", {}) == ""
    assert problem_with("snapshot", "Ctrl+F", {"find": "F3"}) == ""


def test_one_of_several_keys_is_a_conflict_too():
    assert problem_with("snapshot", "?", {}) == "? is taken by: Keys"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ({"snapshot": "F5"}, {"snapshot": "F5"}),
        ({"snapshot": "Ctrl+F"}, {}),
        ({"snapshot": "F5", "quit": "F5"}, {"quit": "F5"}),
        ({"snapshot": ""}, {"snapshot": ""}),
        ({"snapshot": "S"}, {}),
        ({"nothing": "F5"}, {}),
    ],
)
def test_what_was_written_by_hand_and_cannot_be_is_left_out(written, kept):
    assert usable(written) == kept


def test_actions_and_tooltips_follow_the_choice(qtbot):
    window, field = QWidget(), QWidget()
    for widget in (window, field):
        qtbot.addWidget(widget)
    table = Actions(window)
    show_tip(field, "Find a camera by name", "find")
    choose_shortcuts({"find": "F3; Ctrl+G", "snapshot": ""})
    table.renew_shortcuts()
    keys = [one.toString() for one in table["find"].shortcuts()]
    assert keys == ["F3", "Ctrl+G"]
    assert table["find"].toolTip() == "Find a camera (F3 or Ctrl+G)"
    assert field.toolTip() == "Find a camera by name (F3 or Ctrl+G)"
    assert table["snapshot"].shortcuts() == []
    assert table["snapshot"].toolTip() == "Save the selected picture"
    assert table["quit"].shortcut() == QKeySequence("Ctrl+Q")


def test_actions_made_later_have_the_keys_chosen(qtbot):
    choose_shortcuts({"find": "F3"})
    window = QWidget()
    qtbot.addWidget(window)
    assert Actions(window)["find"].shortcut() == QKeySequence("F3")


def test_what_changes_something_is_not_possible_while_locked(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table = Actions(window)
    table.set_changeable(False)
    off = {name for name in FACTS if not table[name].isEnabled()}
    assert off == {facts.name for facts in TABLE if facts.changes}
    assert {"settings", "edit_view", "new_window"} <= off
    assert not {"snapshot", "acknowledge", "full_screen", "lock", "shortcuts"} & off


def test_blank_actions_are_as_they_were_afterwards(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table = Actions(window)
    table["next_page"].setEnabled(False)
    table.set_blank(True)
    assert {name for name in FACTS if table[name].isEnabled()} == {"lock", "quit"}
    table.set_blank(False)
    assert {name for name in FACTS if not table[name].isEnabled()} == {"next_page"}


def test_fixed_keys_are_keys():
    for keys in FIXED:
        assert QKeySequence(keys).toString(), keys
    assert actions.keys_in_words("shortcuts") == "F1 or ?"
