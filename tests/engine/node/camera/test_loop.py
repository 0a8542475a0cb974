import itertools
from typing import Any, Self

import numpy as np
import pytest

from netgear_engine.errors import ControlError, SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera import loop
from netgear_engine.node.camera.loop import CameraLoop
from netgear_engine.node.camera.messages import (
    ApplySetting,
    CameraAlive,
    CameraEnded,
    CameraStarted,
    CameraTrouble,
    Identify,
    MakeStream,
    ProcessSettings,
    RestartCamera,
    SettingApplied,
    StillTaken,
    Stop,
    Stream,
    TakeStill,
)
from netgear_engine.node.camera.orders import OrderBox
from netgear_engine.node.camera.outbox import Outbox
from netgear_engine.node.camera.picture_maker import PictureMaker
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.source import Source
from tests.support.wire import jpeg

BUSY = "camera /dev/video0 is busy"
ABSENT = "camera /dev/video0 is not connected"


class ScriptedSource(Source):
    """Does what the script says, one step per read (or per start, for what begins with start).

    ("order", one) is an order that comes before the next picture.
    """

    title = "scripted"
    fps = 25.0

    def __init__(self, room, options):
        self._room = room
        self.size = options.size or (64, 36)
        self.fps = options.fps or 25.0
        self.options = options
        self.running = False
        self.set = {}
        self.wants = []

    def start(self) -> Self:
        assert not self.running
        script = self._room.script
        if script and script[0][0] == "start":
            raise SourceError(script.pop(0)[1])
        if self.size[0] > 1000:
            raise SourceError("no such size")
        self.running = True
        return self

    def read(self) -> CapturedFrame | None:
        assert self.running
        value: Any
        script = self._room.script
        what, value = script.pop(0) if script else ("end", "")
        if what == "order":
            self._room.orders.put(value)
            return self.read()
        if what == "fail":
            raise SourceError(value)
        if what == "ruin":
            raise SourceError(value, permanent=True)
        if what == "end":
            return None
        if value > 1:
            script.insert(0, (what, value - 1))
        self._room.clock.advance(1 / self.fps)
        if what == "jpegs":
            return CapturedFrame(self._room.clock.monotonic(), jpeg=jpeg())
        return CapturedFrame(self._room.clock.monotonic(), self._pixels(self.size))

    def stop(self) -> None:
        self.running = False

    def want(self, size, fps):
        assert self.running
        self.wants.append((size, fps))

    def controls(self):
        return {"gain": Control("int")}

    def values(self):
        return {"gain": self.set.get("gain", 0)}

    def set_control(self, name, value):
        assert self.running
        if value == 13:
            raise ControlError(f"{name} cannot be 13")
        self.set[name] = value * 2
        return value * 2

    def still(self):
        return CapturedFrame(self._room.clock.monotonic(), self._pixels((128, 72)))

    def _pixels(self, size):
        return np.full((size[1], size[0], 3), 90, np.uint8)


class CollectingOutbox(Outbox):
    """Keeps everything, without anybody to take it."""

    def __init__(self):
        super().__init__()
        self.reports = []
        self.frames = []

    def put(self, report, payload=b""):
        self.reports.append(report)

    def offer(self, frame):
        self.frames.append(frame)


class Room:
    """A camera loop with everything around it."""

    def __init__(self, clock, monkeypatch, script, **settings):
        self.clock = clock
        self.script = list(script)
        self.sources = []
        self.complaints = []
        self.orders = OrderBox()
        self.outbox = CollectingOutbox()
        self.maker = PictureMaker(clock, "", 85)
        monkeypatch.setattr(loop, "create_source", self._create)
        self.loop = CameraLoop(
            ProcessSettings("scripted", **settings),
            orders=self.orders,
            outbox=self.outbox,
            maker=self.maker,
            clock=clock,
            complain=self.complaints.append,
        )

    def _create(self, text, options, clock):
        assert text == "scripted"
        self.sources.append(ScriptedSource(self, options))
        return self.sources[-1]

    def run(self):
        self.loop.run()
        assert not any(source.running for source in self.sources)
        return self.outbox.reports

    def told(self, kind):
        return [one for one in self.outbox.reports if isinstance(one, kind)]


@pytest.fixture
def room(manual_clock, monkeypatch):
    return lambda *script, **settings: Room(manual_clock, monkeypatch, script, **settings)


def test_every_frame_is_handed_on_until_the_end(room):
    one = room(("frames", 5))
    reports = one.run()
    assert reports[0] == CameraStarted(
        "scripted", (64, 36), 25.0, {"gain": Control("int")}, {"gain": 0}
    )
    assert reports[-1] == CameraEnded()
    assert len(one.outbox.frames) == 5
    assert one.told(CameraAlive)[-1].frames == 5


def test_told_to_stop_it_stops_reading(room):
    one = room(("frames", 7), ("order", Stop()), ("frames", 1000))
    one.run()
    assert len(one.outbox.frames) == 8
    assert one.told(CameraEnded) == []


