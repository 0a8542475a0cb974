import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from gui.presenters.pictures import PicturesPresenter
from gui.presenters.windows import WindowsPresenter, box_for
from gui.wall.layouts import Box, Layout
from gui.wall.tile.state import Condition
from gui.wall.views.book import ViewBook
from gui.wall.views.file import WindowPlace
from gui.wall.views.view import View
from gui.window.main_window import MainWindow
from tests.support.synthetic import picture_of, status_of

KEYS = ["5566", "5567", "5568"]
YARD = View("Yard", Layout.TWO, slots=("5566", "5567"))
INDOORS = View("Indoors", Layout.SINGLE, slots=("5568", "5566"))
SCREENS = {"eDP-1": Box(0, 0, 1920, 1080), "HDMI-1": Box(1920, 0, 3840, 2160)}


@pytest.fixture
def start(qtbot, engine, manual_clock):
    """Start the window part of the program, as often as wanted."""

    def start(*places):
        window = MainWindow(clock=manual_clock, feed=engine.feed, command_for=str)
        qtbot.addWidget(window)
        pictures = PicturesPresenter(engine=engine, parent=window)
        book = ViewBook([YARD, INDOORS])
        windows = WindowsPresenter(main=window, pictures=pictures, book=book, parent=window)
        windows.restore(places)
        for one in windows.windows:
            one.wall.set_keys(KEYS)
            one.wall.set_statuses({key: status_of(int(key)) for key in KEYS})
        window.show()
        return windows

    return start


def open_one(windows):
    window = windows.open()
    window.wall.set_keys(KEYS)
    window.wall.set_statuses({key: status_of(int(key)) for key in KEYS})
    return window


def test_a_new_window_shows_the_next_view(start):
    windows = start()
    assert open_one(windows).wall.arrangement.view == INDOORS
    assert windows.windows[0].wall.arrangement.view == YARD


def test_complaint_1_a_camera_in_a_second_window_is_judged_there_too(
    start, engine, manual_clock, qtbot
):
    windows = start()
    second = open_one(windows)
    second.wall.set_view(YARD)
    engine.feed.put(picture_of(5566, received_at=manual_clock.monotonic()))
    engine.picture_ready.emit(5566)
    for window in windows.windows:
        assert window.wall.tile("5566").judge().condition is Condition.LIVE
    manual_clock.advance(1.6)
    for window in windows.windows:
        window.wall.judge_all()
        assert window.wall.tile("5566").state.condition is Condition.STALE


def test_what_only_a_closed_window_showed_is_no_longer_decoded(start, engine, qtbot):
    windows = start()
    second = open_one(windows)
    qtbot.waitUntil(lambda: engine.sizes.get(5568) is not None)
    second.close()
    qtbot.waitUntil(lambda: engine.sizes[5568] is None)
    assert len(windows.windows) == 1


def test_complaint_18_all_windows_are_back_after_a_restart(start):
    windows = start()
    main, second = windows.windows[0], open_one(windows)
    main.setGeometry(50, 60, 800, 500)
    second.setGeometry(80, 40, 700, 450)
    second.wall.select("5566")
    second.wall.toggle_enlarged()
    second.actions_table["full_screen"].setChecked(True)
    before = windows.places()
    windows.close_all()
    again = start(*before)
    assert [place.view for place in again.places()] == ["Yard", "Indoors"]
    assert again.places()[1].full_screen
    assert again.windows[1].wall.arrangement.enlarged == "5566"
    assert again.windows[1].normalGeometry().size() == second.normalGeometry().size()
    again.close_all()


def test_complaint_18_a_window_of_a_missing_screen_is_seen_and_keeps_its_place(start):
    place = WindowPlace("Indoors", "DP-7", 9000, 0, 700, 450)
    windows = start(WindowPlace("Yard", width=800, height=500), place)
    area = QGuiApplication.primaryScreen().availableGeometry()
    assert area.contains(windows.windows[1].geometry())
    kept = windows.places()[1]
    assert (kept.screen, kept.left, kept.width) == ("DP-7", 9000, 700)
    windows.close_all()


def test_an_edit_in_one_window_is_seen_in_the_other(start):
    windows = start()
    second = open_one(windows)
    second.wall.set_view(YARD)
    windows.windows[0].wall.set_layout_choice(Layout.THREE)
    assert second.wall.arrangement.view.layout is Layout.THREE


def test_an_alarm_pulses_in_every_window(start, manual_clock):
    windows = start()
    open_one(windows)
    windows.show_alarms(frozenset({"5566"}))
    open_one(windows)
    seen = []
    for _ in range(2):
        for window in windows.windows:
            window.wall.judge_all()
        seen.append([window.wall.tile("5566").face.pulse for window in windows.windows])
        manual_clock.advance(0.5)
    assert sorted(seen) == [[False] * 3, [True] * 3]


def test_closing_the_main_window_closes_all(start):
    windows = start()
    second = open_one(windows)
    windows.windows[0].close()
    assert not second.isVisible()
    assert len(windows.places()) == 2


def test_the_command_line_chooses_view_and_screen(start):
    windows = start()
    screen = QGuiApplication.primaryScreen().name()
    assert windows.begin_with("Indoors", screen) == []
    assert windows.windows[0].wall.arrangement.view == INDOORS
    assert windows.begin_with("", "") == []
    told = windows.begin_with("Attic", "DP-7")
    assert told[0] == "There is no view Attic. There are: Yard, Indoors"
    assert told[1].startswith("There is no screen DP-7. There are: ")
    assert windows.windows[0].wall.arrangement.view == INDOORS


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
