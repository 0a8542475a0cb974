"""Real processes; only the camera in them is a fake."""

import contextlib
import os
import signal
import subprocess
import sys

import psutil
import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.codecs import jpeg
from netgear_engine.node.camera.messages import (
    ApplySetting,
    MakeStream,
    ProcessSettings,
    Stream,
    TakeStill,
)
from netgear_engine.node.supervision.placeholder import SIZE as PLACEHOLDER_SIZE
from tests.support.camera_notes import CameraNotes
from tests.support.ended_process import has_ended
from tests.support.fake_camera import COMMAND, SIZE, STILL_SIZE
from tests.support.supervised_camera import SupervisedCamera
from tests.support.waiting import PATIENCE, stays_true, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")


class HastyClock(SystemClock):
    """Hurries while a camera hangs, so that tests wait less for a watchdog's patience.

    Only then: on a busy machine a process takes seconds until its first picture.
    """

    def __init__(self):
        now = super().monotonic()
        self._course = (now, now, 1.0)

    def run(self, speed):
        """From now on let `speed` seconds go by in one."""
        self._course = (super().monotonic(), self.monotonic(), speed)

    def monotonic(self):
        since, shown, speed = self._course
        return shown + (super().monotonic() - since) * speed


class Camera:
    """A supervised fake camera, what it does wrong, and everything that was told of it."""

    def __init__(self, folder, kind, clock, settings):
        self.folder = folder
        self.notes = CameraNotes()
        self.supervisor = SupervisedCamera(
            ProcessSettings(f"{kind}:{folder}", caption="Gate", **settings),
            listener=self.notes,
            clock=clock,
            command=COMMAND,
        )

    def fault(self, text):
        # Never half written.
        (self.folder / "new fault").write_text(text)
        (self.folder / "new fault").rename(self.folder / "fault")

    def openings(self):
        file = self.folder / "opened"
        return [line.split() for line in file.read_text().splitlines()] if file.exists() else []

    def process(self):
        return psutil.Process(int(wait_until(self.openings, 20)[-1][0]))

    def pictures(self):
        sizes = [jpeg.measure(frame.jpeg) for frame in list(self.notes.frames)]
        return [size for size in sizes if size != PLACEHOLDER_SIZE]

    def wait_for_pictures(self, more=3, timeout=PATIENCE):
        wanted = len(self.pictures()) + more
        wait_until(lambda: len(self.pictures()) >= wanted, timeout, self._told)

    def wait_until_silent(self):
        """Wait until it has given no picture for a while."""
        seen = [-1, -2]

        def gives_no_more():
            seen[:] = [seen[1], len(self.pictures())]
            return seen[0] == seen[1]

        wait_until(gives_no_more, what="the silence", interval=0.3)

    def wait_for_trouble(self, text, timeout=PATIENCE):
        wait_until(lambda: any(text in one for one in self.notes.troubles), timeout, self._told)

    def wait_for_recovery(self, count=1, timeout=PATIENCE):
        wait_until(lambda: len(self.notes.recoveries) >= count, timeout, self._told)

    def _told(self):
        return f"pictures or words; {self.notes.lines}, {self.supervisor.figures()}"


@pytest.fixture
def camera(tmp_path):
    with contextlib.ExitStack() as stack:

        def start(kind="fake", fault="", clock=None, **settings):
            one = Camera(tmp_path, kind, clock or SystemClock(), settings)
            one.fault(fault)
            one.supervisor.start()
            stack.callback(one.supervisor.stop)
            return one

        yield start


def brightness(frame):
    return jpeg.decode(frame.jpeg, None)[10, 10, 0]


