import contextlib
import socket
import threading

import numpy as np
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


def test_a_camera_that_leads_elsewhere_is_followed(camera):
    with stream(camera.address().replace("/mjpeg", "/moved")) as source:
        assert grey(source.read()) >= 0


def test_an_rtsp_camera_tells_what_is_wrong():
    silent = f"rtsp://me:secret@127.0.0.1:{free_port()}/live"
    with pytest.raises(SourceError, match="cannot be opened: it does not answer") as caught:
        stream(silent).start()
    assert "secret" not in str(caught.value)
    refusal = b'RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n'
    with (
        answering(refusal) as port,
        pytest.raises(SourceError, match="the camera refuses user and password"),
    ):
        stream(f"rtsp://me:secret@127.0.0.1:{port}/live").start()


def test_a_password_with_special_letters_gets_a_hint():
    for address in ("http://me:pa/ss@127.0.0.1/x", "rtsp://me:pa#ss@127.0.0.1:1/x"):
        with pytest.raises(SourceError, match="is written with %40") as caught:
            stream(address).start()
        assert "ss@" not in str(caught.value)


def picture(number):
    noise = np.random.default_rng(number).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    return simplejpeg.encode_jpeg(noise, 90, "BGR")


def page(body, kind, more=""):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


@pytest.mark.parametrize("kind", ["image/jpeg", "application/octet-stream", "text/html"])
def test_a_single_picture_is_asked_for_again_and_again(kind):
    with (
        answering(page(picture(1), kind)) as port,
        stream(f"http://127.0.0.1:{port}/snapshot.jpg", fps=20) as source,
    ):
        frames = [source.read() for _ in range(4)]
    assert [frame.jpeg for frame in frames] == [picture(1)] * 4
    assert frames[3].captured_at - frames[1].captured_at > 0.05


def test_a_single_picture_that_has_not_changed_is_given_again():
    unchanged = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    with (
        answering(page(picture(1), "image/jpeg", "ETag: 7\r\n"), unchanged) as port,
        stream(f"http://127.0.0.1:{port}/snapshot.jpg", fps=20) as source,
    ):
        assert [source.read().jpeg for _ in range(3)] == [picture(1)] * 3


def test_answers_without_a_picture_after_one_with_it_are_told():
    with (
        answering(page(picture(1), "image/jpeg"), page(b"", "image/jpeg")) as port,
        stream(f"http://127.0.0.1:{port}/snapshot.jpg", fps=20) as source,
    ):
        assert source.read().jpeg == picture(1)
        with pytest.raises(SourceError, match="without a picture"):
            source.read()


@pytest.mark.parametrize(
    "body",
    [
        b"\n<!DOCTYPE html><html><body>Log in</body></html>",
        b"<!-- ours --><html><body>Log in</body></html>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">Log in</html>',
    ],
    ids=["html", "comment", "xhtml"],
)
def test_a_login_page_is_called_a_web_page(body):
    for kind in ("text/html; charset=utf-8", "text/plain", "application/xhtml+xml"):
        with (
            answering(page(body, kind)) as port,
            pytest.raises(SourceError, match="this is a web page, not a video"),
        ):
            stream(f"http://127.0.0.1:{port}/").start()


def test_pictures_that_are_cut_off_are_a_fault_with_its_reason():
    part = b"--edge\r\nContent-Type: image/jpeg\r\n\r\n" + picture(1)[:900] + b"\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=edge\r\n\r\n"
    with answering(head + part * 20) as port:
        source = stream(f"http://127.0.0.1:{port}/").start()
        with pytest.raises(SourceError, match=r"stopped: .*only broken ones"):
            source.read()
        source.stop()


def test_what_our_reader_does_not_understand_is_decoded_by_ffmpeg(caplog):
    kind = "multipart/x-mixed-replace; boundary=edge"
    part = b"--edge\r\nContent-Type: image/jpeg\r\n\r\n" + picture(1) + b"\r\n"
    with (
        answering(page(b"--edge\r\n\r\nit rains", kind), page(part * 30, kind)) as port,
        stream(f"http://127.0.0.1:{port}/x") as source,
    ):
        assert [next_frame(source).pixels.shape for _ in range(3)] == [(64, 64, 3)] * 3
    assert caplog.text.count("is left to FFmpeg") == 1


@contextlib.contextmanager
def answering(*answers):
    """Give each connection the next of these answers, then end it; the last one again and again."""
    over = threading.Event()

    def serve():
        told = list(answers)
        while not over.is_set():
            with contextlib.suppress(OSError):
                connection, _ = listening.accept()
                with connection:
                    connection.settimeout(20)
                    if connection.recv(65536):
                        connection.sendall(told[0])
                        told = told[1:] or told
                        connection.shutdown(socket.SHUT_WR)
                        while connection.recv(65536):
                            pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            thread.join()
