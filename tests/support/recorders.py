"""Listeners that write down what the engines tell them, from whatever thread."""

import threading
from typing import Any

from netgear_engine.events import Event, StateChanged
from netgear_engine.frame import Frame, Picture
from netgear_engine.protocol.ext import Command
from netgear_engine.protocol.port_state import PortState
from netgear_engine.sending.receiver_address import Receiver
from tests.support.waiting import wait_until


class ReceiveRecorder:
    """A receive engine's listener."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._pictures: list[Picture] = []
        self.faults: list[BaseException] = []

    def event(self, event: Event) -> None:
        """Write down an event."""
        with self._lock:
            self._events.append(event)

    def picture(self, picture: Picture) -> None:
        """Write down a picture."""
        with self._lock:
            self._pictures.append(picture)

    def frame(self, frame: Frame) -> bool:
        """Leave frames alone; the pictures are written down."""
        return True

    def failed(self, error: BaseException) -> None:
        """Write down why the engine ended."""
        self.faults.append(error)

    def events(self, kind: Any, port: int | None = None) -> list[Any]:
        """Return the events of a kind, of all ports or of one."""
        with self._lock:
            return [
                event
                for event in self._events
                if isinstance(event, kind) and port in (None, event.port)
            ]

    def pictures(self, port: int) -> list[Picture]:
        """Return a port's pictures so far."""
        with self._lock:
            return [picture for picture in self._pictures if picture.frame.port == port]

    def states(self, port: int) -> list[PortState]:
        """Return the states that a port went to, one after the other."""
        return [event.state for event in self.events(StateChanged, port)]

    def wait_for_state(self, port: int, state: PortState) -> StateChanged:
        """Return the change that brought the port to `state`, once that is its last one."""

        def is_there() -> bool:
            return self.states(port)[-1:] == [state]

        wait_until(is_there, what=lambda: f"{state} of {port}; it had {self.states(port)}")
        change: StateChanged = self.events(StateChanged, port)[-1]
        return change

    def wait_for_events(self, kind: Any, port: int, count: int = 1) -> list[Any]:
        """Return the port's events of a kind once there are `count`."""
        wait_until(
            lambda: len(self.events(kind, port)) >= count,
            what=lambda: f"{count} {kind.__name__} of {port}; there are {self.events(kind, port)}",
        )
        return self.events(kind, port)

    def wait_for_picture(self, port: int, count: int = 1) -> Picture:
        """Return the newest picture of a port once there are `count`."""
        wait_until(
            lambda: len(self.pictures(port)) >= count,
            what=lambda: f"{count} pictures of {port}; there are {len(self.pictures(port))}",
        )
        return self.pictures(port)[-1]


class SendRecorder:
    """A send engine's listener: `told` holds tuples of what, receiver's port and more."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def reply_received(self, receiver: Receiver, reply: Any) -> None:
        """Write down a reply."""
        self.told.append(("reply", receiver.port, reply))

    def connected(self, receiver: Receiver) -> None:
        """Write down a connection."""
        self.told.append(("connected", receiver.port))

    def disconnected(self, receiver: Receiver) -> None:
        """Write down the end of a connection."""
        self.told.append(("disconnected", receiver.port))

    def refused(self, receiver: Receiver, reason: str) -> None:
        """Write down a refusal."""
        self.told.append(("refused", receiver.port, reason))

    def wait_for(self, *told: Any, count: int = 1) -> None:
        """Wait until exactly this was told `count` times."""
        wait_until(
            lambda: self.told.count(told) >= count, what=lambda: f"{told}; there is {self.told}"
        )


class RemoteRecorder:
    """A send engine's remote control: what receivers command, and how often they change."""

    def __init__(self) -> None:
        self.commands: list[tuple[Receiver, Command]] = []
        self.changes = 0

    def command_received(self, receiver: Receiver, command: Command) -> None:
        """Write down a command."""
        self.commands.append((receiver, command))

    def receivers_changed(self) -> None:
        """Count the changes."""
        self.changes += 1
