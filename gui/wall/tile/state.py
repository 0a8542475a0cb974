"""What a tile says of its camera: the one place that decides it. No Qt.

The rule behind it: an operator must never take a frozen picture for a live one. So the engine's
word alone does not make a tile LIVE. The picture on the screen must be young enough too, and the
engine must have been heard of lately; otherwise the tile says STALE or LOST whatever the status
claims. Exactly one `Condition` holds at a time, so LIVE and a fault can never both show.

How it follows. `judge` is a function of the engine's newest word on the port and of the evidence at
this screen: the time, when the engine was heard, when the picture that is seen came. It remembers
nothing and is asked again four times a second, so a tile turns STALE because time passes, even when
nobody says anything any more. One figure carries the rule: the silence, the longest time for which
nothing has shown that the camera and the way to the screen work. It is the age of the picture or
that of the engine's last word, whichever is more, so whatever stops on the way (camera, network,
engine, decoder) counts alike. `_condition` then goes from what forbids most to what forbids least;
LIVE is what is left, never what is found. Three cases have no picture to judge by and go by the
engine alone: a hidden tile, one that was uncovered a moment ago, and a camera that repeats itself.

A port on which nothing came is WAITING, unless a camera is expected there: then it is MISSING after
the time it had, which is a fault like a loss. A night without a picture must not look like a quiet
one because the camera was dead before the window was opened.

Everything else follows from the `Condition`: the words from one table, the sign from another, and
from the painters whether the picture is grey or hatched and in which colour its frame is. The time
on a tile is no clock of this computer: it is when the picture last changed, so it stands still as
soon as the pictures do, whatever is decided here.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from gui.cameras.record import fault_reason, fault_words
from gui.look.sign import Sign
from gui.look.time_words import clock_time_or_date, running_time
from gui.wall.tile.rates import SETTLED_AFTER_S, Pace
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus

LOST_AFTER = 5.0
"""Seconds without a picture after which a camera counts as lost, as in the engine."""

_SLOW_BELOW = 0.5
_SLOW_HERE_BELOW = 0.8
_SLOW_MATTERS_FROM = 4.0


class Condition(enum.Enum):
    """How a tile looks. One at a time; its value is the word for it."""

    WAITING = "WAITING"
    MISSING = "MISSING"
    STARTING = "STARTING"
    LIVE = "LIVE"
    SLOW = "SLOW"
    STALE = "STALE"
    LOST = "LOST"
    ENDED = "ENDED"
    REPEATING = "REPEATING"
    REJECTED = "REJECTED"
    FAILED = "FAILED"
    FAULT = "FAULT"
    PAUSED = "PAUSED"


MOVING = frozenset({Condition.LIVE, Condition.SLOW})
"""The looks in which the picture may be taken for what the camera sees now."""

UNSEEN = frozenset({Condition.WAITING, Condition.MISSING})
"""The looks of a port on which nothing came: whatever picture is left from before is not shown."""

ALARMING = frozenset(
    {Condition.MISSING, Condition.LOST, Condition.REJECTED, Condition.FAILED, Condition.FAULT}
)
"""The looks of which an alarm tells."""

CAUTIONARY = frozenset({Condition.SLOW, Condition.STALE, Condition.REPEATING})
"""The looks of a picture that is not as it should be, and that no alarm tells of yet."""

FAULTY = frozenset({Condition.STALE, Condition.REPEATING, *ALARMING})
"""The looks that want the operator's attention."""

_SIGNS = {
    Condition.PAUSED: Sign.BAR,
    Condition.WAITING: Sign.RING,
    Condition.MISSING: Sign.CROSS,
    Condition.STARTING: Sign.RING,
    Condition.LIVE: Sign.DOT,
    Condition.SLOW: Sign.TRIANGLE,
    Condition.STALE: Sign.TRIANGLE,
    Condition.LOST: Sign.CROSS,
    Condition.ENDED: Sign.BAR,
    Condition.REPEATING: Sign.TRIANGLE,
    Condition.REJECTED: Sign.CROSS,
    Condition.FAILED: Sign.CROSS,
    Condition.FAULT: Sign.CROSS,
}


