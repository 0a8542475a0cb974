"""One node, several cameras, one port each: what befalls one does not touch the others."""

import json

import pytest

from netgear_engine.protocol.port_state import PortState
from tests.support.free_ports import free_ports
from tests.support.node_watcher import NodeWatcher
from tests.support.running_server import RunningServer

pytestmark = pytest.mark.end_to_end


def write_config(path, *cameras):
    lines = []
    for name, source, port, *more in cameras:
        lines += ["[[camera]]", f"name = {json.dumps(name)}", f"source = {json.dumps(str(source))}"]
        lines += [f'connect = ["127.0.0.1:{port}"]', *more]
    path.write_text("\n".join(lines))
    return path


def test_the_end_and_the_failure_of_one_camera_leave_the_others_alone(tmp_path, sample_video):
    with NodeWatcher() as film, NodeWatcher() as gone, NodeWatcher() as yard:
        config = write_config(
            tmp_path / "node.toml",
            ("Film", sample_video("carphone_pristine"), film.port, "fps = 100"),
            ("Gone", tmp_path / "gone.mp4", gone.port),
            ("Yard", "test-pattern", yard.port, "size = [320, 180]"),
        )
        with RunningServer("--config", config, "--state-folder", tmp_path) as server:
            film.wait_for_state(PortState.ENDED)
            gone.wait_for_state(PortState.FAULT)
            assert "gone.mp4 does not exist" in gone.status.fault
            yard.wait_for_state(PortState.LIVE)
            yard.wait_for_pictures(10)
            assert yard.status.name == "Yard"
            code, seconds = server.end()
            assert code == 0
            assert seconds < 2.0
        yard.wait_for_state(PortState.ENDED)
        gone.wait_for_state(PortState.ENDED)


def test_when_every_camera_has_failed_it_ends_with_1(tmp_path):
    config = write_config(
        tmp_path / "node.toml",
        ("One", tmp_path / "one.mp4", 9),
        ("Two", tmp_path / "two.mp4", 10),
    )
    with RunningServer("--config", config, "--state-folder", tmp_path) as server:
        assert server.wait() == 1
        assert sorted(server.errors) == [
            f"netgear-server: One: the video file {tmp_path / 'one.mp4'} does not exist",
            f"netgear-server: Two: the video file {tmp_path / 'two.mp4'} does not exist",
        ]


def test_each_camera_keeps_its_own_settings(tmp_path):
    ports = free_ports(2)
    config = write_config(
        tmp_path / "node.toml",
        ("Hall", "test-pattern:1", ports[0], "size = [320, 180]"),
        ("Yard", "test-pattern:2", ports[1], "size = [320, 180]"),
    )
    for run in (1, 2):
        with (
            NodeWatcher(ports[0]) as hall,
            NodeWatcher(ports[1]) as yard,
            RunningServer("--config", config, "--state-folder", tmp_path / "state"),
        ):
            hall.wait_for_report()
            if run == 1:
                assert hall.set("quality", 20).result.applied == 20
            hall.wait_for_value("quality", 20)
            yard.wait_for_value("quality", 85)
