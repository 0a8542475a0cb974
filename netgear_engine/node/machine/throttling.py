"""Whether a Raspberry Pi slows itself down, for want of power or because it is too hot.

The meaning of the bits is Raspberry Pi's: https://www.raspberrypi.com/documentation/computers/os.html
under "vcgencmd", get_throttled.
"""

import contextlib
import re
import subprocess
from collections.abc import Sequence

from netgear_engine.clock import Clock

COMMAND = ("vcgencmd", "get_throttled")

# How often the firmware is asked, and how long it may take to answer.
_INTERVAL_S = 10.0
_DEADLINE_S = 3.0

_POLL_S = 0.02
_END_S = 0.5

_WORDS = ("under-voltage", "frequency capped", "throttled", "soft temperature limit")
_FIRST_BIT_SINCE_BOOT = 16

_ANSWER = re.compile(r"throttled=0x([0-9a-fA-F]{1,8})")


def throttled_words(bits: int) -> tuple[str, ...]:
    """Return the bits in words: what is so now, then what has been so since the Pi was started."""
    now = [f"{word} now" for bit, word in enumerate(_WORDS) if bits >> bit & 1]
    since = bits >> _FIRST_BIT_SINCE_BOOT
    return (*now, *(f"{word} since boot" for bit, word in enumerate(_WORDS) if since >> bit & 1))


class Throttling:
    """Asks the firmware now and then, and never waits for it.

    `vcgencmd` talks to the firmware inside the kernel, where nothing can end a wait. So it runs
    beside the caller, and is started again only when the last one has gone.
    """

    def __init__(self, clock: Clock, command: Sequence[str] = COMMAND) -> None:
        self._clock = clock
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._started_at = -_INTERVAL_S
        self._words: tuple[str, ...] | None = None

    def read(self) -> tuple[str, ...] | None:
        """Return the last answer in words; None while there is none, or nobody to ask.

        The first answer is there at one of the next calls.
        """
        now = self._clock.monotonic()
        if self._process is not None:
            self._look_after(self._process, now - self._started_at)
        if self._process is None and now - self._started_at >= _INTERVAL_S:
            self._started_at = now
            self._start()
        return self._words

    def ask(self) -> tuple[str, ...] | None:
        """Return an answer, waiting for it up to 3 s."""
        until = self._clock.monotonic() + _DEADLINE_S
        self.read()
        while self._process is not None and self._clock.monotonic() < until:
            self._clock.sleep(_POLL_S)
            self.read()
        return self._words

    def close(self) -> None:
        """Leave no process behind, unless it is one that cannot be ended."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=_END_S)

    def _start(self) -> None:
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        except OSError:
            self._words = None  # no Raspberry Pi, or the program is not installed

    def _look_after(self, process: subprocess.Popen[str], age: float) -> None:
        if process.poll() is None:
            if age >= _DEADLINE_S:
                process.kill()
                self._words = None
            return
        self._process = None
        answer, _ = process.communicate()
        match = _ANSWER.search(answer) if process.returncode == 0 else None
        self._words = throttled_words(int(match[1], 16)) if match else None
