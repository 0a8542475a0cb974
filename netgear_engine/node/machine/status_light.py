"""The computer's own light, which blinks when an operator asks which node this is.

Linux shows each light as a folder in /sys/class/leds (the kernel's "LED handling under Linux"):
`trigger` holds what makes it shine, all possible ones with the present one in brackets, and
`brightness` lights it while the trigger is "none".
"""

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

LEDS = Path("/sys/class/leds")
_HALF_PERIOD_S = 0.25


class StatusLight:
    """Blinks a light for a while and then leaves it as it was. "" is no light: nothing happens."""

    def __init__(self, name: str, complain: Callable[[str], None], folder: Path = LEDS) -> None:
        """`complain` is called, once, when the light cannot be used."""
        self._light = folder / name if name else None
        self._complain = complain
        self._has_complained = False
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def blink(self, seconds: float) -> None:
        """Blink from now on for so many seconds; a light that blinks already goes on with that."""
        with self._lock:
            if self._light is None or self._stop.is_set() or self._is_blinking():
                return
            self._thread = threading.Thread(
                target=self._run, args=(self._light, seconds), name="status light"
            )
            self._thread.start()

    def stop(self, timeout: float = 0.5) -> None:
        """Leave the light as it was, now and for good."""
        self._stop.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(timeout)

    def _is_blinking(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self, light: Path, seconds: float) -> None:
        try:
            with _borrowed(light) as brightest:
                for _ in range(max(1, round(seconds / (2 * _HALF_PERIOD_S)))):
                    for brightness in (brightest, "0"):
                        (light / "brightness").write_text(brightness)
                        if self._stop.wait(_HALF_PERIOD_S):
                            return
        except OSError as error:
            self._complain_once(f"the light {light} cannot be used: {error.strerror}")
        except Exception as error:  # noqa: BLE001 (the net of this thread: it is a light only)
            self._complain_once(f"the light {light} cannot be used: {error!r}")

    def _complain_once(self, line: str) -> None:
        if not self._has_complained:
            self._has_complained = True
            self._complain(line)


@contextlib.contextmanager
def _borrowed(light: Path) -> Iterator[str]:
    """Take the light from its trigger; give the brightness at which it shines, and give it back."""
    trigger, brightness = light / "trigger", light / "brightness"
    before = re.search(r"\[(.+?)\]", trigger.read_text())
    was = brightness.read_text().strip()
    brightest = (light / "max_brightness").read_text().strip()
    trigger.write_text("none")
    try:
        yield brightest
    finally:
        brightness.write_text(was)
        trigger.write_text(before[1] if before else "none")
