"""How a Raspberry Pi camera is set, for longer than one configuration of it lasts.

A new configuration resets every control, so what was set goes into each of them.
"""

from collections.abc import Mapping
from typing import Any

from netgear_engine.errors import ControlError
from netgear_engine.sources.pi_camera.controls import PiControl

_MICROSECONDS = 1_000_000

# At night a frame may take this long: picamera2's own video configuration allows 1/30 s only.
_LONGEST_FRAME = 200_000

# Left to the camera again by setting the first: what was set by hand before is forgotten.
_SUPERSEDED = {
    "AeEnable": {"ExposureTime", "AnalogueGain", "ExposureTimeMode", "AnalogueGainMode"},
    "AwbEnable": {"ColourGains"},
    "AfMode": {"LensPosition"},
}


class PiCameraSettings:
    """The values set on one camera, in libcamera's words, and those that go without saying.

    `wished` are the configured ones in others' words; `fps` is the rate of the video.
    """

    def __init__(self, wished: Mapping[str, Any], fps: float) -> None:
        self._wished = dict(wished)
        self.fps = fps
        self._set: dict[str, Any] = {}

    def changes(self, controls: Mapping[str, PiControl], name: str, value: Any) -> dict[str, Any]:
        """Return what to tell libcamera for setting one control.

        Raises ControlError when there is no such control or it does not take that value.
        """
        if name not in controls:
            raise ControlError(f"{name} is no control of this camera")
        changes = {name: controls[name].to_camera(value)}
        if name == "LensPosition" and "AfMode" in controls:
            # While the camera focuses by itself it takes no notice of a position.
            changes["AfMode"] = controls["AfMode"].to_camera("Manual")
        return changes

    def keep(self, changes: Mapping[str, Any]) -> None:
        """Remember what was set, and forget what it replaces."""
        for name, value in changes.items():
            by_hand = value == 0
            for other in () if by_hand else _SUPERSEDED.get(name, ()):
                self._set.pop(other, None)
                self._wished.pop(other, None)
            self._set[name] = value

    def for_video(self, controls: Mapping[str, PiControl]) -> dict[str, Any]:
        """Return the controls for a video configuration; raises ControlError at a wrong wish."""
        return self._usual(controls) | self._asked(controls)

    def for_still(self, controls: Mapping[str, PiControl]) -> dict[str, Any]:
        """Return the controls for a still: those for video but for the frame rate."""
        settings = self.for_video(controls)
        settings.pop("FrameDurationLimits", None)
        return settings

    def now(self, controls: Mapping[str, PiControl], metadata: Mapping[str, Any]) -> dict[str, Any]:
        """Return how each control is set, as far as a frame's metadata or we ourselves know."""
        known = self.for_video(controls)
        found = {}
        for name, control in controls.items():
            if name in metadata or name in known:
                value = control.from_camera(metadata.get(name, known.get(name)))
            else:
                value = control.control.default
            if value is not None:
                found[name] = value
        return found

    def _usual(self, controls: Mapping[str, PiControl]) -> dict[str, Any]:
        usual: dict[str, Any] = {}
        if "FrameDurationLimits" in controls:
            shortest = round(_MICROSECONDS / self.fps)
            usual["FrameDurationLimits"] = (shortest, max(shortest, _LONGEST_FRAME))
        if "Continuous" in getattr(controls.get("AfMode"), "choices", ()):
            usual["AfMode"] = controls["AfMode"].to_camera("Continuous")
        return usual

    def _asked(self, controls: Mapping[str, PiControl]) -> dict[str, Any]:
        asked: dict[str, Any] = {}
        for name, value in self._wished.items():
            if name == "FrameRate" and "FrameDurationLimits" in controls:
                asked["FrameDurationLimits"] = _durations(value)
            else:
                asked |= self.changes(controls, name, value)
        return asked | {name: value for name, value in self._set.items() if name in controls}


def _durations(rate: Any) -> tuple[int, int]:
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not rate > 0:
        raise ControlError(f"FrameRate cannot be {rate!r}; allowed is a number above 0")
    duration = round(_MICROSECONDS / rate)
    return duration, duration
