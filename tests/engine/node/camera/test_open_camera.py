import numpy as np
import pytest

from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.messages import CameraAlive, CameraStarted, StillTaken, Stream
from netgear_engine.node.camera.open_camera import OpenCamera
from netgear_engine.node.camera.outbox import Outbox
from netgear_engine.node.camera.picture_maker import PictureMaker
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.source import Source

INTERVAL_S = 0.1


class SteadySource(Source):
    """Ten pictures a second of 64x36, as many as there are left."""

    title = "steady"
    fps = 10.0

    def __init__(self, clock):
        self._clock = clock
        self.left = 100
        self.wants = []

    def read(self):
        self._clock.advance(INTERVAL_S)
        self.left -= 1
        if self.left < 0:
            return None
        return CapturedFrame(self._clock.monotonic(), np.zeros((36, 64, 3), np.uint8))

    def want(self, size, fps):
        self.wants.append((size, fps))

    def controls(self):
        return {"gain": Control("int")}

    def values(self):
        return {"gain": 3}


class Opened:
    """An open camera, and what it hands to its outbox."""

    def __init__(self, clock, stream=None):
        self.source = SteadySource(clock)
        self._outbox = Outbox()
        self.camera = OpenCamera(
            self.source,
            outbox=self._outbox,
            maker=PictureMaker(clock, "", 85),
            clock=clock,
            stream=stream or Stream(),
            frames_before=5,
        )

    def read(self, times=1):
        return [self.camera.read() for _ in range(times)][-1]

    def handed_on(self):
        self._outbox.close()
        items = list(iter(self._outbox.take, None))
        reports = [item[0] for item in items if not isinstance(item, CapturedFrame)]
        return reports, [item for item in items if isinstance(item, CapturedFrame)]


@pytest.fixture
def opened(manual_clock):
    return lambda **more: Opened(manual_clock, **more)


def test_the_first_picture_says_what_the_camera_is(opened):
    one = opened()
    one.read(2)
    reports, _ = one.handed_on()
    assert reports[0] == CameraStarted(
        "steady", (64, 36), 10.0, {"gain": Control("int")}, {"gain": 3}
    )
    assert [type(report) for report in reports].count(CameraStarted) == 1
    assert one.camera.frames == 7


def test_its_figures_come_twice_a_second_and_at_the_end(opened):
    one = opened()
    one.source.left = 10
    assert one.read(10)
    assert not one.read()
    reports, pictures = one.handed_on()
    alive = [report for report in reports if isinstance(report, CameraAlive)]
    assert [report.frames for report in alive] == [6, 11, 15]
    assert alive[-1].dropped == 9, "nobody took a picture, so each replaced the one before"
    assert len(pictures) == 1


def test_a_paused_camera_is_read_but_hands_nothing_on(opened):
    one = opened(stream=Stream(paused=True))
    one.read(3)
    assert one.source.wants == [((0, 0), 1.0)]
    assert one.handed_on()[1] == []


def test_another_stream_is_asked_for_once(opened):
    one = opened()
    one.read()
    for _ in range(2):
        one.camera.make_stream(Stream((32, 18), 5.0))
    assert one.source.wants == [((32, 18), 5.0)]


def test_where_the_camera_has_no_stills_the_next_picture_is_one(opened):
    one = opened()
    one.read()
    one.camera.take_still("7")
    one.read()
    reports, _ = one.handed_on()
    stills = [report for report in reports if isinstance(report, StillTaken)]
    assert [(still.id, still.refused) for still in stills] == [("7", "")]


def test_a_spoilt_first_picture_is_no_sign_of_life_and_tells_no_size(manual_clock):
    opened = Opened(manual_clock)
    whole = opened.source.read
    spoilt = CapturedFrame(0.0, jpeg=b"\xff\xd8\xff")
    opened.source.read = lambda: spoilt
    assert opened.read(3)
    opened.camera.make_stream(Stream((32, 18), 5.0))
    assert (opened.camera.frames_since_open, opened.source.wants) == (0, [])
    opened.source.read = whole
    assert opened.read()
    assert opened.camera.size == (64, 36)
    assert opened.source.wants == [((32, 18), 5.0)]
