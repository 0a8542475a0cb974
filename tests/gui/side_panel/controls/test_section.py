import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QMessageBox,
    QSlider,
)

from gui.side_panel.controls.section import Controls
from netgear_engine.protocol.ext import Control, Health
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from tests.support.camera_report import CONTROLS, report_of, result_of, status_with_report
from tests.support.synthetic import status_of


@pytest.fixture
def controls(qtbot, manual_clock):
    controls = Controls(manual_clock)
    qtbot.addWidget(controls)
    controls.resize(320, 700)
    controls.show()
    controls.show_camera("5566", "Front gate", status_with_report(report_of()))
    qtbot.waitUntil(controls.list.is_complete)
    return controls


@pytest.fixture
def sent(controls):
    """The commands that left, as (key, command, arguments)."""
    sent = []
    controls.command_wanted.connect(lambda *what: sent.append(what))
    return sent


def row(controls, name):
    return controls.list.rows[name]


def set_to(value, name="quality"):
    return ("5566", "set", {"name": name, "value": value})


def test_only_what_the_camera_reports_is_offered(controls):
    assert set(controls.list.rows) == set(CONTROLS)
    assert controls.title() == "Controls: Front gate"
    controls.show_camera("5566", "Front gate", status_with_report(report_of({}, ("identify",))))
    assert controls.list.rows == {}
    assert controls.words() == "This camera has nothing to set."
    bar = controls.commands
    assert [b.isHidden() for b in (bar.identify, bar.still, bar.restart)] == [False, True, True]


def test_a_choice_goes_to_the_camera_and_what_it_applied_is_shown(controls, sent, qtbot):
    box = row(controls, "flip").editor.widget
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_V)
    assert sent == [set_to("vertical", "flip")]
    assert row(controls, "flip").is_pending()
    controls.show_result("5566", *result_of("flip", "vertical"))
    controls.show_camera("5566", "Front gate", status_with_report(report_of(flip="vertical")))
    assert not row(controls, "flip").is_pending()
    assert box.currentText() == "Vertical"
    assert row(controls, "flip").words() == ""


def test_a_refusal_stands_beside_the_setting_and_the_old_value_is_back(controls, sent, qtbot):
    spin = row(controls, "quality").editor.widget
    spin.setValue(10)
    assert sent == [set_to(10)]
    controls.show_result("5566", *result_of("quality", refused="the camera gives no pictures now"))
    assert row(controls, "quality").words() == "Refused: the camera gives no pictures now"
    assert spin.value() == 85
    assert row(controls, "Brightness").words() == ""


def test_what_the_camera_made_of_it_is_told(controls, sent):
    row(controls, "Brightness").editor.widget.setValue(0.33)
    controls.show_result("5566", *result_of("Brightness", 0.25))
    assert row(controls, "Brightness").words() == "The camera made it 0.25"


def test_a_slider_that_is_dragged_sends_five_a_second_and_the_newest_at_the_end(
    controls, sent, manual_clock
):
    slider = row(controls, "quality").editor.below
    assert isinstance(slider, QSlider)
    slider.setSliderDown(True)
    for step in range(60):
        manual_clock.advance(1 / 60)
        slider.setValue(step)
        if len(sent) and step % 5 == 0:
            controls.show_result("5566", *result_of("quality", sent[-1][2]["value"]))
        # The node's own word in between must not pull the slider back.
        controls.show_camera("5566", "Front gate", status_with_report(report_of(quality=85)))
        assert slider.value() == step
    slider.setSliderDown(False)
    assert 3 <= len(sent) <= 6
    manual_clock.advance(1)
    controls.show_result("5566", *result_of("quality", sent[-1][2]["value"]))
    assert sent[-1] == set_to(60)


def test_a_slider_can_be_moved_by_key_where_many_places_stand_for_one_number(
    qtbot, controls, sent, manual_clock
):
    iso = {"iso": Control("int", 0, 1600, 0)}
    status = status_with_report(report_of(iso, iso=0))
    controls.show_camera("5566", "Front gate", status)
    slider = row(controls, "iso").editor.below
    for _ in range(60):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
        manual_clock.advance(0.3)
        controls._send_due()
        value = sent[-1][2]["value"]
        controls.show_result("5566", *result_of("iso", value))
        controls.show_camera("5566", "Front gate", status_with_report(report_of(iso, iso=value)))
    assert slider.value() == 60
    assert sent[-1][2]["value"] > 1


