"""Whether the computer's clock follows a time server."""

import ctypes
import sys

# What the kernel calls a clock that nobody has set right: its greatest error is 16 s, counted up
# since the last correction. systemd-timedated judges by the same number (NTPSynchronized).
_UNKNOWN_ERROR_US = 16_000_000

# More than the largest `struct timex`, which is 208 bytes; the kernel fills in what follows.
_ROOM_BYTES = 512


class _Timex(ctypes.Structure):
    """The beginning of `struct timex`: see adjtimex(2)."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("room", ctypes.c_byte * _ROOM_BYTES),
    )


def is_clock_synchronised() -> bool | None:
    """Return whether a time server keeps the clock right; None where that cannot be told.

    Asks the kernel, so it does not matter which program sets the clock, and it costs next to
    nothing. It changes nothing and needs no rights.
    """
    if sys.platform != "linux":
        return None
    timex = _Timex()
    if ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex)) < 0:
        return None
    return bool(timex.maxerror < _UNKNOWN_ERROR_US)
