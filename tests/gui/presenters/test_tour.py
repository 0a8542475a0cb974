import msgspec
import pytest
from PySide6.QtCore import Qt

from gui.bridge.frame_feed import FrameFeed
from gui.presenters.tour import TourPresenter
from gui.presenters.views import ViewsPresenter
from gui.wall.layouts import Layout
from gui.wall.views.book import ViewBook
from gui.wall.views.view import View
from gui.window.main_window import MainWindow

KEYS = [str(port) for port in range(5566, 5576)]
YARD = View("Yard", Layout.TWO, slots=("5566", "5567", None, "5568", "5569"), dwell_s=5)
INDOORS = View("Indoors", Layout.ONE_AND_FIVE, slots=("5570",), dwell_s=5)


@pytest.fixture
def book():
    return ViewBook([YARD, INDOORS])


@pytest.fixture
def window(qtbot, manual_clock):
    window = MainWindow(
        clock=manual_clock, feed=FrameFeed(manual_clock, lambda: None), command_for=str
    )
    qtbot.addWidget(window)
    window.wall.set_keys(KEYS)
    window.resize(1280, 800)
    window.show()
    return window


@pytest.fixture
def tour(window, book, manual_clock):
    wall, actions = window.wall, window.actions_table
    views = ViewsPresenter(
        wall=wall, top_bar=window.top_bar, actions=actions, book=book, parent=window
    )
    return TourPresenter(
        views=views, wall=wall, actions=actions, book=book, clock=manual_clock, parent=window
    )


def shown(window):
    return window.wall.arrangement.view.name, window.wall.arrangement.page


def run_tour(tour, clock, seconds):
    clock.advance(seconds)
    tour.look_at_the_clock()


def test_complaint_21_a_tour_shows_every_page_and_view(tour, window, manual_clock, qtbot):
    window.actions_table["tour"].setChecked(True)
    seen = [shown(window)]
    for _ in range(3):
        run_tour(tour, manual_clock, 5.0)
        seen.append(shown(window))
    assert seen == [("Yard", 0), ("Yard", 1), ("Indoors", 0), ("Yard", 0)]
    window.actions_table["tour"].setChecked(False)
    manual_clock.advance(5.0)
    qtbot.stays_true(lambda: shown(window) == ("Yard", 0), 400)


def test_complaint_21_a_key_holds_the_tour(tour, window, manual_clock, qtbot):
    window.actions_table["tour"].setChecked(True)
    manual_clock.advance(4.9)
    qtbot.keyClick(window.wall, Qt.Key.Key_Right)
    run_tour(tour, manual_clock, 4.9)
    assert shown(window) == ("Yard", 0)
    run_tour(tour, manual_clock, 0.2)
    assert shown(window) == ("Yard", 1)


@pytest.mark.parametrize(("stay", "least"), [(0.0, 1.0), (1e9, 3600.0)])
def test_complaint_21_a_stay_is_between_one_second_and_one_hour(
    tour, window, book, manual_clock, stay, least
):
    book.keep(msgspec.structs.replace(YARD, dwell_s=stay))
    window.wall.set_view(book.of("Yard"))
    window.actions_table["tour"].setChecked(True)
    run_tour(tour, manual_clock, least - 0.1)
    assert shown(window) == ("Yard", 0)
    run_tour(tour, manual_clock, 0.1)
    assert shown(window) == ("Yard", 1)


def test_editing_a_view_ends_the_tour(tour, window):
    window.actions_table["tour"].setChecked(True)
    window.actions_table["edit_view"].setChecked(True)
    assert not window.actions_table["tour"].isChecked()
