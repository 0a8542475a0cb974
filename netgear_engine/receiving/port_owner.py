"""One port, one sender: whose connection a port belongs to, and who else sends to it.

A second sender must take over neither the picture nor anything said with it: an operator would
watch, believe and answer a stranger under the camera's name. The first one keeps the port for as
long as it has a picture there; whoever comes back on a new connection has it as soon as the old
one is closed, or its camera counts as lost.

Until then nothing proves who is on a new connection: the camera itself, restarted, whose old
connection never heard of its end, or somebody else. That there are two is proven by both of them
sending: a camera cannot be heard on the connection that it has left. So somebody else is named
once the first has been heard for a second after his first word, in which what an old connection
still carried has come. That is judged for each connection by itself: a camera that comes back
while a stranger sends is no stranger.
"""

from dataclasses import dataclass

from netgear_engine.transport.listener import Origin

_TELL_AGAIN_S = 60.0
_SEEN_FOR_S = 5.0
_BESIDE_S = 1.0
_MOST_OTHERS = 16


@dataclass(slots=True)
class _Other:
    """Somebody who sends beside the owner; on no connection once his own is closed."""

    connection: int | None
    since: float
    seen: float
    who: str


class PortOwner:
    """Knows senders by their connections. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._origin: Origin | None = None
        self._is_closed = False
        self._others: list[_Other] = []
        self._heard = self._told = float("-inf")

    def is_(self, origin: Origin) -> bool:
        """Tell whether the port belongs to who sent this; the number alone may be another's."""
        return origin == self._origin

    def is_on(self, connection: int) -> bool:
        """Tell whether the port belongs to who had this connection."""
        return self._origin is not None and connection == self._origin.connection

    def take(self, origin: Origin, now: float) -> None:
        """Let the port belong to this connection, from which a frame came."""
        self._heard = now
        if origin != self._origin or self._is_closed:
            self._origin = origin
            self._is_closed = False
            self._others.clear()

    def closed(self) -> None:
        """The sender's connection is closed; its last words, as a goodbye, may still come."""
        self._is_closed = True
        self._others.clear()

    def another_closed(self, connection: int) -> None:
        """Another's connection is closed; whoever gets its number is somebody else."""
        for other in self._others:
            if other.connection == connection:
                other.connection = None

    def somebody_connected(self) -> None:
        """Somebody is there, perhaps under the number of the connection that was closed."""
        if self._is_closed:
            self._origin = None

    def another_sent(self, name: str, origin: Origin, now: float) -> None:
        """Note that somebody sent, on another connection, something that a sender sends."""
        who = " at ".join(filter(None, (name, origin.address))) or "on this computer"
        self._others = [other for other in self._others if now - other.seen < _SEEN_FOR_S]
        for other in self._others:
            if other.connection == origin.connection:
                other.seen, other.who = now, who
                return
        # More need no place: these are enough to tell of, and a crowd cannot push them out.
        if len(self._others) < _MOST_OTHERS:
            self._others.append(_Other(origin.connection, now, now, who))

    def other(self, now: float) -> str:
        """Return who else sends, by name and address, "" when nobody has for five seconds."""
        proven = [
            other
            for other in self._others
            if self._heard - other.since >= _BESIDE_S and now - other.seen < _SEEN_FOR_S
        ]
        return max(proven, key=lambda other: other.seen).who if proven else ""

    def other_to_tell(self, now: float) -> str:
        """Return who else sends when it is due to be told, "" when not."""
        other = self.other(now)
        if not other or now - self._told < _TELL_AGAIN_S:
            return ""
        self._told = now
        return other
