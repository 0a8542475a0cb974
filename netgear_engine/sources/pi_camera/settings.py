"""How a Raspberry Pi camera is set, for longer than one configuration of it lasts.

A new configuration resets every control, so what was set goes into each of them.
"""

from collections.abc import Mapping
from typing import Any

from netgear_engine.errors import ControlError
from netgear_engine.sources.pi_camera.controls import PiControl, unknown

_MICROSECONDS = 1_000_000

# At night a frame may take this long: picamera2's own video configuration allows 1/30 s only.
_LONGEST_FRAME = 200_000

# Unless it is told to, the sensor goes no slower: whatever is changed shows after as many frames as
# there are buffers. What is slower is made by leaving frames out.
_SLOWEST_SENSOR = 5.0

# What the camera does by itself, and what is set by hand in its place: the later of the two counts,
# and only one of them is told to libcamera, which takes them in any order.
_BY_HAND = {
    "AeEnable": ("ExposureTime", "AnalogueGain"),
    "AwbEnable": ("ColourGains",),
    "AfMode": ("LensPosition",),
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
            raise ControlError(unknown(name, controls))
        changes = {name: controls[name].to_camera(value)}
        if name == "LensPosition" and "AfMode" in controls:
            # While the camera focuses by itself it takes no notice of a position.
            changes["AfMode"] = controls["AfMode"].to_camera("Manual")
        return changes

    def keep(self, changes: Mapping[str, Any]) -> None:
        """Remember what was set, and forget what it replaces."""
        for name, value in changes.items():
            for other in self._replaced_by(name) if _is_meant(value) else ():
                self._set.pop(other, None)
                self._wished.pop(other, None)
            self._set[name] = value

    def restore(
        self, controls: Mapping[str, PiControl], settings: Mapping[str, Any]
    ) -> list[ControlError]:
        """Remember what was set before, one after the other; return what is refused now."""
        refused = []
        for name, value in settings.items():
            try:
                self.keep(self.changes(controls, name, value))
            except ControlError as error:
                refused.append(error)
        return refused

    def rate(self, controls: Mapping[str, PiControl]) -> float:
        """Return how many frames a second are meant: by a frame's duration if that was set."""
        durations = self._asked(controls).get("FrameDurationLimits")
        return round(_MICROSECONDS / durations[0], 3) if durations else self.fps

    def for_video(
        self, controls: Mapping[str, PiControl], fps: float | None = None
    ) -> dict[str, Any]:
        """Return the controls for video, of which `fps` frames a second are enough.

        Raises ControlError at a wrong wish.
        """
        video = self._usual(controls) | self._asked(controls)
        if fps is not None and "FrameDurationLimits" in video:
            enough = round(_MICROSECONDS / max(fps, _SLOWEST_SENSOR))
            video["FrameDurationLimits"] = tuple(
                max(enough, one) for one in video["FrameDurationLimits"]
            )
        return video

    def for_still(self, controls: Mapping[str, PiControl]) -> dict[str, Any]:
        """Return the controls for a still: those for video but for the frame rate."""
        settings = self.for_video(controls)
        settings.pop("FrameDurationLimits", None)
        return settings

    def now(self, controls: Mapping[str, PiControl], metadata: Mapping[str, Any]) -> dict[str, Any]:
        """Return how each control is set, as far as a frame's metadata or we ourselves know."""
        known = self.for_video(controls)
        for name, by_hand in _BY_HAND.items():
            if all(_is_meant(known.get(one)) for one in by_hand):
                known.setdefault(name, False)
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
            shortest = round(_MICROSECONDS / max(self.fps, _SLOWEST_SENSOR))
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

    def _replaced_by(self, name: str) -> tuple[str, ...]:
        if name in _BY_HAND:
            return _BY_HAND[name]
        return tuple(
            one
            for one, by_hand in _BY_HAND.items()
            if name in by_hand and _is_meant(self._set.get(one, self._wished.get(one)))
        )


def _is_meant(value: Any) -> bool:
    """Tell an automatic that is on, and a value set by hand, from their opposite: 0."""
    return any(value) if isinstance(value, tuple | list) else bool(value)


def _durations(rate: Any) -> tuple[int, int]:
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not rate > 0:
        raise ControlError(f"FrameRate cannot be {rate!r}; allowed is a number above 0")
    duration = round(_MICROSECONDS / rate)
    return duration, duration
