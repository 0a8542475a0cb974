"""The PIN: only a hash of it is ever kept. No Qt."""

from logging import getLogger

import argon2

from gui.background.stored_file import StoredFile

FEWEST_DIGITS = 4
MOST_DIGITS = 12
_LONGEST_WAIT_S = 60.0
_DOUBLINGS = 10

_log = getLogger(__name__)

BROKEN = (
    "The PIN in the settings file cannot be read, so none is right. Put back the line"
    ' `pin` under [lock] as it was, or write pin = ""; then start the program again.'
)


def hash_of(pin: str) -> str:
    """Return what is kept of a PIN; takes a tenth of a second or more, and is meant to."""
    return argon2.PasswordHasher().hash(pin)


def is_pin(pin: str, kept: str) -> bool:
    """Return whether this is the PIN of which the hash was kept; takes as long."""
    try:
        return argon2.PasswordHasher().verify(kept, pin)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError, ValueError):
        return False


def is_hash(kept: str) -> bool:
    """Return whether this can be the hash of a PIN; of anything else no PIN is the right one."""
    try:
        argon2.extract_parameters(kept)
    except (argon2.exceptions.InvalidHashError, ValueError):
        return False
    return kept.isascii()


def problem_with(pin: str) -> str:
    """Return why this cannot be a PIN, in words; nothing when it can."""
    if not (pin.isascii() and pin.isdigit()):
        return "A PIN has digits only"
    if not FEWEST_DIGITS <= len(pin) <= MOST_DIGITS:
        return f"A PIN has {FEWEST_DIGITS} to {MOST_DIGITS} digits"
    return ""


class Attempts:
    """Lets a wrong PIN cost time: one second, then twice as long each time, at most a minute.

    With a `file` the wrong ones are counted over a restart, too, and the last one costs its time
    again. What cannot be read there, or written, counts for this run only.
    """

    def __init__(self, file: StoredFile | None = None, now: float = 0.0) -> None:
        self._file = file
        self._wrong = 0 if file is None else _count_in(file)
        self._next_at = now + self._cost() if self._wrong else 0.0

    def begin(self) -> None:
        """Count an attempt as wrong in the file, before anybody knows; waits for the disk.

        Whoever ends the program to try again at once has gained nothing.
        """
        self._write(self._wrong + 1)

    def end(self) -> None:
        """Write what became of it; waits for the disk."""
        self._write(self._wrong)

    def note_wrong(self, now: float) -> None:
        """Note a wrong PIN."""
        self._wrong += 1
        self._next_at = now + self._cost()

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

    def _cost(self) -> float:
        # 2.0 to the power of 1024 is no float any more.
        return min(2.0 ** min(self._wrong - 1, _DOUBLINGS), _LONGEST_WAIT_S)

    def _write(self, count: int) -> None:
        if self._file is None:
            return
        try:
            self._file.write(f"{count}\n")
        except OSError as error:
            _log.warning("Wrong PINs are not counted over a restart: %s", error)


def _count_in(file: StoredFile) -> int:
    try:
        text = (file.read() or "0").strip()
    except (OSError, UnicodeError):
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
