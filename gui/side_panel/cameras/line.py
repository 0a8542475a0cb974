"""One line of the camera list. No Qt."""

import enum
from dataclasses import dataclass

from gui.cameras.key import CameraKey
from gui.look.sign import Sign


class Standing(enum.Enum):
    """What the list's filters tell cameras apart by; it follows from the look of the tile."""

    LIVE = "live"
    FAULTY = "faulty"
    NEVER = "never connected"
    OTHER = "neither"


@dataclass(frozen=True, slots=True)
class CameraLine:
    """What the list says of one camera, ready to be drawn.

    `seen` stands in place of rate and latency where there are none: when there was a picture last.
    """

    key: CameraKey
    name: str
    sign: Sign
    connection: str
    fps: str = "–"
    latency: str = "–"
    standing: Standing = Standing.OTHER
    seen: str = ""
