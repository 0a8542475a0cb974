"""A listener of a camera that notes what it is told."""

from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.messages import CameraStarted, SettingApplied, StillTaken


class CameraNotes:
    """A CameraListener that notes what it hears; `lines` has all but the pictures."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.frames: list[CapturedFrame] = []
        self.stills: list[tuple[StillTaken, bytes | None]] = []
        self.starts: list[CameraStarted] = []
        self.applied: list[SettingApplied] = []
        self.troubles: list[str] = []
        self.recoveries: list[float] = []

    def frame(self, frame: CapturedFrame) -> None:
        """Note a picture."""
        self.frames.append(frame)

    def still(self, taken: StillTaken, jpeg: bytes | None) -> None:
        """Note a still."""
        self.stills.append((taken, jpeg))

    def started(self, started: CameraStarted) -> None:
        """Note a start."""
        self.starts.append(started)
        self.lines.append("started")

    def trouble(self, text: str) -> None:
        """Note trouble."""
        self.troubles.append(text)
        self.lines.append(text)

    def recovered(self, seconds: float) -> None:
        """Note its end."""
        self.recoveries.append(seconds)
        self.lines.append("recovered")

    def setting_applied(self, applied: SettingApplied) -> None:
        """Note the answer to a setting."""
        self.applied.append(applied)

    def ended(self) -> None:
        """Note the end of the source."""
        self.lines.append("ended")

    def failed(self, text: str) -> None:
        """Note permanent trouble."""
        self.lines.append(f"failed: {text}")
