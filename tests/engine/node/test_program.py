"""The running program: against our own receiver, against stock VidGear, and on its own."""

import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.events import MessageReceived, StateChanged
from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.job_thread import JobThread
from netgear_engine.node.program import Program
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.transport.sockets import ListenSettings
from tests.engine.sources.mjpeg_camera import MjpegCamera
from tests.support.ended_process import has_ended
from tests.support.free_ports import free_port
from tests.support.running_server import RunningServer
from tests.support.stock_peer import StockReceiver
from tests.support.waiting import PATIENCE, stays_true, wait_until

END_SECONDS = 2.0


class Monitor:
    """Our receive engine on one port, with everything it told."""

    def __init__(self, pattern, port):
        self.port = port
        self.events = []
        self.pictures = []
        self.engine = ReceiveEngine(
            [self.port],
            listener=self,
            clock=SystemClock(),
            settings=ListenSettings("127.0.0.1", pattern),
        )
        self.engine.show(self.port, (320, 180))

    def event(self, event):
        self.events.append(event)

    def picture(self, picture):
        self.pictures.append(picture)

    def frame(self, frame):
        return True

    def wait_for_pictures(self, count=1, timeout=PATIENCE):
        wait_until(lambda: len(self.pictures) >= count, timeout, lambda: f"pictures; {self.events}")

    def states(self):
        return [event.state for event in list(self.events) if isinstance(event, StateChanged)]

    def messages(self):
        return [event.message for event in list(self.events) if isinstance(event, MessageReceived)]


@contextlib.contextmanager
def monitor(pattern=Pattern.REQUEST_REPLY, port=None):
    running = Monitor(pattern, port or free_port())
    running.engine.start()
    try:
        yield running
    finally:
        running.engine.stop()


def said_goodbye(one):
    return PortState.ENDED in one.states()


def server_for(port, *arguments, source="test-pattern"):
    size = () if "--size" in arguments else ("--size", "320x180")
    return RunningServer("--connect", f"127.0.0.1:{port}", "--source", source, *size, *arguments)


@pytest.mark.parametrize("pattern", [Pattern.REQUEST_REPLY, Pattern.PUBLISH_SUBSCRIBE])
def test_pictures_arrive_with_the_camera_s_name(pattern):
    with (
        monitor(pattern) as desk,
        server_for(desk.port, "--name", "Front gate", "--pattern", pattern.value) as server,
    ):
        desk.wait_for_pictures(20)
        server.wait_for(f"sending test-pattern 320x180 at 25 fps to 127.0.0.1:{desk.port}")
        server.wait_for(f"connected to 127.0.0.1:{desk.port}")
        wait_until(lambda: desk.engine.statuses()[desk.port].name == "Front gate")
        assert desk.pictures[-1].source_size == (320, 180)
        assert server.end()[0] == 0
        assert server.errors == []


def test_a_film_arrives_and_its_end_is_a_goodbye(sample_video):
    film = sample_video("carphone_pristine")
    with monitor() as desk, server_for(desk.port, "--fps", "60", source=film) as server:
        assert server.wait() == 0
        assert "carphone_pristine.mp4 has ended" in server.lines
        wait_until(lambda: PortState.ENDED in desk.states(), what=lambda: str(desk.events))


def test_replies_are_printed(sample_video):
    film = sample_video("bikes")
    with monitor() as desk, server_for(desk.port, "--loop", source=film) as server:
        desk.wait_for_pictures()
        desk.engine.reply([desk.port], "lights on")
        server.wait_for(f'reply from 127.0.0.1:{desk.port}: "lights on"')
        desk.engine.reply([desk.port], {"pan": 3})
        server.wait_for(f'reply from 127.0.0.1:{desk.port}: {{"pan": 3}}')


def test_lines_of_standard_input_are_messages_and_its_end_is_the_end():
    with monitor() as desk, server_for(desk.port, "--stdin") as server:
        desk.wait_for_pictures()
        server.write('hello\n{"door": "open"}\n')
        wait_until(lambda: desk.messages() == ["hello", {"door": "open"}])
        server.process.stdin.close()
        assert server.wait() == 0
        assert server.errors == []
        wait_until(lambda: PortState.ENDED in desk.states())


