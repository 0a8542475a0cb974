"""Statuses and pictures that no camera sent."""

from typing import Any

import numpy as np

from netgear_engine.frame import Frame, Picture
from netgear_engine.protocol.header import Compression
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus


def status_of(port: int = 5566, state: PortState = PortState.LIVE, **facts: Any) -> PortStatus:
    """Return a status of a camera that has been in its state since long ago."""
    facts = {
        "pattern": Pattern.REQUEST_REPLY,
        "since_at": 0.0,
        "since_wall": 0.0,
        "stale_after": 1.5,
        "fps": 30.0,
        "connected": 1,
        **facts,
    }
    return PortStatus(port=port, state=state, **facts)


def picture_of(
    port: int = 5566,
    received_at: float = 1000.0,
    wall: float = 1_700_000_000.0,
    colour: tuple[int, int, int] = (40, 120, 200),
    size: tuple[int, int] = (64, 36),
    fault: str = "",
    number: int = 1,
) -> Picture:
    """Return a picture of one colour, given as blue, green, red; a placeholder with a `fault`."""
    pixels = np.full((size[1], size[0], 4), 255, dtype=np.uint8)
    pixels[..., :3] = colour
    frame = Frame(
        port=port,
        number=number,
        payload=b"",
        content=Compression(),
        received_at=received_at,
        received_wall=wall,
        changed_wall=wall,
        fault=fault,
    )
    return Picture(frame, pixels, (1280, 720))
