import pytest

from netgear_engine.codecs import jpeg
from netgear_engine.node.camera.messages import (
    ApplySetting,
    CameraAlive,
    CameraEnded,
    CameraStarted,
    CameraTrouble,
    FrameMade,
    MakeStream,
    ProcessSettings,
    RestartCamera,
    SettingApplied,
    StillTaken,
    Stream,
    TakeStill,
)
from netgear_engine.node.supervision.figures import FigureSum
from netgear_engine.node.supervision.placeholder import SIZE
from netgear_engine.node.supervision.supervision import Supervision
from tests.support.camera_notes import CameraNotes

STARTED = CameraStarted("fake", (64, 36), 25.0, {}, {})
SILENT = "camera fault: no frames for 3 s, restarting"


class FakeChild:
    def __init__(self, settings):
        self.settings = settings
        self.orders = []
        self.killed = False

    def send(self, order):
        self.orders.append(order)

    def kill(self):
        self.killed = True


class Room:
    """A supervision with processes that do nothing but what the test makes them do."""

    def __init__(self, clock, **settings):
        self.clock = clock
        self.children = []
        self.refusal = None
        self.notes = CameraNotes()
        self.figures = FigureSum()
        self.supervision = Supervision(
            ProcessSettings("fake", caption="Gate", **settings),
            listener=self.notes,
            clock=clock,
            figures=self.figures,
            start_child=self._start_child,
        )

    @property
    def child(self):
        return self.children[-1]

    def _start_child(self, settings, _):
        if self.refusal:
            raise self.refusal
        self.children.append(FakeChild(settings))
        return self.children[-1]

    def goes_on(self, seconds, *, pictures=False):
        for _ in range(round(seconds * 10)):
            self.clock.advance(0.1)
            if pictures:
                self.picture()
            self.supervision.tick()

    def picture(self, child=None):
        made = FrameMade(self.clock.monotonic(), (64, 36), untouched=True)
        self.receive(made, b"picture", child=child)

    def receive(self, report, payload=b"", child=None):
        self.supervision.report_received(child or self.child, report, payload)


@pytest.fixture
def room(manual_clock):
    one = Room(manual_clock)
    one.supervision.tick()
    one.receive(STARTED)
    one.picture()
    return one


def is_placeholder(frame):
    return frame.jpeg != b"picture" and jpeg.measure(frame.jpeg) == SIZE


def test_pictures_are_handed_on(room):
    assert room.notes.lines == ["started"]
    assert room.notes.frames[0].jpeg == b"picture"
    assert room.notes.frames[0].captured_at == room.clock.monotonic()


def test_a_silent_camera_is_restarted_then_killed_then_started_anew(room):
    room.goes_on(2.9)
    assert room.child.orders == []
    assert room.notes.troubles == []
    room.goes_on(0.2)
    assert room.child.orders == [RestartCamera()]
    assert room.notes.troubles == [SILENT]
    room.goes_on(3.8)
    assert not room.child.killed
    room.goes_on(0.3)
    assert room.children[0].killed
    assert room.notes.troubles[1:] == ["camera fault: no frames for 7 s, restarting its process"]
    room.goes_on(0.6)
    assert len(room.children) == 2
    assert room.figures.total().restarts == 2


def test_while_it_is_dark_placeholders_come_twice_a_second_and_differ(room):
    room.goes_on(3.1)
    before = len(room.notes.frames)
    room.goes_on(3)
    placeholders = room.notes.frames[before:]
    assert len(placeholders) == pytest.approx(6, abs=1)
    assert all(map(is_placeholder, placeholders))
    assert len({frame.jpeg for frame in placeholders}) == len(placeholders)
    assert placeholders[-1].captured_at == pytest.approx(room.clock.monotonic(), abs=0.6)


def test_with_the_first_picture_the_placeholders_end_but_the_trouble_a_little_later(room):
    room.goes_on(5)
    room.notes.frames.clear()
    room.goes_on(0.9, pictures=True)
    assert not any(map(is_placeholder, room.notes.frames))
    assert room.notes.recoveries == []
    room.goes_on(0.3, pictures=True)
    assert room.notes.recoveries == [pytest.approx(5.1, abs=0.15)]
    assert room.notes.troubles == [SILENT]


