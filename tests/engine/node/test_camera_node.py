"""One camera of a node with its real process, against a real receive engine."""

import contextlib
import threading

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.node import camera_node
from netgear_engine.node.camera_node import BROKEN, CameraNode
from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.protocol.ext import Command, Health
from netgear_engine.protocol.port_state import PortState
from netgear_engine.sending.receiver_address import Receiver
from tests.support.node_watcher import NodeWatcher
from tests.support.waiting import PATIENCE, wait_until


class Ends:
    """What a camera tells of its end, and for how long it was asked to show itself."""

    def __init__(self):
        self.codes = []
        self.identified = []


@contextlib.contextmanager
def running_camera(port, tmp_path, ends=None, do_slowly=lambda job: job(), **settings):
    ends = ends or Ends()
    settings = {"source": "test-pattern", "size": (320, 180), "name": "Yard", **settings}
    camera = CameraConfig(connect=(Receiver("127.0.0.1", port),), **settings)
    node = CameraNode(
        camera,
        NodeConfig(cameras=(camera,), state_folder=str(tmp_path)),
        keys=None,
        clock=SystemClock(),
        identify=ends.identified.append,
        do_slowly=do_slowly,
        on_end=lambda _, code: ends.codes.append(code),
    )
    node.start()
    try:
        yield node
    finally:
        node.stop(2.0)


@pytest.fixture
def desk():
    with NodeWatcher() as desk:
        yield desk


def test_it_lives_until_it_is_stopped_and_says_goodbye(desk, tmp_path):
    with running_camera(desk.port, tmp_path) as camera:
        desk.wait_for_pictures(3)
        assert camera.is_alive()
    assert not camera.is_alive()
    desk.wait_for_state(PortState.ENDED)


def test_receivers_hear_of_its_health_with_the_camera_s_own_figures(desk, tmp_path):
    with running_camera(desk.port, tmp_path) as camera:
        desk.wait_for_pictures()
        camera.send_health(Health(temperature_c=51.5))
        health = wait_until(lambda: desk.status.health, what="the health")
        assert (health.temperature_c, health.camera_restarts) == (51.5, 0)
        assert health.dropped_frames is not None
        assert health.cpu_percent is None


def test_a_camera_that_can_never_work_is_told_and_ends_with_1(desk, tmp_path, capsys):
    ends = Ends()
    with running_camera(desk.port, tmp_path, ends, source=str(tmp_path / "gone.mp4")):
        wait_until(lambda: ends.codes == [1])
        desk.wait_for_state(PortState.FAULT)
        assert "gone.mp4 does not exist" in desk.status.fault
    assert "Yard: the video file" in capsys.readouterr().err


def test_the_end_of_a_film_ends_with_0(desk, tmp_path, sample_video):
    ends = Ends()
    film = str(sample_video("carphone_pristine"))
    with running_camera(desk.port, tmp_path, ends, source=film, size=None, fps=200.0):
        wait_until(lambda: ends.codes == [0])


def test_the_computer_s_light_shows_itself_too(desk, tmp_path):
    ends = Ends()
    with running_camera(desk.port, tmp_path, ends):
        desk.wait_for_pictures()
        assert desk.command("identify", seconds=2).result.applied == 2.0
        assert ends.identified == [2.0]


def test_a_flood_of_commands_is_refused_without_being_kept(desk, tmp_path, monkeypatch):
    refused = []
    with running_camera(desk.port, tmp_path) as camera:
        desk.wait_for_pictures()
        monkeypatch.setattr(camera.engine, "send_result", lambda _, result: refused.append(result))
        busy, go_on = threading.Event(), threading.Event()
        camera._thread.do(lambda: (busy.set(), go_on.wait(PATIENCE)))
        assert busy.wait(PATIENCE)
        for number in range(300):
            camera.command_received(
                Receiver("127.0.0.1", desk.port), Command(str(number), "explode")
            )
        kept = 300 - len(refused)
        monkeypatch.undo()
        go_on.set()
        assert kept <= 100
        assert desk.set("quality", 30).result.applied == 30


def test_a_sending_that_cannot_be_made_again_ends_the_camera(desk, tmp_path, monkeypatch, capsys):
    def no_room(*arguments, **named):
        raise RuntimeError("can't start new thread")

    ends = Ends()
    with running_camera(desk.port, tmp_path, ends) as camera:
        desk.wait_for_pictures()
        camera.engine.stop(PATIENCE)
        monkeypatch.setattr(camera_node, "SendEngine", no_room)
        camera._engine_failed(ValueError("broken"))
        wait_until(lambda: ends.codes == [BROKEN])
        wait_until(lambda: not camera.is_alive())
    assert "can't start new thread" in capsys.readouterr().err


def test_settings_that_cannot_be_kept_count_all_the_same(desk, tmp_path, capsys):
    in_the_way = tmp_path / "state"
    in_the_way.write_text("a file")
    with running_camera(desk.port, in_the_way):
        desk.wait_for_pictures()
        assert desk.set("quality", 30).result.applied == 30
        assert desk.set("quality", 31).result.applied == 31
        wait_until(lambda: "cannot be kept" in capsys.readouterr().err)


def test_a_disk_that_hangs_holds_up_neither_commands_nor_pictures(desk, tmp_path):
    not_done = []
    with running_camera(desk.port, tmp_path, do_slowly=not_done.append):
        desk.wait_for_pictures()
        assert desk.set("quality", 30).result.applied == 30
        assert desk.set("quality", 31).result.applied == 31
        desk.wait_for_pictures(3)
        wait_until(lambda: not_done)
        assert list(tmp_path.iterdir()) == []
        (write,) = not_done
        write()
        (kept,) = tmp_path.iterdir()
        assert '"quality": 31' in kept.read_text()
