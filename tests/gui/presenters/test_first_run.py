import pytest

from gui.settings.schema import Settings
from gui.wall.layouts import Layout
from gui.wall.tile.state import Look
from netgear_engine.protocol.port_state import PortState
from tests.support.camera_window import HOST, camera_window
from tests.support.free_ports import free_port, free_ports

SETTINGS = Settings(ports="", listen=HOST)


def test_complaint_25_one_click_shows_moving_pictures_and_one_ends_them(qtbot):
    ports = ",".join(map(str, free_ports(2)))
    settings = Settings(ports=ports, listen=HOST)
    with camera_window(qtbot, settings) as opened:
        qtbot.waitUntil(lambda: len(opened.ports) == 2)
        first_run = opened.connections.first_run
        first_run.open(is_first=True).demo_button.click()
        qtbot.waitUntil(lambda: len(opened.ports) == 4)
        assert opened.settings.settings.ports == "", "ports nobody has chosen stand in the way"
        opened.wait_for_look(opened.ports[0], Look.LIVE)
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
        assert opened.engine.status(port).state is PortState.WAITING
        opened.window.actions_table["demo"].trigger()
        opened.wait_for_ports(port)


def test_with_encryption_there_is_no_demo(qtbot):
    settings = Settings(ports="", listen=HOST, secure=1)
    with camera_window(qtbot, settings) as opened:
        demo = opened.window.actions_table["demo"]
        demo.trigger()
        assert not demo.isChecked()
        assert opened.ports == []


def test_ports_and_layout_are_taken_from_the_page(qtbot):
    ports = free_ports(2)
    with camera_window(qtbot, SETTINGS) as opened:
        first_run = opened.connections.first_run
        page = first_run.open(is_first=True)
        assert page.ports.text() == "5566-5569"
        page.ports.setText(f"{ports[0]}-{ports[1]}")
        page.watch_button.click()
        opened.wait_for_ports(*ports)
        next(one for one in page.layouts.buttons() if one.text() == "1+5").click()
        assert opened.window.wall.arrangement.layout is Layout("1+5")
        with qtbot.waitSignal(first_run.closed):
            page.close_button.click()
        opened.window.actions_table["first_run"].trigger()
        assert first_run.open().isVisible()


@pytest.mark.parametrize("name", ["add_button", "import_button"])
def test_adding_one_or_a_list_goes_on_from_the_page(qtbot, name):
    with camera_window(qtbot, SETTINGS) as opened:
        action = {"add_button": "add_camera", "import_button": "import_cameras"}[name]
        with qtbot.waitSignal(opened.window.actions_table[action].triggered):
            getattr(opened.connections.first_run.open(), name).click()