def test_a_camera_that_gives_a_picture_now_and_then_is_in_trouble_all_the_time(room):
    for _ in range(5):
        room.receive(CameraTrouble("unplugged", permanent=False))
        room.goes_on(1)
        room.picture()
        room.goes_on(0.5)
    assert room.notes.troubles == ["unplugged"]
    assert room.notes.recoveries == []


def test_a_paused_camera_is_as_well_as_one_that_sends(room):
    room.supervision.order(MakeStream(Stream(paused=True)))
    for frames in range(40):
        room.goes_on(0.5)
        room.receive(CameraAlive(room.clock.monotonic(), frames, 0, 0, 0))
    assert room.notes.troubles == []
    assert len(room.notes.frames) == 1
    assert room.figures.total().frames == 39


def test_to_start_is_no_fault_until_it_took_too_long(manual_clock):
    room = Room(manual_clock)
    room.goes_on(9.9)
    assert room.notes.lines == []
    assert room.notes.frames == []
    room.goes_on(0.5)
    assert room.child.killed
    assert room.notes.troubles == [
        "camera fault: no frames for 10 s, restarting its process",
    ]
    assert is_placeholder(room.notes.frames[0])


@pytest.mark.parametrize("fps", [0.12, None])
def test_a_picture_every_eight_seconds_is_one_steady_slow_camera(manual_clock, fps):
    room = Room(manual_clock, fps=fps)
    room.goes_on(8)
    room.receive(CameraStarted("slow", (64, 36), fps, {}, {}))
    for frames in range(1, 20):
        captured_at = room.clock.monotonic()
        room.receive(CameraAlive(captured_at, frames, 0, 0, 0))
        room.picture()
        room.goes_on(8)
    assert room.notes.troubles == []
    assert room.child.orders == []
    room.goes_on(40)
    assert room.child.orders == [RestartCamera()], "but it can be silent for too long, too"


def test_a_camera_that_was_quick_before_it_was_opened_again_may_be_slow_now(manual_clock):
    room = Room(manual_clock)
    room.supervision.tick()
    started = CameraStarted("night", (64, 36), None, {}, {})
    room.receive(started)
    room.goes_on(5, pictures=True)
    room.goes_on(3.1)
    assert room.child.orders == [RestartCamera()]
    room.receive(started)
    for _ in range(5):
        room.picture()
        room.goes_on(8)
    assert len(room.notes.troubles) == 1


def test_a_stall_that_the_process_mends_itself_is_counted_once(room):
    for _ in range(3):
        room.receive(CameraTrouble("camera fake: gave no picture for 4 s", permanent=False))
        room.goes_on(1)
    assert room.figures.total().restarts == 1
    room.receive(STARTED)
    room.goes_on(3, pictures=True)
    room.receive(CameraTrouble("camera fake: timed out", permanent=False))
    assert room.figures.total().restarts == 2


def test_a_camera_that_is_absent_is_left_to_its_process(manual_clock):
    room = Room(manual_clock)
    room.supervision.tick()
    for _ in range(20):
        room.receive(CameraTrouble("not connected", permanent=False))
        room.goes_on(10)
    assert not room.child.killed
    assert room.notes.troubles == ["not connected"]
    assert room.figures.total().restarts == 0


def test_a_process_that_dies_is_replaced_and_told_of(room):
    room.supervision.gone(room.child, "was ended by SIGSEGV")
    assert room.notes.troubles == [
        "camera fault: the camera's process was ended by SIGSEGV, restarting"
    ]
    room.goes_on(0.7)
    assert len(room.children) == 2
    assert is_placeholder(room.notes.frames[-1])


def test_a_process_that_cannot_be_started_is_tried_again(manual_clock):
    room = Room(manual_clock)
    room.refusal = OSError(12, "Cannot allocate memory")
    room.goes_on(5)
    text = "the camera's process cannot be started: Cannot allocate memory"
    assert room.notes.troubles == [f"camera fault: {text}, restarting"]
    room.refusal = None
    room.goes_on(5)
    assert len(room.children) == 1


