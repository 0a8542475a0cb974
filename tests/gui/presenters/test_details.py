"""The same facts in the details and in the diagnostics, gathered only where they are seen."""

import pytest
from PySide6.QtCore import Qt

from netgear_engine.events import SenderConnected
from netgear_engine.protocol.ext import Health
from tests.support.presenters import presenters_for
from tests.support.synthetic import status_of


@pytest.fixture
def window(window, engine, manual_clock):
    window.presenters = presenters_for(window, engine)
    window.show()
    engine.happen(SenderConnected(5566, manual_clock.wall()))
    engine.tell(status_of(5566, received=5, health=Health(temperature_c=61.0)))
    window.wall.select("5566")
    engine.send_picture(5566)
    window.wall.judge_all()
    return window


@pytest.fixture
def diagnostics(window):
    return window.presenters.diagnostics


def test_details_and_diagnostics_say_the_same(window, diagnostics, qtbot):
    """Two panels never disagree on a camera's state: both ask the tile."""
    details = window.details
    window.actions_table["details"].trigger()
    qtbot.waitUntil(lambda: "connected" in details.text())
    window.actions_table["diagnostics"].trigger()
    assert diagnostics.isVisible()
    line = diagnostics.model.lines[0]
    condition = window.wall.tile("5566").state.condition.value
    assert condition in details.text() and condition in [cell.words for cell in line.cells]
    assert "61 °C" in details.text() and "61 °C" in diagnostics.csv()


def test_a_click_on_the_status_bar_opens_diagnostics_which_close_with_the_window(
    window, diagnostics, qtbot
):
    qtbot.mouseClick(window.status_bar, Qt.MouseButton.LeftButton)
    assert diagnostics.isVisible()
    window.close()
    assert not diagnostics.isVisible()


def test_a_camera_chosen_in_diagnostics_is_selected_on_the_wall(window, diagnostics, engine):
    engine.tell(status_of(5566), status_of(5567))
    diagnostics.chosen.emit("5567")
    assert window.wall.arrangement.selected == "5567"


def test_what_is_seen_is_shown_anew_by_the_clock(window, engine, qtbot):
    window.actions_table["details"].trigger()
    qtbot.waitUntil(window.details.isVisible)
    engine.tell(status_of(5566, received=5, health=Health(temperature_c=75.0)))
    qtbot.waitUntil(lambda: "75 °C" in window.details.text())


def test_nothing_is_gathered_for_what_nobody_sees(window, diagnostics, engine, qtbot):
    window.actions_table["side_panel"].setChecked(False)
    before = window.details.text()
    engine.tell(status_of(5566, received=5, health=Health(temperature_c=75.0)))
    with qtbot.waitSignal(window.presenters.facts.renewed):
        pass
    assert window.details.text() == before
    assert diagnostics.model.lines == []
