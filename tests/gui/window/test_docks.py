import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from gui.look.section import Section
from gui.window.docks import Docks


@pytest.fixture
def sections():
    return [Section(title) for title in ("Cameras", "Messages", "Controls")]


@pytest.fixture
def docks(qtbot, sections):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    docks = Docks(window, QAction("Side panel", window, checkable=True))
    docks.add(sections[0], "cameras")
    docks.add(sections[1], "messages")
    docks.add(sections[2], "controls", behind=sections[1])
    window.show()
    return docks


def test_each_section_has_its_headline_once(docks, sections):
    for section in sections:
        assert section.title_bar.height() == 34
        assert section.title_bar.parent() is docks._docks[section]


def test_what_is_behind_another_is_brought_forward(docks, sections, qtbot):
    docks.show_section(sections[2])
    qtbot.waitUntil(lambda: not sections[2].visibleRegion().isEmpty())
    assert sections[1].visibleRegion().isEmpty()


def test_hiding_all_and_showing_them_again_gives_what_was(docks, sections):
    docks._docks[sections[0]].close()
    docks.set_visible(False)
    assert all(docks._docks[section].isHidden() for section in sections)
    docks.set_visible(True)
    assert [docks._docks[section].isHidden() for section in sections] == [True, False, False]


def test_complaint_18_everything_is_where_it_was_after_a_restart(docks, sections):
    docks._docks[sections[0]].setFloating(True)
    docks._docks[sections[2]].close()
    kept = docks.kept()
    docks._docks[sections[0]].setFloating(False)
    docks._docks[sections[2]].show()
    assert docks.restore(kept)
    assert docks._docks[sections[0]].isFloating()
    assert docks._docks[sections[2]].isHidden()


@pytest.mark.parametrize("broken", ["", "no base64", "AAAA"])
def test_what_cannot_be_restored_changes_nothing(docks, sections, broken):
    before = docks.kept()
    assert not docks.restore(broken)
    assert docks.kept() == before


def test_complaint_19_locked_sections_cannot_be_moved_or_closed(docks, sections):
    docks.set_movable(False)
    for section in sections:
        assert not docks._docks[section].features()
