"""Which source a text means. A source's module is imported only when it is asked for."""

import importlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote_to_bytes

from netgear_engine.clock import Clock, SystemClock
from netgear_engine.errors import SourceError
from netgear_engine.sources.redaction import without_credentials
from netgear_engine.sources.source import Source, SourceOptions


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of source: the texts that mean it, and what makes it.

    `pattern` must match the whole text; its first group is what the class is given. `module` is
    relative to this package.
    """

    name: str
    example: str
    pattern: str
    module: str
    class_name: str


KINDS = (
    SourceKind(
        "test_pattern",
        "test-pattern",
        r"test-pattern(?::0*([1-9]\d{0,2}))?",
        "test_pattern",
        "TestPattern",
    ),
    SourceKind(
        "pi_camera", "picamera2:0", r"picamera2:(.+)", "pi_camera.source", "create_pi_camera"
    ),
    SourceKind(
        "pi_camera_legacy",
        "picamera:0",
        r"picamera:(\d{1,2})",
        "pi_camera.legacy",
        "LegacyPiCamera",
    ),
    SourceKind("webcam", "0 or /dev/video0", r"(\d{1,3}|/dev/.+)", "webcam.source", "Webcam"),
    SourceKind(
        "network_stream",
        "rtsp://, http:// or https://",
        r"\s*(?i:((?:rtsps?|https?)://.+?))\s*",
        "network.stream",
        "NetworkStream",
    ),
)
_FILE = SourceKind("video_file", "a video file", r"(.+)", "video_file", "VideoFile")

# "scheme:rest" or a single plain word; a drive letter is no scheme, nor is a time in a file's name.
_NO_FILE_NAME = re.compile(r"[A-Za-z0-9+-]{2,}(:(?![^/@]*\.[A-Za-z]\w{1,3}\Z).*)?", re.DOTALL)

KNOWN = ", ".join(kind.example for kind in (*KINDS, _FILE))


def find_kind(text: str) -> tuple[SourceKind, str]:
    """Return the kind of source that `text` means, and what its class is given.

    Raises SourceError (permanent) when the text means none. Nothing is imported or opened.
    """
    for kind in KINDS:
        match = re.fullmatch(kind.pattern, text, re.DOTALL)
        if match:
            return kind, match[1] or ""
    if text.lower().startswith("file:///"):
        return _FILE, os.fsdecode(unquote_to_bytes(text[len("file://") :]))
    # Path.exists raises for a name that is too long.
    if not text or (_NO_FILE_NAME.fullmatch(text) and not os.path.exists(text)):  # noqa: PTH110
        raise SourceError(
            f"unknown source '{without_credentials(text)}'; a source is one of: {KNOWN}",
            permanent=True,
        )
    return _FILE, text


def writable(text: str) -> str:
    """Return the text so that every file and message can hold it.

    A file whose name is not UTF-8, as on an old stick, is named by its file:// address.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return Path(text).absolute().as_uri()
    return text


def kind_of(text: str) -> str:
    """Return the name of the kind of source that `text` means; "" for none."""
    try:
        return find_kind(text)[0].name
    except SourceError:
        return ""


def create_source(
    text: str, options: SourceOptions | None = None, clock: Clock | None = None
) -> Source:
    """Return the source that `text` means, not yet started.

    Raises SourceError (permanent) when the text means none.
    """
    kind, rest = find_kind(text)
    return _create(kind, rest, options or SourceOptions(), clock or SystemClock())


def _create(kind: SourceKind, text: str, options: SourceOptions, clock: Clock) -> Source:
    module = importlib.import_module(f"netgear_engine.sources.{kind.module}")
    return cast(Source, getattr(module, kind.class_name)(text, options, clock))