@dataclass(frozen=True, slots=True)
class TileState:
    """What a tile and the camera list say of one camera.

    `words` stand on the tile; `short_words` when those do not fit. `connection` is the line under
    the camera's name in the list; `reason` is why a port is FAILED or REJECTED, a camera has a
    FAULT, or since when one is MISSING. `intruder` is another sender on its port, as in the status.
    `is_seen` tells that it was judged by what is on the screen, not by the engine's word alone,
    `is_slow_here` that a SLOW camera is well and this computer is not quick enough for it.
    """

    condition: Condition
    words: str
    short_words: str
    connection: str
    reason: str = ""
    intruder: str = ""
    is_seen: bool = field(default=False, compare=False)
    is_slow_here: bool = False

    @property
    def sign(self) -> Sign:
        """The sign that goes with the words."""
        return _SIGNS[self.condition]

    @property
    def notice(self) -> str:
        """The warning beside the state; empty when there is none."""
        return self.intruder and f"another sender, {self.intruder}, sends here: not shown"

    @property
    def short_notice(self) -> str:
        """The same where there is less room."""
        return self.intruder and f"another sender: {self.intruder}"


@dataclass(frozen=True, slots=True)
class Expected:
    """A camera that ought to be there `within` so many seconds of listening for it.

    `seen_wall` is when it was last heard of before this run, None if it never was.
    """

    within: float
    seen_wall: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known besides the status. All times are monotonic seconds, `_wall` since 1970.

    `picture_received_at` belongs to the picture on the screen and is None when there is none.
    `visible_since` is None while the tile is hidden: then nothing is decoded, and only the status
    and `heard_at`, when the engine last reported, can be judged by. `picture_fault` is what the
    picture on the screen says if it is only a placeholder. `usual_fps` is the best rate of late,
    see `rates.usual_rate`, and `pace` how this tile came along with what was to be shown, None
    while that is not known. `expected` is None for a port that nobody has given a camera.
    """

    now: float
    now_wall: float
    heard_at: float
    visible_since: float | None = None
    picture_received_at: float | None = None
    picture_fault: str = ""
    usual_fps: float = 0.0
    pace: Pace | None = None
    expected: Expected | None = None


def judge(status: PortStatus, evidence: Evidence) -> TileState:
    """Decide what is shown of a camera; the same status and evidence always give the same."""
    state = _WORDS[_condition(status, evidence)](status, evidence)
    state = replace(state, is_seen=evidence.visible_since is not None)
    if not status.intruder:
        return state
    state = replace(state, intruder=status.intruder)
    return replace(state, connection=f"{state.connection} · {state.notice}")


def paused(state: TileState, clock: str) -> TileState:
    """Return what a tile says whose picture the operator holds; a fault is told beside it."""
    beside = "" if state.condition in MOVING else f" · {state.short_words}"
    words = f"PAUSED {clock}{beside}"
    return replace(state, condition=Condition.PAUSED, words=words, short_words=f"PAUSED{beside}")


def _condition(status: PortStatus, evidence: Evidence) -> Condition:
    """Go from what forbids most to what forbids least; LIVE is what is left."""
    resuming = _resuming(status, evidence)
    silence = 0.0 if resuming else _silence(status, evidence)
    no_picture = evidence.visible_since is not None and evidence.picture_received_at is None
    checks = (
        (_is_missing(status, evidence), Condition.MISSING),
        (status.state not in _CLAIMS_PICTURES, Condition[status.state.name]),
        (silence >= max(LOST_AFTER, status.stale_after), Condition.LOST),
        (status.state is PortState.STALE or silence >= status.stale_after, Condition.STALE),
        (status.state is PortState.REPEATING, Condition.REPEATING),
        (resuming or no_picture, Condition.STARTING),
        (evidence.visible_since is not None and bool(evidence.picture_fault), Condition.FAULT),
        (_is_slow(status, evidence) or _is_slow_here(status, evidence), Condition.SLOW),
    )
    return next((condition for holds, condition in checks if holds), Condition.LIVE)


def _is_missing(status: PortStatus, evidence: Evidence) -> bool:
    """Return whether a camera that ought to be there has sent nothing since it is listened for."""
    expected = evidence.expected
    return (
        status.state is PortState.WAITING
        and expected is not None
        and evidence.now - status.since_at >= max(expected.within, LOST_AFTER)
    )


_CLAIMS_PICTURES = frozenset({PortState.LIVE, PortState.STALE, PortState.REPEATING})


def _silence(status: PortStatus, evidence: Evidence) -> float:
    """Return for how long nothing has shown that the camera and the way to the screen work."""
    unheard = evidence.now - evidence.heard_at
    # A repeated picture need not be decoded again, so its age says nothing; it is never LIVE.
    if evidence.visible_since is None or status.state is PortState.REPEATING:
        return unheard
    picture_at = evidence.picture_received_at
    if picture_at is None:
        picture_at = max(status.since_at, evidence.visible_since)
    return max(unheard, evidence.now - picture_at)


def _resuming(status: PortStatus, evidence: Evidence) -> bool:
    """Return whether the tile has just been uncovered and still has its picture from before."""
    since, picture_at = evidence.visible_since, evidence.picture_received_at
    return (
        since is not None
        and picture_at is not None
        and picture_at < since
        and evidence.now - since < status.stale_after
        and evidence.now - evidence.heard_at < status.stale_after
    )


def _is_slow(status: PortStatus, evidence: Evidence) -> bool:
    """Return whether the camera sends far less than it usually does, and than it was asked for."""
    if _is_told_to_rest(status):
        return False
    expected = _rate_expected(status, evidence)
    settling_since = max(status.since_at, evidence.visible_since or status.since_at)
    return (
        evidence.now - settling_since >= SETTLED_AFTER_S
        and expected >= _SLOW_MATTERS_FROM
        and status.fps < expected * _SLOW_BELOW
    )


def _rate_expected(status: PortStatus, evidence: Evidence) -> float:
    """Return how many pictures the camera ought to send; 0 where that cannot be said.

    A stock sender that gets its answers late sends as it can.
    """
    if not status.is_eased:
        return evidence.usual_fps
    asked_for = None if status.wanted is None else status.wanted.fps
    return 0.0 if asked_for is None else min(evidence.usual_fps, asked_for)


def _is_slow_here(status: PortStatus, evidence: Evidence) -> bool:
    """Return whether this computer, which cannot decode all, shows less than the camera has."""
    pace = evidence.pace
    if not status.is_eased or evidence.visible_since is None or pace is None:
        return False
    offered = _rate_offered(status, pace, evidence)
    return offered >= _SLOW_MATTERS_FROM and pace.shown < _SLOW_HERE_BELOW * offered


def _rate_offered(status: PortStatus, pace: Pace, evidence: Evidence) -> float:
    """Return how many pictures the camera would send if it were asked for all, as far as known."""
    return max(pace.offered, evidence.usual_fps, status.told_fps or 0.0)


def _is_told_to_rest(status: PortStatus) -> bool:
    """Return whether the camera sends little because nobody looks at it, as it was asked to."""
    return status.wanted is not None and 0 in (status.wanted.width, status.wanted.height)


def _waiting(status: PortStatus, evidence: Evidence) -> TileState:
    connection = "connected, no picture yet" if status.connected else "never connected"
    if status.last_frame_wall is not None:
        last = clock_time_or_date(status.last_frame_wall, evidence.now_wall)
        connection = f"nothing since {last}"
    return TileState(Condition.WAITING, "WAITING", "WAITING", connection)


def _missing(status: PortStatus, evidence: Evidence) -> TileState:
    seen = status.last_frame_wall
    if seen is None and evidence.expected is not None:
        seen = evidence.expected.seen_wall
    last = "never seen" if seen is None else f"last {clock_time_or_date(seen, evidence.now_wall)}"
    reason = "never seen" if seen is None else f"last seen {last.removeprefix('last ')}"
    if status.connected:
        reason = f"connected, but no picture came; {reason}"
    return TileState(Condition.MISSING, f"MISSING, {last}", "MISSING", f"missing: {reason}", reason)


def _starting(_status: PortStatus, _evidence: Evidence) -> TileState:
    return TileState(Condition.STARTING, "PICTURE COMING", "COMING", "connected")


def _live(status: PortStatus, _evidence: Evidence) -> TileState:
    # A publisher's connection may have closed while its last frames are still being read.
    return TileState(
        Condition.LIVE, "LIVE", "LIVE", "connected" if status.connected else "receiving"
    )


def _slow(status: PortStatus, evidence: Evidence) -> TileState:
    if _is_slow(status, evidence):
        expected = f"{_rate_expected(status, evidence):.0f}"
        words = f"SLOW {status.fps:.0f}/{expected} fps"
        connection = f"connected, {status.fps:.0f} of {expected} fps"
        return TileState(Condition.SLOW, words, "SLOW", connection)
    pace = evidence.pace or Pace(0.0, 0.0)
    shown, offered = f"{pace.shown:.0f}", f"{_rate_offered(status, pace, evidence):.0f}"
    return TileState(
        Condition.SLOW,
        f"SLOW {shown}/{offered} fps · this computer",
        "SLOW · this computer",
        f"connected, this computer shows {shown} of {offered} fps",
        is_slow_here=True,
    )


def _stale(status: PortStatus, evidence: Evidence) -> TileState:
    seconds = int(_since_last_picture(status, evidence))
    return TileState(Condition.STALE, f"STALE {seconds} s", "STALE", f"no frames for {seconds} s")


def _lost(status: PortStatus, evidence: Evidence) -> TileState:
    lasting = running_time(_since_last_picture(status, evidence))
    last = _last_picture(status, evidence)
    gone = f"no frames since {last}" if status.connected else f"disconnected {last}"
    return TileState(Condition.LOST, f"LOST {lasting}, last {last}", f"LOST {lasting}", gone)


def _ended(status: PortStatus, evidence: Evidence) -> TileState:
    last = _last_picture(status, evidence)
    return TileState(Condition.ENDED, f"ENDED, last {last}", "ENDED", f"said goodbye {last}")


def _repeating(_status: PortStatus, _evidence: Evidence) -> TileState:
    return TileState(
        Condition.REPEATING, "CAMERA REPEATS PICTURE", "REPEATS", "connected, repeats one picture"
    )


def _rejected(status: PortStatus, _evidence: Evidence) -> TileState:
    reason = status.reason or "the camera was refused"
    return TileState(Condition.REJECTED, "REFUSED", "REFUSED", f"refused: {reason}", reason)


def _failed(status: PortStatus, _evidence: Evidence) -> TileState:
    reason = status.reason or "the port cannot be listened on"
    return TileState(Condition.FAILED, "CANNOT LISTEN", "FAILED", reason, reason)


def _fault(status: PortStatus, evidence: Evidence) -> TileState:
    told = status.reason if status.state is PortState.FAULT else evidence.picture_fault
    reason = fault_reason(told)
    return TileState(Condition.FAULT, f"FAULT: {reason}", "FAULT", fault_words(told), reason)


def _since_last_picture(status: PortStatus, evidence: Evidence) -> float:
    """Return seconds since the last frame, or since the picture shown when that is older."""
    last = status.since_at if status.last_frame_at is None else status.last_frame_at
    age = evidence.now - last
    return max(age, _silence(status, evidence)) if status.state in _CLAIMS_PICTURES else age


def _last_picture(status: PortStatus, evidence: Evidence) -> str:
    """Return the time of day at which there was last a picture to believe."""
    age = _since_last_picture(status, evidence)
    last_wall = evidence.now_wall - age
    if status.last_frame_at is not None and evidence.now - status.last_frame_at == age:
        # Said by the status itself, so that the time does not flicker between two seconds.
        last_wall = status.last_frame_wall or last_wall
    return clock_time_or_date(last_wall, evidence.now_wall)


_WORDS: dict[Condition, Callable[[PortStatus, Evidence], TileState]] = {
    Condition.WAITING: _waiting,
    Condition.MISSING: _missing,
    Condition.STARTING: _starting,
    Condition.LIVE: _live,
    Condition.SLOW: _slow,
    Condition.STALE: _stale,
    Condition.LOST: _lost,
    Condition.ENDED: _ended,
    Condition.REPEATING: _repeating,
    Condition.REJECTED: _rejected,
    Condition.FAILED: _failed,
    Condition.FAULT: _fault,
}
