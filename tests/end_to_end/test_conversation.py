"""A word to one camera, typed into the window, and the camera's word back."""

import pytest
from PySide6.QtCore import Qt

from gui.wall.tile.state import Condition
from tests.end_to_end.running_window import running_window
from tests.support.free_ports import free_ports
from tests.support.running_server import RunningServer
from tests.support.stock_peer import StockSender

pytestmark = pytest.mark.end_to_end


def open_conversation(qtbot, shown, port):
    """Click the camera's tile, as the operator does before writing to it."""
    qtbot.mouseClick(shown.tile(port), Qt.MouseButton.LeftButton)
    field = shown.window.messages.reply_box.field
    qtbot.waitUntil(field.isEnabled)
    return field


def test_a_reply_reaches_the_chosen_camera_only_and_its_message_is_shown(qtbot):
    ports = free_ports(2)
    with running_window(qtbot, ports) as shown:
        servers = [
            RunningServer(
                *("--connect", f"127.0.0.1:{port}", "--source", "test-pattern"),
                *("--size", "320x180", "--stdin"),
            )
            for port in ports
        ]
        with servers[0] as chosen, servers[1] as other:
            for port in ports:
                shown.wait_for_condition(port, Condition.LIVE)
            field = open_conversation(qtbot, shown, ports[0])
            qtbot.keyClicks(field, '{"lights": "on"}')
            qtbot.keyClick(field, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: any("reply" in line for line in chosen.lines))
            assert chosen.wait_for("reply from").endswith('{"lights": "on"}')
            assert not any("reply" in line for line in other.lines)
            with qtbot.waitSignal(shown.engine.message_received) as signal:
                chosen.write("lights are on\n")
            assert signal.args[0].message == "lights are on"


def test_a_reply_to_a_stock_sender_comes_back_from_its_send(qtbot):
    ports = free_ports(2)
    bidirectional = {"multiserver_mode": True, "bidirectional_mode": True}
    with (
        running_window(qtbot, ports) as shown,
        StockSender(ports[0], **bidirectional) as other,
        StockSender(ports[1], **bidirectional) as chosen,
    ):
        for port in ports:
            shown.wait_for_condition(port, Condition.LIVE)
        field = open_conversation(qtbot, shown, ports[1])
        qtbot.keyClicks(field, "lights on")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: chosen.replies == ["lights on"])
        assert other.replies == []
