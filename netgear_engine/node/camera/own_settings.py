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