def test_a_camera_that_is_absent_at_first_is_waited_for(room, manual_clock):
    begin = manual_clock.monotonic()
    one = room(*[("start", ABSENT)] * 3, ("frames", 100))
    one.run()
    assert one.told(CameraTrouble) == [CameraTrouble(ABSENT, permanent=False)] * 3
    assert manual_clock.monotonic() - begin == pytest.approx(0.5 + 1 + 2 + 100 * 0.04)
    assert len(one.outbox.frames) == 100


def test_a_camera_that_flickers_is_left_in_peace(room, manual_clock):
    begin = manual_clock.monotonic()
    one = room(*[("frames", 2), ("fail", BUSY)] * 12)
    one.run()
    assert len(one.outbox.frames) == 24
    assert manual_clock.monotonic() - begin > 45
    assert one.told(CameraAlive)[-1].frames >= 23


def test_what_cannot_come_back_ends_it(room):
    one = room(("frames", 3), ("ruin", "no such file"), ("frames", 3))
    assert one.run()[-1] == CameraTrouble("no such file", permanent=True)
    assert len(one.outbox.frames) == 3


def test_a_camera_is_opened_again_when_it_is_told_to(room, manual_clock):
    begin = manual_clock.monotonic()
    one = room(("frames", 3), ("order", RestartCamera()), ("frames", 3))
    one.run()
    assert len(one.sources) == 2
    assert len(one.told(CameraStarted)) == 2
    assert one.told(CameraTrouble) == []
    assert manual_clock.monotonic() - begin == pytest.approx(6 * 0.04)


def test_who_asks_for_a_restart_while_it_opens_has_it(room):
    again = ("order", RestartCamera())
    one = room(("frames", 3), again, ("frames", 1), again, again, ("frames", 3))
    one.run()
    assert len(one.sources) == 2


def test_a_restart_ends_the_wait_for_a_camera(room, manual_clock):
    one = room(*[("start", ABSENT)] * 8, ("frames", 3))

    def sleep(seconds):
        manual_clock.advance(min(seconds, 0.1))
        one.orders.put(RestartCamera())

    begin = manual_clock.monotonic()
    manual_clock.sleep = sleep
    one.run()
    assert manual_clock.monotonic() - begin < 1.5


def test_the_supervisor_hears_that_it_lives_though_nothing_is_wanted(room):
    paused = MakeStream(Stream(paused=True))
    one = room(("order", paused), ("order", MakeStream(Stream())), ("frames", 2))
    one.script[1:1] = [("frames", 100)]
    one.run()
    assert len(one.outbox.frames) == 2
    beats = [report.captured_at for report in one.told(CameraAlive)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(beats)]
    assert len(beats) >= 8
    assert max(gaps) < 0.6
    assert one.sources[0].wants == [((0, 0), 1.0), ((64, 36), 25.0)]


def test_the_stream_is_asked_of_the_camera_and_thinned_out(room):
    small = MakeStream(Stream((32, 18), fps=5.0))
    one = room(("order", small), ("frames", 51), ("order", RestartCamera()), ("frames", 51))
    one.run()
    assert len(one.outbox.frames) == pytest.approx(1 + 10 + 10, abs=2)
    assert [source.wants for source in one.sources] == [[((32, 18), 5.0)]] * 2
    assert one.maker.box == (32, 18)
    assert one.told(CameraStarted)[1].size == (64, 36)


def test_a_control_of_the_camera_is_set_and_set_again_after_a_restart(room):
    one = room(
        ("order", ApplySetting("1", "gain", 4)),
        ("order", ApplySetting("2", "gain", 13)),
        ("frames", 1),
        ("order", RestartCamera()),
        ("frames", 2),
        applied={"lamp": 3, "shutter": 13},
    )
    one.run()
    answers = [
        SettingApplied("1", 8, values={"gain": 8, "fps": 25.0}),
        SettingApplied("2", refused="gain cannot be 13"),
    ]
    assert one.told(SettingApplied) == answers
    assert [source.set for source in one.sources] == [
        {"lamp": 6, "gain": 8},
        {"lamp": 6, "gain": 16},
    ]
    assert one.complaints == ["a setting of before is left out: shutter cannot be 13"] * 2


@pytest.mark.parametrize(
    ("name", "value", "applied"), [("size", [128, 72], [128, 72]), ("fps", 5, 5)]
)
def test_size_and_rate_open_the_camera_again(room, name, value, applied):
    one = room(("order", ApplySetting("1", name, value)), ("frames", 1), ("frames", 3))
    one.run()
    assert one.told(SettingApplied) == [SettingApplied("1", applied)]
    assert len(one.sources) == 2
    options = one.sources[1].options
    assert (options.size, options.fps) == (((128, 72), None) if name == "size" else (None, 5))


def test_a_size_with_which_the_camera_does_not_open_is_refused(room, manual_clock):
    begin = manual_clock.monotonic()
    one = room(("order", ApplySetting("1", "size", [4000, 3000])), ("frames", 1), ("frames", 3))
    one.run()
    assert one.told(SettingApplied) == [SettingApplied("1", refused="no such size")]
    assert one.told(CameraTrouble) == []
    assert [source.size for source in one.sources] == [(64, 36), (4000, 3000), (64, 36)]
    assert manual_clock.monotonic() - begin == pytest.approx(4 * 0.04)


