from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMainWindow

from gui.actions.table import ALL_ACTIONS, Actions
from gui.background.tasks import Tasks
from gui.cameras.names import CameraNames
from gui.dialogs.first_run import FirstRun
from gui.look.toast import Toast
from gui.presenters.first_run import FirstRunPresenter
from gui.presenters.pictures import PicturesPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.wall.layouts import Layout
from gui.wall.tile.state import Condition
from gui.wall.video_wall import VideoWall
from netgear_engine.protocol.port_state import PortState
from tests.support.camera_window import HOST, camera_window
from tests.support.fake_engine import FakeEngine
from tests.support.free_ports import free_port, free_ports


def test_complaint_25_one_click_shows_moving_pictures_and_one_ends_them(qtbot):
    ports = ",".join(map(str, free_ports(2)))
    settings = Settings(ports=ports, listen=HOST)
    with camera_window(qtbot, settings) as opened:
        qtbot.waitUntil(lambda: len(opened.ports) == 2)
        first_run = opened.presenters.first_run
        first_run.open(is_first=True).demo_button.click()
        qtbot.waitUntil(lambda: len(opened.ports) == 4)
        assert opened.settings.settings.ports == "", "ports nobody has chosen stand in the way"
        opened.wait_for_condition(opened.ports[0], Condition.LIVE)
        page = first_run.open()
        assert page.demo_button.text() == "End the demo"
        page.demo_button.click()
        opened.wait_for_ports()
        assert opened.window.isVisible()


def test_the_demo_leaves_real_cameras_alone(qtbot):
    port = free_port()
    with camera_window(qtbot, Settings(ports=str(port), listen=HOST)) as opened:
        opened.wait_for_ports(port)
        opened.window.actions_table["demo"].trigger()
        qtbot.waitUntil(lambda: len(opened.ports) == 5)
        assert opened.settings.settings.ports == str(port)
        assert opened.engine.statuses().get(port).state is PortState.WAITING
        opened.window.actions_table["demo"].trigger()
        opened.wait_for_ports(port)


@pytest.fixture
def made(qtbot, manual_clock):
    """Make the presenter with the areas it needs, in a window of their own."""
    window = QMainWindow()
    qtbot.addWidget(window)
    engine = FakeEngine(manual_clock)
    actions, toast = Actions(window, ALL_ACTIONS), Toast(window)
    wall = VideoWall(clock=manual_clock, feed=engine.feed, command_for=str)
    window.setCentralWidget(wall)

    def make(settings):
        holder = SettingsHolder(settings)
        first_run = FirstRunPresenter(
            engine=engine,
            holder=holder,
            pictures=PicturesPresenter(engine=engine, parent=window),
            wall=wall,
            names=CameraNames(),
            actions=actions,
            toast=toast,
            tasks=Tasks(pytest.fail),
        )
        return SimpleNamespace(
            first_run=first_run,
            holder=holder,
            engine=engine,
            wall=wall,
            actions=actions,
            toast=toast,
        )

    return make


def test_with_encryption_there_is_no_demo(made):
    opened = made(Settings(ports="", secure=1))
    opened.actions["demo"].trigger()
    assert not opened.actions["demo"].isChecked()
    assert "only encrypted cameras" in opened.toast.words()
    assert opened.engine.ports == []


def test_ports_and_layout_are_taken_from_the_page(made, qtbot):
    opened = made(Settings(ports=""))
    page = opened.first_run.open(is_first=True)
    assert page.ports.text() == "5566-5569"
    page.ports.setText("7000-7001")
    page.watch_button.click()
    assert opened.holder.settings.ports == "7000-7001"
    next(one for one in page.layouts.buttons() if one.text() == "1+5").click()
    assert opened.wall.arrangement.layout is Layout("1+5")
    with qtbot.waitSignal(opened.first_run.closed):
        page.close_button.click()
    opened.actions["first_run"].trigger()
    (again,) = (one for one in opened.wall.window().findChildren(FirstRun) if one.isVisible())
    assert opened.first_run.open() is again


@pytest.mark.parametrize("name", ["add_button", "import_button"])
def test_adding_one_or_a_list_goes_on_from_the_page(made, qtbot, name):
    opened = made(Settings(ports=""))
    action = {"add_button": "add_camera", "import_button": "import_cameras"}[name]
    with qtbot.waitSignal(opened.actions[action].triggered):
        getattr(opened.first_run.open(), name).click()
