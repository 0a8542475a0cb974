import contextlib
import socket
import threading

import pytest

from netgear_engine.sources.network.rtsp import why_nothing_comes
from tests.support.free_ports import free_port


@contextlib.contextmanager
def camera(*answers):
    """Answer one connection after the other with these words."""
    asked = []

    def serve():
        for words in answers:
            connection, _ = listening.accept()
            with connection:
                asked.append(connection.recv(65536).decode())
                connection.sendall(words.encode())

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1], asked
        thread.join()


LOCKED = 'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm="c", nonce="7"\r\n\r\n'


@pytest.mark.parametrize(
    ("login", "answers", "said"),
    [
        ("", [LOCKED], "wants user and password"),
        ("me:secret@", [LOCKED, LOCKED], "refuses user and password"),
        ("me:secret@", [LOCKED, "RTSP/1.0 404 Not Found\r\n\r\n"], "answers 404 Not Found"),
        ("", ["RTSP/1.0 200 OK\r\n\r\n"], "gives no picture that can be read"),
        ("", ["HTTP/1.1 400 Bad\r\n\r\n"], "no RTSP camera"),
    ],
)
def test_the_camera_s_answer_is_told_in_words(login, answers, said):
    with camera(*answers) as (port, asked):
        assert said in why_nothing_comes(f"rtsp://{login}127.0.0.1:{port}/live", 30)
    assert all(words.startswith(f"DESCRIBE rtsp://127.0.0.1:{port}/live ") for words in asked)
    assert "secret" not in "".join(asked)


def test_a_camera_that_sends_its_answer_drop_by_drop_is_not_waited_for():
    is_over = threading.Event()

    def drip():
        connection, _ = listening.accept()
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            for _ in range(200):
                connection.sendall(b"x")
                if is_over.wait(0.1):
                    return
            connection.sendall(b"\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip)
        thread.start()
        said = why_nothing_comes(f"rtsp://127.0.0.1:{listening.getsockname()[1]}/live", 0.5)
        is_over.set()
        thread.join()
    assert said == "it does not answer: no answer"


def test_a_camera_that_is_off_does_not_answer():
    assert "does not answer" in why_nothing_comes(f"rtsp://127.0.0.1:{free_port()}/live", 30)
