"""What a camera's supervision and its process send to each other.

Orders go to the camera's process, reports come back; a report with a picture is followed by its
bytes. Times are monotonic seconds, which all processes of a computer share.
"""

from typing import Any

import msgspec

from netgear_engine.protocol.ext import Control
from netgear_engine.sources.pi_camera.options import PiCameraOptions


class ProcessSettings(msgspec.Struct, frozen=True):
    """Everything a camera's process needs to begin; `applied` are settings made by command."""

    source: str
    size: tuple[int, int] | None = None
    fps: float | None = None
    quality: int = 85
    loop: bool = False
    caption: str = ""
    pi_camera: PiCameraOptions = PiCameraOptions()
    applied: dict[str, Any] = {}


class Stream(msgspec.Struct, frozen=True):
    """The stream to make: pictures of this size in pixels or a little more, at most at this rate.

    None stands for as it is configured. `paused` means that nobody takes frames: none are made.
    """

    size: tuple[int, int] | None = None
    fps: float | None = None
    paused: bool = False


class MakeStream(msgspec.Struct, frozen=True, tag=True):
    """Make this stream from now on."""

    stream: Stream


class ApplySetting(msgspec.Struct, frozen=True, tag=True):
    """Set a control of the camera, or one of the node's own: size, fps, quality, flip."""

    id: str
    name: str
    value: Any


class TakeStill(msgspec.Struct, frozen=True, tag=True):
    """Take a picture at full resolution."""

    id: str


class Identify(msgspec.Struct, frozen=True, tag=True):
    """Draw a mark into the pictures for so many seconds."""

    seconds: float


class RestartCamera(msgspec.Struct, frozen=True, tag=True):
    """Close the camera and open it again."""


class Stop(msgspec.Struct, frozen=True, tag=True):
    """Close the camera and end."""


Order = MakeStream | ApplySetting | TakeStill | Identify | RestartCamera | Stop


class CameraStarted(msgspec.Struct, frozen=True, tag=True):
    """The camera gives pictures: what it is, and what can be set on it and how it is set now.

    `sizes` are those in which its pictures cost no scaling.
    """

    title: str
    size: tuple[int, int]
    fps: float | None
    controls: dict[str, Control]
    values: dict[str, Any]
    sizes: tuple[tuple[int, int], ...] = ()


class FrameMade(msgspec.Struct, frozen=True, tag=True):
    """A picture follows: one JPEG. `untouched` when it is the camera's own."""

    captured_at: float
    size: tuple[int, int]
    untouched: bool


class CameraAlive(msgspec.Struct, frozen=True, tag=True):
    """The camera gave frames since the last report, though none were sent; and its figures."""

    captured_at: float
    frames: int
    dropped: int
    encoded: int
    untouched: int


class CameraTrouble(msgspec.Struct, frozen=True, tag=True):
    """The camera gives nothing, in words; when permanent, the process ends."""

    trouble: str
    permanent: bool


class CameraEnded(msgspec.Struct, frozen=True, tag=True):
    """The source has come to its end; the process ends."""


class SettingApplied(msgspec.Struct, frozen=True, tag=True):
    """What became of an ApplySetting: the value that counts now, or why it was refused.

    `values` tells of a camera's other controls too, which may have changed with it.
    """

    id: str
    applied: Any = None
    refused: str = ""
    values: dict[str, Any] = {}


class StillTaken(msgspec.Struct, frozen=True, tag=True):
    """A still follows as one JPEG, unless it was refused: then nothing follows."""

    id: str
    captured_at: float = 0.0
    refused: str = ""


Report = (
    CameraStarted
    | FrameMade
    | CameraAlive
    | CameraTrouble
    | CameraEnded
    | SettingApplied
    | StillTaken
)
