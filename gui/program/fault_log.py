"""The program's log file: warnings and faults with their traces, and nothing secret. No Qt."""

import contextlib
import faulthandler
import io
import logging
import os
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from netgear_engine.clock import Clock

_LARGEST = 1_000_000
_OLDER_FILES = 3
_PRIVATE = 0o600

_SECRETS = (
    (re.compile(r"(?<=://)[^\s'\"]*@"), "...@"),
    (re.compile(r"(://[^\s'\"?]*)\?[^\s'\"]*"), r"\1?..."),
    (re.compile(r"\$argon2\S*"), "(a hash)"),
    (re.compile(r"(?i)\b(pin|pass\w*|pwd|secret\w*|token)(['\"]?\s*[=:]\s*)[^\s,;]+"), r"\1\2..."),
    (re.compile(r"\b[0-9a-fA-F]{64}\b"), "(a key)"),
    # ZeroMQ's text of a CURVE key: 40 signs of Z85, of which paths have some, too.
    (
        re.compile(r"(?<![^\s'\"=,:])(?!/)[0-9A-Za-z.:+=^!/*?&<>()\[\]{}@%$#-]{40}(?![^\s'\",;])"),
        "(a key)",
    ),
)


def redacted(text: str) -> str:
    """Return the text without what looks like a password, a PIN, its hash or a key."""
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return text


class FaultLog:
    """Lets all warnings and errors be written into a file and to standard error, until `close`.

    Of what is said again and again at one place, one line a second is written, with a count of
    those left out. The file is nobody else's to read, and bounded; its older ones are `.1` to `.3`.
    """

    def __init__(self, path: Path | None, clock: Clock) -> None:
        """`trouble` says why there is no file, in words."""
        self.trouble = ""
        handlers: list[logging.Handler] = [logging.StreamHandler()]
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                handlers.append(_PrivateFile(path))
        except OSError as error:
            self.trouble = f"{path} cannot be written: {error.strerror}. Faults are not kept."
        for handler in handlers:
            handler.setLevel(logging.WARNING)
            handler.addFilter(_OncePerSecond(clock))
            handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
            logging.getLogger().addHandler(handler)
        self._handlers = handlers

    def close(self) -> None:
        """Write no more, and let go of the file."""
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()


class _PrivateFile(RotatingFileHandler):
    """A file that Python's faulthandler writes to, too, when the process dies of a signal."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_LARGEST, backupCount=_OLDER_FILES, encoding="utf-8")

    def _open(self) -> io.TextIOWrapper:
        how = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        file = os.fdopen(os.open(self.baseFilename, how, _PRIVATE), "a", encoding="utf-8")
        faulthandler.enable(file)
        return file

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """Leave it: where a full disk takes no line, standard error has it."""

    def close(self) -> None:
        faulthandler.disable()
        # What a full disk did not take is lost, but the program ends as it would otherwise.
        with contextlib.suppress(OSError):
            super().close()


class _OncePerSecond(logging.Filter):
    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._seen: dict[tuple[str, int, object], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether this is the first in a second; `more` are those left out before it."""
        kind = record.exc_info[0] if record.exc_info else None
        place = (record.pathname, record.lineno, kind)
        now = self._clock.monotonic()
        last, left_out = self._seen.get(place, (now - 1.0, 0))
        if now - last < 1.0:
            self._seen[place] = last, left_out + 1
            return False
        self._seen[place] = now, 0
        record.more = left_out
        return True


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        more = getattr(record, "more", 0)
        beside = f"\n({more} more like this were left out before it)" if more else ""
        return redacted(super().format(record)) + beside