def test_without_the_option_a_closed_standard_input_means_nothing():
    with monitor() as desk, server_for(desk.port) as server:
        server.process.stdin.close()
        desk.wait_for_pictures(10)
        stays_true(lambda: server.process.poll() is None, 0.5, "the server's life")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_killed_parent_takes_its_server_with_it():
    parent_program = (
        "import subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-m', 'netgear_engine.node', '--connect',"
        " '127.0.0.1:9', '--source', 'test-pattern', '--stdin'], stdin=subprocess.PIPE);"
        "print('child', child.pid, flush=True); child.wait()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", parent_program], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    try:
        child = psutil.Process(int(parent.stdout.readline().split()[1]))
        # That nobody answers may be said before.
        assert any(line.startswith("sending test-pattern") for line in parent.stdout)
    finally:
        parent.kill()
        parent.wait(PATIENCE)
        parent.stdout.close()
    wait_until(lambda: has_ended(child), what="its end")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_says_goodbye_and_ends_in_time(number):
    with monitor() as desk, server_for(desk.port) as server:
        desk.wait_for_pictures(3)
        code, seconds = server.end(number)
        assert code == 0
        assert seconds < END_SECONDS
        assert server.errors == []
        wait_until(lambda: PortState.ENDED in desk.states())


def test_it_ends_in_time_with_nobody_there():
    with server_for(free_port()) as server:
        server.wait_for("sending test-pattern")
        code, seconds = server.end()
        assert (code, server.errors) == (0, [])
        assert seconds < END_SECONDS


def test_it_ends_in_time_between_two_slow_frames():
    with server_for(free_port(), "--fps", "0.01") as server:
        server.wait_for("sending test-pattern")
        code, seconds = server.end(signal.SIGINT)
        assert (code, server.errors) == (0, [])
        assert seconds < END_SECONDS


def test_it_ends_in_time_while_a_camera_library_blocks():
    with MjpegCamera() as camera, monitor() as desk:
        with server_for(desk.port, source=camera.address()) as server:
            desk.wait_for_pictures(3)
            camera.stall()
            received = desk.engine.statuses()[desk.port].received
            wait_until(lambda: PortState.STALE in desk.states())
            assert desk.engine.statuses()[desk.port].received - received < 30
            code, seconds = server.end()
            assert (code, server.errors) == (0, [])
            assert seconds < END_SECONDS
        wait_until(lambda: PortState.ENDED in desk.states())


def test_it_ends_in_time_while_it_waits_for_a_camera(tmp_path):
    with server_for(free_port(), source="/dev/video_that_is_not_there") as server:
        server.wait_for("is not connected; trying again")
        code, seconds = server.end()
        assert (code, server.errors) == (0, [])
        assert seconds < END_SECONDS
        assert sum("is not connected" in line for line in server.lines) == 1


def test_nobody_who_answers_is_told_with_the_reason():
    port = free_port()
    with server_for(port) as server:
        line = server.wait_for(f"nobody answers at 127.0.0.1:{port}")
        assert line.endswith(f"nothing listens on port {port}; trying again")
        with monitor(port=port) as desk:
            desk.wait_for_pictures(1)
            server.wait_for(f"127.0.0.1:{port} answered after")


def test_a_stream_is_waited_for_and_comes_back():
    with MjpegCamera() as camera, monitor() as desk:
        camera.stop()
        with server_for(desk.port, "--name", "Yard", source=camera.address("me:pw")) as server:
            server.wait_for("Yard: the stream http://...@127.0.0.1")
            camera.start()
            desk.wait_for_pictures(3)
            server.wait_for("Yard: pictures again after")
            camera.stop()
            server.wait_for("trying again", count=2)
            seen = len(desk.pictures)
            camera.start()
            desk.wait_for_pictures(seen + 5)
            server.wait_for("pictures again", count=2)
            assert not any("me:pw" in line or "//me" in line for line in server.lines)
            assert server.end()[0] == 0


