from functools import partial
from types import SimpleNamespace

import pytest

from gui.bridge import display_tick
from gui.bridge.display_tick import DisplayTick


@pytest.fixture
def ticks():
    return []


@pytest.fixture
def tick(qapp, manual_clock, ticks):
    tick = DisplayTick(manual_clock)
    tick.due.connect(lambda: ticks.append(manual_clock.monotonic()))
    return tick


def test_after_a_pause_it_ticks_at_once(tick, ticks, manual_clock):
    tick.want()
    assert len(ticks) == 1
    manual_clock.advance(0.1)
    tick.want()
    assert len(ticks) == 2


def test_what_comes_between_two_beats_is_shown_at_the_second(tick, ticks, manual_clock, qtbot):
    tick.want()
    manual_clock.advance(0.005)
    for _ in range(10):
        tick.want()
    assert len(ticks) == 1
    manual_clock.advance(0.012)
    qtbot.waitUntil(lambda: len(ticks) == 2)
    manual_clock.advance(0.1)
    tick.want()
    assert len(ticks) == 3, "nothing was left over of the ten"


def test_it_keeps_the_beat(tick, ticks, manual_clock, qtbot, monkeypatch):
    monkeypatch.setattr(display_tick, "ticks_a_second", lambda: 50.0)
    begun = manual_clock.monotonic()
    tick.want()
    for number in range(1, 6):
        # A millisecond late each time.
        manual_clock.advance(begun + number * 0.02 + 0.001 - manual_clock.monotonic())
        tick.want()
        qtbot.waitUntil(lambda number=number: len(ticks) == number + 1)
    manual_clock.advance(begun + 6 * 0.02 - 0.0005 - manual_clock.monotonic())
    tick.want()
    assert len(ticks) == 6, "the beat is not due yet"
    manual_clock.advance(0.001)
    qtbot.waitUntil(lambda: len(ticks) == 7)


def test_it_does_not_make_up_for_a_long_stop(tick, ticks, manual_clock):
    tick.want()
    manual_clock.advance(10)
    tick.want()
    tick.want()
    assert len(ticks) == 2, "the second waits for the next beat"


@pytest.mark.parametrize(
    ("rates", "ticks"),
    [
        *(([60.0], 120.0), ([30.0, 50.0], 100.0), ([75.0], 120.0), ([144.0], 144.0)),
        *(([0.0], 120.0), ([], 120.0)),
    ],
)
def test_it_ticks_twice_for_each_frame_of_the_fastest_screen(monkeypatch, rates, ticks):
    screens = [SimpleNamespace(refreshRate=partial(float, rate)) for rate in rates]
    monkeypatch.setattr(display_tick.QGuiApplication, "screens", lambda: screens)
    assert display_tick.ticks_a_second() == ticks
