"""A camera's supervision with its processes and its thread, as a CameraNode has them."""

from collections.abc import Sequence
from functools import partial

from netgear_engine.clock import Clock
from netgear_engine.node.camera.messages import Order, ProcessSettings
from netgear_engine.node.job_thread import JobThread
from netgear_engine.node.supervision.figures import CameraFigures, FigureSum
from netgear_engine.node.supervision.processes import CameraProcesses
from netgear_engine.node.supervision.supervision import CameraListener, Supervision

_TURN_S = 0.1


class SupervisedCamera:
    """Runs a camera, with `command` as its process; its methods may be called by any thread."""

    def __init__(
        self,
        settings: ProcessSettings,
        *,
        listener: CameraListener,
        clock: Clock,
        command: Sequence[str] | None = None,
    ) -> None:
        self._figures = FigureSum()
        self._thread = JobThread("camera", self._turn, _TURN_S)
        self._processes = CameraProcesses(self._thread.do, self._figures, command)
        self._supervision = Supervision(
            settings,
            listener=listener,
            clock=clock,
            figures=self._figures,
            start_child=self._processes.start,
        )

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout: float = 1.5) -> None:
        """End the camera's process in time."""
        self._thread.stop(timeout)
        self._supervision.end()
        self._processes.end(timeout)

    def is_alive(self) -> bool:
        """Tell whether the camera is looked after."""
        return self._thread.is_alive()

    def order(self, order: Order) -> None:
        """Give the camera's process an order."""
        self._thread.do(partial(self._supervision.order, order))

    def restart_process(self) -> None:
        """Begin a new process."""
        self._thread.do(self._supervision.restart_process)

    def figures(self) -> CameraFigures:
        """Return what is counted so far."""
        return self._figures.total()

    def _turn(self) -> None:
        self._supervision.tick()
