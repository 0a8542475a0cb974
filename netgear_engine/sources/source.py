"""The shape of every source: start it, read frames until None, stop it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self

from netgear_engine.errors import ControlError
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.pi_camera.options import PiCameraOptions


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What a user may ask of any source. None leaves it to the source.

    `size` is width and height in pixels, `fps` frames a second; `loop` plays a file for ever;
    `caption` is a name that a drawn picture can show; `quality` is that of a JPEG, 1 to 100, for
    cameras that make their own.
    """

    size: tuple[int, int] | None = None
    fps: float | None = None
    loop: bool = False
    caption: str = ""
    quality: int = 85
    pi_camera: PiCameraOptions = field(default_factory=PiCameraOptions)


class Source(Protocol):
    """A camera, a file or anything else that gives pictures.

    One thread starts, reads and stops it. It may be started again after `stop`. As a context
    manager it is started on the way in and stopped on the way out.
    """

    @property
    def title(self) -> str:
        """What an operator calls this source; never holds a password."""

    @property
    def fps(self) -> float | None:
        """Frames a second as far as it is known; true once started."""

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """The sizes in which pictures cost nobody any scaling, as far as known once started."""
        return ()

    def start(self) -> Self:
        """Open the device or file; raises SourceError when that fails."""

    def read(self) -> CapturedFrame | None:
        """Wait for the next frame; None is the end. Raises SourceError when none comes."""

    def stop(self) -> None:
        """Close the device or file; harmless when it is not open."""

    def want(self, size: tuple[int, int], fps: float) -> None:
        """Frames of this size and rate are enough from now on; a source may give larger ones.

        Called between two reads, in the thread that reads.
        """

    def controls(self) -> Mapping[str, Control]:
        """Return what can be set on this camera; known once started."""
        return {}

    def values(self) -> Mapping[str, Any]:
        """Return how each control is set now, as far as the camera tells."""
        return {}

    def set_control(self, name: str, value: Any) -> Any:
        """Set a control between two reads and return the value that the camera has now.

        `value` is of the control's kind and within its bounds. Raises ControlError with the reason
        when the camera does not take it; then nothing has changed.
        """
        raise ControlError(f"{self.title} has no control {name}")

    def start_with(self, settings: Mapping[str, Any]) -> list[ControlError]:
        """Start, with controls set as they were: by these commands, one after the other.

        Return why some of them no longer count. Raises SourceError as `start` does.
        """
        self.start()
        refused = []
        for name, value in settings.items():
            try:
                self.set_control(name, value)
            except ControlError as error:
                refused.append(error)
        return refused

    def still(self) -> CapturedFrame | None:
        """Return a picture at full resolution, between two reads; None: the next frame is that."""
        return None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()
