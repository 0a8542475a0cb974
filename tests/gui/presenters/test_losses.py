"""Alarms from what a tile shows, whatever the engine says."""

from dataclasses import replace

import pytest

from gui.wall.layouts import Layout
from gui.wall.tile.state import Condition
from gui.wall.views.view import View
from netgear_engine.protocol.port_state import PortState
from tests.support.presenters import presenters_for
from tests.support.synthetic import status_of


@pytest.fixture
def window(window, engine):
    window.presenters = presenters_for(window, engine)
    window.show()
    engine.tell(status_of(5566))
    engine.send_picture(5566)
    engine.tell(status_of(5566))
    assert window.wall.tile("5566").face.state.condition is Condition.LIVE
    return window


@pytest.fixture
def pass_time(window, engine, manual_clock):
    def pass_time(seconds, silent=False):
        for _ in range(int(seconds * 4)):
            manual_clock.advance(0.25)
            if silent:
                engine.silence += 0.25
            engine.tell(status_of(5566, since_at=0.0))
        window.event_log.model.flush()

    return pass_time


def texts(window):
    model = window.event_log.model
    return [model.index(row).data() for row in range(model.rowCount())]


def alarms(window):
    return [record.text for record in window.event_log.model.alarms()]


@pytest.mark.parametrize("silent", [True, False])
def test_a_tile_that_is_lost_alarms_though_the_engine_says_live(window, pass_time, silent):
    """Silent: the engine hangs; not silent: it says LIVE, but no picture is decoded any more."""
    pass_time(5.0, silent)
    assert window.wall.tile("5566").face.state.condition is Condition.LOST
    assert alarms(window) == []
    pass_time(13.0, silent)
    assert alarms(window) == ["Gate lost: no picture reaches the wall"]


@pytest.fixture
def second(window):
    """A further window, the only one that shows the camera."""
    second = window.presenters.windows.open()
    window.wall.set_view(View("Others", Layout.SINGLE, slots=("5567",)))
    second.wall.set_view(View("Gate", Layout.SINGLE, slots=("5566",)))
    yield second
    window.close()


def test_one_that_is_lost_in_a_further_window_alarms_and_is_listed(window, second, pass_time):
    pass_time(18.0)
    assert window.wall.tile("5566").state.condition is Condition.LIVE
    assert second.wall.tile("5566").state.condition is Condition.LOST
    assert alarms(window) == ["Gate lost: no picture reaches the wall"]
    assert "1 lost" in window.status_bar.words()
    second.close()
    pass_time(0.25)
    assert "1 live" in window.status_bar.words()


def test_its_return_is_told_with_its_time(window, engine, pass_time):
    pass_time(20.0)
    engine.send_picture(5566)
    pass_time(0.25)
    assert texts(window)[1].startswith("Gate back after 15 s")
    pass_time(0.25)
    assert sum("back after" in text for text in texts(window)) == 1


def show_only(wall, *keys):
    wall.set_view(View("Only", Layout.SINGLE, slots=keys))


def test_a_tile_that_is_hidden_brings_no_camera_back(window, engine, pass_time):
    show_only(window.wall, "5566")
    pass_time(8.0)
    show_only(window.wall, "5567")
    pass_time(20.0)
    assert alarms(window) == ["Gate lost: no picture reaches the wall"]
    # Uncovered it shows its picture from before, until a new one could have come.
    show_only(window.wall, "5566")
    pass_time(0.25)
    assert not any("back after" in text for text in texts(window))
    engine.send_picture(5566)
    pass_time(0.25)
    assert sum("back after" in text for text in texts(window)) == 1


def test_nor_does_closing_the_window_that_shows_it(window, second, pass_time):
    pass_time(18.0)
    second.close()
    pass_time(1.0)
    assert not any("back after" in text for text in texts(window))


def test_a_picture_seen_in_a_further_window_brings_it_back(window, second, engine, pass_time):
    pass_time(18.0)
    engine.send_picture(5566)
    pass_time(0.25)
    assert sum("back after" in text for text in texts(window)) == 1


def test_a_hidden_one_is_back_once_an_engine_that_hung_speaks_again(window, engine, pass_time):
    pass_time(18.0, silent=True)
    show_only(window.wall, "5567")
    pass_time(1.0, silent=True)
    assert not any("back after" in text for text in texts(window))
    engine.silence = 0.0
    pass_time(0.25)
    assert sum("back after" in text for text in texts(window)) == 1


def test_a_hidden_one_that_ended_is_back_when_it_sends_again(window, engine, pass_time):
    show_only(window.wall, "5566")
    pass_time(8.0)
    show_only(window.wall, "5567")
    engine.tell(status_of(5566, state=PortState.ENDED))
    pass_time(0.25)
    assert sum("back after" in text for text in texts(window)) == 1


def test_what_the_engine_tells_is_not_told_twice(window, engine, manual_clock, pass_time):
    for _ in range(100):
        manual_clock.advance(0.25)
        engine.tell(status_of(5566, state=PortState.LOST))
    window.event_log.model.flush()
    assert not any("no picture reaches" in text for text in texts(window))


def test_a_port_that_was_removed_and_added_again_begins_anew(window, engine, pass_time):
    pass_time(8.0)
    assert sum("no picture reaches" in text for text in texts(window)) == 1
    lost = {"5566": window.wall.tile("5566").face.state}
    live = {"5566": replace(lost["5566"], condition=Condition.LIVE)}
    window.wall.states_changed.emit({})
    window.wall.states_changed.emit(live)
    window.event_log.model.flush()
    assert not any("back after" in text for text in texts(window))
    window.wall.states_changed.emit(lost)
    window.wall.states_changed.emit({})
    pass_time(3.0)
    assert sum("no picture reaches" in text for text in texts(window)) == 2
