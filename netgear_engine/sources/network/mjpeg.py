"""A network camera's JPEGs over HTTP, taken out of the stream as they are."""

import base64
import contextlib
import http.client
import select
import ssl
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from netgear_engine.clock import Clock
from netgear_engine.sources.network.multipart import MultipartParts

_CHUNK = 256 * 1024
_MOST_AHEAD = 16
_JPEG_START = b"\xff\xd8\xff"


class MjpegError(Exception):
    """The camera does not give pictures; the message says why, without the address."""


class MjpegStream:
    """An open answer of type multipart/x-mixed-replace."""

    def __init__(
        self,
        connection: http.client.HTTPConnection,
        reached: "_Reached",
        seconds: float,
        clock: Clock,
    ) -> None:
        """`seconds` is the longest time to wait for a picture."""
        self._connection = connection
        self._reached = reached
        self._seconds = seconds
        self._clock = clock
        self._parts = MultipartParts(str(reached.answer.headers.get_param("boundary")))
        reached.socket.settimeout(seconds)

    @classmethod
    def open(
        cls, address: str, *, open_seconds: float, read_seconds: float, clock: Clock
    ) -> Self | None:
        """Ask for the stream; None when it is no such one, or FFmpeg knows better how to get it.

        That is where the camera redirects, wants a digest login or has signed its own certificate.
        Raises MjpegError when it cannot be reached or refuses.
        """
        with contextlib.ExitStack() as unless_it_works:
            try:
                split = urlsplit(address)
                connection = _connection(split, open_seconds)
                unless_it_works.callback(connection.close)
                reached = _Reached(connection, split)
            except ssl.SSLCertVerificationError:
                return None
            except TimeoutError as error:
                raise MjpegError(f"no answer within {open_seconds:g} s") from error
            except OSError as error:
                raise MjpegError(error.strerror or "the connection broke") from error
            except (http.client.HTTPException, ValueError):
                return None
            unless_it_works.callback(reached.answer.close)
            if _is_refused(reached.answer, split):
                raise MjpegError(
                    f"the camera answers {reached.answer.status} {reached.answer.reason}"
                )
            if reached.answer.status != http.client.OK or not _is_mjpeg(reached.answer):
                return None
            unless_it_works.pop_all()
            return cls(connection, reached, read_seconds, clock)

    def next(self) -> bytes:
        """Wait for a picture and return the newest; raises MjpegError when none comes."""
        deadline = self._clock.monotonic() + self._seconds
        picture = self._newest_here()
        while picture is None:
            self._receive(deadline)
            picture = self._newest_here()
        # Where we were slow, pictures wait in line; what counts is the last of them.
        for _ in range(_MOST_AHEAD):
            if not select.select([self._reached.socket], [], [], 0)[0]:
                break
            try:
                self._receive(deadline)
            except MjpegError:
                break  # told when the next one is asked for
            picture = self._newest_here() or picture
        return picture

    def close(self) -> None:
        """Disconnect."""
        self._reached.answer.close()
        self._connection.close()

    def _newest_here(self) -> bytes | None:
        newest = None
        while (part := self._parts.take()) is not None:
            if part.startswith(_JPEG_START):
                newest = part
        return newest

    def _receive(self, deadline: float) -> None:
        try:
            data = self._reached.answer.read1(_CHUNK)
            self._parts.feed(data)
        except TimeoutError as error:
            raise MjpegError(self._silence()) from error
        except (OSError, http.client.HTTPException) as error:
            raise MjpegError("the connection broke") from error
        except ValueError as error:
            raise MjpegError(f"no picture, but {error}") from error
        if not data:
            raise MjpegError("the camera ended it")
        if self._clock.monotonic() > deadline:
            raise MjpegError(self._silence())

    def _silence(self) -> str:
        return f"no picture within {self._seconds:g} s"


class _Reached:
    """The head of an answer, and the socket that it came through."""

    def __init__(self, connection: http.client.HTTPConnection, split: SplitResult) -> None:
        connection.connect()
        # Kept here, since the connection lets go of it once the head is there.
        self.socket = connection.sock
        path = (split.path or "/") + (f"?{split.query}" if split.query else "")
        connection.request("GET", path, headers=_headers(split))
        self.answer = connection.getresponse()


def _connection(split: SplitResult, seconds: float) -> http.client.HTTPConnection:
    host = split.hostname or ""
    if split.scheme == "https":
        return http.client.HTTPSConnection(host, split.port, timeout=seconds)
    return http.client.HTTPConnection(host, split.port, timeout=seconds)


def _headers(split: SplitResult) -> dict[str, str]:
    if split.username is None:
        return {}
    login = f"{unquote(split.username)}:{unquote(split.password or '')}"
    return {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}


def _is_refused(answer: http.client.HTTPResponse, split: SplitResult) -> bool:
    if answer.status == http.client.UNAUTHORIZED and split.username is not None:
        return "digest" not in answer.headers.get("WWW-Authenticate", "").lower()
    return answer.status >= http.client.BAD_REQUEST


def _is_mjpeg(answer: http.client.HTTPResponse) -> bool:
    return (
        answer.headers.get_content_type() == "multipart/x-mixed-replace"
        and answer.headers.get_param("boundary") is not None
    )
