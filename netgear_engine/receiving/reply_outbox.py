"""Replies that wait for the next frame of their port. One each: the newest wins."""

from typing import Any


class ReplyOutbox:
    """Holds at most one reply per port until a frame of that port is answered."""

    def __init__(self) -> None:
        self._waiting: dict[int, Any] = {}

    def put(self, port: int, reply: Any) -> None:
        """Let `reply` go out with the answer to the port's next frame."""
        self._waiting[port] = reply

    def take(self, port: int) -> Any:
        """Return the waiting reply once, None when there is none."""
        return self._waiting.pop(port, None)

    def waits(self, port: int) -> bool:
        """Tell whether a reply waits for the port."""
        return port in self._waiting
