import sys

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.sources.pi_camera import legacy as pi_camera_legacy
from netgear_engine.sources.pi_camera.legacy import LegacyPiCamera
from netgear_engine.sources.pi_camera.options import PiCameraOptions, Transform
from netgear_engine.sources.registry import create_source
from netgear_engine.sources.source import SourceOptions
from tests.engine.sources.legacy_picamera import make_picamera
from tests.support.pi_cameras import pixels_of, size_of
from tests.support.waiting import wait_until


@pytest.fixture
def picamera(monkeypatch):
    """Let the old library be installed."""
    module = make_picamera()
    monkeypatch.setitem(sys.modules, "picamera", module)
    return module


@pytest.fixture
def source(picamera):
    """Return a source that is not started, and stop it afterwards."""
    made = create_source("picamera:0", SourceOptions(size=(320, 256), fps=30, quality=70))
    assert isinstance(made, LegacyPiCamera)
    yield made
    made.stop()


def test_it_gives_the_cameras_own_jpegs_put_together_from_their_pieces(source, picamera):
    assert source.start() is source
    frame = source.read()
    assert size_of(frame) == (320, 256)
    assert len(frame.jpeg) > 3 * 4096
    assert picamera.cameras[0].recorded == {"quality": 70, "size": (320, 256)}
    assert 0 <= SystemClock().monotonic() - frame.captured_at < 2


def test_options_are_set_before_it_records(picamera):
    options = PiCameraOptions(controls={"awb_mode": "sunlight"}, transform=Transform(vflip=True))
    with LegacyPiCamera("1", SourceOptions(fps=10, pi_camera=options), SystemClock()) as source:
        [camera] = picamera.cameras
        assert (camera.number, camera.awb_mode, camera.hflip, camera.vflip) == (
            1,
            "sunlight",
            False,
            True,
        )
        assert (source.fps, camera.framerate) == (10, 10)
    assert camera.closed


def test_a_smaller_wish_is_scaled_by_the_camera(source, picamera):
    source.start()
    source.want((128, 100), 5)
    wait_until(lambda: size_of(source.read()) == (160, 128))
    assert picamera.cameras[0].framerate == 5
    source.want((320, 256), 30)
    wait_until(lambda: size_of(source.read()) == (320, 256))
    source.want((128, 100), 0.01)
    assert picamera.cameras[0].framerate == 1
    source.stop()
    assert size_of(source.start().read()) == (320, 256)


def test_a_setting_changes_the_picture_and_outlives_a_restart(source):
    before = pixels_of(source.start().read()).mean()
    assert source.set_control("brightness", 90) == 90
    wait_until(lambda: pixels_of(source.read()).mean() > before + 20)
    assert source.values()["brightness"] == 90
    assert source.set_control("awb_gains", [1.0, 2.0]) == [1.0, 2.0]
    source.stop()
    assert source.start().values()["brightness"] == 90
    assert source.controls()["brightness"].maximum == 100


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("brightness", 101, "whole number from 0 to 100"),
        ("brightness", 13, "Invalid brightness value"),
        ("zoom", [0, 0, 2, 1], "4 numbers from 0 to 1"),
        ("Brightness", 0.5, "no control of this camera"),
    ],
)
def test_a_wrong_setting_is_refused_and_not_kept(source, name, value, message):
    source.start()
    before = dict(source.values())
    with pytest.raises(ControlError, match=message):
        source.set_control(name, value)
    assert source.values() == before
    source.stop()
    assert source.start().values() == before


def test_a_still_has_all_the_pixels_and_then_video_goes_on(source):
    source.start()
    assert size_of(source.still()) == (2592, 1944)
    assert size_of(source.read()) == (320, 256)


def test_a_still_that_does_not_come_is_a_failure_of_the_camera(source, picamera):
    source.start()
    picamera.stalls = True
    with pytest.raises(SourceError, match=r"picamera:0 took no still: .*Timed out waiting"):
        source.still()
    picamera.stalls = False
    assert source.start().read() is not None


def test_a_camera_that_gives_nothing_says_so(source, picamera, monkeypatch):
    monkeypatch.setattr(pi_camera_legacy, "_PATIENCE", 0.3)
    source.start()
    source.read()
    picamera.stalls = True
    with pytest.raises(SourceError, match=r"camera picamera:0 gave no frame for 0.3 s") as caught:
        while True:
            source.read()
    assert not caught.value.permanent


def test_a_recording_that_has_failed_is_told_with_its_reason(source, picamera):
    source.start()
    picamera.cameras[0].error = picamera.exc.PiCameraRuntimeError("the encoder failed")
    with pytest.raises(SourceError, match="picamera:0 does not stream: the encoder failed"):
        while True:
            source.read()
    source.stop()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Failed to enable connection: Out of resources",
            "picamera:0 is in use by another program",
        ),
        ("Camera is not enabled. Try running 'sudo raspi-config'", "Camera is not enabled"),
    ],
)
def test_a_camera_that_cannot_be_opened_says_why_and_opens_later(source, picamera, text, message):
    picamera.fails = picamera.exc.PiCameraError(text)
    with pytest.raises(SourceError, match=message) as caught:
        source.start()
    assert not caught.value.permanent
    picamera.fails = None
    assert source.start().read() is not None


def test_a_wrong_configuration_is_named_and_trying_again_is_of_no_use(picamera):
    options = SourceOptions(pi_camera=PiCameraOptions(controls={"iso": "high"}))
    with pytest.raises(SourceError, match="picamera:0: iso cannot be 'high'") as caught:
        LegacyPiCamera("0", options, SystemClock()).start()
    assert caught.value.permanent
    assert picamera.cameras[0].closed


def test_without_the_library_it_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "picamera", None)
    with pytest.raises(SourceError, match=r"apt install python3-picamera, .*picamera2:3") as caught:
        LegacyPiCamera("3", SourceOptions(), SystemClock()).start()
    assert caught.value.permanent


def test_before_the_start_nothing_can_be_read_or_set(picamera):
    source = LegacyPiCamera("0", SourceOptions(), SystemClock())
    source.stop()
    source.want((1, 1), 1)
    assert source.read() is None
    assert source.still() is None
    assert (dict(source.controls()), dict(source.values())) == ({}, {})
    with pytest.raises(ControlError, match="is not running"):
        source.set_control("brightness", 1)
    assert picamera.cameras == []
