"""What is not seen costs next to nothing, and is back at once when it is wanted again."""

import signal

import pytest
from PySide6.QtCore import Qt

from gui.cameras.key import key_of_port
from gui.wall.tile.state import Condition
from netgear_engine.clock import SystemClock
from tests.end_to_end.running_window import running_window
from tests.support.free_ports import free_port, free_ports
from tests.support.json_lines_process import JsonLinesProcess
from tests.support.running_server import RunningServer

pytestmark = pytest.mark.end_to_end


def camera(port):
    """A node of ours that could send 1280x720, twenty times a second."""
    return RunningServer(
        *("--connect", f"127.0.0.1:{port}", "--source", "test-pattern"),
        *("--size", "1280x720", "--fps", 20),
    )


def test_complaint_9_a_wall_of_32_with_16_absent_can_be_used_at_once(qtbot):
    ports = free_ports(32)
    there, absent = ports[:16], ports[16:]
    arguments = [f"--ports={there[0]}-{there[-1]}", "--fps=5", "--size=320x180", "--processes=1"]
    clock = SystemClock()
    with JsonLinesProcess("tests.support.jpeg_sender", arguments) as senders:
        begun = clock.monotonic()
        with running_window(qtbot, ports) as shown:
            qtbot.waitUntil(lambda: len(shown.window.wall.arrangement.keys) == 32)
            qtbot.mouseClick(shown.tile(ports[-1]), Qt.MouseButton.LeftButton)
            assert shown.window.wall.arrangement.selected == key_of_port(ports[-1])
            assert shown.tile(ports[-1]).face.selected
            # Two seconds are promised; the rest is for a busy test machine.
            assert clock.monotonic() - begun < 4.0
            for port in there:
                shown.wait_for_condition(port, Condition.LIVE)
            assert {shown.tile(port).state.condition for port in absent} == {Condition.WAITING}
        senders.stop()


def test_complaint_10_a_window_that_was_minimised_shows_fresh_pictures_and_no_old_ones(qtbot):
    port = free_port()
    clock = SystemClock()
    with running_window(qtbot, [port]) as shown, camera(port):
        shown.wait_for_condition(port, Condition.LIVE)
        shown.window.showMinimized()
        qtbot.waitUntil(lambda: rests(shown, port))
        # One may be on its way.
        most = shown.painted(port) + 1
        qtbot.stays_true(lambda: shown.painted(port) <= most, 1500)
        ages = []
        painted = shown.engine.feed.painted

        def note(picture):
            ages.append(clock.monotonic() - picture.frame.received_at)
            painted(picture)

        shown.tile(port)._painted = note
        restored_at = clock.monotonic()
        shown.window.showNormal()
        qtbot.waitUntil(lambda: is_fresh(shown.tile(port), restored_at), timeout=2000)
        assert shown.tile(port).state.condition in (Condition.LIVE, Condition.STARTING)
        qtbot.waitUntil(lambda: len(ages) > 5)
        assert max(ages) < 1.0, "an old picture was painted as if it were new"
        qtbot.mouseClick(shown.tile(port), Qt.MouseButton.LeftButton)
        assert shown.window.wall.arrangement.selected == key_of_port(port)


def test_complaint_11_a_hidden_camera_is_neither_decoded_nor_painted_but_watched(qtbot):
    seen, hidden = free_ports(2)
    with running_window(qtbot, [seen, hidden]) as shown, camera(seen), camera(hidden) as node:
        for port in (seen, hidden):
            shown.wait_for_condition(port, Condition.LIVE)
        shown.window.wall.toggle_enlarged(key_of_port(seen))
        qtbot.waitUntil(lambda: rests(shown, hidden))
        qtbot.waitUntil(lambda: shown.status(hidden).fps < 5)
        decoded, painted = shown.status(hidden).decoded, shown.painted(hidden)
        received = shown.status(hidden).received
        qtbot.waitUntil(lambda: shown.status(hidden).received > received)
        assert shown.tile(hidden).state.condition is Condition.LIVE
        assert (shown.status(hidden).decoded, shown.painted(hidden)) == (decoded, painted)
        node.process.send_signal(signal.SIGSTOP)
        lost_at = shown.wait_for_condition(hidden, Condition.LOST, timeout=15)
        assert lost_at - shown.last_frame_at(hidden) < 6.0
        node.process.send_signal(signal.SIGCONT)
        shown.window.wall.back()
        shown.wait_for_condition(hidden, Condition.LIVE)


def test_complaint_12_a_small_tile_gets_small_pictures_and_an_enlarged_one_large_ones(qtbot):
    ports = free_ports(4)
    shown_port = ports[0]
    with running_window(qtbot, ports, size=(1280, 650)) as shown, camera(shown_port):
        shown.wait_for_condition(shown_port, Condition.LIVE)
        wide, high = shown.tile(shown_port).sight.size_wanted
        assert wide <= 480 and high <= 270
        qtbot.waitUntil(lambda: shown.status(shown_port).size != (1280, 720))
        width, height = shown.status(shown_port).size
        assert wide <= width <= 640 and high <= height <= 360
        shown.window.wall.toggle_enlarged(key_of_port(shown_port))
        qtbot.waitUntil(lambda: shown.status(shown_port).size[0] > 640)


def rests(shown, port):
    """Return whether the node has been asked to send no more than a heartbeat."""
    wanted = shown.status(port).wanted
    return wanted is not None and 0 in (wanted.width, wanted.height)


def is_fresh(tile, since):
    return tile.picture is not None and tile.picture.frame.received_at > since
