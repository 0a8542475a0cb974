"""The settings that a node has beside those of its camera: size, rate, quality and flip."""

from dataclasses import dataclass, replace
from typing import Any

from netgear_engine.node.camera.messages import ProcessSettings
from netgear_engine.node.camera.setting_check import checked_value
from netgear_engine.protocol.ext import Control

FLIPS = ("none", "horizontal", "vertical", "both")

OWN_CONTROLS = {
    "size": Control("size", minimum=16, maximum=8192),
    "fps": Control("float", minimum=0.01, maximum=1000.0),
    "quality": Control("int", minimum=1, maximum=100),
    "flip": Control("choice", default="none", choices=FLIPS),
}


# What the rate is called by libcamera.
_RATE_OF_THE_CAMERA = "FrameDurationLimits"
RATES = frozenset({"fps", _RATE_OF_THE_CAMERA})


def put_last(applied: dict[str, Any], name: str, value: Any) -> None:
    """Add a setting to those that were applied, in the order in which they count.

    Some undo others. So a new one goes to the end, and a rate of the node's ends the camera's own.
    """
    applied.pop(name, None)
    if name == "fps":
        applied.pop(_RATE_OF_THE_CAMERA, None)
    applied[name] = value


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What counts now. None leaves it to the camera."""

    size: tuple[int, int] | None
    fps: float | None
    quality: int
    flip: str = "none"

    @classmethod
    def of(cls, settings: ProcessSettings) -> "OwnSettings":
        """Return what is configured, with what was applied by command put over it.

        Raises ControlError for an applied value that cannot be.
        """
        own = cls(settings.size, settings.fps, settings.quality)
        for name, value in settings.applied.items():
            if name in OWN_CONTROLS:
                own = own.changed(name, value)
        return own

    def changed(self, name: str, value: Any) -> "OwnSettings":
        """Return these settings with one changed; raises ControlError for an impossible value."""
        checked = checked_value(name, OWN_CONTROLS[name], value)
        changes: dict[str, Any] = {name: tuple(checked) if name == "size" else checked}
        return replace(self, **changes)
