"""PAIR serves one peer at a time: its place is for whoever speaks.

ZeroMQ (libzmq 4.3.5, `pair_t::xattach_pipe`) serves the first that comes to a PAIR socket while
nobody is there. What another one says it never reads, not even when the first is gone, nor does it
see the end of a connection that it has stopped reading: each would hold a handle for ever. So
whoever comes while somebody is there is cut off before he says much, and comes again.

A place is not kept by silence. While others knock, who has it and sends nothing is cut off too.
Then it is free for whoever comes first, but not before ZeroMQ has noticed that he is gone: it would
not read them. That would often be he himself, as many try again sooner than a camera of ours; so
for a while nobody gets in from the address that made way, unless those who knocked come from there
as well.

Others may come too early as well, as a camera that comes back at once. If somebody has spoken, and
nobody is heard, only a new socket helps.
"""

from netgear_engine.transport.connection_guard import HEARTBEAT_BYTES
from netgear_engine.transport.connection_monitor import (
    MORE_THAN_A_HANDSHAKE,
    ConnectionChange,
    ConnectionMonitor,
    PeerConnected,
    PeerCutOff,
    PeerDisconnected,
)
from netgear_engine.transport.peer_connection import PeerConnection

# All in looks, of which there are five a second. How long somebody may be silent who was never
# heard, and how long a first message may take of which something comes all the time. How long
# nothing may be heard of somebody who was: cameras may send a picture every few seconds only.
_SILENT, _FIRST_MESSAGE, _SILENT_AFTER_A_MESSAGE = 10, 150, 300
# How long somebody may speak without being heard who came right after the end of another one.
_UNREAD = 25
# How long after the last knock somebody still wants in; after somebody made way, how long all are
# kept out, and how long he is.
_WANTED, _ALL_KEPT_OUT, _KEPT_OUT = 25, 2, 50


class PairPeers:
    """Follows the peers of a PAIR socket that listens; `monitor` knows who is connected.

    `is_unheard` tells that somebody speaks and is not heard: the socket is to be made anew.
    """

    def __init__(self, monitor: ConnectionMonitor) -> None:
        self._monitor = monitor
        self.is_unheard = False
        self._served: PeerConnection | None = None
        self._said = 0, 0
        self._silent = self._there = 0
        self._since_end = _SILENT
        self._came_early = self._is_wanted = False
        self._knocked_from = ""
        self._since_knock = _WANTED
        self._made_way: PeerConnection | None = None
        self._kept_out = ""
        self._since_way = _KEPT_OUT

    def note(self, change: ConnectionChange | None) -> list[PeerCutOff]:
        """Cut off who comes while another one is there, or too early; called at each report."""
        if isinstance(change, PeerDisconnected):
            self._since_end = 0
        elif isinstance(change, PeerConnected):
            self._came_early = self._since_end < _SILENT
        served = next(iter(self._present()), None)
        living = [one for one in self._monitor.connections.values() if not one.is_cut]
        early = [one for one in living if self._comes_too_early(one)]
        others = [one for one in living if one is not served] if served is not None else []
        knocks = [one for one in others if one not in early]
        if knocks:
            # Who scans ports knocks once.
            again = knocks[-1].host == self._knocked_from and self._since_knock <= _WANTED
            self._is_wanted |= again
            self._knocked_from, self._since_knock = knocks[-1].host, 0
        return [
            *_cut(early, "PAIR serves one peer, and its place is not free yet"),
            *_cut(others, "PAIR serves one peer, and one is there"),
        ]

    def look(self) -> list[PeerCutOff]:
        """Let who is silent make way for others; called five times a second."""
        self._time_passed()
        served = next(iter(self._present()), None)
        self._follow(served)
        # Whom ZeroMQ has stopped reading never goes.
        self.is_unheard = self._made_way is not None and self._made_way.looks_since_cut > _SILENT
        if served is None:
            return []
        if served.has_spoken:
            makes_way = self._silent >= _SILENT_AFTER_A_MESSAGE
        else:
            makes_way = self._silent >= _SILENT or self._there >= _FIRST_MESSAGE
            self.is_unheard |= self._came_early and self._seems_unread()
        if not self._is_wanted or not makes_way:
            return []
        self._made_way, self._since_way = served, 0
        self._kept_out = served.host if served.host != self._knocked_from else ""
        return _cut([served], "it says nothing, and others want in")

    def _seems_unread(self) -> bool:
        """Tell whether somebody said something who is not heard; the system takes a while of it."""
        said_something = self._said[1] > MORE_THAN_A_HANDSHAKE
        if not said_something or (self._silent < _SILENT and self._there < _UNREAD):
            return False
        # The next socket has nobody's end before it.
        self._since_end = _SILENT
        return True

    def _time_passed(self) -> None:
        self._since_knock += 1
        self._since_end += 1
        self._is_wanted &= self._since_knock <= _WANTED
        if self._made_way not in self._monitor.connections.values():
            self._made_way = None
        self._since_way = self._since_way + 1 if self._made_way is None else 0

    def _follow(self, served: PeerConnection | None) -> None:
        """Note for how long who is served has been there, and has been silent."""
        is_same = served is self._served
        counts = None if served is None else served.counts()
        said = (served.messages if served else 0, counts.received if counts else 0)
        # Of who was heard messages count, of others more than signs of life.
        came = said[0] - self._said[0] if said[0] else said[1] - self._said[1] > HEARTBEAT_BYTES
        self._silent = self._silent + 1 if is_same and not came else 0
        self._there = self._there + 1 if is_same else 0
        self._served, self._said = served, said

    def _present(self) -> list[PeerConnection]:
        return [one for one in self._monitor.connected() if not one.is_cut]

    def _comes_too_early(self, newcomer: PeerConnection) -> bool:
        kept_out = _KEPT_OUT if newcomer.host == self._kept_out else _ALL_KEPT_OUT
        return self._since_way < kept_out


def _cut(connections: list[PeerConnection], reason: str) -> list[PeerCutOff]:
    return [PeerCutOff(one.address, reason) for one in connections if not one.is_cut and one.cut()]