def test_it_gives_pictures_obeys_and_ends(camera):
    one = camera()
    one.wait_for_pictures()
    assert one.pictures()[0] == SIZE
    assert one.notes.starts[0].controls["brightness"].maximum == 255
    one.supervisor.order(ApplySetting("1", "brightness", 201))
    one.supervisor.order(ApplySetting("2", "brightness", 13))
    one.supervisor.order(TakeStill("3"))
    wait_until(lambda: len(one.notes.applied) == 2 and one.notes.stills)
    assert (one.notes.applied[0].applied, one.notes.applied[1].applied) == (200, None)
    assert "13" in one.notes.applied[1].refused
    taken, still = one.notes.stills[0]
    assert (taken.id, jpeg.measure(still)) == ("3", STILL_SIZE)
    wait_until(lambda: abs(int(brightness(one.notes.frames[-1])) - 200) < 4)
    one.supervisor.order(ApplySetting("4", "size", [160, 90]))
    wait_until(lambda: len(one.notes.applied) == 3)
    assert one.notes.applied[2].applied == [160, 90]
    one.wait_for_pictures()
    assert one.pictures()[-1] == (160, 90)
    process = one.process()
    one.supervisor.stop()
    assert not process.is_running()
    assert one.notes.troubles == []
    assert not one.supervisor.is_alive()


def test_a_camera_s_own_jpegs_are_untouched_and_nothing_is_made_when_nobody_wants_it(camera):
    one = camera("fake-jpeg")
    one.wait_for_pictures(10)
    wait_until(lambda: one.supervisor.figures().untouched >= 5)
    assert one.supervisor.figures().encoded == 0
    one.supervisor.order(MakeStream(Stream(paused=True)))
    before = one.supervisor.figures().frames
    wait_until(lambda: one.supervisor.figures().frames > before + 10)
    seen = len(one.pictures())
    wait_until(lambda: one.supervisor.figures().frames > before + 30)
    assert len(one.pictures()) == seen
    assert one.notes.troubles == []


def test_killed_it_is_back_within_five_seconds_with_its_settings(camera):
    one = camera()
    one.wait_for_pictures()
    one.supervisor.order(ApplySetting("1", "brightness", 50))
    one.supervisor.order(MakeStream(Stream((160, 90))))
    wait_until(lambda: one.pictures()[-1] == (160, 90))
    process = one.process()
    process.kill()
    one.wait_for_trouble("was ended by SIGKILL, restarting")
    one.wait_for_recovery()
    assert not process.is_running()
    assert one.pictures()[-1] == (160, 90)
    assert abs(int(brightness(one.notes.frames[-1])) - 50) < 4
    assert one.supervisor.figures().restarts == 1


@pytest.mark.parametrize(
    ("fault", "how"),
    [("crash", "by SIGSEGV"), ("raise", "with code 1")],
)
def test_a_library_that_ends_the_process_costs_only_a_moment(camera, fault, how):
    one = camera()
    one.wait_for_pictures()
    one.fault(fault)
    one.wait_for_trouble(how)
    one.fault("")
    one.wait_for_pictures()
    one.wait_for_recovery()


@pytest.mark.parametrize("fault", ["hang", "hang with python"])
def test_a_library_that_hangs_is_killed_and_replaced(camera, fault):
    clock = HastyClock()
    one = camera(clock=clock)
    one.wait_for_pictures()
    process = one.process()
    one.fault(fault)
    one.wait_until_silent()
    clock.run(4)
    one.wait_for_trouble("camera fault: no frames for")
    one.fault("")
    wait_until(lambda: not process.is_running(), what="the end of the process")
    clock.run(1)
    one.wait_for_pictures()
    one.wait_for_recovery()
    placeholders = len(one.notes.frames) - len(one.pictures())
    assert placeholders > 2
    assert one.supervisor.figures().restarts == 2


def test_a_library_that_hangs_in_its_start_is_replaced(camera):
    clock = HastyClock()
    one = camera(fault="hang in start", clock=clock)
    process = one.process()
    clock.run(4)
    one.wait_for_trouble("no frames for 1")
    one.fault("")
    wait_until(lambda: not process.is_running(), what="the end of the process")
    clock.run(1)
    one.wait_for_pictures()


