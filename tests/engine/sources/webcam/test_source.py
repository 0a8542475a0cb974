"""The hardware is faked here, and nothing else: what OpenCV says of it, or a whole V4L2 camera."""

import hashlib
import os

import numpy as np
import pytest

from netgear_engine.errors import ControlError, SourceError
from netgear_engine.sources.source import SourceOptions
from netgear_engine.sources.webcam.source import Webcam
from tests.engine.sources.reading import next_frame, next_pixels
from tests.support.v4l2_camera import V4l2Camera
from tests.support.wire import jpeg

MJPG = int.from_bytes(b"MJPG", "little")


class FakeCapture:
    """A camera of raw pictures; with `jpegs` one that makes its own, as OpenCV gives them."""

    def __init__(
        self,
        *,
        opens=True,
        frames=1000,
        size=(640, 480),
        spoiled=(),
        jpegs=(),
        on_grab=lambda: None,
    ):
        self.opens = opens
        self.left = frames
        self.size = size
        self.spoiled = set(spoiled)
        self.jpegs = list(jpegs)
        self.on_grab = on_grab
        self.asked: dict[str, float] = {}
        self.taken_at = 0.0
        self.retrieved = 0
        self.closed = False

    def is_open(self):
        return self.opens

    def grab(self):
        assert not self.closed
        self.on_grab()
        self.left -= 1
        return self.left >= 0

    def retrieve(self):
        self.retrieved += 1
        if self.retrieved in self.spoiled:
            return None
        if self.jpegs and self.asked.get("CAP_PROP_CONVERT_RGB") == 0:
            data = self.jpegs.pop(0) if len(self.jpegs) > 1 else self.jpegs[0]
            return np.frombuffer(data, np.uint8)[np.newaxis]
        return np.full((self.size[1], self.size[0], 3), self.retrieved % 256, np.uint8)

    def get(self, name):
        told = {
            "CAP_PROP_FPS": 30.0,
            "CAP_PROP_FOURCC": MJPG if self.jpegs else int.from_bytes(b"YUYV", "little"),
            "CAP_PROP_POS_MSEC": self.taken_at * 1000,
        }
        return told.get(name, 0.0)

    def set(self, name, value):
        self.asked[name] = value

    def close(self):
        self.closed = True


@pytest.fixture
def device(tmp_path):
    path = tmp_path / "video0"
    path.touch()
    return path


def webcam(device, clock, capture, **options):
    return Webcam(str(device), SourceOptions(**options), clock, lambda _: capture)


def test_jpeg_is_asked_first_and_only_one_buffer(device, manual_clock):
    capture = FakeCapture()
    with webcam(device, manual_clock, capture, size=(1280, 720), fps=25):
        pass
    names = list(capture.asked)
    assert names[0] == "CAP_PROP_FOURCC"
    assert int(capture.asked["CAP_PROP_FOURCC"]).to_bytes(4, "little") == b"MJPG"
    assert capture.asked["CAP_PROP_FRAME_WIDTH"] == 1280
    assert capture.asked["CAP_PROP_FRAME_HEIGHT"] == 720
    assert capture.asked["CAP_PROP_FPS"] == 25
    assert capture.asked["CAP_PROP_BUFFERSIZE"] == 1
    assert capture.closed


def test_pictures_come_in_the_size_asked_for_even_if_the_camera_has_another(device, manual_clock):
    with webcam(device, manual_clock, FakeCapture(), size=(320, 180)) as source:
        assert next_pixels(source).shape == (180, 320, 3)
        assert source.fps == 30


def test_a_faster_camera_is_thinned_out_undecoded(device, manual_clock):
    capture = FakeCapture(on_grab=lambda: manual_clock.advance(1 / 30))
    with webcam(device, manual_clock, capture, fps=10) as source:
        for _ in range(20):
            source.read()
    assert capture.retrieved == 20
    assert 1000 - capture.left >= 55


def test_a_spoiled_picture_is_left_out(device, manual_clock):
    with webcam(device, manual_clock, FakeCapture(spoiled=[1])) as source:
        assert next_pixels(source)[0, 0, 0] == 2


