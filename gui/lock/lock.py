"""Whether the window is locked: then it can be watched, but nothing can be changed. No Qt."""

from collections.abc import Callable


class Lock:
    """Knows who may do what. `changed` is called after every change.

    Locked by the operator, the controls stay for what may still be done. Locked because nobody was
    there, they are blank too. Without a PIN nothing can be locked.
    """

    def __init__(self, pin: str, changed: Callable[[], None]) -> None:
        self._pin = pin
        self._changed = changed
        self._locked = False
        self._blank = False
        self._touched_at = 0.0

    @property
    def pin(self) -> str:
        """The hash of the PIN, nothing when there is none."""
        return self._pin

    @property
    def is_locked(self) -> bool:
        """Whether nothing can be changed now."""
        return self._locked

    @property
    def is_blank(self) -> bool:
        """Whether the controls are hidden as well."""
        return self._blank

    def set_pin(self, pin: str) -> None:
        """Take another PIN; without one the window is unlocked."""
        self._pin = pin
        if pin:
            self._changed()
        else:
            self.unlock()

    def lock(self, *, blank: bool = False) -> bool:
        """Lock the window; return whether that was possible."""
        if self._pin:
            self._locked, self._blank = True, blank
            self._changed()
        return bool(self._pin)

    def unlock(self) -> None:
        """Unlock the window."""
        self._locked = self._blank = False
        self._changed()

    def touch(self, now: float) -> None:
        """Note that somebody is there."""
        self._touched_at = now

    def lock_if_left(self, now: float, after_minutes: int) -> None:
        """Lock and blank when nobody has been there for so long; never for 0."""
        left = after_minutes > 0 and now - self._touched_at >= after_minutes * 60
        if left and self._pin and not self._blank:
            self.lock(blank=True)
