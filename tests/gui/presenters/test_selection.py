import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.actions.table import Actions
from gui.cameras.names import CameraNames
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.selection import FindPresenter, SelectionPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.side_panel.cameras.section import Cameras
from gui.side_panel.messages.section import Messages
from gui.wall.layouts import CHOICES
from gui.wall.video_wall import VideoWall
from gui.window.status_bar import StatusBar
from gui.window.top_bar import TopBar
from tests.support.fake_engine import FakeEngine
from tests.support.synthetic import status_of


class Areas:
    """What the presenters work on."""

    def __init__(self, qtbot, clock):
        self.window = window = QWidget()
        qtbot.addWidget(window)
        self.engine = engine = FakeEngine(clock)
        self.actions = Actions(window)
        self.top_bar = TopBar(self.actions, CHOICES)
        self.wall = VideoWall(clock=clock, feed=engine.feed, command_for=str)
        self.cameras, self.messages = Cameras(), Messages(clock)
        column = QVBoxLayout(window)
        for area in (self.top_bar, self.wall, self.cameras, self.messages):
            column.addWidget(area)
        pictures = PicturesPresenter(engine=engine, parent=window)
        pictures.add(self.wall)
        names = CameraNames({"5566": "Front gate", "5567": "pi-2"})
        statuses = StatusesPresenter(
            engine=engine,
            pictures=pictures,
            wall=self.wall,
            cameras=self.cameras,
            messages=self.messages,
            status_bar=StatusBar(clock, window),
            names=names,
            clock=clock,
        )
        SelectionPresenter(
            engine=engine,
            statuses=statuses,
            wall=self.wall,
            cameras=self.cameras,
            messages=self.messages,
            names=names,
            parent=window,
        )
        FindPresenter(
            wall=self.wall,
            cameras=self.cameras,
            top_bar=self.top_bar,
            actions=self.actions,
            parent=window,
        )
        window.show()
        window.activateWindow()
        engine.tell(status_of(5566), status_of(5567))


@pytest.fixture
def areas(qtbot, manual_clock):
    return Areas(qtbot, manual_clock)


def listed(areas):
    model = areas.cameras.model
    return [model.index(row).data() for row in range(model.rowCount())]


def marked(areas):
    return areas.cameras.view.currentIndex().data()


def test_a_click_on_a_tile_selects_the_camera_everywhere(areas, qtbot):
    assert (areas.messages.title(), marked(areas)) == ("Messages: Front gate", "Front gate")
    qtbot.mouseClick(areas.wall.tile("5567"), Qt.MouseButton.LeftButton)
    assert (areas.messages.title(), marked(areas)) == ("Messages: pi-2", "pi-2")
    assert areas.engine.selected == [5566, 5567]


def test_a_choice_in_the_list_selects_the_camera_everywhere(areas):
    areas.cameras.chosen.emit("5567")
    assert areas.wall.arrangement.selected == "5567"
    assert areas.messages.title() == "Messages: pi-2"
    assert areas.engine.selected == [5566, 5567]


def test_the_engine_hears_of_what_was_selected_before_the_start_and_of_what_is_gone(areas):
    areas.wall.set_keys(["5566", "5567"])
    areas.wall.restore(0, "5567", None)
    assert areas.engine.selected[-1] == 5567
    areas.wall.set_keys(["5566"])
    assert areas.engine.selected[-1] != 5567
    areas.wall.set_keys(["5566", "5567"])
    areas.wall.select("5567")
    assert areas.engine.selected[-1] == 5567


def test_enlarging_and_the_menu_of_the_list_are_those_of_the_wall(areas, qtbot):
    areas.cameras.enlarge_wanted.emit("5567")
    assert areas.wall.arrangement.enlarged == "5567"
    with qtbot.waitSignal(areas.wall.menu_wanted):
        areas.cameras.menu_wanted.emit("5567", areas.cameras.pos())


def test_the_key_shows_the_side_panel_and_enter_takes_the_first_match(areas, qtbot):
    areas.actions["side_panel"].setChecked(False)
    areas.actions["find"].trigger()
    assert areas.actions["side_panel"].isChecked()
    field = areas.top_bar.find_field
    assert field.hasFocus()
    qtbot.keyClicks(field, "PI-2")
    assert listed(areas) == ["pi-2"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert areas.engine.selected[-1] == 5567
    assert listed(areas) == ["Front gate", "pi-2"]
    assert areas.wall.hasFocus()


def test_escape_empties_and_leaves_the_field_and_so_does_the_list(areas, qtbot):
    field = areas.top_bar.find_field
    areas.actions["find"].trigger()
    qtbot.keyClicks(field, "gate")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), areas.wall.hasFocus()) == ("", True)
    qtbot.keyClicks(field, "nothing like it")
    areas.cameras.nothing.clear.click()
    assert field.text() == ""
