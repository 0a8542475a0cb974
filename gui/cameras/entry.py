"""What the operator has said of one camera, for the settings, the dialogs and the lists. No Qt."""

from typing import Annotated, Literal

import msgspec

MOST_CAMERAS = 256
LAST_PORT = 65535

Port = Annotated[int, msgspec.Meta(ge=1, le=LAST_PORT)]
Rotation = Literal[0, 90, 180, 270]
Fitting = Literal["fit", "fill", "stretch"]


class CameraSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the operator has said of one camera, which is known by its port.

    `rotation` is clockwise; without `fitting` the camera is shown as all others are.
    """

    port: Port
    name: str = ""
    group: str = ""
    rotation: Rotation = 0
    mirrored: bool = False
    fitting: Fitting | None = None
