"""How everything above the engine names a camera: a short text, its key. No Qt.

The key of a camera that sends to this computer is its port, as in "5566"; that of another site's
camera is the site and the camera, as in "berlin/front-gate". A key has no white space in it.
"""

import re
from typing import NewType

CameraKey = NewType("CameraKey", str)

DRAGGED_CAMERA = "application/x-netgear-camera"
"""The MIME type of a camera that is dragged to a cell of the wall: its key in UTF-8."""

# Numbers that no port has too, so that whoever checks a key can say what is wrong with it.
_PORT = re.compile(r"0|-?[1-9][0-9]*")


def key_of_port(port: int) -> CameraKey:
    """Return the key of the camera that sends to a port of this computer."""
    return CameraKey(str(port))


def port_of_key(key: CameraKey) -> int | None:
    """Return the port that a camera sends to, None for a camera of another site."""
    return int(key) if _PORT.fullmatch(key) else None


def key_order(key: CameraKey) -> tuple[bool, int, str]:
    """Return what keys are sorted by: ports by their number, then the cameras of other sites."""
    port = port_of_key(key)
    return port is None, port or 0, key
