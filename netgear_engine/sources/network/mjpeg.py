"""A network camera's JPEGs over HTTP, taken out of its answers as they are."""

import contextlib
import http.client
import ssl
from typing import Self

from netgear_engine.clock import Clock
from netgear_engine.sources.jpegs import Jpegs
from netgear_engine.sources.network.http_answer import (
    HttpAnswer,
    LeftToFfmpegError,
    RefusedError,
    ask,
    first_bytes,
)
from netgear_engine.sources.network.patience import Patience
from netgear_engine.sources.pace import Pace

_CHUNK = 256 * 1024
_MOST_AHEAD = 16
# What has given no picture by then is something else than we take it for.
_UNKNOWN_SECONDS, _UNKNOWN_BROKEN = 2.0, 3
_BROKEN_SECONDS = 3.0
# How often a single picture is fetched, unless told.
_POLLED_FPS = 1.0


class MjpegError(Exception):
    """The camera does not give pictures; the message says why, without the address.

    `is_unknown` when it gave something, but never a picture that we could make out.
    """

    def __init__(self, message: str, *, is_unknown: bool = False) -> None:
        super().__init__(message)
        self.is_unknown = is_unknown


class MjpegStream:
    """Pictures one after the other in one answer, or a single one that is asked for again."""

    def __init__(
        self, address: str, seconds: tuple[float, float], fps: float | None, clock: Clock
    ) -> None:
        self._address = address
        self._open_seconds, read_seconds = seconds
        self._patience = Patience(read_seconds, fps)
        self._pace = Pace(fps or _POLLED_FPS, clock)
        self._clock = clock
        self._answer: HttpAnswer | None = None
        self._jpegs = Jpegs()
        self._opened_at = 0.0
        self._has_come = self._is_single = False
        self._pictures = 0  # of this answer
        self._last = b""
        self._condition: dict[str, str] = {}

    @classmethod
    def open(
        cls,
        address: str,
        *,
        open_seconds: float,
        read_seconds: float,
        clock: Clock,
        fps: float | None = None,
    ) -> Self | None:
        """Ask for pictures; None when FFmpeg knows better how to ask, or what the answer is.

        `read_seconds` is the longest time to wait for a picture while the camera's rate is not
        known, `fps` the rate asked for. Raises MjpegError when the camera cannot be reached or
        refuses.
        """
        stream = cls(address, (open_seconds, read_seconds), fps, clock)
        return stream if stream._ask() else None

    def next(self) -> bytes:
        """Wait for a picture and return the newest; raises MjpegError when none comes."""
        begin, broken = self._clock.monotonic(), self._jpegs.broken
        while (picture := self._newest_here()) is None:
            if self._answer is None:
                picture = self._ask_again()
            elif not self._receive(self._answer, begin):
                picture = self._ended(self._answer, begin)
            else:
                self._see_whether_it_is_one(begin, broken)
            if picture:
                break
        # Where we were slow, pictures wait in line; what counts is the last of them.
        for _ in range(_MOST_AHEAD):
            if self._answer is None or not self._answer.has_more():
                break
            try:
                self._receive(self._answer, begin)
            except MjpegError:
                break  # told when the next one is asked for
            picture = self._newest_here() or picture
        self._patience.picture(self._clock.monotonic())
        self._last = picture
        return picture

    def close(self) -> None:
        """Disconnect."""
        if self._answer is not None:
            self._answer.close()
            self._answer = None

    def _ask(self) -> bool:
        """Have an answer with pictures; false when there is none for us."""
        self._opened_at = self._pace.wait()
        try:
            answer = ask(self._address, self._open_seconds, self._condition)
            with contextlib.ExitStack() as unless_it_works:
                unless_it_works.callback(answer.close)
                first = first_bytes(answer)
                if first is None:
                    return False
                unless_it_works.pop_all()
        except TimeoutError as error:
            raise MjpegError(f"no answer within {self._open_seconds:g} s") from error
        except RefusedError as error:
            raise MjpegError(str(error)) from error
        except (ssl.SSLCertVerificationError, LeftToFfmpegError):
            return False
        except OSError as error:
            raise MjpegError(error.strerror or "the connection broke") from error
        except (http.client.HTTPException, ValueError):
            return False
        answer.socket.settimeout(self._patience.seconds)
        self._answer = answer
        self._jpegs = Jpegs()
        self._jpegs.feed(first)
        self._pictures = 0
        self._is_single = self._is_single or answer.heads.get_content_maintype() == "image"
        return True

    def _ask_again(self) -> bytes | None:
        """Ask once more for a single picture; the last one, if it has not changed."""
        if not self._is_single:
            raise MjpegError("the camera ended it")
        if not self._ask() or self._answer is None:
            raise MjpegError("the camera gives no picture any more, but something else")
        if self._answer.status != http.client.NOT_MODIFIED:
            return None
        self.close()
        return self._last

    def _ended(self, answer: HttpAnswer, begin: float) -> bytes | None:
        """Take what was left at the end of an answer."""
        picture = self._jpegs.take(is_all=True)
        self._pictures += picture is not None
        if self._pictures == 1 and answer.heads.get_content_maintype() != "multipart":
            self._is_single = True  # whatever the camera calls it
        told = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}
        self._condition = {
            ours: answer.heads[its] for ours, its in told.items() if its in answer.heads
        }
        self.close()
        is_over = not self._last or self._clock.monotonic() - begin > _BROKEN_SECONDS
        if picture is None and not self._pictures and is_over:
            raise self._failure("the camera ended it without a picture")
        return picture

    def _newest_here(self) -> bytes | None:
        newest = None
        while (jpeg := self._jpegs.take()) is not None:
            newest = jpeg
            self._pictures += 1
        return newest

    def _receive(self, answer: HttpAnswer, begin: float) -> bool:
        """Take what comes; false at the end of the answer."""
        try:
            data = answer.body.read1(_CHUNK)
            self._jpegs.feed(data)
        except TimeoutError as error:
            raise self._silence() from error
        except (OSError, http.client.HTTPException) as error:
            raise MjpegError("the connection broke") from error
        except ValueError as error:
            raise MjpegError(f"no picture, but {error}") from error
        self._has_come = self._has_come or bool(data)
        if data and self._clock.monotonic() - begin > self._patience.seconds:
            raise self._silence()
        return bool(data)

    def _see_whether_it_is_one(self, begin: float, broken: int) -> None:
        """Give up what does not look as if it ever became a picture."""
        now, came_broken = self._clock.monotonic(), self._jpegs.broken - broken
        if self._last:
            is_over = came_broken > 0 and now - begin > _BROKEN_SECONDS
        else:
            is_over = came_broken >= _UNKNOWN_BROKEN or (
                now - self._opened_at > _UNKNOWN_SECONDS
                and (came_broken > 0 or not self._jpegs.is_inside)
            )
        if is_over:
            raise self._failure("there is no whole picture in what comes")

    def _silence(self) -> MjpegError:
        return self._failure(f"no picture within {self._patience.seconds:g} s")

    def _failure(self, words: str) -> MjpegError:
        """Return the error; pictures that are broken are so for FFmpeg, too."""
        if self._jpegs.broken:
            return MjpegError(f"{words}, only broken ones")
        return MjpegError(words, is_unknown=self._has_come and not self._last)
