"""The NetGear engine: frames and messages between camera nodes and monitors. No Qt anywhere."""

from netgear_engine.netgear import NetGear
from netgear_engine.version import VERSION

__all__ = ["VERSION", "NetGear"]
