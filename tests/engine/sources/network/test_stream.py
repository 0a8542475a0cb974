import socket

import pytest
import simplejpeg

from netgear_engine.clock import SystemClock
from netgear_engine.errors import SourceError
from netgear_engine.sources.network import stream as network_stream
from netgear_engine.sources.network.stream import NetworkStream
from netgear_engine.sources.source import SourceOptions
from tests.engine.sources.mjpeg_camera import MjpegCamera
from tests.engine.sources.reading import next_frame
from tests.support.free_ports import free_port


@pytest.fixture
def camera():
    with MjpegCamera() as running:
        yield running


def stream(address, **options):
    return NetworkStream(address, SourceOptions(**options), SystemClock())


def grey(frame):
    pixels = simplejpeg.decode_jpeg(frame.jpeg) if frame.pixels is None else frame.pixels
    assert pixels.shape == (120, 160, 3)
    return pixels.mean()


# With a size FFmpeg decodes; without, the JPEGs are passed on.
ways = pytest.mark.parametrize("size", [None, (160, 120)], ids=["passed on", "decoded"])


@ways
def test_pictures_come_in_order(camera, size):
    with stream(camera.address(), size=size) as source:
        frames = [source.read() for _ in range(10)]
    assert all((frame.jpeg is None) == (size is not None) for frame in frames)
    greys = [grey(frame) for frame in frames]
    assert greys == sorted(greys)
    assert len(set(greys)) == 10
    moments = [frame.captured_at for frame in frames]
    assert moments == sorted(moments)


@ways
def test_no_old_pictures_queue_up(camera, size):
    with stream(camera.address(), size=size) as source:
        for _ in range(20):
            frame = source.read()
        assert camera.number - grey(frame) < 4


def test_the_rate_can_be_chosen_without_decoding(camera):
    with stream(camera.address(), fps=5) as source:
        frames = [source.read() for _ in range(3)]
    assert all(frame.jpeg for frame in frames)
    assert frames[2].captured_at - frames[0].captured_at > 0.3


def test_size_and_rate_can_be_chosen(camera):
    with stream(camera.address(), size=(80, 60), fps=5) as source:
        frames = [next_frame(source) for _ in range(4)]
    assert frames[0].pixels.shape == (60, 80, 3)
    assert frames[3].captured_at - frames[0].captured_at > 0.45


@ways
def test_a_stream_that_goes_away_comes_back(camera, size):
    source = stream(camera.address(), size=size)
    with pytest.raises(SourceError, match="stopped") as caught, source:
        source.read()
        camera.stop()
        for _ in range(50):
            source.read()
    assert not caught.value.permanent
    with pytest.raises(SourceError, match="cannot be opened"):
        source.start()
    camera.start()
    with source:
        assert source.read() is not None


@ways
def test_a_stream_that_stalls_is_given_up(camera, size, monkeypatch):
    monkeypatch.setattr(network_stream, "READ_SECONDS", 0.5)
    with (
        pytest.raises(SourceError, match=r"stopped: .*0\.5 s") as caught,
        stream(camera.address(), size=size) as source,
    ):
        source.read()
        camera.stall()
        for _ in range(50):
            source.read()
    assert not caught.value.permanent


def test_a_host_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr(network_stream, "OPEN_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for scheme in ("http", "rtsp"):
            source = stream(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/x")
            with pytest.raises(SourceError, match="cannot be opened") as caught:
                source.start()
            assert not caught.value.permanent


@ways
def test_credentials_are_used_and_never_shown(size):
    with MjpegCamera(login="admin:topsecret") as camera:
        with stream(camera.address("admin:topsecret"), size=size) as source:
            assert source.read() is not None
        assert "topsecret" not in source.title
        with pytest.raises(SourceError, match="cannot be opened") as caught:
            stream(camera.address("admin:wrongsecret"), size=size).start()
    assert "wrongsecret" not in str(caught.value)
    assert "admin" not in str(caught.value)


def test_nobody_there_is_told_at_once():
    with pytest.raises(SourceError, match="cannot be opened"):
        stream(f"http://127.0.0.1:{free_port()}/mjpeg").start()


def test_a_refusal_is_told_in_the_cameras_words(camera):
    with pytest.raises(SourceError, match="cannot be opened: the camera answers 404 Not Found"):
        stream(f"{camera.address()}/wrong").start()


def test_what_only_ffmpeg_can_get_is_left_to_it(camera):
    with stream(camera.address().replace("/mjpeg", "/moved")) as source:
        assert next_frame(source).pixels.shape == (120, 160, 3)
