"""What the presenters need of the engine, so that none depends on the thread it runs in.

The engine names a camera by its port, the window by its key: presenters translate. Every signal
reaches the window's thread.
"""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from gui.bridge.frame_feed import FrameFeed
from netgear_engine.events import CommandAnswered
from netgear_engine.receiving.port_status import PortStatus


class Engine(Protocol):
    """The receive engine as the window sees it: `gui.bridge.engine_thread.EngineThread`."""

    feed: FrameFeed
    security: str
    """How connections are secured, in words."""

    @property
    def picture_ready(self) -> SignalInstance:
        """Carries a port whose newest picture can be taken from the feed."""

    @property
    def message_received(self) -> SignalInstance:
        """Carries a MessageReceived."""

    @property
    def event_happened(self) -> SignalInstance:
        """Carries any event of a port, messages too."""

    @property
    def statuses_changed(self) -> SignalInstance:
        """Carries the newest PortStatus of every port, by port."""

    @property
    def trial_event(self) -> SignalInstance:
        """Carries an event of a port that is on trial."""

    @property
    def fault_arose(self) -> SignalInstance:
        """Carries what is wrong with the engine itself, in words, and its error or None."""

    @property
    def recovered(self) -> SignalInstance:
        """Carries, in words, that it is well again."""

    def add_port(self, port: int, *, on_trial: bool = False) -> None:
        """Listen on one more port; one on trial is heard of by `trial_event` only."""

    def remove_port(self, port: int) -> None:
        """Stop listening on a port."""

    def statuses(self) -> Mapping[int, PortStatus]:
        """Return what is known of every port, those on trial too."""

    def reply(self, ports: Collection[int], reply: Any) -> None:
        """Send a reply to each port, once, with the answer to its next frame."""

    def withdraw_reply(self, ports: Collection[int]) -> None:
        """Drop the replies that still wait for a frame of these ports."""

    def keep_reply(self, ports: Collection[int], reply: Any) -> None:
        """Send a reply with every answer to these ports from now on; None ends that."""

    async def command(
        self, port: int, command: str, arguments: Mapping[str, Any]
    ) -> CommandAnswered:
        """Give a port's sender a command and wait for what became of it, 10 s at most.

        Raises LocalProtocolError when there is no way back, or the command cannot be sent.
        """

    def show_port(self, port: int, size: tuple[int, int] | None) -> None:
        """Tell at which size in device pixels a port is shown; None when it is not."""

    def select_port(self, port: int | None) -> None:
        """Let the selected port be decoded first."""

    def silent_for(self) -> float:
        """Return for how many seconds the engine has not said anything."""
