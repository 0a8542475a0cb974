"""The controls in the window over a real netgear-server."""

import numpy as np
import pytest

from gui.wall.tile.state import Condition
from tests.end_to_end.running_window import running_window
from tests.support.free_ports import free_port
from tests.support.node_watcher import shades
from tests.support.running_server import RunningServer

pytestmark = pytest.mark.end_to_end


def node(port, *flags):
    return RunningServer(
        *("--connect", f"127.0.0.1:{port}", "--source", "test-pattern", "--size", "640x360"),
        *("--fps", "20", "--name", "Front gate", *flags),
    )


def open_controls(shown, port, qtbot):
    shown.wait_for_condition(port, Condition.LIVE)
    shown.window.actions_table["controls"].trigger()
    controls = shown.window.controls
    qtbot.waitUntil(lambda: "flip" in controls.list.rows)
    return controls


def picture_now(shown, port, qtbot):
    """Return the shades of a picture that came after this call."""
    tile = shown.tile(port)
    before = tile.picture.frame.number
    qtbot.waitUntil(lambda: tile.picture.frame.number > before + 5)
    return shades(tile.picture)


def test_a_flip_set_in_the_window_turns_the_picture_and_is_shown_as_applied(qtbot):
    port = free_port()
    with running_window(qtbot, [port]) as shown, node(port):
        controls = open_controls(shown, port, qtbot)
        before = picture_now(shown, port, qtbot)
        box = controls.list.rows["flip"].editor.widget
        box.setCurrentIndex(box.findData("vertical"))
        box.activated.emit(box.currentIndex())
        row = controls.list.rows["flip"]
        assert row.is_pending()
        qtbot.waitUntil(lambda: not row.is_pending())
        assert (box.currentText(), row.words()) == ("Vertical", "")

        def is_upside_down():
            now = picture_now(shown, port, qtbot)
            return np.abs(now[::-1] - before).mean() < np.abs(now - before).mean() / 2

        qtbot.waitUntil(is_upside_down)
        reported = shown.engine.statuses()[port].report
        assert reported.values["flip"] == "vertical"
        controls.command("identify")
        qtbot.waitUntil(lambda: "marks its picture" in controls.commands.words())


def test_what_a_node_refuses_is_shown_with_its_reason(qtbot):
    port = free_port()
    with running_window(qtbot, [port]) as shown, node(port, "--no-allow-commands"):
        controls = open_controls(shown, port, qtbot)
        row = controls.list.rows["quality"]
        row.editor.widget.setValue(20)
        qtbot.waitUntil(lambda: bool(row.words()))
        assert row.words() == "Refused: netgear-server was started with --no-allow-commands"
        assert row.editor.widget.value() == 85
        assert controls.words().startswith("This camera obeys nobody here:")
