"""How a camera and its node are set, and what else could be set: what receivers know of it."""

from collections.abc import Mapping
from typing import Any

from netgear_engine.errors import ControlError
from netgear_engine.node.camera.messages import CameraStarted, ProcessSettings, SettingApplied
from netgear_engine.node.camera.own_settings import OWN_CONTROLS, RATES, put_last
from netgear_engine.node.camera.setting_check import checked_value
from netgear_engine.node.remote.stream_choice import StreamLimits
from netgear_engine.protocol.ext import Control, NodeReport

COMMANDS = ("set", "identify", "still", "restart_camera", "restart_process")


class SettingsBook:
    """Knows the configuration, what commands applied, and what the camera reported.

    Before the camera has begun nothing is known of its controls, nor of its full size where the
    configuration does not name one.
    """

    def __init__(self, configured: ProcessSettings, kept: Mapping[str, Any]) -> None:
        """`kept` were applied before a restart; those that fit no longer are left out."""
        self._configured = configured
        self._full = StreamLimits(configured.size, configured.fps)
        self._started: CameraStarted | None = None
        self._reported: dict[str, Any] = {}
        self.applied = {name: value for name, value in kept.items() if self._fits(name, value)}

    def camera_started(self, started: CameraStarted) -> None:
        """The camera gives pictures, perhaps again."""
        if self._started is None:
            # With a smaller size applied, what the camera gives now says nothing of its full size.
            size, fps = self._full.size, self._full.fps
            self._full = StreamLimits(
                started.size if size is None and "size" not in self.applied else size,
                started.fps if fps is None and not RATES & self.applied.keys() else fps,
            )
        self._started = started
        self._reported.clear()

    def setting_applied(self, name: str, requested: Any, answer: SettingApplied) -> None:
        """A command was obeyed; the answer tells what the camera has now, if it says so."""
        put_last(self.applied, name, requested)
        self._reported |= answer.values
        self._reported[name] = requested if answer.applied is None else answer.applied

    def limits(self) -> StreamLimits:
        """Return the full stream as it is set now."""
        values = self._values()
        size = values.get("size")
        sizes = self._started.sizes if self._started else ()
        return StreamLimits(None if size is None else (size[0], size[1]), values.get("fps"), sizes)

    def report(self) -> NodeReport:
        """Return what receivers are reported."""
        controls = self._controls()
        values = {name: value for name, value in self._values().items() if name in controls}
        return NodeReport(controls, values, COMMANDS)

    def _fits(self, name: str, value: Any) -> bool:
        """Tell whether a setting of before is allowed; the camera's own are for it to judge."""
        control = self._own_controls().get(name)
        try:
            return control is None or checked_value(name, control, value) is not None
        except ControlError:
            return False

    def _controls(self) -> dict[str, Control]:
        return {**self._own_controls(), **(self._started.controls if self._started else {})}

    def _own_controls(self) -> dict[str, Control]:
        """Return the node's own controls: at most the camera's full size and rate, where known."""
        controls = {
            **OWN_CONTROLS,
            "quality": Control("int", 1, 100, self._configured.quality),
        }
        if self._full.size is not None:
            smallest = OWN_CONTROLS["size"].minimum
            controls["size"] = Control("size", smallest, max(self._full.size), self._full.size)
        if self._full.fps is not None:
            slowest = OWN_CONTROLS["fps"].minimum
            controls["fps"] = Control("float", slowest, self._full.fps, self._full.fps)
        return controls

    def _values(self) -> dict[str, Any]:
        configured, started = self._configured, self._started
        values: dict[str, Any] = {
            "size": configured.size,
            "fps": configured.fps,
            "quality": configured.quality,
            "flip": "none",
            **self.applied,
        }
        if started is not None:
            values["size"] = started.size
            values["fps"] = values["fps"] if started.fps is None else started.fps
            values |= started.values
        values |= self._reported
        return {name: value for name, value in values.items() if value is not None}
