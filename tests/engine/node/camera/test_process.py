"""The process as its supervisor starts it: messages in, messages out, and an end."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.codecs import jpeg
from netgear_engine.node.camera.message_pipe import MessageReader, MessageWriter
from netgear_engine.node.camera.messages import (
    CameraAlive,
    CameraEnded,
    CameraStarted,
    CameraTrouble,
    FrameMade,
    ProcessSettings,
    Report,
    Stop,
)
from tests.support.fake_camera import COMMAND
from tests.support.waiting import PATIENCE, stays_true

PRODUCT = [
    sys.executable,
    "-c",
    "from netgear_engine.node.camera.process import main; main()",
]


class Process:
    """A camera's process without a supervisor."""

    def __init__(self, command):
        self.popen = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self.popen.stdin is not None
        assert self.popen.stdout is not None
        self.orders = MessageWriter(os.dup(self.popen.stdin.fileno()))
        self.popen.stdin.close()
        self.popen.stdin = None
        self.reader = MessageReader[Report](self.popen.stdout, Report)

    def reports(self, until):
        """Return reports and payloads up to the first of a kind."""
        found = []
        while (received := self.reader.read()) is not None:
            found.append(received)
            if isinstance(received[0], until):
                break
        return found

    def close(self):
        self.popen.kill()
        self.popen.wait(PATIENCE)
        self.orders.close()
        for stream in (self.popen.stdout, self.popen.stderr):
            stream.close()


@pytest.fixture
def process():
    running = []

    def start(command=PRODUCT):
        running.append(Process(command))
        return running[-1]

    yield start
    for one in running:
        one.close()


def test_a_test_pattern_comes_as_jpegs_until_it_is_told_to_stop(process):
    one = process()
    one.orders.write(ProcessSettings("test-pattern", size=(320, 180), fps=50.0))
    (started, _), *_, (made, picture) = one.reports(FrameMade)
    assert isinstance(started, CameraStarted)
    assert (started.title, started.size, started.fps) == ("test-pattern", (320, 180), 50.0)
    assert (made.size, made.untouched) == ((320, 180), False)
    assert jpeg.measure(picture) == (320, 180)
    assert abs(SystemClock().monotonic() - made.captured_at) < 5
    one.orders.write(Stop())
    assert not any(isinstance(report, CameraEnded) for report, _ in one.reports(CameraEnded))
    assert one.popen.wait(PATIENCE) == 0
    assert one.popen.stderr.read() == b""


def test_a_file_that_is_not_there_is_a_permanent_trouble(process):
    one = process()
    one.orders.write(ProcessSettings("/nowhere/film.mp4"))
    ((trouble, _),) = one.reports(CameraTrouble)
    assert trouble == CameraTrouble(
        "the video file /nowhere/film.mp4 does not exist", permanent=True
    )
    assert one.popen.wait(PATIENCE) == 0


def test_the_last_pictures_come_before_the_end(process, sample_video):
    one = process()
    one.orders.write(ProcessSettings(str(sample_video("carphone_pristine")), fps=500.0))
    reports = [report for report, _ in one.reports(CameraEnded)]
    alive = [report for report in reports if isinstance(report, CameraAlive)][-1]
    made = [report for report in reports if isinstance(report, FrameMade)]
    assert alive.frames == pytest.approx(len(made) + alive.dropped, abs=1)
    assert isinstance(reports[-1], CameraEnded)


def test_it_ends_when_its_orders_do(process):
    one = process()
    one.orders.write(ProcessSettings("test-pattern", size=(320, 180)))
    one.reports(FrameMade)
    one.orders.close()
    assert one.popen.wait(PATIENCE) == 0


@pytest.mark.parametrize("before", [b"", b"GET / HTTP/1.1\r\n\r\n" * 9])
def test_without_settings_it_ends(process, before):
    one = process()
    os.write(one.orders._descriptor, before)
    one.orders.close()
    assert one.popen.wait(PATIENCE) == (2 if before else 0)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_is_not_for_it(process):
    one = process()
    one.orders.write(ProcessSettings("test-pattern", size=(320, 180)))
    one.reports(FrameMade)
    one.popen.send_signal(signal.SIGINT)
    stays_true(lambda: one.popen.poll() is None, 0.3, "its life")


def test_who_reads_too_slowly_gets_the_newest_picture(process):
    one = process()
    one.orders.write(ProcessSettings("test-pattern", size=(1280, 720), fps=50.0, quality=95))
    one.reports(FrameMade)
    stays_true(lambda: one.popen.poll() is None, 1.0, "its life while nobody reads")
    waited_for = SystemClock().monotonic()
    # What lies in the pipe is old; all that was made after it but the newest was dropped.
    fresh = threading.Event()
    dropped = 0
    while not fresh.is_set():
        ((report, _),) = one.reports(CameraAlive | FrameMade)
        if isinstance(report, CameraAlive):
            dropped = max(dropped, report.dropped)
        elif report.captured_at > waited_for:
            fresh.set()
    assert dropped > 10


def test_what_a_library_prints_goes_to_the_log(process, tmp_path):
    (tmp_path / "fault").write_text("print")
    one = process(COMMAND)
    one.orders.write(ProcessSettings(f"fake:{tmp_path}"))
    assert len(one.reports(FrameMade)) >= 2
    one.orders.write(Stop())
    assert b"a camera library prints" in one.popen.communicate()[1]


def test_an_error_of_a_library_is_in_the_log_whole(process, tmp_path):
    (tmp_path / "fault").write_text("raise")
    one = process(COMMAND)
    one.orders.write(ProcessSettings(f"fake:{tmp_path}"))
    _, errors = one.popen.communicate(timeout=PATIENCE)
    assert b"Traceback" in errors
    assert b"nobody expects this" in errors
    assert one.popen.returncode == 1


def sabotaged(place, what):
    broken = (
        "import netgear_engine.node.camera.process as process\n"
        f"whole, times = process.{place}, []\n"
        "def broken(*arguments):\n"
        "    times.append(1)\n"
        f"    if len(times) == 1: raise {what}\n"
        "    return whole(*arguments)\n"
        f"process.{place} = broken\n"
        "process.main()"
    )
    return [sys.executable, "-c", broken]


def test_what_a_crash_prints_shows_no_password(process):
    address = "rtsp://me:s3cret@cam/live"
    one = process(sabotaged("CameraLoop.run", f"RuntimeError({address!r})"))
    one.orders.write(ProcessSettings(address))
    assert one.popen.stderr is not None
    printed = one.popen.stderr.read()
    assert b"Traceback" in printed
    assert b"rtsp://...@cam/live" in printed
    assert b"s3cret" not in printed


def test_a_codec_that_raises_what_it_likes_costs_one_picture(process):
    one = process(sabotaged("PictureMaker.make", "KeyError('4:1:0')"))
    one.orders.write(ProcessSettings("test-pattern", size=(64, 36)))
    assert isinstance(one.reports(FrameMade)[-1][0], FrameMade)
    one.orders.write(Stop())
    assert one.popen.wait(PATIENCE) == 0
    assert one.popen.stderr is not None
    assert one.popen.stderr.read().count(b"a picture could not be made: KeyError") == 1
