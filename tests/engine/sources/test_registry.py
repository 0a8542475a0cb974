import subprocess
import sys

import pytest

import netgear_engine.sources
from netgear_engine.errors import SourceError
from netgear_engine.sources.registry import create_source
from netgear_engine.sources.source import Source, SourceOptions

ONE_OF_EACH = ["test-pattern", "/dev/video0", "rtsp://cam/live", "clip.mp4"]


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("test-pattern", "TestPattern", "test-pattern"),
        ("test-pattern:1", "TestPattern", "test-pattern"),
        ("test-pattern:12", "TestPattern", "test-pattern:12"),
        ("/dev/video2", "Webcam", "camera /dev/video2"),
        ("/dev/v4l/by-id/usb-cam", "Webcam", "camera /dev/v4l/by-id/usb-cam"),
        ("picamera2:0", "PiCamera", "camera picamera2:0"),
        ("picamera2:imx708@1a", "PiCamera", "camera picamera2:imx708@1a"),
        ("picamera:0", "LegacyPiCamera", "camera picamera:0"),
        ("rtsp://me:pw@cam/live", "NetworkStream", "rtsp://...@cam/live"),
        ("http://cam/mjpeg", "NetworkStream", "http://cam/mjpeg"),
        ("HTTPS://cam/mjpeg", "NetworkStream", "HTTPS://cam/mjpeg"),
        ("films/bikes.mp4", "VideoFile", "bikes.mp4"),
        ("C:\\films\\bikes.mp4", "VideoFile", None),
        ("missing clip.mp4", "VideoFile", "missing clip.mp4"),
        ("clip-12:30:05.mp4", "VideoFile", "clip-12:30:05.mp4"),
        ("file:///films/a%20b.mp4", "VideoFile", "a b.mp4"),
        (" rtsp://me:pw@cam/live ", "NetworkStream", "rtsp://...@cam/live"),
    ],
)
def test_a_text_means_its_source(manual_clock, text, kind, title):
    source = create_source(text, SourceOptions(), manual_clock)
    assert type(source).__name__ == kind
    if title is not None:
        assert source.title == title


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/video* is Linux's name of a camera")
def test_a_number_is_exactly_that_camera(manual_clock):
    assert create_source("0", SourceOptions(), manual_clock).title == "camera /dev/video0"


@pytest.mark.parametrize(
    "text", ["", "test-patern", "test-pattern:0", "test-pattern:x", "ftp://cam/x", "picamera9:0"]
)
def test_an_unknown_source_is_refused_with_what_there_is(manual_clock, text):
    with pytest.raises(SourceError, match="unknown source") as caught:
        create_source(text, SourceOptions(), manual_clock)
    assert caught.value.permanent
    assert "test-pattern" in str(caught.value)


def test_a_file_may_have_any_name(manual_clock, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "film").touch()
    assert type(create_source("film", SourceOptions(), manual_clock)).__name__ == "VideoFile"


@pytest.mark.parametrize(
    "text",
    [
        "rtmp://me:secret@cam/live",
        "me:secret@cam",
        "rtsp:/me:secret@cam",
        "//me:secret@cam",
        "me secret@cam",
    ],
)
def test_an_unknown_address_keeps_its_password_to_itself(manual_clock, text):
    with pytest.raises(SourceError) as caught:
        create_source(text, SourceOptions(), manual_clock).start()
    assert "secret" not in str(caught.value)


def test_a_name_that_is_too_long_is_no_file(manual_clock):
    with pytest.raises(SourceError) as caught:
        create_source("a" * 5000, SourceOptions(), manual_clock)
    assert caught.value.permanent


def test_a_source_is_imported_only_when_it_is_asked_for():
    program = (
        "import sys; from netgear_engine.clock import SystemClock;"
        "from netgear_engine.sources.registry import create_source;"
        "from netgear_engine.sources.source import SourceOptions;"
        "before = set(sys.modules);"
        "create_source('test-pattern', SourceOptions((64, 36)), SystemClock()).start().read();"
        "create_source('rtsp://cam', SourceOptions(), SystemClock());"
        "print(*sorted(before), '|', *sorted(sys.modules))"
    )
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, check=True, timeout=60, capture_output=True, text=True)
    before, after = (set(half.split()) for half in result.stdout.split("|"))
    assert "netgear_engine.sources.test_pattern" in after - before
    assert not {"netgear_engine.sources.webcam.source", "cv2"} & after


@pytest.mark.parametrize("text", ONE_OF_EACH)
def test_every_source_has_the_same_shape(text):
    kind = type(create_source(text))
    assert Source in kind.__mro__
    public = {name for name in dir(kind) if not name.startswith("_")}
    assert public == {name for name in dir(Source) if not name.startswith("_")}
    assert {"title", "fps", "start", "read", "stop", "controls", "still"} <= public
    assert {"__enter__", "__exit__"} <= set(dir(kind))


@pytest.mark.parametrize("text", ONE_OF_EACH)
def test_before_the_start_there_is_nothing_to_read_and_stopping_is_harmless(text):
    source = create_source(text, SourceOptions(loop=True))
    assert source.read() is None
    source.stop()
    source.stop()
    assert source.read() is None


def test_one_line_imports_all_that_a_program_needs():
    with netgear_engine.sources.create_source("test-pattern") as source:
        frame = source.read()
        assert source.start() is source
    assert frame is not None
    assert frame.pixels is not None
    assert frame.pixels.shape == (720, 1280, 3)