def test_new_values_do_not_make_new_editors(controls, qtbot):
    before = dict(controls.list.rows)
    controls.show_camera("5566", "Front gate", status_with_report(report_of(quality=20)))
    assert controls.list.rows == before
    assert row(controls, "quality").editor.widget.value() == 20
    other = {**CONTROLS, "fps": Control("float", 0.01, 30.0, 30.0)}
    controls.show_camera("5566", "Front gate", status_with_report(report_of(other)))
    qtbot.waitUntil(controls.list.is_complete)
    assert "fps" in controls.list.rows


def test_a_value_that_is_being_typed_is_left_alone(controls, sent, qtbot):
    spin = row(controls, "quality").editor.widget
    controls.activateWindow()
    spin.setFocus()
    qtbot.waitUntil(spin.hasFocus)
    spin.selectAll()
    qtbot.keyClicks(spin, "4")
    controls.show_camera("5566", "Front gate", status_with_report(report_of(quality=20)))
    qtbot.keyClicks(spin, "2")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert sent == [set_to(42)]


def test_back_to_what_is_usual(controls, sent, qtbot):
    controls.show_camera("5566", "Front gate", status_with_report(report_of(quality=20)))
    reset = row(controls, "quality")._reset
    assert reset.isVisible() and reset.toolTip() == "Back to what is usual: 85"
    reset.click()
    assert sent == [set_to(85)]
    assert not row(controls, "AwbEnable")._reset.isVisible()
    assert not row(controls, "ColourGains")._reset.isVisible()


def test_a_switch_and_numbers_and_a_size_typed(controls, sent, qtbot):
    controls.activateWindow()
    qtbot.mouseClick(
        row(controls, "AwbEnable").editor.widget, Qt.MouseButton.LeftButton, pos=QPoint(8, 8)
    )
    field = row(controls, "ColourGains").editor.widget
    assert field.text() == "1.5"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "3.25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    line = row(controls, "size").editor.widget.lineEdit()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "640x360")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert sent == [
        set_to(False, "AwbEnable"),
        set_to([3.25, 2], "ColourGains"),
        set_to([640, 360], "size"),
    ]


def test_what_is_no_size_is_not_sent(controls, sent, qtbot):
    line = row(controls, "size").editor.widget.lineEdit()
    controls.activateWindow()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "large")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert sent == []
    assert row(controls, "size").words() == "A size is written as in 1280×720"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (None, "Select a camera to set it."),
        (
            status_of(received=9),
            "This camera takes no commands: its sender is not netgear-server.",
        ),
        (
            status_of(received=9, health=Health(cpu_percent=3)),
            "The camera has not told yet what it can do.",
        ),
        (
            status_of(state=PortState.WAITING),
            "Not connected. Its controls are shown when the camera is there.",
        ),
        (
            status_with_report(report_of(), state=PortState.LOST),
            "Not connected. Its controls are shown when the camera is there.",
        ),
        (
            status_with_report(report_of(), pattern=Pattern.PUBLISH_SUBSCRIBE),
            "Publish/subscribe has no way back: controls need pattern 1.",
        ),
        (status_with_report(report_of(commands=())), "This camera takes no commands."),
    ],
)
def test_why_there_is_nothing_to_set_is_said_in_words(controls, status, words):
    controls.show_camera("5566", "Front gate", status)
    assert controls.words() == words
    assert controls.commands.isHidden()


def test_a_camera_that_obeys_nobody_says_why_above_everything(controls, sent):
    row(controls, "quality").editor.widget.setValue(10)
    reason = "netgear-server was started with --no-allow-commands"
    controls.show_result("5566", *result_of("quality", refused=reason))
    assert controls.words() == f"This camera obeys nobody here: {reason}"
    controls.show_result("5566", *result_of(command="identify"))
    assert controls.words() == ""


def test_what_was_asked_of_another_camera_is_told_when_it_is_shown_again(controls, sent):
    row(controls, "quality").editor.widget.setValue(10)
    controls.show_camera("5567", "Porch", status_with_report(report_of(), "5567"))
    controls.show_result("5566", *result_of("quality", refused="it is asleep"))
    assert row(controls, "quality").words() == ""
    controls.show_camera("5566", "Front gate", status_with_report(report_of()))
    assert row(controls, "quality").words() == "Refused: it is asleep"


