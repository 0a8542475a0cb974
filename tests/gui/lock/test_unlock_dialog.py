import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gui.lock.unlock_dialog import UnlockDialog


@pytest.fixture
def dialog(qtbot):
    made = UnlockDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_pin_is_typed_hidden_and_forgotten(dialog, qtbot):
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Password
    assert not dialog.unlock_button.isEnabled()
    qtbot.keyClicks(dialog.field, "2740")
    with qtbot.waitSignal(dialog.pin_entered) as told:
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert told.args == ["2740"]
    assert dialog.field.text() == ""


def test_after_a_wrong_pin_there_is_a_wait_in_words(dialog, qtbot):
    dialog.show_wait(3.2)
    qtbot.keyClicks(dialog.field, "2740")
    assert dialog.told() == "✕ Wrong PIN. Try again in 4 s"
    assert not dialog.unlock_button.isEnabled()
    dialog.show_wait(0.0)
    assert dialog.told() == "✕ Wrong PIN. Try again"
    assert dialog.unlock_button.isEnabled()


def test_while_one_is_checked_no_other_is_taken(dialog, qtbot):
    qtbot.keyClicks(dialog.field, "2740")
    dialog.begin_check()
    assert dialog.told() == "Checking…"
    dialog.show_wait(0.0)
    assert dialog.told() == "Checking…"
    assert not dialog.unlock_button.isEnabled()
    dialog.end_check()
    assert dialog.unlock_button.isEnabled()
