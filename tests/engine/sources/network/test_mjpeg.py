"""A camera that says exactly what a test tells it to, on a real connection."""

import contextlib
import socket
import threading

import numpy as np
import pytest
import simplejpeg

from netgear_engine.clock import SystemClock
from netgear_engine.sources.network.mjpeg import MjpegError, MjpegStream
from tests.support.waiting import PATIENCE

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary="
PICTURES = [
    simplejpeg.encode_jpeg(np.full((48, 64, 3), 30 * number, np.uint8), 90, "BGR")
    for number in range(8)
]


def part(body, kind="image/jpeg"):
    head = f"--edge\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n"


@contextlib.contextmanager
def camera(*said, ends=True, chatter=b"", pause=0.0):
    """Answer one request with this and end, or go on with `chatter` until the block ends."""
    asked: list[bytes] = []
    over = threading.Event()

    def serve():
        connection, _ = listening.accept()
        with connection:
            asked.append(connection.recv(65536))
            with contextlib.suppress(ConnectionError):
                for words in said:
                    connection.sendall(words)
                while chatter and not over.wait(pause):
                    connection.sendall(chatter)
            if not ends:
                over.wait(PATIENCE)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1], asked
        finally:
            over.set()
            thread.join()


def opened(port, where="/video?camera=1", login="", seconds=5.0, open_seconds=30.0):
    return MjpegStream.open(
        f"http://{login}127.0.0.1:{port}{where}",
        open_seconds=open_seconds,
        read_seconds=seconds,
        clock=SystemClock(),
    )


@pytest.mark.parametrize("boundary", [b"edge", b'"edge"', b"--edge", b"edge; x=1"])
def test_pictures_are_taken_out_as_they_are(boundary):
    with camera(HEAD + boundary + b"\r\n\r\n", part(PICTURES[0])) as (port, asked):
        stream = opened(port)
        assert stream.next() == PICTURES[0]
        stream.close()
    assert asked[0].startswith(b"GET /video?camera=1 HTTP/1.1\r\n")


def test_chunks_of_the_connection_do_not_show():
    body = part(PICTURES[0])
    chunked = b"".join(
        b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (body[:50], body[50:700], body[700:])
    )
    with camera(HEAD + b"edge\r\nTransfer-Encoding: chunked\r\n\r\n", chunked) as (port, _):
        stream = opened(port)
        assert stream.next() == PICTURES[0]
        stream.close()


def test_of_pictures_that_wait_only_the_last_is_given():
    waiting = [part(picture) for picture in PICTURES]
    with camera(HEAD + b"edge\r\n\r\n" + b"".join(waiting), ends=False) as (port, _):
        stream = opened(port)
        assert stream.next() == PICTURES[-1]
        stream.close()


def test_parts_that_are_no_pictures_are_left_out():
    said = part(b"it is raining", "text/plain") + part(PICTURES[1]) + part(b"", "text/plain")
    with camera(HEAD + b"edge\r\n\r\n" + said, ends=False) as (port, _):
        stream = opened(port)
        assert stream.next() == PICTURES[1]
        stream.close()


def test_the_login_is_sent_decoded():
    with camera(HEAD + b"edge\r\n\r\n", part(PICTURES[0])) as (port, asked):
        opened(port, login="me:p%40ss@").close()
    assert b"Authorization: Basic bWU6cEBzcw==\r\n" in asked[0]


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 302 Found\r\nLocation: rtsp://127.0.0.1/live\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n\0\0\0 ftyp",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Encoding: gzip\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
    ],
    ids=["another protocol", "film", "packed", "not HTTP"],
)
def test_what_ffmpeg_knows_better_is_left_to_it(head):
    with camera(head) as (port, _):
        assert opened(port, login="me:secret@") is None


@pytest.mark.parametrize(
    ("login", "head", "said"),
    [
        ("", b"HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=x\r\n\r\n", "answers 401 No"),
        ("a:b@", b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\n\r\n", "answers 401 No"),
        ("", b"HTTP/1.1 404 Not Found\r\n\r\n", "answers 404 Not Found"),
        ("", b"HTTP/1.1 503 Too many viewers\r\n\r\n", "answers 503 Too many viewers"),
    ],
)
def test_a_refusal_says_what_the_camera_said(login, head, said):
    with camera(head) as (port, _), pytest.raises(MjpegError, match=said):
        opened(port, login=login)


def test_silence_before_the_head_is_given_up():
    with camera(ends=False) as (port, _), pytest.raises(MjpegError, match=r"no answer within 0.2"):
        opened(port, open_seconds=0.2)


def test_a_head_that_never_ends_is_given_up():
    with (
        camera(b"HTTP/1.1 200 OK\r\n", chatter=b"A", pause=0.01) as (port, _),
        pytest.raises(MjpegError, match=r"no answer within 0.2"),
    ):
        opened(port, open_seconds=0.2)


@pytest.mark.parametrize("said", [b"", part(PICTURES[0])[:500]], ids=["nothing", "half"])
def test_silence_after_the_head_is_given_up(said):
    with camera(HEAD + b"edge\r\n\r\n" + said, ends=False) as (port, _):
        stream = opened(port, seconds=0.2)
        with pytest.raises(MjpegError, match=r"no picture within 0.2 s"):
            stream.next()
        stream.close()


def test_bytes_that_never_become_a_picture_are_given_up():
    with camera(HEAD + b"edge\r\n\r\n", chatter=part(b"it rains", "text/plain")) as (port, _):
        stream = opened(port, seconds=0.2)
        with pytest.raises(MjpegError, match=r"no picture within 0.2 s"):
            stream.next()
        stream.close()


def test_an_end_is_told():
    with camera(HEAD + b"edge\r\n\r\n" + part(PICTURES[0])[:500]) as (port, _):
        stream = opened(port)
        with pytest.raises(MjpegError, match="the camera ended it"):
            stream.next()
        stream.close()


def test_nobody_there_is_told_in_the_systems_words():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(MjpegError, match="Connection refused"):
        opened(port)
