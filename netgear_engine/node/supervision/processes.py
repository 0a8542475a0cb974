"""The processes of one camera, one after the other: started, received from, and ended in time."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

from netgear_engine.node.camera.messages import FrameMade, ProcessSettings, Report, Stop
from netgear_engine.node.supervision.child_process import (
    ChildListener,
    ChildProcess,
    camera_command,
)
from netgear_engine.node.supervision.figures import FigureSum

# Part of the time for the end that the process has before it is killed.
_PATIENCE = 0.7

_Job = Callable[[], object]


class CameraProcesses:
    """Starts a camera's processes and has its one thread do what their reports call for.

    `do` has a job done by that thread. `start` is for it alone, `end` for whoever ended it.
    """

    def __init__(
        self, do: Callable[[_Job], None], figures: FigureSum, command: Sequence[str] | None = None
    ) -> None:
        """`command` starts a camera's process; by default this program's own."""
        self._do = do
        self._figures = figures
        self._command = camera_command() if command is None else list(command)
        self._children: list[ChildProcess] = []

    def start(self, settings: ProcessSettings, listener: ChildListener) -> ChildProcess:
        """Start a process that reports to `listener`; raises OSError when that fails."""
        relay = _Relay(listener, self._do, self._figures, self._children.remove)
        child = ChildProcess(self._command, settings, relay)
        self._children.append(child)
        return child

    def end(self, timeout: float) -> None:
        """End what still runs within `timeout` seconds, by force if it does not obey."""
        for child in self._children:
            child.send(Stop())
        for child in self._children:
            if not child.wait(timeout * _PATIENCE / len(self._children)):
                child.kill()
        for child in self._children:
            child.wait(timeout * (1 - _PATIENCE) / len(self._children))


class _Relay:
    """Hands what one process reports from the thread that reads its pipe to the camera's thread.

    The pipe is read whatever that thread does, or a full pipe would stop the camera. Of pictures
    only the newest waits: a slow thread costs pictures, not memory.
    """

    def __init__(
        self,
        listener: ChildListener,
        do: Callable[[_Job], None],
        figures: FigureSum,
        forget: Callable[[ChildProcess], None],
    ) -> None:
        self._listener = listener
        self._do = do
        self._figures = figures
        self._forget = forget
        self._newest: tuple[Report, bytes] | None = None
        self._lock = threading.Lock()

    def report_received(self, child: ChildProcess, report: Report, payload: bytes) -> None:
        """Pass on a report; of pictures only the newest."""
        if not isinstance(report, FrameMade):
            self._do(partial(self._listener.report_received, child, report, payload))
            return
        with self._lock:
            is_first = self._newest is None
            self._newest = (report, payload)
        if is_first:
            self._do(partial(self._pass_newest, child))
        else:
            self._figures.dropped()

    def gone(self, child: ChildProcess, how: str) -> None:
        """Pass on the end of the process."""
        self._do(partial(self._pass_end, child, how))

    def _pass_newest(self, child: ChildProcess) -> None:
        with self._lock:
            newest, self._newest = self._newest, None
        if newest is not None:
            self._listener.report_received(child, *newest)

    def _pass_end(self, child: ChildProcess, how: str) -> None:
        self._forget(child)
        self._listener.gone(child, how)
