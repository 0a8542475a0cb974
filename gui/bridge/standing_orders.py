"""What the window has asked of the engine, so that the next one can be asked the same. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from netgear_engine.receiving.receive_engine import ReceiveEngine


@dataclass(slots=True)
class StandingOrders:
    """Ports, the sizes in which they are shown, the selected one, and replies by port.

    `waiting` are replies that go out once and are on their way, `kept` those of every answer.
    """

    ports: set[int]
    sizes: dict[int, tuple[int, int] | None] = field(default_factory=dict)
    selected: int | None = None
    waiting: dict[int, Any] = field(default_factory=dict)
    kept: dict[int, Any] = field(default_factory=dict)

    def drop_waiting(self, ports: Iterable[int]) -> None:
        """Forget replies that are sent or withdrawn."""
        for port in ports:
            self.waiting.pop(port, None)

    def forget(self, port: int) -> None:
        """Forget all about a port that is no longer listened on."""
        self.ports.discard(port)
        self.selected = None if self.selected == port else self.selected
        for of_ports in (self.sizes, self.waiting, self.kept):
            of_ports.pop(port, None)

    def repeat_to(self, engine: ReceiveEngine) -> None:
        """Ask an engine that was made with the same ports for all the rest."""
        for port, size in self.sizes.items():
            engine.show(port, size)
        engine.select(self.selected)
        for port, reply in self.waiting.items():
            engine.reply([port], reply)
        for port, reply in self.kept.items():
            engine.keep_reply(reply, [port])
