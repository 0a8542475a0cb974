"""The real window on an X11 screen, with a real mouse pointer and real keys."""

import shutil
import subprocess

import pytest
from PySide6.QtCore import QPoint

from gui.cameras.key import key_of_port
from gui.wall.layouts import Layout
from gui.wall.tile.state import Condition
from tests.end_to_end.running_window import running_window
from tests.support.free_ports import free_ports
from tests.support.running_server import RunningServer

pytestmark = [pytest.mark.end_to_end, pytest.mark.x11]


def xdotool(*arguments):
    assert shutil.which("xdotool"), "xdotool is missing: sudo apt install xdotool"
    subprocess.run(["xdotool", *map(str, arguments)], check=True, timeout=20)


def point_at(widget, across=0.5, down=0.5):
    place = widget.mapToGlobal(QPoint(int(widget.width() * across), int(widget.height() * down)))
    xdotool("mousemove", "--sync", place.x(), place.y())


@pytest.fixture
def desk(qtbot):
    """The window with two live cameras, in front and with the keyboard."""
    ports = free_ports(2)
    camera = ("--source", "test-pattern", "--size", "640x360", "--fps", 15)
    with (
        running_window(qtbot, ports) as running,
        RunningServer("--connect", f"127.0.0.1:{ports[0]}", *camera, "--name", "Gate") as gate,
        RunningServer("--connect", f"127.0.0.1:{ports[1]}", *camera, "--name", "Dock"),
    ):
        running.window.move(0, 0)
        for port in ports:
            running.wait_for_condition(port, Condition.LIVE)
        xdotool("windowfocus", int(running.window.winId()))
        qtbot.waitUntil(running.window.isActiveWindow)
        running.ports, running.gate = ports, gate
        yield running


def test_the_mouse_selects_enlarges_and_zooms(desk, qtbot):
    wall, second = desk.window.wall, desk.tile(desk.ports[1])
    point_at(second)
    xdotool("click", 1)
    qtbot.waitUntil(lambda: wall.arrangement.selected == key_of_port(desk.ports[1]))
    xdotool("click", "--repeat", 2, "--delay", 80, 1)
    qtbot.waitUntil(lambda: wall.arrangement.enlarged == key_of_port(desk.ports[1]))
    xdotool("key", "Escape")
    qtbot.waitUntil(lambda: wall.arrangement.enlarged is None)
    point_at(second, 0.25, 0.25)
    xdotool("click", "--repeat", 3, "--delay", 30, 4)
    qtbot.waitUntil(lambda: second.face.zoom.factor > 1.5)
    assert second.face.zoom.x < 0.5, "it zooms about the pointer"
    assert second.state.condition is Condition.LIVE


def test_everything_goes_without_a_mouse(desk, qtbot):
    wall = desk.window.wall
    xdotool("key", "Right")
    qtbot.waitUntil(lambda: wall.arrangement.selected is not None)
    xdotool("key", "Return")
    qtbot.waitUntil(lambda: wall.arrangement.enlarged is not None)
    before = wall.arrangement.enlarged
    xdotool("key", "Right")
    qtbot.waitUntil(lambda: wall.arrangement.enlarged not in {None, before})
    xdotool("key", "Escape", "space")
    tile = desk.tile(wall.arrangement.selected)
    qtbot.waitUntil(lambda: tile.face.state.condition is Condition.PAUSED)
    xdotool("key", "space")
    qtbot.waitUntil(lambda: tile.face.state.condition is Condition.LIVE)
    editing = desk.window.actions_table["edit_view"]
    xdotool("key", "ctrl+e")
    qtbot.waitUntil(editing.isChecked)
    xdotool("key", "Escape")
    qtbot.waitUntil(lambda: not editing.isChecked())
    assert wall.arrangement.view.layout is Layout.AUTO


def test_a_typed_reply_reaches_the_camera(desk, qtbot):
    desk.window.wall.select(key_of_port(desk.ports[0]))
    xdotool("key", "t")
    field = desk.window.messages.reply_box.field
    qtbot.waitUntil(field.hasFocus)
    xdotool("type", "--delay", 20, "open the gate")
    qtbot.waitUntil(lambda: field.text() == "open the gate")
    xdotool("key", "Return")
    qtbot.waitUntil(lambda: any("open the gate" in line for line in desk.gate.lines))
