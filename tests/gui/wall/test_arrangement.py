import pytest

from gui.wall.arrangement import Arrangement
from gui.wall.layouts import Layout


@pytest.fixture
def nine():
    arrangement = Arrangement()
    arrangement.set_keys([str(port) for port in range(5566, 5575)])
    return arrangement


def where(arrangement):
    return arrangement.places(1200, 800, 4)


def test_enlarging_and_going_back_gives_exactly_what_was(nine):
    nine.set_layout(Layout.TWO)
    nine.turn_page(1)
    nine.select("5571")
    before = where(nine)
    nine.enlarged = "5571"
    assert list(where(nine)) == ["5571"]
    nine.enlarged = None
    assert where(nine) == before


def test_arrows_move_by_cell_and_stop_at_the_edges(nine):
    nine.select("5566")
    assert nine.step(1, 0) == "5567"
    assert nine.step(0, 1) == "5569"
    assert nine.step(-1, 0) is None
    assert nine.step(0, -1) is None


def test_arrows_go_round_while_a_tile_is_enlarged(nine):
    nine.select("5574")
    nine.enlarged = "5574"
    assert nine.step(1, 0) == "5566"
    nine.select("5566")
    assert nine.enlarged == "5566"
    assert nine.step(-1, 0) == "5574"


def test_the_first_arrow_selects_the_first_camera_of_the_page(nine):
    nine.set_layout(Layout.TWO)
    nine.turn_page(1)
    assert nine.step(1, 0) == "5570"
    assert Arrangement().step(1, 0) is None


def test_selecting_turns_to_the_page(nine):
    nine.set_layout(Layout.TWO)
    nine.select("5574")
    assert (nine.page, nine.pages) == (2, 3)
    assert list(where(nine)) == ["5574"]
    assert [place.key for place in nine.cells(1200, 800, 4)] == ["5574", None, None, None]


def test_pages_end_at_the_first_and_the_last(nine):
    nine.set_layout(Layout.TWO)
    nine.turn_page(-1)
    assert nine.page == 0
    nine.turn_page(9)
    assert nine.page == 2


def test_a_port_that_goes_takes_its_selection_along(nine):
    nine.set_layout(Layout.TWO)
    nine.select("5574")
    nine.enlarged = "5574"
    nine.set_keys(["5566", "5567"])
    assert (nine.selected, nine.enlarged, nine.page) == (None, None, 0)