def test_an_absent_camera_may_come_back(tmp_path, manual_clock):
    missing = tmp_path / "video3"
    source = webcam(missing, manual_clock, FakeCapture())
    with pytest.raises(SourceError, match="video3 is not connected") as caught:
        source.start()
    assert not caught.value.permanent
    missing.touch()
    with source:
        assert source.read() is not None


def test_a_busy_camera_says_so(device, manual_clock):
    capture = FakeCapture(opens=False)
    with pytest.raises(SourceError, match="video0 is busy") as caught:
        webcam(device, manual_clock, capture).start()
    assert not caught.value.permanent
    assert capture.closed


def test_a_camera_that_never_gives_a_picture_says_so(device, manual_clock):
    with (
        pytest.raises(SourceError, match="gives no picture: another program"),
        webcam(device, manual_clock, FakeCapture(frames=0)) as source,
    ):
        source.read()


def test_an_unplugged_camera_stops_and_comes_back(device, manual_clock):
    source = webcam(device, manual_clock, FakeCapture(frames=2))
    with pytest.raises(SourceError, match="stopped giving pictures") as caught, source:
        for _ in range(3):
            source.read()
    assert not caught.value.permanent
    again = webcam(device, manual_clock, FakeCapture(frames=2))
    with again:
        assert again.read() is not None


def test_a_forbidden_camera_names_the_group(device, manual_clock, monkeypatch):
    # Asked for and not tried, because root may open everything.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SourceError, match="group video"):
        webcam(device, manual_clock, FakeCapture()).start()


def test_stopped_it_gives_nothing(device, manual_clock):
    source = webcam(device, manual_clock, FakeCapture()).start()
    source.stop()
    source.stop()
    assert source.read() is None


