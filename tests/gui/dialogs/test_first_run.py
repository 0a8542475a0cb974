import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gui.dialogs.first_run import FirstRun
from gui.settings.schema import parse_ports
from gui.wall.layouts import CHOICES


@pytest.fixture
def page(qtbot):
    page = FirstRun(
        None,
        ports="5566-5569",
        read_ports=parse_ports,
        command_for=lambda port: f"netgear-server --connect 192.168.1.20:{port}",
        layouts=CHOICES,
        layout="Auto",
    )
    qtbot.addWidget(page)
    page.open()
    return page


def test_complaint_25_one_click_starts_the_demo(page, qtbot):
    with qtbot.waitSignal(page.demo_wanted):
        page.demo_button.click()
    assert not page.isVisible()


def test_ports_are_checked_while_they_are_typed_and_watched_on_enter(page, qtbot):
    page.ports.setFocus()
    page.ports.clear()
    qtbot.keyClicks(page.ports, "7000-70")
    assert "70" in page.told()
    assert not page.watch_button.isEnabled()
    page.ports.clear()
    qtbot.keyClicks(page.ports, "7000,7002")
    assert page.command.command().endswith(":7000")
    with qtbot.waitSignal(page.ports_wanted) as wanted:
        qtbot.keyClick(page.ports, Qt.Key.Key_Return)
    assert wanted.args == ["7000,7002"]
    assert page.told().startswith("2 ports are watched")
    assert page.isVisible(), "the command is still to be copied"


def test_a_layout_is_chosen_with_one_click(page, qtbot):
    button = next(one for one in page.layouts.buttons() if one.text() == "3×3")
    with qtbot.waitSignal(page.layout_chosen) as chosen:
        button.click()
    assert chosen.args == ["3×3"]
    assert page.isVisible()


def test_enter_starts_the_demo_only_from_its_own_button(page, qtbot):
    started = []
    page.demo_wanted.connect(lambda: started.append(True))
    chosen = page.layouts.buttons()[2]
    chosen.setFocus()
    qtbot.keyClick(chosen, Qt.Key.Key_Return)
    assert chosen.isChecked()
    page.close_button.setFocus()
    qtbot.keyClick(page.close_button, Qt.Key.Key_Return)
    assert started == []
    assert not page.isVisible()


@pytest.mark.parametrize(
    ("button", "signal"), [("add_button", "add_wanted"), ("import_button", "import_wanted")]
)
def test_the_other_ways_to_add_cameras_leave_the_page(page, qtbot, button, signal):
    with qtbot.waitSignal(getattr(page, signal)):
        getattr(page, button).click()
    assert not page.isVisible()


def test_the_page_can_be_left_at_any_time(page, qtbot):
    with qtbot.waitSignal(page.finished):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_no_words_on_the_page_are_cut_off(page):
    labels = [one for one in page.findChildren(QLabel) if one.text() and not one.wordWrap()]
    assert len(labels) > 5
    assert [one.text() for one in labels if one.width() < one.sizeHint().width()] == []
