from pathlib import Path

import pytest

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig, default_state_folder
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.pi_camera.options import PiCameraOptions, Sensor, Transform

TO = (Receiver("desk", 5566),)


def test_a_camera_s_process_gets_all_that_is_set():
    camera = CameraConfig(
        source="picamera2:0", connect=TO, name="Gate", pattern=2, size=(640, 360), fps=10.0,
        quality=70, loop=True, controls={"Brightness": 0.1}, transform=Transform(vflip=True),
        buffer_count=4, queue=False, sensor=Sensor((2304, 1296), 10), format="RGB888",
    )  # fmt: skip
    settings = camera.settings({"quality": 60})
    assert (settings.source, settings.size, settings.fps) == ("picamera2:0", (640, 360), 10.0)
    assert (settings.quality, settings.loop, settings.caption) == (70, True, "Gate")
    assert settings.applied == {"quality": 60}
    assert settings.pi_camera == PiCameraOptions(
        controls={"Brightness": 0.1}, transform=Transform(vflip=True), buffer_count=4, queue=False,
        sensor=Sensor((2304, 1296), 10), format="RGB888",
    )  # fmt: skip


def test_what_is_not_set_is_left_to_the_camera():
    assert CameraConfig(source="0", connect=TO).settings().pi_camera == PiCameraOptions()


def test_the_state_folder_has_a_default_that_depends_on_the_computer(monkeypatch, tmp_path):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    assert NodeConfig(cameras=()).state_folder == str(tmp_path)


def test_a_camera_needs_a_source_and_a_receiver():
    with pytest.raises(TypeError):
        CameraConfig(name="Gate")


MISSING = Path("/nowhere/at/all")


def test_systemd_s_folder_comes_first(tmp_path):
    folder = default_state_folder({"STATE_DIRECTORY": "/var/lib/one:/var/lib/two"}, tmp_path)
    assert folder == "/var/lib/one"


def test_then_the_system_s_folder_if_it_may_be_written_to(tmp_path):
    assert default_state_folder({"XDG_STATE_HOME": "/home/me/state"}, tmp_path) == str(tmp_path)


@pytest.mark.parametrize("home", ["", "relative/path"])
def test_else_the_user_s_own(home, monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    folder = default_state_folder({"XDG_STATE_HOME": home}, MISSING)
    assert folder == "/home/me/.local/state/netgear-server"
    folder = default_state_folder({"XDG_STATE_HOME": "/data/state"}, MISSING)
    assert folder == "/data/state/netgear-server"
