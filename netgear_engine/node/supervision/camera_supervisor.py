"""Keeps one camera's process at work: starts it, watches it, kills it, starts it again."""

import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial

from netgear_engine.clock import Clock
from netgear_engine.node.camera.messages import CameraSettings, FrameMade, Order, Report, Stop
from netgear_engine.node.supervision.child_process import ChildProcess, camera_command
from netgear_engine.node.supervision.figures import FigureSum
from netgear_engine.node.supervision.listener import CameraFigures, CameraListener
from netgear_engine.node.supervision.supervision import Supervision

__all__ = ["CameraFigures", "CameraListener", "CameraSupervisor"]

_TICK_S = 0.1
# Part of the time for the end that the process has before it is killed.
_PATIENCE = 0.7


class CameraSupervisor:
    """Runs a camera in a process of its own and hands on what it gives.

    Every method may be called from any thread and none but `stop` blocks. Applied settings and the
    stream asked for are kept and given to every new process. An ApplySetting or TakeStill that no
    process can answer any more is refused in its name.
    """

    def __init__(
        self,
        settings: CameraSettings,
        *,
        listener: CameraListener,
        clock: Clock,
        command: Sequence[str] | None = None,
    ) -> None:
        """`command` starts a camera's process; by default this program's own."""
        self._command = camera_command() if command is None else list(command)
        self._figures = FigureSum()
        self._supervision = Supervision(
            settings,
            listener=listener,
            clock=clock,
            figures=self._figures,
            start_child=self._start_child,
        )
        # What other threads want done: everything is done by the one thread.
        self._mailbox: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._newest: tuple[ChildProcess, Report, bytes] | None = None
        self._newest_lock = threading.Lock()
        self._children: list[ChildProcess] = []
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="camera-supervisor")

    def start(self) -> None:
        """Begin; the camera may be absent for as long as it likes."""
        self._thread.start()

    def stop(self, timeout: float = 1.5) -> None:
        """End the camera's process within `timeout` seconds, by force if it does not obey."""
        if self._thread.is_alive():
            self._mailbox.put(self._begin_to_stop)
            self._thread.join()
            self._end_children(timeout)

    def is_alive(self) -> bool:
        """Tell whether the camera is looked after."""
        return self._thread.is_alive()

    def order(self, order: Order) -> None:
        """Give the camera's process an order."""
        self._mailbox.put(partial(self._supervision.order, order))

    def restart_process(self) -> None:
        """Kill the camera's process and start a new one at once."""
        self._mailbox.put(self._supervision.restart_process)

    def figures(self) -> CameraFigures:
        """Return what is counted so far."""
        return self._figures.total()

    def reported(self, child: ChildProcess, report: Report, payload: bytes) -> None:
        """Pass a report to the one thread; of pictures only the newest."""
        if not isinstance(report, FrameMade):
            self._mailbox.put(partial(self._supervision.reported, child, report, payload))
            return
        with self._newest_lock:
            is_first = self._newest is None
            self._newest = (child, report, payload)
        if is_first:
            self._mailbox.put(self._take_newest)
        else:
            self._figures.dropped()

    def gone(self, child: ChildProcess, how: str) -> None:
        """Pass the end of a process to the one thread."""
        self._mailbox.put(partial(self._gone, child, how))

    def _run(self) -> None:
        try:
            while not self._stopping:
                try:
                    work = self._mailbox.get(timeout=_TICK_S)
                except queue.Empty:
                    pass
                else:
                    work()
                self._supervision.tick()
        finally:
            self._supervision.end()

    def _begin_to_stop(self) -> None:
        self._stopping = True

    def _start_child(self, settings: CameraSettings) -> ChildProcess:
        child = ChildProcess(self._command, settings, self)
        self._children.append(child)
        return child

    def _take_newest(self) -> None:
        with self._newest_lock:
            newest, self._newest = self._newest, None
        if newest is not None:
            self._supervision.reported(*newest)

    def _gone(self, child: ChildProcess, how: str) -> None:
        self._children.remove(child)
        self._supervision.gone(child, how)

    def _end_children(self, timeout: float) -> None:
        for child in self._children:
            child.tell(Stop())
        for child in self._children:
            if not child.wait(timeout * _PATIENCE / len(self._children)):
                child.kill()
        for child in self._children:
            child.wait(timeout * (1 - _PATIENCE) / len(self._children))
