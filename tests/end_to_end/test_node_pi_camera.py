"""A node with a Raspberry Pi camera, under the real picamera2: commanded, restarted, stalled."""

from pathlib import Path

import pytest

from tests.support import pi_cameras
from tests.support.node_watcher import NodeWatcher
from tests.support.running_server import RunningServer

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(pi_cameras.why_not() != "", reason=pi_cameras.why_not()),
]

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
    cameras = pi_cameras.PiCameras(tmp_path)
    yield cameras
    cameras.close()


def node(port, state_folder):
    return RunningServer(
        *("--connect", f"127.0.0.1:{port}", "--source", "picamera2:0", "--name", "Gate"),
        *("--size", "1280x720", "--fps", "30", "--state-folder", state_folder),
    )


def brightness_of(desk):
    """Return how bright a picture is that was made after this call, without its number."""
    return desk.wait_for_pictures(10).pixels[16:, :, :3].mean()


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
