"""The PIN: only a hash of it is ever kept. No Qt."""

import argon2

FEWEST_DIGITS = 4
MOST_DIGITS = 12
_LONGEST_WAIT_S = 60.0


def hash_of(pin: str) -> str:
    """Return what is kept of a PIN; takes a tenth of a second or more, and is meant to."""
    return argon2.PasswordHasher().hash(pin)


def is_pin(pin: str, kept: str) -> bool:
    """Return whether this is the PIN of which the hash was kept; takes as long."""
    try:
        return argon2.PasswordHasher().verify(kept, pin)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def problem_with(pin: str) -> str:
    """Return why this cannot be a PIN, in words; nothing when it can."""
    if not (pin.isascii() and pin.isdigit()):
        return "A PIN has digits only"
    if not FEWEST_DIGITS <= len(pin) <= MOST_DIGITS:
        return f"A PIN has {FEWEST_DIGITS} to {MOST_DIGITS} digits"
    return ""


class Attempts:
    """Lets a wrong PIN cost time: one second, then twice as long each time, at most a minute."""

    def __init__(self) -> None:
        self._wrong = 0
        self._next_at = 0.0

    def note_wrong(self, now: float) -> None:
        """Note a wrong PIN."""
        self._next_at = now + min(2.0**self._wrong, _LONGEST_WAIT_S)
        self._wrong += 1

    def note_right(self) -> None:
        """Forget the wrong ones."""
        self._wrong = 0
        self._next_at = 0.0

    def any_wrong(self) -> bool:
        """Return whether the last PIN was wrong."""
        return self._wrong > 0

    def wait(self, now: float) -> float:
        """Return how many seconds there are to wait before the next attempt."""
        return max(0.0, self._next_at - now)
