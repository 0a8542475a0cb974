"""One line of the camera list. No Qt."""

from dataclasses import dataclass

from gui.sign import Sign


@dataclass(frozen=True, slots=True)
class CameraLine:
    """What the list says of one camera, ready to be drawn."""

    port: int
    name: str
    sign: Sign
    connection: str
    fps: str = "–"
    latency: str = "–"
