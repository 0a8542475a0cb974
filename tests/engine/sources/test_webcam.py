"""The hardware is faked here, and nothing else: a device file and what OpenCV says of it."""

import os

import numpy as np
import pytest

from netgear_engine.errors import SourceError
from netgear_engine.sources.source import SourceOptions
from netgear_engine.sources.webcam import Webcam
from tests.engine.sources.reading import next_pixels


class FakeCapture:
    def __init__(
        self, *, opens=True, frames=1000, size=(640, 480), spoiled=(), on_grab=lambda: None
    ):
        self.opens = opens
        self.left = frames
        self.size = size
        self.spoiled = set(spoiled)
        self.on_grab = on_grab
        self.asked: dict[str, float] = {}
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
        return np.full((self.size[1], self.size[0], 3), self.retrieved % 256, np.uint8)

    def get(self, name):
        return 30.0 if name == "CAP_PROP_FPS" else 0.0

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
