"""What is saved of a camera's picture, under which name, and with which note inside. No Qt."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gui.cameras.key import CameraKey
from netgear_engine.frame import Frame
from netgear_engine.protocol.header import Compression

_START = b"\xff\xd8"
_COMMENT = b"\xff\xfe"
_LONGEST_COMMENT = 65_533
# What some file system does not take in a name.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 80
# A file system takes 255, and an ending comes behind it.
_MOST_BYTES = 200


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frame as it was received, of the camera with this key, called `camera`.

    `fault` is the word for a picture that must not be taken for a live one, such as STALE; empty
    when it was live.
    """

    key: CameraKey
    camera: str
    frame: Frame
    fault: str = ""

    @property
    def is_jpeg(self) -> bool:
        """Whether the frame is one JPEG; otherwise it is an array."""
        return isinstance(self.frame.content, Compression)

    def file_name(self) -> str:
        """Return the name without its ending: camera, time of the picture, and its fault."""
        taken = datetime.fromtimestamp(self.frame.changed_wall)
        rest = " ".join(filter(None, (f"{taken:%Y-%m-%d %H.%M.%S}", self.fault)))
        # The name gives way: time and state must be there.
        room = max(1, _LONGEST_NAME - len(rest) - 1)
        return f"{safe_name(self.camera, room)} {safe_name(rest)}"

    def caption(self) -> tuple[str, str]:
        """Return what to write into the picture: the name, which may be cut, and what may not."""
        taken = datetime.fromtimestamp(self.frame.changed_wall)
        return self.camera, " - ".join(filter(None, (self.fault, f"{taken:%Y-%m-%d %H:%M:%S}")))

    def note(self) -> dict[str, str]:
        """Return what the file itself says of the picture."""
        facts = {
            "camera": self.camera,
            "key": self.key,
            "frame time": iso_time(self.frame.changed_wall),
            "received": iso_time(self.frame.received_wall),
        }
        return {**facts, "state": self.fault} if self.fault else facts


def iso_time(wall: float) -> str:
    """Return seconds since 1970 as a date and time with the local offset."""
    return datetime.fromtimestamp(wall).astimezone().isoformat(timespec="milliseconds")


def safe_name(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return the text as every file system takes it for a name, at most so many letters of it."""
    name = _FORBIDDEN.sub("-", text).strip(" .-")[:longest]
    most = _MOST_BYTES - 4 * (_LONGEST_NAME - longest)
    return name.encode()[:most].decode(errors="ignore").strip(" .-") or "camera"


def jpeg_with_note(jpeg: bytes, note: dict[str, str]) -> bytes:
    """Return the JPEG with the note as a comment behind its first marker; no pixel is touched.

    The comment segment (COM) is that of the JPEG standard, ITU-T T.81, B.2.4.5.
    """
    text = json.dumps(note, ensure_ascii=False).encode()[:_LONGEST_COMMENT]
    if not jpeg.startswith(_START):
        return jpeg
    length = (len(text) + 2).to_bytes(2, "big")
    return b"".join((_START, _COMMENT, length, text, jpeg[len(_START) :]))


def free_path(folder: Path, name: str, ending: str) -> Path:
    """Return a path in the folder that nobody has yet."""
    path, number = folder / f"{name}{ending}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}){ending}"
    return path
