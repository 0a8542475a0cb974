"""The NetGear engine: frames and messages between camera nodes and monitors. No Qt anywhere."""

from typing import TYPE_CHECKING, Any

from netgear_engine.version import VERSION

if TYPE_CHECKING:
    from netgear_engine.netgear import NetGear
    from netgear_engine.netgear_async import NetGearAsync

__all__ = ["VERSION", "NetGear", "NetGearAsync"]


def __getattr__(name: str) -> Any:
    """Import NetGear when it is first asked for: a camera's process does not need it."""
    if name == "NetGear":
        from netgear_engine.netgear import NetGear

        return NetGear
    if name == "NetGearAsync":
        from netgear_engine.netgear_async import NetGearAsync

        return NetGearAsync
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
