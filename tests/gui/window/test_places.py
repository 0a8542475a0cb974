from hypothesis import given
from hypothesis import strategies as st

from gui.wall.layouts import Box
from gui.wall.views.file import WindowPlace
from gui.window.places import box_for

SCREENS = {"eDP-1": Box(0, 0, 1920, 1080), "HDMI-1": Box(1920, 0, 3840, 2160)}


def place(screen, left, top, width, height):
    return WindowPlace("Yard", screen, left, top, width, height)


def test_complaint_18_a_window_comes_back_where_it_was():
    found = box_for(place("HDMI-1", 2000, 100, 1600, 900), SCREENS, "eDP-1")
    assert found == Box(2000, 100, 1600, 900)


def test_complaint_18_a_window_of_a_missing_screen_comes_onto_the_main_one():
    found = box_for(place("DP-7", 9000, 9000, 1600, 900), SCREENS, "eDP-1")
    assert found == Box(160, 90, 1600, 900)


@given(
    screen=st.sampled_from([*SCREENS, "DP-7"]),
    left=st.integers(-9000, 9000),
    top=st.integers(-9000, 9000),
    width=st.integers(0, 9000),
    height=st.integers(0, 9000),
)
def test_a_window_is_always_wholly_on_one_screen(screen, left, top, width, height):
    found = box_for(place(screen, left, top, width, height), SCREENS, "eDP-1")
    on = SCREENS[screen if screen in SCREENS else "eDP-1"]
    assert on.left <= found.left
    assert on.top <= found.top
    assert found.left + found.width <= on.left + on.width
    assert found.top + found.height <= on.top + on.height
    assert found.width >= 640
    assert found.height >= 400
