"""The NetGear engine: frames and messages between camera nodes and monitors. No Qt anywhere."""

from typing import TYPE_CHECKING, Any

from netgear_engine.version import VERSION

if TYPE_CHECKING:
    from netgear_engine.netgear import NetGear

__all__ = ["VERSION", "NetGear"]


def __getattr__(name: str) -> Any:
    """Import NetGear when it is first asked for: a camera's process does not need it."""
    if name == "NetGear":
        from netgear_engine.netgear import NetGear

        return NetGear
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
