"""Asking a camera over HTTP, along its redirections and through its login."""

import contextlib
import http.client
import re
import select
import socket
import threading
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, urljoin, urlsplit

from netgear_engine.sources.network.login import Login
from netgear_engine.sources.redaction import without_credentials

_MOST_TURNS = 6
_REDIRECTIONS = {301, 302, 303, 307, 308}
_LONGEST_REASON = 80
_PAGE = re.compile(rb"<!doctype html|<html\b")
_PEEK = 1024


class RefusedError(Exception):
    """The camera gives no pictures; the message says why, without the address."""


class LeftToFfmpegError(Exception):
    """What the camera wants or gives is nothing for us."""


class HttpAnswer:
    """The head of an answer, and the socket that its body comes through."""

    def __init__(self, address: SplitResult, seconds: float, heads: Mapping[str, str]) -> None:
        """Ask; raises OSError and http.client's errors."""
        encrypted = address.scheme == "https"
        kind = http.client.HTTPSConnection if encrypted else http.client.HTTPConnection
        self._connection = kind(address.hostname or "", address.port, timeout=seconds)
        try:
            self._connection.connect()
            # Kept here, since the connection lets go of it once the head is there.
            self.socket = self._connection.sock
            with within(seconds, self.socket):
                self._connection.request("GET", path_of(address), headers=dict(heads))
                self.body = self._connection.getresponse()
        except BaseException:
            self._connection.close()
            raise
        self.status = self.body.status
        self.heads = self.body.headers

    def has_more(self) -> bool:
        """Return whether something has come that was not read."""
        return not self.body.isclosed() and bool(select.select([self.socket], [], [], 0)[0])

    def close(self) -> None:
        """Disconnect."""
        self.body.close()
        self._connection.close()


@contextlib.contextmanager
def within(seconds: float, connected: socket.socket) -> Iterator[None]:
    """Break off what takes longer with TimeoutError: a socket's limit begins anew at each byte."""
    is_over = threading.Event()

    def break_off() -> None:
        is_over.set()
        with contextlib.suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, break_off)
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if is_over.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
    # An answer that is broken off among its heads looks like a whole one.
    if is_over.is_set():
        raise TimeoutError


def path_of(address: SplitResult) -> str:
    """Return the path and the query of an address."""
    return (address.path or "/") + (f"?{address.query}" if address.query else "")


def ask(address: str, seconds: float, heads: Mapping[str, str]) -> HttpAnswer:
    """Return the camera's answer, of status 200 or 304.

    Raises RefusedError with the camera's words, LeftToFfmpegError where it leads to another
    protocol, and what HttpAnswer raises.
    """
    split = urlsplit(address)
    login = Login.of(split)
    authorization = login.basic() if login else ""
    for _ in range(_MOST_TURNS):
        own = {"Authorization": authorization} if authorization else {}
        answer = HttpAnswer(split, seconds, {**heads, **own})
        if answer.status in {http.client.OK, http.client.NOT_MODIFIED}:
            return answer
        answer.close()
        leads_to = answer.heads.get("Location")
        if answer.status in _REDIRECTIONS and leads_to:
            before, split = split, urlsplit(urljoin(split.geturl(), leads_to))
            if split.scheme not in {"http", "https"}:
                raise LeftToFfmpegError
            # A password is for the one it was meant for, and for nobody on the way.
            is_same = split.hostname == before.hostname and before.scheme in {"http", split.scheme}
            login = Login.of(split) or (login if is_same else None)
            authorization = login.basic() if login else ""
            continue
        challenges = answer.heads.get_all("WWW-Authenticate", [])
        tried = authorization
        if answer.status == http.client.UNAUTHORIZED and login and tried == login.basic():
            authorization = login.answer(challenges, "GET", path_of(split))
        if authorization == tried or not authorization:
            raise RefusedError(_refusal(answer, login))
    raise RefusedError("the camera leads from one address to the next without end")


def first_bytes(answer: HttpAnswer) -> bytes | None:
    """Return what of the body was read to see what it is; None when it holds no JPEGs.

    An answer that nothing has changed has no body, and need not say of what kind it would be.

    Raises RefusedError for a web page.
    """
    if answer.status == http.client.NOT_MODIFIED:
        return b""
    kind = answer.heads.get_content_type()
    if answer.heads.get("Content-Encoding", "identity").lower() != "identity":
        return None
    if kind.startswith("multipart/") or kind in {"image/jpeg", "image/jpg", "image/pjpeg"}:
        return b""
    if kind.startswith("image/"):
        return None
    first = answer.body.read1(_PEEK)
    text = first.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<") and (_PAGE.search(text) or kind.endswith("html")):
        raise RefusedError(
            "this is a web page, not a video: look up the address of the stream in the camera's "
            "manual, and whether it wants a login"
        )
    return first if text.startswith(b"--") or b"\xff\xd8\xff" in first else None


def _refusal(answer: HttpAnswer, login: Login | None) -> str:
    reason = without_credentials("".join(filter(str.isprintable, answer.body.reason)))
    words = f"the camera answers {answer.status} {reason[:_LONGEST_REASON]}".rstrip()
    if answer.status == http.client.UNAUTHORIZED:
        return f"{words}: it {'refuses' if login else 'wants'} user and password"
    return words