def test_settings_are_found_by_typing(controls, qtbot):
    more = {f"Extra{number}": Control("bool") for number in range(5)}
    controls.show_camera("5566", "Front gate", status_with_report(report_of({**CONTROLS, **more})))
    qtbot.waitUntil(controls.list.is_complete)
    assert controls.search.isVisible()
    controls.search.setText("WHITE bal")
    shown = [name for name, one in controls.list.rows.items() if one.isVisible()]
    assert shown == ["AwbEnable", "AwbMode", "ColourGains"]
    assert controls.note() == "3 found"
    controls.search.setText("nothing like it")
    assert controls.list._nothing.isVisible()


def test_what_became_of_an_older_command_says_nothing_about_the_newer_one(controls, sent):
    controls.commands.identify.click()
    controls.commands.still.click()
    controls.show_result("5566", *result_of(applied=10.0, command="identify"))
    assert controls.commands.words() == "Waiting for the still…"


def test_commands_say_what_became_of_them(controls, sent):
    controls.commands.identify.click()
    assert sent == [("5566", "identify", {})]
    assert controls.commands.words() == "Asking Front gate to show which one it is…"
    controls.show_result("5566", *result_of(applied=10.0, command="identify"))
    assert controls.commands.words() == "Front gate marks its picture now"
    controls.commands.still.click()
    controls.show_result("5566", *result_of(refused="it is asleep", command="still"))
    assert controls.commands.words() == "Refused: it is asleep"


@pytest.mark.parametrize("command", ["restart_camera", "restart_process"])
def test_a_restart_asks_once(controls, sent, command):
    actions = {action.data(): action for action in controls.commands.restart.menu().actions()}
    actions[command].trigger()
    box = controls.commands.question
    assert isinstance(box, QMessageBox) and "Front gate?" in box.text()
    assert sent == []
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert sent == []
    actions[command].trigger()
    (restart,) = [b for b in controls.commands.question.buttons() if b.text() == "Restart"]
    restart.click()
    assert sent == [("5566", command, {})]


def test_locked_nothing_can_be_set_but_everything_is_seen(controls):
    controls.set_changeable(False)
    assert not row(controls, "quality").editor.widget.isEnabled()
    assert not controls.commands.restart.isEnabled()
    assert controls.commands.identify.isEnabled()
    assert controls.words() == "The window is locked: unlock it to set the camera."


def test_every_editor_has_a_name_and_is_reached_by_key(controls, qtbot):
    for kind in (QAbstractButton, QComboBox, QSlider):
        for widget in controls.findChildren(kind):
            if widget.isVisible() and not isinstance(widget.parentWidget(), QMessageBox):
                assert widget.accessibleName() or widget.text()
                assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    named = [f for f in controls.findChildren(QLineEdit) if f.accessibleName()]
    assert len(named) >= 3


def test_nothing_is_wider_than_the_panel(controls):
    assert controls.list.minimumSizeHint().width() <= 300


def test_going_through_by_key_sets_nothing(controls, sent, qtbot):
    """A field that is only left must not start the camera anew."""
    more = {"fps": Control("float", 0.01, 30.0, 30.0), "AfWindows": Control("numbers")}
    report = report_of({**CONTROLS, **more}, fps=29.97, Brightness=0.123456)
    controls.show_camera("5566", "Front gate", status_with_report(report))
    qtbot.waitUntil(controls.list.is_complete)
    controls.activateWindow()
    qtbot.waitUntil(controls.isActiveWindow)
    controls.focus_first(Qt.FocusReason.ShortcutFocusReason)
    met = set()
    for _ in range(40):
        widget = QApplication.focusWidget()
        met.add(widget.accessibleName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert {one.named.title for one in controls.list.rows.values()} <= {
        name.partition(", number")[0] for name in met
    }
    assert sent == []


def test_cameras_that_can_do_the_same_share_the_editors(controls, qtbot):
    before = dict(controls.list.rows)
    controls.show_camera("5567", "Porch", status_with_report(report_of(quality=7), "5567"))
    assert controls.list.rows == before
    assert row(controls, "quality").editor.widget.value() == 7


def test_many_settings_are_built_one_after_the_other(controls, qtbot):
    many = {f"Extra{number}": Control("bool") for number in range(40)}
    controls.show_camera("5567", "Porch", status_with_report(report_of(many), "5567"))
    assert len(controls.list.rows) < 10
    qtbot.waitUntil(lambda: len(controls.list.rows) == 40)