@pytest.fixture
def linux(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")


@pytest.mark.usefixtures("linux")
class TestPassingOn:
    def test_a_cameras_own_jpegs_are_not_touched(self, device, manual_clock):
        made = [jpeg(number) for number in range(3)]
        capture = FakeCapture(jpegs=made)
        with webcam(device, manual_clock, capture, size=(320, 180)) as source:
            given = [source.read() for _ in range(3)]
        assert [frame.jpeg for frame in given] == made
        assert all(frame.pixels is None for frame in given)

    def test_a_camera_of_raw_pictures_is_left_to_opencv(self, device, manual_clock):
        capture = FakeCapture()
        with webcam(device, manual_clock, capture) as source:
            assert source.read().jpeg is None
        assert "CAP_PROP_CONVERT_RGB" not in capture.asked

    def test_a_camera_that_only_says_it_makes_jpegs_is_decoded_after_all(
        self, device, manual_clock
    ):
        capture = FakeCapture(jpegs=[b"\0" * 100])
        with webcam(device, manual_clock, capture) as source:
            assert next_pixels(source).shape == (480, 640, 3)
        assert capture.asked["CAP_PROP_CONVERT_RGB"] == 1

    def test_one_buffer_without_a_jpeg_is_left_out(self, device, manual_clock):
        made = [jpeg(1), b"", b"\0" * 100, jpeg(2)]
        with webcam(device, manual_clock, FakeCapture(jpegs=made)) as source:
            assert [source.read().jpeg for _ in range(2)] == [made[0], made[3]]

    def test_elsewhere_than_on_linux_pictures_are_decoded(self, device, manual_clock, monkeypatch):
        monkeypatch.setattr("sys.platform", "win32")
        with webcam(device, manual_clock, FakeCapture(jpegs=[jpeg()])) as source:
            assert source.read().jpeg is None


@pytest.mark.usefixtures("linux")
@pytest.mark.parametrize(
    ("age", "believed"), [(0.04, True), (2.5, False), (-0.1, False), (1000.0, False)]
)
def test_the_drivers_time_counts_where_it_is_of_our_clock(device, manual_clock, age, believed):
    capture = FakeCapture()
    now = manual_clock.monotonic()
    capture.taken_at = now - age
    with webcam(device, manual_clock, capture) as source:
        assert next_frame(source).captured_at == pytest.approx(now - age if believed else now)


def test_a_camera_that_gives_only_spoiled_pictures_says_so(device, manual_clock):
    capture = FakeCapture(spoiled=range(1000), on_grab=lambda: manual_clock.advance(1 / 30))
    with (
        pytest.raises(SourceError, match="gives only spoiled pictures"),
        webcam(device, manual_clock, capture) as source,
    ):
        source.read()
    assert capture.left > 800


def test_a_camera_that_repeats_one_picture_is_given_up(device, manual_clock):
    capture = FakeCapture(jpegs=[jpeg()], on_grab=lambda: manual_clock.advance(1 / 30))
    with (
        pytest.raises(SourceError, match="the same picture again and again") as caught,
        webcam(device, manual_clock, capture) as source,
    ):
        while source.read() is not None:
            pass
    assert not caught.value.permanent


def test_a_node_that_vanishes_ends_it_though_opencv_goes_on(device, manual_clock):
    with (
        pytest.raises(SourceError, match="video0 was unplugged") as caught,
        webcam(device, manual_clock, FakeCapture()) as source,
    ):
        source.read()
        device.unlink()
        source.read()
    assert not caught.value.permanent


def test_a_camera_without_controls_says_so(device, manual_clock):
    with webcam(device, manual_clock, FakeCapture()) as source:
        assert source.controls() == {}
        assert source.values() == {}
        with pytest.raises(ControlError, match="has no control brightness"):
            source.set_control("brightness", 1)


_PROGRAM = """
import hashlib, json, os, sys
from netgear_engine.clock import SystemClock
from netgear_engine.errors import SourceError
from netgear_engine.sources.source import SourceOptions
from netgear_engine.sources.webcam.source import Webcam

clock = SystemClock()
told = {"frames": [], "pixels": []}
with Webcam(sys.argv[1], SourceOptions(), clock) as camera:
    for _ in range(20):
        frame = camera.read()
        told["age"] = clock.monotonic() - frame.captured_at
        if frame.jpeg:
            told["frames"].append(hashlib.sha1(frame.jpeg).hexdigest())
        else:
            told["pixels"].append([*frame.pixels.shape, float(frame.pixels.mean())])
    told["fps"] = camera.fps
    told["set"] = camera.set_control("brightness", 33)
    told["values"] = camera.values()
    told["still reads"] = camera.read() is not None
    os.rename(sys.argv[1], sys.argv[1] + "x")
    try:
        while camera.read():
            pass
    except SourceError as error:
        told["trouble"] = str(error)
try:
    camera.start()
except SourceError as error:
    told["away"] = str(error)
os.rename(sys.argv[1] + "x", sys.argv[1])
with camera:
    told["again"] = camera.read() is not None
print(json.dumps(told))
"""


def test_jpegs_come_untouched_through_the_real_opencv(tmp_path):
    made = [jpeg(number, (320, 240)) for number in range(60)]
    told = V4l2Camera(tmp_path, made).run(_PROGRAM)
    digests = [hashlib.sha1(one).hexdigest() for one in made]
    first = digests.index(told["frames"][0])
    assert told["frames"] == digests[first : first + 20]
    assert told["pixels"] == []
    assert told["fps"] == 30
    assert 0 <= told["age"] < 1
    assert (told["set"], told["values"]["brightness"], told["still reads"]) == (33, 33, True)
    assert told["trouble"].endswith("video7 was unplugged")
    assert told["away"].endswith("video7 is not connected")
    assert told["again"]


def test_raw_pictures_come_decoded_through_the_real_opencv(tmp_path):
    grey = [bytes((number, 128)) * (320 * 240) for number in range(50, 110)]
    told = V4l2Camera(tmp_path, grey, "YUYV").run(_PROGRAM)
    assert told["frames"] == []
    assert [shape for *shape, _ in told["pixels"]] == [[240, 320, 3]] * 20
    greys = [mean for *_, mean in told["pixels"]]
    assert greys == sorted(greys)
    assert greys[-1] > greys[0]
