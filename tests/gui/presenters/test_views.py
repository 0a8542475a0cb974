import pytest
from PySide6.QtCore import Qt

from gui.bridge.frame_feed import FrameFeed
from gui.presenters.views import ViewsPresenter
from gui.wall.layouts import Layout
from gui.wall.views.book import ViewBook
from gui.wall.views.edit_layer import EditLayer
from gui.wall.views.view import View
from gui.window.main_window import MainWindow
from netgear_engine.protocol.port_state import PortState
from tests.support.synthetic import status_of

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
def views(window, book):
    return ViewsPresenter(
        wall=window.wall,
        top_bar=window.top_bar,
        actions=window.actions_table,
        book=book,
        parent=window,
    )


def shown(window):
    return window.wall.arrangement.view.name, window.wall.arrangement.page


def is_editing(window):
    return any(not layer.isHidden() for layer in window.wall.findChildren(EditLayer))


def test_views_are_switched_by_tab_and_by_key(views, window, qtbot):
    assert shown(window) == ("Yard", 0)
    qtbot.mouseClick(window.top_bar.view_tabs.tab("Indoors"), Qt.MouseButton.LeftButton)
    assert shown(window) == ("Indoors", 0)
    window.actions_table["view_1"].trigger()
    assert shown(window) == ("Yard", 0)
    window.actions_table["view_9"].trigger()
    window.actions_table["next_view"].trigger()
    assert shown(window) == ("Indoors", 0)
    window.actions_table["next_view"].trigger()
    assert shown(window) == ("Yard", 0)


def test_complaint_17_switching_there_and_back_changes_nothing(views, window, book):
    wall = window.wall
    before = wall.arrangement.cells(1000, 700, 4)
    for name in ("Indoors", "Yard", "Indoors", "Yard"):
        views.show_view(name)
    assert wall.arrangement.cells(1000, 700, 4) == before
    assert book.views == (YARD, INDOORS)


def test_complaint_17_moving_a_camera_swaps_two_tiles_of_this_view_only(views, window, book, qtbot):
    saved = []
    views.changed.connect(lambda: saved.append(book.views))
    window.actions_table["edit_view"].setChecked(True)
    layer = window.wall.findChild(EditLayer)
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return)
    for key in keys:
        qtbot.keyClick(layer, key)
    assert book.of("Yard").slots == ("5567", "5566", None, "5568", "5569")
    assert book.of("Indoors") == INDOORS
    assert len(saved) == 1
    qtbot.keyClick(layer, Qt.Key.Key_Escape)
    assert not window.actions_table["edit_view"].isChecked()
    assert not is_editing(window)


def test_complaint_19_outside_of_editing_no_tile_can_be_moved(views, window, book, qtbot):
    tile = window.wall.tile("5566")
    qtbot.mousePress(tile, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(window.wall.tile("5567"))
    qtbot.mouseRelease(window.wall.tile("5567"), Qt.MouseButton.LeftButton)
    assert book.views == (YARD, INDOORS)


def test_complaint_19_locked_views_cannot_be_edited(views, window):
    window.actions_table["edit_view"].setChecked(True)
    views.set_changeable(False)
    assert not is_editing(window)
    assert not window.actions_table["edit_view"].isEnabled()
    assert not window.top_bar.layout_button.isEnabled()


def test_a_new_view_begins_with_what_is_seen(views, window, book):
    window.top_bar.view_tabs.new_wanted.emit()
    assert book.names() == ["Yard", "Indoors", "View"]
    assert book.of("View").slots == YARD.slots
    assert shown(window) == ("View", 0)
    assert is_editing(window)


def test_views_are_renamed_moved_and_removed_by_their_tabs(views, window, book):
    tabs = window.top_bar.view_tabs
    tabs.renamed.emit("Yard", "Garden")
    assert shown(window) == ("Garden", 0)
    tabs.moved.emit("Garden", 1)
    assert tabs.names() == book.names() == ["Indoors", "Garden"]
    tabs.removed.emit("Garden")
    assert tabs.names() == ["Indoors"]
    assert shown(window) == ("Indoors", 0)


def test_complaint_21_the_stay_of_a_view_is_kept(views, window, book, qtbot):
    name = book.names()[0]
    with qtbot.waitSignal(views.changed):
        window.top_bar.view_tabs.stay_chosen.emit(name, 45.0)
    assert book.of(name).dwell_s == 45.0
    assert window.wall.arrangement.view.dwell_s == 45.0


def test_complaint_20_faults_of_other_pages_and_views_are_shown(views, window):
    lost = {
        "5569": status_of(5569, state=PortState.LOST, connected=0),
        "5570": status_of(5570, state=PortState.LOST, connected=0),
        "5566": status_of(5566, state=PortState.WAITING, connected=0),
    }
    window.wall.set_statuses(lost)
    tabs = window.top_bar.view_tabs
    assert (tabs.tab("Yard").faults(), tabs.tab("Indoors").faults()) == (1, 1)
    labels = window.top_bar.pager._faults
    assert [label.text() for label in labels] == ["0", "1"]
    assert [label.isHidden() for label in labels] == [True, False]
    window.wall.turn_page(1)
    assert all(label.isHidden() for label in labels)
