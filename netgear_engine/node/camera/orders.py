"""Orders on their way to the thread that reads the camera, and a sleep that they end."""

import threading
from collections import deque

from netgear_engine.clock import Clock
from netgear_engine.node.camera.messages import Order


class OrderBox:
    """Holds the orders that were not carried out yet. Its methods may be called by any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._orders: deque[Order] = deque()
        self._stopping = False

    @property
    def is_stopping(self) -> bool:
        """Whether the process is to end."""
        return self._stopping

    def put(self, order: Order) -> None:
        """Add an order."""
        with self._changed:
            self._orders.append(order)
            self._changed.notify_all()

    def take(self) -> Order | None:
        """Return the oldest order, None when there is none."""
        with self._changed:
            return self._orders.popleft() if self._orders else None

    def forget(self, kind: type[Order]) -> None:
        """Leave out the orders of one kind that were not carried out yet."""
        with self._changed:
            self._orders = deque(one for one in self._orders if not isinstance(one, kind))

    def stop(self) -> None:
        """Let the process end."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait; return early when there is an order, or at the end of the process."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or bool(self._orders), seconds)


class WakefulClock:
    """A clock whose sleep ends when an order comes.

    A source that gives a picture every minute gives one more then, and the order is carried out
    at once.
    """

    def __init__(self, clock: Clock, orders: OrderBox) -> None:
        self._clock = clock
        self._orders = orders

    def monotonic(self) -> float:
        """Return seconds that never jump."""
        return self._clock.monotonic()

    def wall(self) -> float:
        """Return seconds since 1970 (UTC)."""
        return self._clock.wall()

    def sleep(self, seconds: float) -> None:
        """Wait in the calling thread, at most until an order comes."""
        self._orders.wait(seconds)
