import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from gui.cameras.entry import CameraEntry
from gui.cameras.verdict import Finding, Verdict
from gui.dialogs.add_camera import AddCamera
from tests.support.synthetic import picture_of

LIVE = Finding(Verdict.WORKS, "Live", ("1280×720 · 15.0 fps · 84 ± 3 ms",))
NOTHING = Finding(Verdict.FAILED, "Nothing received on port 5570 yet", ("One?", "Two?"))
TAKEN = {5566: "Port 5566 has a camera already: Front gate"}


@pytest.fixture
def painted():
    return []


@pytest.fixture
def dialog(qtbot, painted):
    dialog = AddCamera(
        None,
        port=5570,
        groups=["Yard"],
        command_for=lambda port: f"netgear-server --connect 192.168.1.20:{port}",
        taken=lambda port: TAKEN.get(port, ""),
        painted=painted.append,
    )
    qtbot.addWidget(dialog)
    dialog.tested = []
    dialog.port_chosen.connect(dialog.tested.append)
    dialog.begin()
    return dialog


def test_it_opens_ready_to_type_and_tests_the_proposed_port(dialog):
    assert dialog.tested == [5570]
    assert dialog.name.hasFocus()
    assert dialog.connection.finding.title == "Listening on port 5570"


def test_what_was_entered_is_added(dialog, qtbot):
    qtbot.keyClicks(dialog.name, " Loading dock ")
    dialog.group.setCurrentText("Indoors")
    with qtbot.waitSignal(dialog.added) as added:
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert added.args == [CameraEntry("5570", "Loading dock", "Indoors")]
    assert not dialog.isVisible()


def test_another_port_has_another_command_and_is_tested(dialog, qtbot):
    dialog.port.setValue(5572)
    assert dialog.command.command().endswith(":5572")
    qtbot.waitUntil(lambda: dialog.tested == [5570, 5572])
    dialog.command.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.command.command()
    assert dialog.command.copy_button.text() == "Copied"


def test_a_port_that_is_taken_cannot_be_added_and_is_not_tested(dialog, qtbot):
    with qtbot.waitSignal(dialog.port_refused):
        dialog.port.setValue(5566)
    dialog.show_finding(LIVE)
    assert dialog.connection.finding.title == TAKEN[5566]
    assert not dialog.add_button.isEnabled()
    assert dialog.tested == [5570]
    dialog.port.setValue(5567)
    assert dialog.add_button.isEnabled()


def test_the_picture_is_shown_while_it_is_live_and_gone_when_it_is_not(dialog, painted, qtbot):
    picture = picture_of(5570)
    dialog.show_finding(LIVE)
    dialog.show_picture(5570, picture)
    thumbnail = dialog.connection.thumbnail
    thumbnail.repaint()
    assert painted == [picture]
    assert thumbnail.grab().toImage().pixelColor(160, 90).getRgb()[:3] == (200, 120, 40)
    dialog.show_finding(NOTHING)
    assert thumbnail.accessibleDescription().startswith("No ")
    dialog.show_picture(5570, picture)
    assert thumbnail.accessibleDescription().startswith("No "), "a late picture must not look live"


def test_pictures_of_the_port_before_are_not_shown(dialog):
    dialog.show_picture(5566, picture_of(5566))
    assert dialog.connection.thumbnail.accessibleDescription().startswith("No ")


def test_esc_leaves_without_adding(dialog, qtbot):
    added = []
    dialog.added.connect(added.append)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert added == []


def test_enter_on_cancel_cancels(dialog, qtbot):
    added = []
    dialog.added.connect(added.append)
    cancel = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Cancel")
    cancel.setFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_Return)
    assert added == []
    assert not dialog.isVisible()


def test_everything_has_a_name_for_a_screen_reader(dialog):
    for field in (dialog.name, dialog.group, dialog.port, dialog.command.copy_button):
        assert field.accessibleName()