@pytest.mark.parametrize(("kind", "opened"), [("frames", 1), ("jpegs", 2)])
def test_quality_matters_to_a_camera_only_if_it_makes_jpegs(room, kind, opened):
    one = room(("order", ApplySetting("1", "quality", 30)), (kind, 1), (kind, 1))
    one.run()
    assert one.told(SettingApplied) == [SettingApplied("1", 30)]
    assert one.maker.quality == 30
    assert len(one.sources) == opened
    assert one.sources[-1].options.quality == (30 if opened == 2 else 85)


def test_a_flip_counts_at_once_and_after_a_restart_of_the_process(room):
    one = room(("order", ApplySetting("1", "flip", "both")), ("frames", 1))
    one.run()
    assert one.maker.flip == "both"
    one = room(("frames", 1), applied={"flip": "vertical", "size": [128, 72], "quality": 20})
    one.run()
    assert (one.maker.flip, one.maker.quality) == ("vertical", 20)
    assert one.sources[0].size == (128, 72)


def test_what_cannot_be_is_refused_and_changes_nothing(room):
    one = room(("order", ApplySetting("1", "flip", "upside down")), ("frames", 2))
    one.run()
    assert "upside down" in one.told(SettingApplied)[0].refused
    assert one.maker.flip == "none"


def test_settings_of_before_that_cannot_be_are_left_out(room):
    one = room(("frames", 1), size=(128, 72), applied={"quality": 900})
    one.run()
    assert one.sources[0].size == (128, 72)
    assert "quality" in one.complaints[0]


def test_a_still_is_taken_between_two_pictures(room):
    one = room(("order", TakeStill("1")), ("frames", 2))
    one.run()
    assert [one.id for one in one.told(StillTaken) if not one.refused] == ["1"]


def test_a_still_is_the_next_picture_where_the_camera_has_no_other(room, monkeypatch):
    monkeypatch.setattr(ScriptedSource, "still", lambda self: None)
    one = room(("order", TakeStill("1")), ("frames", 2))
    one.run()
    assert one.told(StillTaken) == [StillTaken("1", one.outbox.frames[1].captured_at)]


def test_a_still_of_a_camera_that_fails_is_refused(room, monkeypatch):
    def fail(self):
        raise SourceError("the lens cap is on")

    monkeypatch.setattr(ScriptedSource, "still", fail)
    one = room(("order", TakeStill("1")), ("frames", 2))
    one.run()
    assert one.told(StillTaken) == [StillTaken("1", refused="the lens cap is on")]


def test_without_a_camera_orders_are_refused(room):
    one = room(("frames", 1), ("fail", BUSY), ("frames", 1))
    one.orders.put(Identify(5))
    one.script[1:1] = [("order", ApplySetting("1", "gain", 4)), ("order", TakeStill("2"))]
    one.run()
    assert [report.refused != "" for report in one.told(SettingApplied)] == [True]
    assert [report.refused != "" for report in one.told(StillTaken)] == [True]
    assert one.sources[-1].set == {}


def test_settings_of_before_come_in_the_order_of_their_last_command(room):
    one = room(
        ("order", ApplySetting("1", "lens", 1)),
        ("order", ApplySetting("2", "focus", 2)),
        ("order", ApplySetting("3", "lens", 3)),
        ("frames", 1),
        ("order", RestartCamera()),
        ("frames", 2),
        applied={"focus": 5, "gain": 6},
    )
    one.run()
    assert list(one.sources[1].set) == ["gain", "focus", "lens"]


def test_a_rate_of_the_node_s_ends_the_camera_s_own_unless_it_is_refused(room, monkeypatch):
    rate = ("order", ApplySetting("1", "fps", 5))
    one = room(rate, ("frames", 1), ("frames", 3), applied={"FrameDurationLimits": 8, "gain": 1})
    one.run()
    assert [source.set for source in one.sources] == [
        {"FrameDurationLimits": 16, "gain": 2},
        {"gain": 2},
    ]

    one = room(
        rate, ("frames", 1), ("start", "no"), ("frames", 3), applied={"FrameDurationLimits": 8}
    )
    one.run()
    assert one.told(SettingApplied) == [SettingApplied("1", refused="no")]
    assert one.sources[-1].set == {"FrameDurationLimits": 16}


def test_a_rate_is_answered_with_what_the_camera_has_then(room, monkeypatch):
    start = ScriptedSource.start

    def start_slowly(self):
        self.fps = min(self.fps, 7.5)
        return start(self)

    monkeypatch.setattr(ScriptedSource, "start", start_slowly)
    one = room(("order", ApplySetting("1", "fps", 20)), ("frames", 1), ("frames", 3))
    one.run()
    assert one.told(SettingApplied) == [SettingApplied("1", 7.5)]
