"""Replies that wait for the next frame of their port. One each: the newest wins."""

from typing import Any


class ReplyOutbox:
    """Holds at most one reply per port until a frame of that port is answered.

    Besides, one reply can be kept for a port, or one for all ports: it answers every frame that no
    other reply does. A port's own goes before that for all.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, Any] = {}
        self._kept: dict[int, Any] = {}
        self._kept_for_all: Any = None

    def put(self, port: int, reply: Any) -> None:
        """Let `reply` go out with the answer to the port's next frame."""
        self._waiting[port] = reply

    def withdraw(self, port: int) -> None:
        """Drop the reply that waits for a frame of the port; what is kept stays."""
        self._waiting.pop(port, None)

    def keep(self, reply: Any, port: int | None = None) -> None:
        """Let `reply` go out with every answer of a port, or of all, from now on; None ends it."""
        if port is None:
            self._kept_for_all = reply
        elif reply is None:
            self._kept.pop(port, None)
        else:
            self._kept[port] = reply

    def take(self, port: int) -> Any:
        """Return the waiting reply once, else the kept one, else None."""
        return self._waiting.pop(port, self._kept.get(port, self._kept_for_all))

    def waits(self, port: int) -> bool:
        """Tell whether a reply of its own waits for the port."""
        return port in self._waiting

    def forget(self, port: int) -> None:
        """Drop what waits or is kept for a port."""
        self._waiting.pop(port, None)
        self._kept.pop(port, None)
