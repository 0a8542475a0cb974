import socket

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.errors import SourceError
from netgear_engine.sources import network_stream
from netgear_engine.sources.network_stream import NetworkStream
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


def test_pictures_come_in_order(camera):
    with stream(camera.address()) as source:
        frames = [next_frame(source) for _ in range(10)]
    greys = [frame.pixels.mean() for frame in frames]
    assert greys == sorted(greys)
    assert len(set(greys)) == 10
    assert frames[0].pixels.shape == (120, 160, 3)
    moments = [frame.captured_at for frame in frames]
    assert moments == sorted(moments)


def test_no_old_pictures_queue_up(camera):
    with stream(camera.address()) as source:
        for _ in range(20):
            frame = next_frame(source)
        assert camera.number - frame.pixels.mean() < 4


def test_size_and_rate_can_be_chosen(camera):
    with stream(camera.address(), size=(80, 60), fps=5) as source:
        frames = [next_frame(source) for _ in range(4)]
    assert frames[0].pixels.shape == (60, 80, 3)
    assert frames[3].captured_at - frames[0].captured_at > 0.45


def test_a_stream_that_goes_away_comes_back(camera):
    source = stream(camera.address())
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


def test_a_stream_that_stalls_is_given_up(camera, monkeypatch):
    monkeypatch.setattr(network_stream, "READ_SECONDS", 0.5)
    with pytest.raises(SourceError, match="stopped") as caught, stream(camera.address()) as source:
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


def test_credentials_are_used_and_never_shown():
    with MjpegCamera(login="admin:topsecret") as camera:
        with stream(camera.address("admin:topsecret")) as source:
            assert source.read() is not None
        assert "topsecret" not in source.title
        with pytest.raises(SourceError, match="cannot be opened") as caught:
            stream(camera.address("admin:wrongsecret")).start()
    assert "wrongsecret" not in str(caught.value)
    assert "admin" not in str(caught.value)


def test_nobody_there_is_told_at_once():
    with pytest.raises(SourceError, match="cannot be opened"):
        stream(f"http://127.0.0.1:{free_port()}/mjpeg").start()
