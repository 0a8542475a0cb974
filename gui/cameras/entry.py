"""What the operator has said of one camera, for the settings, the dialogs and the lists. No Qt."""

from typing import Literal

import msgspec

from gui.cameras.key import CameraKey, port_of_key
from netgear_engine.protocol.text import LONGEST_NAME, one_line

MOST_CAMERAS = 256
LAST_PORT = 65535

Rotation = Literal[0, 90, 180, 270]
Fitting = Literal["fit", "fill", "stretch"]


class CameraEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the operator has said of one camera, which is known by its key.

    `rotation` is clockwise; without `fitting` the camera is shown as all others are.
    """

    key: CameraKey
    name: str = ""
    group: str = ""
    rotation: Rotation = 0
    mirrored: bool = False
    fitting: Fitting | None = None

    def __post_init__(self) -> None:
        """Refuse a key that no camera can have, and clean the texts; raises ValueError."""
        for field in ("name", "group"):
            text = one_line(getattr(self, field), LONGEST_NAME)
            if text != getattr(self, field):
                msgspec.structs.force_setattr(self, field, text)
        port = port_of_key(self.key)
        if port is None:
            # Cameras of other sites have keys too, but nothing receives them yet.
            raise ValueError(f"{self.key!r} is not a port, as 5566 is one")
        if not 1 <= port <= LAST_PORT:
            raise ValueError(f"port {port}: ports are 1 to {LAST_PORT}")
