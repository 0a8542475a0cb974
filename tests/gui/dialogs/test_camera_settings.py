import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from gui.cameras.entry import CameraEntry
from gui.dialogs.camera_settings import CameraSettingsDialog

GATE = CameraEntry("5566", "Front gate", "Yard", 90, True, "fill")


@pytest.fixture
def dialog(qtbot):
    dialog = CameraSettingsDialog(None, GATE, shown_name="Front gate", groups=["Indoors", "Yard"])
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def answer(dialog, qtbot, words):
    dialog.remove_button.click()
    question = dialog.findChild(QMessageBox)
    button = next(one for one in question.buttons() if one.text() == words)
    button.click()
    qtbot.waitUntil(lambda: not question.isVisible())


def test_it_shows_what_is_set_and_saves_it_unchanged(dialog, qtbot):
    with qtbot.waitSignal(dialog.saved) as saved:
        dialog.save_button.click()
    assert saved.args == [GATE]


def test_changes_are_saved(dialog, qtbot):
    dialog.name.setText(" Gate ")
    dialog.group.setCurrentText("")
    dialog.rotation.setCurrentIndex(2)
    dialog.mirrored.setChecked(False)
    dialog.fitting.setCurrentIndex(0)
    with qtbot.waitSignal(dialog.saved) as saved:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert saved.args == [CameraEntry("5566", "Gate", rotation=180)]


def test_removing_asks_once_and_keeps_the_camera_on_enter(dialog, qtbot):
    removed = []
    dialog.remove_wanted.connect(removed.append)
    dialog.remove_button.click()
    question = dialog.findChild(QMessageBox)
    assert question.text() == "Remove Front gate?"
    assert question.defaultButton().text() == "Cancel"
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert removed == []
    assert dialog.isVisible()


def test_a_camera_is_removed_when_the_operator_says_so(dialog, qtbot):
    with qtbot.waitSignal(dialog.remove_wanted) as removed:
        answer(dialog, qtbot, "Remove")
    assert removed.args == ["5566"]
    assert not dialog.isVisible()
