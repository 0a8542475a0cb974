"""What is said about one setting of a camera: wanted, sent, and what the camera made of it. No Qt.

Newest wins: while one command is on its way, only the newest value waits behind it.
"""

from typing import Any

EVERY_S = 0.2
"""A command for the same setting goes out at most so often."""

_NOTHING = object()


class ControlTalk:
    """One setting of one camera. Times are monotonic seconds."""

    def __init__(self) -> None:
        self.refused = ""
        self.made_of_it = _NOTHING
        self._wanted: Any = _NOTHING
        self._sent: Any = _NOTHING
        self._applied: Any = _NOTHING
        self._reported: Any = _NOTHING
        self._command_id = ""
        self._sent_at = float("-inf")

    @property
    def is_pending(self) -> bool:
        """Return whether the operator still waits for the camera."""
        return bool(self._command_id) or self._wanted is not _NOTHING

    def shown(self, reported: Any) -> Any:
        """Return what to show: what is wanted, what was applied, or what the camera reports.

        An answer comes a moment before the report that says the same.
        """
        if self._wanted is not _NOTHING:
            return self._wanted
        if self._command_id:
            return self._sent
        if self._applied is not _NOTHING and self._reported is _NOTHING:
            self._reported = reported
        if self._applied is not _NOTHING and not _same(reported, self._reported):
            self._applied = _NOTHING
        return reported if self._applied is _NOTHING else self._applied

    @property
    def changed_by_camera(self) -> tuple[Any, ...]:
        """Return the value that the camera took in place of the one asked for, in the same way."""
        return () if self.made_of_it is _NOTHING else (self.made_of_it,)

    def want(self, value: Any) -> None:
        """Note what the operator wants now; what was said before is over."""
        self._wanted = value
        self.refused, self.made_of_it = "", _NOTHING

    def take_due(self, now: float) -> tuple[Any, ...]:
        """Return the value to send now, as a tuple of one; nothing when it is not time."""
        if self._wanted is _NOTHING or self._command_id or now - self._sent_at < EVERY_S:
            return ()
        self._sent, self._wanted = self._wanted, _NOTHING
        self._sent_at = now
        return (self._sent,)

    def sent(self, command_id: str) -> None:
        """Note under which id the value has left."""
        self._command_id = command_id

    def not_sent(self, reason: str) -> None:
        """Note that nothing has left, and why."""
        self._command_id, self.refused = "", reason

    def answered(self, command_id: str, applied: Any, refused: str) -> bool:
        """Take the answer to a command; return whether it was this setting's."""
        if not command_id or command_id != self._command_id:
            return False
        self._command_id = ""
        if self._wanted is _NOTHING:
            self.refused = refused
            self._applied = _NOTHING if refused or applied is None else applied
            self._reported = _NOTHING
            taken = refused or applied is None or _same(applied, self._sent)
            self.made_of_it = _NOTHING if taken else applied
        return True


def _same(one: Any, other: Any) -> bool:
    """Compare values as a person would: lists and tuples alike, numbers to six digits."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))
    return bool(one == other)