def test_a_receiver_may_come_later_and_come_back():
    port = free_port()
    with server_for(port) as server:
        server.wait_for("sending test-pattern")
        for count in (1, 2):
            with monitor(port=port) as desk:
                desk.wait_for_pictures(3)
                server.wait_for("connected to", count=count)
            server.wait_for("disconnected from", count=count)
        assert server.end()[0] == 0


def test_several_receivers_get_the_same_camera():
    with monitor() as desk, monitor() as hall:
        with server_for(desk.port, "--connect", f"127.0.0.1:{hall.port}") as server:
            desk.wait_for_pictures(10)
            hall.wait_for_pictures(10)
            server.wait_for(f"to 127.0.0.1:{desk.port}, 127.0.0.1:{hall.port}")
            assert server.end()[0] == 0
        for one in (desk, hall):
            wait_until(functools.partial(said_goodbye, one))


@pytest.mark.interop
@pytest.mark.parametrize("pattern", [1, 2])
def test_stock_vidgear_receives_it(pattern):
    port = free_port()
    with StockReceiver(port, pattern=pattern) as stock:
        stock.wait_until_ready()
        with server_for(port, "--pattern", pattern) as server:
            assert stock.wait_for_received(10)[-1]["shape"] == [180, 320, 3]
            assert server.end()[0] == 0
        if pattern == 1:
            stock.wait_until_ended()


@pytest.mark.interop
def test_a_stock_reply_is_printed_once_however_often_it_is_repeated():
    port = free_port()
    with StockReceiver(port, reply={"go": "left"}, bidirectional_mode=True) as stock:
        stock.wait_until_ready()
        with server_for(port, "--stdin") as server:
            server.write('{"hello": 1}\n')
            stock.wait_for_received(50)
            server.wait_for('{"go": "left"}')
            assert sum("reply from" in line for line in server.lines) == 1
            assert [{"hello": 1}] in [one["before"] for one in stock.received]


def test_it_goes_on_when_nobody_reads_what_it_prints():
    reading, writing = os.pipe()
    os.close(reading)
    with monitor() as desk:
        command = [sys.executable, "-m", "netgear_engine.node", "--source", "test-pattern"]
        command += ["--connect", f"127.0.0.1:{desk.port}"]
        process = subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE)
        os.close(writing)
        try:
            desk.wait_for_pictures(5)
            process.terminate()
            _, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
            process.wait(PATIENCE)
    assert (process.returncode, errors) == (0, b"")


def test_systemd_hears_that_it_is_ready_that_it_lives_and_that_it_ends(tmp_path, monkeypatch):
    pytest.importorskip("sdnotify", reason="sdnotify is not installed")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(PATIENCE)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "400000")
        with server_for(free_port()) as server:
            words = [systemd.recv(100)]
            while words.count(b"WATCHDOG=1") < 2:
                words.append(systemd.recv(100))
            server.process.terminate()
            while words[-1] != b"STOPPING=1":
                words.append(systemd.recv(100))
            assert server.wait() == 0
            assert words[0] == b"READY=1"
            assert b"STATUS=1 of 1 cameras give pictures" in words


@pytest.mark.parametrize("thread", ["_disk", "_health_thread"])
def test_systemd_hears_no_beat_when_a_thread_of_the_program_is_gone(monkeypatch, thread):
    beats = []
    config = NodeConfig(cameras=(CameraConfig(source="test-pattern", connect=()),))
    program = Program(config, keys=None, clock=SystemClock())
    monkeypatch.setattr(program._service, "beat", lambda: beats.append(1))
    monkeypatch.setattr(JobThread, "is_alive", lambda jobs: jobs is not getattr(program, thread))
    program._notify_service([])
    assert beats == []
    monkeypatch.setattr(JobThread, "is_alive", lambda _jobs: True)
    program._notify_service([])
    assert beats == [1]
