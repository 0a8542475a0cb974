"""A node starts before its camera and its monitor, outlives both, and tells what is wrong."""

import signal

import pytest

from netgear_engine.protocol.port_state import PortState
from tests.engine.sources.mjpeg_camera import MjpegCamera
from tests.support.ended_process import has_ended
from tests.support.free_ports import free_port
from tests.support.node_watcher import NodeWatcher
from tests.support.running_server import RunningServer
from tests.support.waiting import wait_until

pytestmark = pytest.mark.end_to_end


def node(port, source, *arguments):
    return RunningServer(*("--connect", f"127.0.0.1:{port}", "--source", source, *arguments))


@pytest.mark.parametrize("first", ["monitor", "camera"])
def test_whichever_comes_first_it_ends_up_live(first):
    port = free_port()
    with MjpegCamera() as camera:
        camera.stop()
        with node(port, camera.address()) as server:
            server.wait_for("trying again until it is back")
            if first == "camera":
                camera.start()
                server.wait_for("sending")
            with NodeWatcher(port) as desk:
                if first == "monitor":
                    desk.wait_for_state(PortState.FAULT)
                    assert "127.0.0.1" in desk.status.fault
                    camera.start()
                desk.wait_for_state(PortState.LIVE)
                assert desk.status.fault == ""
                desk.wait_for_pictures(5)
            assert server.end()[0] == 0


def test_a_killed_camera_process_is_replaced():
    with NodeWatcher() as desk, node(desk.port, "test-pattern", "--size", "320x180") as server:
        desk.wait_for_pictures(3)
        first = server.camera_process()
        first.send_signal(signal.SIGKILL)
        wait_until(lambda: has_ended(first))
        wait_until(lambda: server.camera_process().pid != first.pid)
        desk.wait_for_state(PortState.LIVE)
        assert PortState.FAULT in desk.recorder.states(desk.port)
        desk.wait_for_pictures(5)
        assert PortState.LOST not in desk.recorder.states(desk.port)
        wait_until(lambda: (desk.status.health or 0) and desk.status.health.camera_restarts)
        code, seconds = server.end()
        assert code == 0
        assert seconds < 2.0


def test_a_killed_node_takes_its_camera_s_process_with_it():
    with NodeWatcher() as desk, node(desk.port, "test-pattern", "--size", "320x180") as server:
        desk.wait_for_pictures(3)
        child = server.camera_process()
        server.process.kill()
        wait_until(lambda: has_ended(child))
