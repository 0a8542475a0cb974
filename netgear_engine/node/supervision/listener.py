"""Who gets what comes of a camera that runs in a process of its own."""

from typing import Protocol

from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.messages import CameraStarted, SettingApplied, StillTaken


class CameraListener(Protocol):
    """Gets what becomes of a camera, on the camera's thread. No method may block."""

    def frame(self, frame: CapturedFrame) -> None:
        """Take the newest picture, a JPEG; while trouble lasts it may be a placeholder."""
        ...

    def still(self, taken: StillTaken, jpeg: bytes | None) -> None:
        """Take a picture at full resolution; None when it was refused, `taken` says why."""
        ...

    def started(self, started: CameraStarted) -> None:
        """The camera gives pictures; again each time that it was opened again."""
        ...

    def trouble(self, text: str) -> None:
        """The camera gives nothing, and is tried again; once for each text of an outage."""
        ...

    def recovered(self, seconds: float) -> None:
        """The trouble is over; the camera gave nothing for so many seconds."""
        ...

    def setting_applied(self, applied: SettingApplied) -> None:
        """An ApplySetting has its answer."""
        ...

    def ended(self) -> None:
        """The source has come to its end; nothing follows."""
        ...

    def failed(self, text: str) -> None:
        """The camera can never give pictures (again); only placeholders that say so follow."""
        ...
