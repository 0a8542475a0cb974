"""The states of a port and the table of how they follow each other.

A port's state is judged from the frames that arrive, never from "socket connected". The table is
the only place that says what follows what; the diagram in the documentation is drawn from it.

**What the table must not say.** An operator believes what a tile says, so the worst mistake is to
call a frozen picture live: only NEW_PICTURE leads to LIVE. Frames that repeat the last picture are
REPEATING, even after an outage; a placeholder is FAULT, even if it looks different each time.

**What is left out is meant.** Inputs come in pairs, and the second must not wipe out what the first
said. After a GOODBYE the connection closes: no PEER_GONE in ENDED, or every end would look like a
loss. After a refusal it closes, too: REJECTED knows neither PEER_GONE nor SILENT. Somebody without
a key may knock while a camera is live: REFUSED counts only where there is no picture to lose. When
no more placeholders come either, FAULT goes to LOST and not by way of STALE, which says less than
what is known. And on a port that cannot be listened on nothing else can happen: FAILED ends with
LISTENING, which elsewhere means nothing. The first picture is always new, so WAITING needs no
SAME_PICTURE.
"""

import enum


class PortState(enum.Enum):
    """What can be said of a port's picture."""

    WAITING = "waiting"
    LIVE = "live"
    STALE = "stale"
    LOST = "lost"
    ENDED = "ended"
    REPEATING = "repeating"
    REJECTED = "rejected"
    FAILED = "failed"
    FAULT = "fault"

    @property
    def has_sender(self) -> bool:
        """Whether the port belongs to the sender whose pictures came last."""
        return self in (
            PortState.LIVE,
            PortState.STALE,
            PortState.REPEATING,
            PortState.FAULT,
        )


class PortInput(enum.Enum):
    """What can happen to a port."""

    NEW_PICTURE = "a frame with a new picture"
    PLACEHOLDER = "a frame that says the camera gives nothing"
    SAME_PICTURE = "frames, but the same picture for too long"
    QUIET = "no frame for longer than the camera's rhythm allows"
    SILENT = "no frame for so long that the camera counts as lost"
    PEER_GONE = "the last connection closed"
    GOODBYE = "the sender said goodbye"
    REFUSED = "a handshake was refused"
    LISTEN_FAILED = "the port cannot be listened on"
    LISTENING = "the port is listened on"


_S = PortState
_I = PortInput

TRANSITIONS: dict[PortState, dict[PortInput, PortState]] = {
    _S.WAITING: {
        _I.NEW_PICTURE: _S.LIVE,
        _I.PLACEHOLDER: _S.FAULT,
        _I.REFUSED: _S.REJECTED,
        _I.LISTEN_FAILED: _S.FAILED,
    },
    _S.LIVE: {
        _I.PLACEHOLDER: _S.FAULT,
        _I.SAME_PICTURE: _S.REPEATING,
        _I.QUIET: _S.STALE,
        _I.SILENT: _S.LOST,
        _I.PEER_GONE: _S.LOST,
        _I.GOODBYE: _S.ENDED,
        _I.LISTEN_FAILED: _S.FAILED,
    },
    _S.STALE: {
        _I.NEW_PICTURE: _S.LIVE,
        _I.PLACEHOLDER: _S.FAULT,
        _I.SAME_PICTURE: _S.REPEATING,
        _I.SILENT: _S.LOST,
        _I.PEER_GONE: _S.LOST,
        _I.GOODBYE: _S.ENDED,
        _I.LISTEN_FAILED: _S.FAILED,
    },
    _S.LOST: {
        _I.NEW_PICTURE: _S.LIVE,
        _I.PLACEHOLDER: _S.FAULT,
        _I.SAME_PICTURE: _S.REPEATING,
        _I.GOODBYE: _S.ENDED,
        _I.REFUSED: _S.REJECTED,
        _I.LISTEN_FAILED: _S.FAILED,
    },
    _S.ENDED: {
        _I.NEW_PICTURE: _S.LIVE,
        _I.PLACEHOLDER: _S.FAULT,
        _I.SAME_PICTURE: _S.REPEATING,
        _I.REFUSED: _S.REJECTED,
        _I.LISTEN_FAILED: _S.FAILED,
    },
    _S.REPEATING: {
        _I.NEW_PICTURE: _S.LIVE,
        _I.PLACEHOLDER: _S.FAULT,
        _I.QUIET: _S.STALE,
        _I.SILENT: _S.LOST,
        _I.PEER_GONE: _S.LOST,
        _I.GOODBYE: _S.ENDED,
        _I.LISTEN_FAILED: _S.FAILED,
    },
    _S.REJECTED: {
        _I.NEW_PICTURE: _S.LIVE,
        _I.PLACEHOLDER: _S.FAULT,
        _I.SAME_PICTURE: _S.REPEATING,
        _I.LISTEN_FAILED: _S.FAILED,
    },
    _S.FAILED: {
        _I.LISTENING: _S.WAITING,
    },
    _S.FAULT: {
        _I.NEW_PICTURE: _S.LIVE,
        _I.SAME_PICTURE: _S.REPEATING,
        _I.SILENT: _S.LOST,
        _I.PEER_GONE: _S.LOST,
        _I.GOODBYE: _S.ENDED,
        _I.LISTEN_FAILED: _S.FAILED,
    },
}


def next_state(state: PortState, happened: PortInput) -> PortState:
    """Return the state that follows; an input the table does not list changes nothing."""
    return TRANSITIONS[state].get(happened, state)
