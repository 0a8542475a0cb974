"""Something unexpected is thrown into each thread of a node: who is alive, and who is told."""

import signal
import sys

import psutil
import pytest

from netgear_engine.node.camera_node import BROKEN
from netgear_engine.protocol.port_state import PortState
from tests.support.node_watcher import NodeWatcher
from tests.support.running_server import RunningServer
from tests.support.waiting import wait_until

# Lets a method fail once or always, from the start or once a file is there.
_BREAK = """
import os
import {module} as module
owner = getattr(module, {owner!r}) if {owner!r} else module
whole, times = getattr(owner, {name!r}), []
def broken(*arguments, **named):
    times.append(1)
    if ({always} or len(times) == 1) and os.path.exists({since!r}):
        raise RuntimeError("thrown by a test")
    return whole(*arguments, **named)
setattr(owner, {name!r}, broken)
"""
CAMERA = ("netgear_engine.node.camera_node", "", "choose_stream")
SENDING = ("netgear_engine.transport.poll_loop", "PollLoop", "_turn")
HEALTH = ("netgear_engine.node.machine.health", "HealthReader", "read")
STATUS = ("netgear_engine.node.machine.service", "Service", "status")
STANDARD_INPUT = ("netgear_engine.node.machine.standard_input", "", "parse_message")


def broken(place, *, always=False, since="/"):
    module, owner, name = place
    return _BREAK.format(module=module, owner=owner, name=name, always=always, since=str(since))


def server_for(desk, *arguments, sabotage):
    connect = f"127.0.0.1:{desk.port}"
    words = ("--connect", connect, "--source", "test-pattern", "--size", "160x90")
    return RunningServer(*words, *arguments, sabotage=sabotage)


@pytest.mark.parametrize("place", [CAMERA, SENDING, HEALTH], ids=["camera", "sending", "health"])
def test_one_exception_in_a_thread_is_told_and_the_pictures_go_on(place):
    with NodeWatcher() as desk, server_for(desk, sabotage=broken(place)) as server:
        wait_until(lambda: any("thrown by a test" in line for line in list(server.errors)))
        desk.wait_for_pictures(20)
        assert server.process.poll() is None
        told = [line for line in server.errors if line.startswith("netgear-server: ")]
        assert len(told) == 1
        assert server.end()[0] == 0


@pytest.mark.parametrize("place", [CAMERA, SENDING, STATUS], ids=["camera", "sending", "main"])
def test_a_thread_that_cannot_go_on_ends_the_node_with_a_code_and_without_goodbye(place, tmp_path):
    begun = tmp_path / "begun"
    sabotage = broken(place, always=True, since=begun)
    with NodeWatcher() as desk, server_for(desk, sabotage=sabotage) as server:
        desk.wait_for_pictures(1)
        begun.touch()
        assert server.wait() == BROKEN
        assert any("thrown by a test" in line for line in server.errors)
        assert server.errors[-1].startswith("netgear-server: ")
        # Not its last state: a connection that it was about to make ends in its handshake.
        wait_until(lambda: PortState.LOST in desk.recorder.states(desk.port))
        assert PortState.ENDED not in desk.recorder.states(desk.port)


def test_standard_input_that_cannot_be_understood_ends_the_node_with_a_code():
    sabotage = broken(STANDARD_INPUT)
    with NodeWatcher() as desk, server_for(desk, "--stdin", sabotage=sabotage) as server:
        desk.wait_for_pictures(1)
        server.write("hello\n")
        assert server.wait() == BROKEN
        assert "thrown by a test" in server.errors[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_a_closed_terminal_is_a_goodbye_unless_nohup_wants_it_to_go_on():
    with NodeWatcher() as desk:
        nohup = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"
        with server_for(desk, sabotage=nohup) as server:
            desk.wait_for_pictures(1)
            server.process.send_signal(signal.SIGHUP)
            desk.wait_for_pictures(20)
            assert server.process.poll() is None
        with server_for(desk, sabotage="pass") as server:
            wait_until(lambda: desk.status.state is PortState.LIVE)
            # A goodbye is said to whoever has answered.
            desk.wait_for_pictures(20)
            assert server.end(signal.SIGHUP)[0] == 0
        desk.wait_for_state(PortState.ENDED)


@pytest.mark.parametrize("reply", ["\ud800", "→\x1b", "x" * 20_000])
def test_whatever_is_replied_the_node_prints_it_and_sends_on(reply):
    with NodeWatcher() as desk, server_for(desk, sabotage="pass") as server:
        desk.wait_for_pictures(1)
        desk.engine.reply([desk.port], reply)
        line = server.wait_for("reply from")
        assert len(line) <= 600
        desk.wait_for_pictures(20)
        assert server.end()[0] == 0


@pytest.mark.parametrize(
    "source", ["http://me:s3cret@127.0.0.1:9/", "rtsp://me:s3cret@127.0.0.1:9"]
)
def test_no_output_of_a_node_shows_a_password(source):
    with NodeWatcher() as desk:
        words = ("--connect", f"127.0.0.1:{desk.port}", "--source", source, "--name", "Gate")
        with RunningServer(*words) as server:
            server.wait_for("trying again until it is back")
            desk.wait_for_state(PortState.FAULT)
            children = psutil.Process(server.process.pid).children(recursive=True)
            commands = [word for child in children for word in child.cmdline()]
            assert commands
            assert server.end()[0] == 0
        told = [desk.status.fault, *commands, *server.lines, *server.errors]
        assert not [text for text in told if "s3cret" in text]


def test_one_camera_that_can_never_give_pictures_goes_on_saying_why():
    fail = (
        "from netgear_engine.node.supervision import supervision\n"
        "from netgear_engine.node.camera.messages import CameraStarted, CameraTrouble\n"
        "whole = supervision.Supervision.report_received\n"
        "def received(self, child, report, payload):\n"
        "    if isinstance(report, CameraStarted):\n"
        "        report = CameraTrouble('this camera has no Bright', permanent=True)\n"
        "    whole(self, child, report, payload)\n"
        "supervision.Supervision.report_received = received\n"
    )
    with NodeWatcher() as desk, server_for(desk, sabotage=fail) as server:
        desk.wait_for_state(PortState.FAULT)
        assert desk.status.fault == "this camera has no Bright"
        desk.wait_for_pictures(3)
        assert server.process.poll() is None
        assert server.errors == ["netgear-server: this camera has no Bright"]
        assert server.end()[0] == 0
