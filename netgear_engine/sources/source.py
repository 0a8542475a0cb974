"""The shape of every source: start it, read frames until None, stop it."""

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from netgear_engine.frame import CapturedFrame


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What a user may ask of any source. None leaves it to the source.

    `size` is width and height in pixels, `fps` frames a second; `loop` plays a file for ever;
    `caption` is a name that a drawn picture can show.
    """

    size: tuple[int, int] | None = None
    fps: float | None = None
    loop: bool = False
    caption: str = ""


class Source(Protocol):
    """A camera, a file or anything else that gives pictures.

    One thread starts, reads and stops it. It may be started again after `stop`. As a context
    manager it is started on the way in and stopped on the way out.
    """

    @property
    def title(self) -> str:
        """What an operator calls this source; never holds a password."""
        ...

    @property
    def fps(self) -> float | None:
        """Frames a second as far as it is known; true once started."""
        ...

    def start(self) -> Self:
        """Open the device or file; raises SourceError when that fails."""
        ...

    def read(self) -> CapturedFrame | None:
        """Wait for the next frame; None is the end. Raises SourceError when none comes."""
        ...

    def stop(self) -> None:
        """Close the device or file; harmless when it is not open."""
        ...

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
