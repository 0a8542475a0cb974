"""What is counted of a camera: the sum over its processes, each of which counts from zero."""

import threading
from dataclasses import dataclass, replace

from netgear_engine.node.camera.messages import CameraAlive


@dataclass(frozen=True, slots=True)
class CameraFigures:
    """What is counted since the node began, over all processes of the camera.

    restarts: how often the camera or its process was started again because of trouble
    frames: pictures that the camera gave; `dropped` of them were replaced by newer ones
    encoded: pictures that were made into JPEGs here; `untouched` ones are the camera's own JPEGs
    """

    restarts: int = 0
    frames: int = 0
    dropped: int = 0
    encoded: int = 0
    untouched: int = 0


class FigureSum:
    """What was counted over all processes. Its methods may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._before = CameraFigures()
        self._present = CameraFigures()

    def restarted(self) -> None:
        """Count that the camera or its process is started again because of trouble."""
        with self._lock:
            self._before = replace(self._before, restarts=self._before.restarts + 1)

    def dropped(self) -> None:
        """Count a picture that came out of the process and was replaced by a newer one."""
        with self._lock:
            self._before = replace(self._before, dropped=self._before.dropped + 1)

    def report(self, alive: CameraAlive) -> None:
        """Take the figures of the present process."""
        with self._lock:
            self._present = CameraFigures(
                0, alive.frames, alive.dropped, alive.encoded, alive.untouched
            )

    def process_over(self) -> None:
        """Keep what the process counted; the next one begins at zero."""
        with self._lock:
            self._before = _sum(self._before, self._present)
            self._present = CameraFigures()

    def total(self) -> CameraFigures:
        """Return everything that was counted."""
        with self._lock:
            return _sum(self._before, self._present)


def _sum(one: CameraFigures, other: CameraFigures) -> CameraFigures:
    return CameraFigures(
        restarts=one.restarts + other.restarts,
        frames=one.frames + other.frames,
        dropped=one.dropped + other.dropped,
        encoded=one.encoded + other.encoded,
        untouched=one.untouched + other.untouched,
    )
