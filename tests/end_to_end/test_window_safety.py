"""A frozen picture is never taken for a live one, wherever it is shown; no outage is for ever."""

import signal
import threading

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gui.cameras.key import key_of_port
from gui.wall.layouts import Layout
from gui.wall.tile.state import MOVING, Condition
from gui.wall.views.view import View
from netgear_engine.clock import SystemClock
from tests.end_to_end.running_window import running_window
from tests.support.cable import Cable
from tests.support.free_ports import free_port, free_ports
from tests.support.running_server import RunningServer
from tests.support.waiting import PATIENCE, stays_true

pytestmark = pytest.mark.end_to_end


def camera(port, fps=20):
    return RunningServer(
        *("--connect", f"127.0.0.1:{port}", "--source", "test-pattern"),
        *("--size", "320x180", "--fps", fps),
    )


def brightness(tile):
    """Return how bright the middle of a tile is on the screen: lost pictures are dim."""
    image = (
        tile.parentWidget()
        .grab(tile.geometry())
        .toImage()
        .convertToFormat(QImage.Format.Format_RGB32)
    )
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    height, width = pixels.shape[:2]
    return float(pixels[height // 4 : height // 2, width // 4 : width * 3 // 4, :3].mean())


def test_complaint_1_a_dead_camera_is_called_dead_wherever_it_is_shown(qtbot):
    """In the grid, enlarged, in full screen, and in a second window."""
    ports = free_ports(2)
    dead = ports[0]
    with running_window(qtbot, ports) as shown, camera(dead) as first, camera(ports[1]):
        main, second = shown.window, shown.presenters.windows.open()
        for port in ports:
            shown.wait_for_condition(port, Condition.LIVE)
        qtbot.waitUntil(
            lambda: second.wall.tile(key_of_port(dead)).state.condition is Condition.LIVE
        )
        before = brightness(main.wall.tile(key_of_port(dead)))
        first.process.send_signal(signal.SIGSTOP)
        stale_at = shown.wait_for_condition(dead, Condition.STALE)
        # 1.5 s are promised; the rest is for a busy test machine.
        assert stale_at - shown.last_frame_at(dead) < 2.0
        seen = []
        for wall in (main.wall, second.wall):
            wall.states_changed.connect(
                lambda states: seen.append(states[key_of_port(dead)].condition)
            )
        main.wall.toggle_enlarged(key_of_port(dead))
        qtbot.waitUntil(lambda: len(seen) > 4)
        main.actions_table["full_screen"].setChecked(True)
        shown.wait_for_condition(dead, Condition.LOST)
        for wall in (main.wall, second.wall):
            tile = wall.tile(key_of_port(dead))
            tile.judge()
            assert tile.face.state.words.startswith("LOST ")
            assert ", last " in tile.face.state.words
            assert brightness(tile) < before * 0.75
        main.actions_table["full_screen"].setChecked(False)
        main.wall.back()
        qtbot.waitUntil(lambda: shown.tile(ports[1]).state.condition is Condition.LIVE)
        assert not MOVING.intersection(seen), "it was called live while it was frozen"
        first.process.send_signal(signal.SIGCONT)
        shown.wait_for_condition(dead, Condition.LIVE)
        second.close()


@pytest.mark.parametrize("is_in_main", [True, False])
def test_a_tile_that_is_lost_while_the_engine_sleeps_alarms_in_either_window(qtbot, is_in_main):
    port, woken = free_port(), threading.Event()
    with running_window(qtbot, [port]) as shown, camera(port):
        main, key = shown.window, key_of_port(port)
        main.event_log.set_grace(0.5)
        shown.wait_for_condition(port, Condition.LIVE)
        second = shown.presenters.windows.open()
        if not is_in_main:
            main.wall.set_view(View("Others", Layout.SINGLE, slots=("1",)))
        wall = main.wall if is_in_main else second.wall
        qtbot.waitUntil(lambda: key in second.wall.states)
        qtbot.waitUntil(lambda: wall.tile(key).state.condition is Condition.LIVE)
        try:
            shown.engine.engine._loop.call(lambda: woken.wait(PATIENCE))
            qtbot.waitUntil(lambda: wall.tile(key).state.condition is Condition.LOST)
            alarms = main.event_log.model.alarms
            qtbot.waitUntil(lambda: any(key in one.of_keys for one in alarms()))
        finally:
            woken.set()
        qtbot.waitUntil(lambda: wall.tile(key).state.condition is Condition.LIVE)


def test_complaint_4_cameras_come_back_after_either_end_was_away(qtbot):
    """Nobody does anything but wait; the longest step of a camera's patience is under 15 s."""
    port = free_port()
    with camera(port) as sender:
        with running_window(qtbot, [port]) as shown:
            shown.wait_for_condition(port, Condition.LIVE)
        # The window is away for a while, and the camera must not give it up.
        stays_true(lambda: sender.process.poll() is None, 1.5, "the camera's life")
        with running_window(qtbot, [port]) as shown:
            shown.wait_for_condition(port, Condition.LIVE)
            sender.process.kill()
            shown.wait_for_condition(port, Condition.LOST)
            with camera(port):
                shown.wait_for_condition(port, Condition.LIVE)


def painted_rate(qtbot, shown, port, clock):
    """Return how many pictures a second are painted, over 40 of them."""
    before, begun = shown.painted(port), clock.monotonic()
    qtbot.waitUntil(lambda: shown.painted(port) > before + 40)
    return 40 / (clock.monotonic() - begun)


def test_complaint_5_one_camera_s_dead_network_harms_nobody_else(qtbot):
    cut_off, well = free_ports(2)
    clock = SystemClock()
    with (
        running_window(qtbot, [cut_off, well]) as shown,
        Cable(cut_off) as cable,
        camera(cable.port),
        camera(well),
    ):
        for port in (cut_off, well):
            shown.wait_for_condition(port, Condition.LIVE)
        rate_before = painted_rate(qtbot, shown, well, clock)
        cable.pull()
        shown.wait_for_condition(cut_off, Condition.LOST)
        rate = painted_rate(qtbot, shown, well, clock)
        assert rate > rate_before / 4, f"{rate:.1f} pictures a second after {rate_before:.1f}"
        assert shown.tile(well).state.condition in MOVING
        cable.plug_in()
        shown.wait_for_condition(cut_off, Condition.LIVE)
        cable.pull()
        begun = clock.monotonic()
        shown.window.close()
        shown.engine.stop()
        assert clock.monotonic() - begun < 2.0