def test_a_camera_that_stalls_for_a_while_needs_no_new_process(camera):
    clock = HastyClock()
    one = camera(clock=clock)
    one.wait_for_pictures()
    one.fault("stall")
    one.wait_until_silent()
    clock.run(4)
    one.wait_for_trouble("no frames for")
    clock.run(1)
    one.fault("")
    one.wait_for_recovery()
    assert len({pid for pid, *_ in one.openings()}) == 1


def test_an_absent_camera_is_waited_for(camera):
    one = camera(fault="absent")
    one.wait_for_trouble("not connected")
    wait_until(lambda: len(one.openings()) >= 2)
    assert jpeg.measure(one.notes.frames[-1].jpeg) == PLACEHOLDER_SIZE
    one.fault("")
    one.wait_for_recovery()
    assert one.notes.lines == ["the fake camera is not connected", "started", "recovered"]
    assert one.supervisor.figures().restarts == 0


def test_what_a_library_prints_spoils_nothing(camera):
    one = camera(fault="print")
    one.wait_for_pictures(20)
    assert one.notes.lines == ["started"]


def test_the_end_of_a_source_is_told_after_its_last_picture(camera):
    one = camera()
    one.wait_for_pictures()
    process = one.process()
    one.fault("end")
    wait_until(lambda: "ended" in one.notes.lines)
    assert not one.notes.troubles
    figures = one.supervisor.figures()
    assert figures.frames - figures.dropped == len(one.pictures())
    wait_until(lambda: not process.is_running())


def test_a_broken_source_is_told(camera):
    one = camera(fault="ruined")
    wait_until(lambda: one.notes.lines == ["failed: the fake camera is broken for good"])
    stays_true(lambda: len(one.openings()) == 1, 0.6, "the rest")


@pytest.mark.parametrize("fault", ["hang", "hang with python", "hang in stop"])
def test_it_ends_in_time_whatever_the_library_does(camera, fault, tmp_path):
    one = camera()
    one.wait_for_pictures()
    process = one.process()
    if fault == "hang in stop":
        (tmp_path / fault).touch()
    else:
        one.fault(fault)
        one.wait_until_silent()
    clock = SystemClock()
    begin = clock.monotonic()
    one.supervisor.stop(1.0)
    assert clock.monotonic() - begin < 2.0
    # It is killed by then; on a busy computer the system needs a moment to be rid of it.
    wait_until(lambda: not process.is_running(), what="the end of the process")


def test_a_new_process_can_be_asked_for(camera):
    one = camera()
    one.wait_for_pictures()
    one.supervisor.restart_process()
    one.wait_for_pictures()
    assert len({pid for pid, *_ in one.openings()}) == 2
    assert one.notes.troubles == []
    assert one.supervisor.figures().restarts == 0


def test_ctrl_c_and_a_deaf_library_do_not_keep_the_process_alive_without_us(tmp_path):
    program = (
        "import sys, threading\n"
        "from netgear_engine.clock import SystemClock\n"
        "from netgear_engine.node.camera.messages import ProcessSettings\n"
        "from tests.support.supervised_camera import SupervisedCamera\n"
        "from tests.support.camera_notes import CameraNotes\n"
        "from tests.support.fake_camera import COMMAND\n"
        "SupervisedCamera(ProcessSettings('fake:' + sys.argv[1]), listener=CameraNotes(),"
        " clock=SystemClock(), command=COMMAND).start()\n"
    )
    (tmp_path / "hang in stop").touch()
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)])
    try:
        opened = tmp_path / "opened"
        wait_until(lambda: opened.exists() and opened.read_text().endswith("\n"))
        child = psutil.Process(int(opened.read_text().split()[0]))
        os.kill(child.pid, signal.SIGINT)
        stays_true(child.is_running, 0.3, "the process's life")
    finally:
        parent.kill()
        parent.wait(PATIENCE)
    wait_until(lambda: has_ended(child), what="its end")
