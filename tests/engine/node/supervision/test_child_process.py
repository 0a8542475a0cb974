import os
import sys
import threading
from pathlib import Path

import psutil
import pytest

from netgear_engine.node.camera.message_pipe import MessageReader
from netgear_engine.node.camera.messages import (
    ApplySetting,
    CameraEnded,
    Order,
    ProcessSettings,
    RestartCamera,
    Stop,
)
from netgear_engine.node.supervision.child_process import ChildProcess, camera_command
from tests.support.ended_process import has_ended
from tests.support.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes are shell scripts")

SETTINGS = ProcessSettings("test-pattern")


class Ears:
    def __init__(self):
        self.reports = []
        self.ends = []

    def report_received(self, child, report, payload):
        self.reports.append((report, payload))

    def gone(self, child, how):
        self.ends.append(how)


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def run(ears):
    children = []

    def start(*command):
        children.append(ChildProcess(command, SETTINGS, ears))
        return children[-1]

    yield start
    for child in children:
        child.kill()
        assert child.wait(PATIENCE)


def shell(text):
    return ("sh", "-c", text)


def test_it_is_told_its_settings_and_its_orders(run, ears, tmp_path):
    # The shell stays: with its end of the pipe gone the process would count as ended.
    child = run(*shell(f"head -c 250 > {tmp_path}/told; true"))
    child.send(RestartCamera())
    child.send(ApplySetting("1", "x" * 300, 1))
    assert child.wait(PATIENCE)
    assert ears.ends == ["ended with code 0"]
    with (tmp_path / "told").open("rb") as stream:
        assert MessageReader[ProcessSettings](stream, ProcessSettings).read() == (SETTINGS, b"")
        assert MessageReader[Order](stream, Order).read() == (RestartCamera(), b"")


def test_what_it_reports_is_heard(run, ears):
    code = (
        "from netgear_engine.node.camera.message_pipe import MessageWriter;"
        "from netgear_engine.node.camera.messages import CameraEnded;"
        "MessageWriter(1).write(CameraEnded(), bytes(9))"
    )
    assert run(sys.executable, "-c", code).wait(PATIENCE)
    assert ears.reports == [(CameraEnded(), bytes(9))]


@pytest.mark.parametrize(
    ("script", "how"),
    [
        ("exit 3", "ended with code 3"),
        ("kill -SEGV $$", "was ended by SIGSEGV"),
        ("kill -40 $$", "was ended by signal 40"),
        ("echo what a library prints; exec sleep 60", "sent a message of"),
    ],
)
def test_how_it_ended_is_told_once_in_words(run, ears, script, how):
    assert run(*shell(script)).wait(PATIENCE)
    assert len(ears.ends) == 1
    assert ears.ends[0].startswith(how)


def test_killed_it_takes_along_what_it_started(run, ears, tmp_path):
    child = run(*shell(f"trap '' TERM; sleep 600 & echo $! > {tmp_path}/pid; wait"))
    wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip())
    grandchild = psutil.Process(int((tmp_path / "pid").read_text()))
    child.kill()
    assert child.wait(PATIENCE)
    assert ears.ends == ["was ended by SIGKILL"]
    wait_until(lambda: has_ended(grandchild))
    assert not psutil.pid_exists(child.pid), "a zombie is left"
    child.kill()


def test_at_its_end_what_it_started_ends_too(run, tmp_path):
    child = run(*shell(f"sleep 600 >/dev/null & echo $! > {tmp_path}/pid"))
    assert child.wait(PATIENCE)
    pid = int((tmp_path / "pid").read_text())
    wait_until(lambda: not psutil.pid_exists(pid) or has_ended(psutil.Process(pid)))


def test_it_is_out_of_reach_of_ctrl_c(run):
    child = run(*shell("exec sleep 60"))
    assert os.getpgid(child.pid) == child.pid
    assert os.getsid(child.pid) != os.getsid(0)


def test_one_that_takes_no_orders_is_killed_and_nobody_waits_for_it(run, ears):
    child = run(*shell("exec sleep 60"))
    order = ApplySetting("1", "gain", "x" * 50_000)
    telling = threading.Thread(target=lambda: [child.send(order) for _ in range(30)])
    telling.start()
    telling.join(PATIENCE)
    assert not telling.is_alive()
    assert child.wait(PATIENCE)
    assert ears.ends == ["was ended by SIGKILL"]


def test_an_order_to_one_that_has_ended_is_nothing(run):
    child = run("true")
    assert child.wait(PATIENCE)
    child.send(Stop())


def test_a_program_that_is_not_there_is_an_os_error(ears):
    with pytest.raises(OSError, match="No such file"):
        ChildProcess(["/nowhere/netgear-server"], SETTINGS, ears)


def test_it_leaves_no_descriptor_open(run):
    def descriptors():
        return len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0

    run("true").wait(PATIENCE)
    before = descriptors()
    for _ in range(3):
        run("true").wait(PATIENCE)
    assert descriptors() == before


def test_a_camera_s_process_is_this_program(monkeypatch):
    assert camera_command() == [sys.executable, "-m", "netgear_engine.node", "camera-process"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert camera_command() == [sys.executable, "camera-process"]