def test_what_a_replaced_process_still_says_is_ignored(room):
    room.goes_on(8)
    old, new = room.children
    room.notes.frames.clear()
    room.picture(child=old)
    room.receive(CameraEnded(), child=old)
    room.supervision.gone(old, "was ended by SIGKILL")
    assert "ended" not in room.notes.lines
    assert room.notes.frames == []
    room.goes_on(2, pictures=True)
    assert room.notes.recoveries != []
    assert room.child is new


def test_a_new_process_knows_what_the_old_one_was_told(manual_clock):
    room = Room(manual_clock, applied={"flip": "both"})
    room.supervision.tick()
    room.supervision.order(ApplySetting("1", "gain", 5))
    room.supervision.order(MakeStream(Stream((32, 18))))
    room.receive(SettingApplied("1", 4))
    room.supervision.restart_process()
    room.supervision.tick()
    assert room.children[0].killed
    assert room.child.settings.applied == {"flip": "both", "gain": 4}
    assert room.child.orders == [MakeStream(Stream((32, 18)))]
    assert room.notes.applied == [SettingApplied("1", 4)]
    assert room.figures.total().restarts == 0
    assert room.notes.troubles == []


def test_what_a_process_owed_is_refused_at_its_end(room):
    room.supervision.order(ApplySetting("1", "gain", 5))
    room.supervision.order(TakeStill("2"))
    room.supervision.gone(room.child, "ended with code 3")
    assert [one.id for one in room.notes.applied if one.refused] == ["1"]
    room.supervision.order(ApplySetting("3", "gain", 5))
    assert [one.id for one in room.notes.applied if one.refused] == ["1", "3"]
    assert [(taken.id, taken.refused != "", data) for taken, data in room.notes.stills] == [
        ("2", True, None)
    ]


def test_a_still_is_handed_on(room):
    room.supervision.order(TakeStill("2"))
    room.receive(StillTaken("2", 7.0), b"still")
    room.receive(StillTaken("3", refused="no"), b"")
    assert room.notes.stills == [
        (StillTaken("2", 7.0), b"still"),
        (StillTaken("3", refused="no"), None),
    ]


@pytest.mark.parametrize("order", [RestartCamera(), ApplySetting("1", "size", [64, 36])])
def test_a_camera_that_is_opened_again_by_order_has_its_time(room, order):
    room.supervision.order(order)
    room.goes_on(9.5)
    assert room.child.orders == [order]
    assert not room.child.killed
    assert room.notes.troubles == ["no frames yet: the camera is starting"]


def test_at_a_slow_rate_silence_is_longer(room):
    room.supervision.order(MakeStream(Stream(fps=0.5)))
    room.goes_on(9)
    assert room.notes.troubles == []
    room.supervision.order(MakeStream(Stream()))
    room.goes_on(0.2)
    assert len(room.notes.troubles) == 1


def test_a_command_that_makes_a_camera_slow_makes_silence_longer(room):
    room.supervision.order(ApplySetting("1", "FrameDurationLimits", [10**6, 10**6]))
    room.receive(SettingApplied("1", [10**6, 10**6], values={"fps": 1.0}))
    room.goes_on(4.5)
    assert RestartCamera() not in room.child.orders
    room.goes_on(1)
    assert RestartCamera() in room.child.orders


def test_at_the_end_of_a_source_nothing_follows(room):
    room.receive(CameraEnded())
    room.supervision.gone(room.child, "ended with code 0")
    room.goes_on(60)
    assert room.notes.lines == ["started", "ended"]
    assert len(room.children) == 1
    assert len(room.notes.frames) == 1


def test_a_camera_that_is_broken_for_good_says_so_for_ever(room):
    room.receive(CameraTrouble("no such file", permanent=True))
    room.supervision.gone(room.child, "ended with code 0")
    room.goes_on(60)
    assert room.notes.lines == ["started", "failed: no such file"]
    assert len(room.children) == 1
    assert is_placeholder(room.notes.frames[-1])
    room.supervision.restart_process()
    room.goes_on(1)
    assert len(room.children) == 2


def test_after_the_end_nothing_is_done(room):
    child = room.child
    room.supervision.end()
    room.picture(child=child)
    room.goes_on(60)
    assert room.notes.lines == ["started"]
    assert not child.killed
