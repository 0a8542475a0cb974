"""A receiver as the window has one, on one port: watches a node, and gives it commands."""

from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from netgear_engine.clock import SystemClock
from netgear_engine.events import CommandAnswered
from netgear_engine.frame import Picture
from netgear_engine.protocol.ext import Control, NodeReport
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.security.curve_keys import ReceiverKeys
from netgear_engine.transport.sockets import ListenSettings
from tests.support.free_ports import free_port
from tests.support.recorders import ReceiveRecorder
from tests.support.waiting import PATIENCE, wait_until


class NodeWatcher:
    """Listens on one port and shows it from the beginning in `size`; None states no wish."""

    def __init__(
        self,
        port: int | None = None,
        size: tuple[int, int] | None = (320, 180),
        *,
        keys: ReceiverKeys | None = None,
    ) -> None:
        self.port = port or free_port()
        self.recorder = ReceiveRecorder()
        self.engine = ReceiveEngine(
            [self.port],
            listener=self.recorder,
            clock=SystemClock(),
            settings=ListenSettings("127.0.0.1", keys=keys),
        )
        if size is not None:
            self.engine.show(self.port, size)

    def __enter__(self) -> Self:
        self.engine.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.engine.stop()

    @property
    def status(self) -> PortStatus:
        """How the port is now."""
        wait_until(lambda: self.port in self.engine.statuses())
        return self.engine.statuses()[self.port]

    def wait_for_state(self, state: PortState, timeout: float = PATIENCE) -> None:
        """Wait until the port is in a state."""
        wait_until(
            lambda: self.status.state is state,
            timeout,
            lambda: f"{state}; it went through {self.recorder.states(self.port)}, {self.status}",
        )

    def wait_for_pictures(self, more: int = 1, timeout: float = PATIENCE) -> Picture:
        """Return the newest picture once there are so many more than now."""
        before = len(self.recorder.pictures(self.port))
        wait_until(
            lambda: len(self.recorder.pictures(self.port)) >= before + more,
            timeout,
            lambda: f"{more} more pictures; {self.status}",
        )
        return self.recorder.pictures(self.port)[-1]

    def wait_for_size(self, width: int, height: int, timeout: float = PATIENCE) -> None:
        """Wait until the sender's frames have a size."""
        wait_until(
            lambda: self.status.size == (width, height),
            timeout,
            lambda: f"pictures of {width}x{height}; {self.status}",
        )

    def wait_for_report(self) -> NodeReport:
        """Return what the node told of itself once the camera's own size is in it."""

        def complete() -> NodeReport | None:
            report = self.status.report
            return report if report is not None and "size" in report.values else None

        report = wait_until(complete, what=lambda: f"the node's report; {self.status}")
        assert report is not None
        return report

    def wait_for_control(self, name: str) -> Control:
        """Return what the node tells of one of its controls."""

        def told() -> Control | None:
            report = self.status.report
            return report.controls.get(name) if report is not None else None

        control = wait_until(told, what=lambda: f"the control {name}; {self.status.report}")
        assert control is not None
        return control

    def wait_for_value(self, name: str, value: Any) -> None:
        """Wait until the node tells that a control has a value."""

        def told() -> bool:
            report = self.status.report
            return report is not None and report.values.get(name) == value

        wait_until(told, what=lambda: f"{name} to be {value}; {self.status.report}")

    def command(self, command: str, /, **arguments: Any) -> CommandAnswered:
        """Give a command and return what became of it."""
        command_id = self.engine.command(self.port, command, arguments)

        def answer() -> list[CommandAnswered]:
            answers = self.recorder.events(CommandAnswered, self.port)
            return [one for one in answers if one.command.id == command_id]

        return wait_until(answer, what=f"the answer to {command} {arguments}")[0]

    def set(self, name: str, value: Any) -> CommandAnswered:
        """Set a control."""
        return self.command("set", name=name, value=value)


def shades(picture: Picture, down: int = 9, across: int = 16) -> npt.NDArray[np.float64]:
    """Return the mean grey of each field of a grid that lies over the picture."""
    grey = picture.pixels[:, :, :3].mean(axis=2)
    rows = np.array_split(grey, down, axis=0)
    means = [[field.mean() for field in np.array_split(row, across, axis=1)] for row in rows]
    return np.array(means, dtype=np.float64)
