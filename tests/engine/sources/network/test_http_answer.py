"""Odd heads of answers, from a server of our own."""

import contextlib
import http.server
import threading
from types import SimpleNamespace

import pytest

from netgear_engine.sources.network import http_answer
from netgear_engine.sources.network.http_answer import RefusedError, ask, first_bytes


@contextlib.contextmanager
def site(pages):
    """Serve pages: path to (status, heads, body); or a function of the request's heads."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            page = pages[self.path]
            status, heads, body = page(self.headers) if callable(page) else page
            self.send_response(status)
            for name, value in heads.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_digest_login_is_answered():
    def page(heads):
        if 'response="' in heads.get("Authorization", ""):
            return 200, {"Content-Type": "image/jpeg"}, b""
        return 401, {"WWW-Authenticate": 'Digest realm="cam", nonce="7", qop="auth"'}, b""

    with site({"/x": page}) as where:
        answer = ask(f"http://me:secret@{where}/x", 30, {})
        assert answer.status == 200
        answer.close()


def test_a_way_that_leads_in_circles_is_left():
    with (
        site({"/x": (302, {"Location": "/x"}, b"")}) as where,
        pytest.raises(RefusedError, match="without end"),
    ):
        ask(f"http://{where}/x", 30, {})


def test_a_redirection_to_a_login_page_is_told():
    pages = {
        "/x": (302, {"Location": "/login"}, b""),
        "/login": (200, {"Content-Type": "text/html"}, b"<html>who are you?"),
    }
    with site(pages) as where:
        answer = ask(f"http://{where}/x", 30, {})
        with pytest.raises(RefusedError, match="a web page, not a video"):
            first_bytes(answer)
        answer.close()


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "multipart/mixed"])
def test_what_looks_like_pictures_is_taken_whatever_it_is_called(kind):
    with site({"/x": (200, {"Content-Type": kind}, b"--edge\r\n\r\n\xff\xd8\xff")}) as where:
        answer = ask(f"http://{where}/x", 30, {})
        assert first_bytes(answer) is not None
        answer.close()


def test_a_password_is_not_told_in_the_clear_to_whom_it_was_encrypted_for(monkeypatch):
    told = []

    def page(heads):
        told.append(heads.get("Authorization", ""))
        return 200, {"Content-Type": "image/jpeg"}, b""

    def leads_into_the_clear(address, seconds, heads):
        monkeypatch.undo()
        return SimpleNamespace(
            status=302, heads={"Location": f"http://{where}/x"}, close=lambda: None
        )

    with site({"/x": page}) as where:
        monkeypatch.setattr(http_answer, "HttpAnswer", leads_into_the_clear)
        ask(f"https://me:secret@{where}/x", 30, {}).close()
    assert told == [""]
