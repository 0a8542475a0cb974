"""Replies that wait for the next frame of their port. One each: the newest wins."""

from typing import Any


class ReplyOutbox:
    """Holds at most one reply per port until a frame of that port is answered.

    Besides, one reply can be kept for all ports: it answers every frame that no other reply does.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, Any] = {}
        self._kept: Any = None

    def put(self, port: int, reply: Any) -> None:
        """Let `reply` go out with the answer to the port's next frame."""
        self._waiting[port] = reply

    def keep(self, reply: Any) -> None:
        """Let `reply` go out with every answer from now on; None ends that."""
        self._kept = reply

    def take(self, port: int) -> Any:
        """Return the waiting reply once, else the kept one, else None."""
        return self._waiting.pop(port, self._kept)

    def waits(self, port: int) -> bool:
        """Tell whether a reply of its own waits for the port."""
        return port in self._waiting

    def forget(self, port: int) -> None:
        """Drop what waits for a port."""
        self._waiting.pop(port, None)
