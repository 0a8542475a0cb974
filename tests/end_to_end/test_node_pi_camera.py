"""A node with a Raspberry Pi camera, under the real picamera2: commanded, restarted, stalled."""

import os
from pathlib import Path

import pytest

from netgear_engine.protocol.port_state import PortState
from tests.support import pi_cameras
from tests.support.ended_process import has_ended
from tests.support.node_watcher import NodeWatcher
from tests.support.running_server import RunningServer
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.picamera2,
    pytest.mark.skipif(pi_cameras.why_not() != "", reason=pi_cameras.why_not()),
]

# Enough for the number that is drawn into each picture, and all of them are kept.
SMALL = (640, 360)

_ROOT = Path(__file__).parents[2]
# Every Python that the node starts finds picamera2 as this one does.
_FIND_PICAMERA2 = f"""
import sys
sys.path.append({str(_ROOT)!r})
from tests.support import pi_cameras
pi_cameras.why_not()
"""


@pytest.fixture
def cameras(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(_FIND_PICAMERA2)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert pi_cameras.is_real_libcamera() or not os.environ.get("NETGEAR_REQUIRE_LIBCAMERA")
    cameras = pi_cameras.PiCameras(tmp_path)
    yield cameras
    cameras.close()


def node(port, state_folder, *, size="1280x720", fps=30):
    return RunningServer(
        *("--connect", f"127.0.0.1:{port}", "--source", "picamera2:0", "--name", "Gate"),
        *("--size", size, "--fps", fps, "--state-folder", state_folder),
    )


def small_node(port, state_folder, *, fps=30):
    return node(port, state_folder, size=f"{SMALL[0]}x{SMALL[1]}", fps=fps)


def shots(desk):
    """Return the camera's pictures so far, without placeholders."""
    return [one for one in desk.recorder.pictures(desk.port) if not one.frame.fault]


def next_shots(desk, count=1):
    """Return so many pictures that were shown after this call."""
    before = len(shots(desk))
    wait_until(lambda: len(shots(desk)) >= before + count, 60, lambda: f"{desk.status}")
    return shots(desk)[before:]


def brightness_of(desk, after=10):
    """Return how bright a picture is that was made after this call, without its number."""
    return next_shots(desk, after)[-1].pixels[16:, :, :3].mean()


def number_of(shot):
    return pi_cameras.number_in(shot.pixels)


def kill_the_camera_s_process(desk, server):
    first = server.camera_process()
    desk.command("restart_process")
    wait_until(lambda: has_ended(first), 60)
    next_shots(desk)


def test_a_brightness_command_changes_the_picture_and_outlives_a_restart(cameras, tmp_path):
    state = tmp_path / "state"
    with NodeWatcher(size=(1280, 720)) as desk, node(desk.port, state) as server:
        desk.wait_for_pictures()
        control = desk.wait_for_control("Brightness")
        assert (control.kind, control.minimum, control.maximum) == ("float", -1.0, 1.0)
        before = brightness_of(desk)
        answer = desk.set("Brightness", 0.25)
        assert (answer.result.requested, answer.result.applied) == (0.25, 0.25)
        brighter = brightness_of(desk)
        assert brighter > before + 10
        for wrong in (1.5, "0.5", True):
            assert desk.set("Brightness", wrong).result.refused.startswith("Brightness is ")
        assert abs(brightness_of(desk) - brighter) < 5
        assert server.end()[0] == 0
    with NodeWatcher(desk.port, (1280, 720)) as desk, node(desk.port, state):
        desk.wait_for_value("Brightness", 0.25)
        assert abs(brightness_of(desk) - brighter) < 5


def test_the_camera_s_pictures_come_in_their_order_and_none_twice(cameras, tmp_path):
    with NodeWatcher(size=SMALL) as desk, small_node(desk.port, tmp_path):
        numbers = [number_of(one) for one in next_shots(desk, 60)]
    assert len(numbers) >= 60
    assert numbers == sorted(set(numbers))


KEPT = {
    "Brightness": 0.25,
    "ExposureTime": 10_000,
    "AnalogueGain": 2.0,
    "AwbMode": "Daylight",
    "AeMeteringMode": "Spot",
    "ColourGains": [2.0, 1.5],
    "NoiseReductionMode": "Fast",
    "fps": 1.0,
}


def test_eight_kept_settings_at_a_picture_a_second_count_after_a_kill_and_a_stall(
    cameras, tmp_path
):
    with NodeWatcher(size=SMALL) as desk, small_node(desk.port, tmp_path / "state") as server:
        before = brightness_of(desk)
        for name, value in KEPT.items():
            assert desk.set(name, value).result.applied == value, name
        brighter = brightness_of(desk, after=2)
        assert brighter > before + 10

        kill_the_camera_s_process(desk, server)
        assert abs(brightness_of(desk, after=1) - brighter) < 5

        cameras.fault("stall")
        desk.wait_for_state(PortState.FAULT)
        cameras.fault("")
        assert abs(brightness_of(desk, after=1) - brighter) < 5
        report = desk.wait_for_report().values
        assert {name: report[name] for name in KEPT} == KEPT

        assert desk.command("still").result.refused == ""
        assert abs(brightness_of(desk, after=2) - brighter) < 5


def test_a_lens_set_by_hand_is_reported_and_outlives_the_autofocus_before_it(cameras, tmp_path):
    with NodeWatcher(size=SMALL) as desk, small_node(desk.port, tmp_path / "state") as server:
        desk.wait_for_value("AfMode", "Continuous")
        desk.set("LensPosition", 3.0)
        desk.wait_for_value("AfMode", "Manual")
        desk.set("AfMode", "Continuous")
        desk.set("LensPosition", 5.0)
        desk.wait_for_value("AfMode", "Manual")
        kill_the_camera_s_process(desk, server)
        values = desk.wait_for_report().values
        assert (values["AfMode"], values["LensPosition"]) == ("Manual", 5.0)


def test_a_rate_counts_though_the_camera_s_own_was_set_before(cameras, tmp_path):
    with NodeWatcher(size=SMALL) as desk, small_node(desk.port, tmp_path / "state"):
        next_shots(desk, 3)
        desk.set("FrameDurationLimits", [50_000, 50_000])
        desk.wait_for_value("fps", 20.0)
        assert desk.set("fps", 10.0).result.applied == 10.0
        desk.wait_for_value("FrameDurationLimits", [100_000, 200_000])
        next_shots(desk, 5)
        first, *_, last = next_shots(desk, 8)
        frames = number_of(last) - number_of(first)
        assert 0.08 < (last.frame.captured_at - first.frame.captured_at) / frames < 0.15


def test_a_third_of_a_wide_picture_comes_from_the_camera_s_small_stream(cameras, tmp_path):
    with (
        NodeWatcher(size=(640, 360)) as desk,
        node(desk.port, tmp_path / "state", size="1920x1080"),
    ):
        wait_until(lambda: next_shots(desk)[-1].source_size == (640, 360))


def test_a_picture_every_five_seconds_is_no_fault(cameras, tmp_path):
    with NodeWatcher(size=SMALL) as desk, small_node(desk.port, tmp_path, fps=0.2):
        next_shots(desk)
        before = len(desk.recorder.pictures(desk.port))
        next_shots(desk, 1)
        assert len(desk.recorder.pictures(desk.port)) == before + 1
