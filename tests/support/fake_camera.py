"""A camera's process whose camera fails in every way that a test asks for.

Run as `python -m tests.support.fake_camera`: netgear-server's own camera process, in which the
source `fake:FOLDER` (pixels) or `fake-jpeg:FOLDER` (its own JPEGs) is a camera of 25 pictures a
second. FOLDER/fault says what it does wrong, and each time that it is opened adds a line to
FOLDER/opened.
"""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import simplejpeg

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera import loop, process
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.pace import Pace
from netgear_engine.sources.registry import create_source
from netgear_engine.sources.source import Source, SourceOptions

COMMAND = [sys.executable, "-m", "tests.support.fake_camera"]
SIZE = (320, 180)
STILL_SIZE = (640, 360)
FPS = 25.0


class FakeCamera(Source):
    """Gives pictures whose grey is the control `brightness`, until the fault says otherwise."""

    def __init__(self, text: str, options: SourceOptions, clock: Clock) -> None:
        kind, _, folder = text.partition(":")
        self._folder = Path(folder)
        self._makes_jpegs = kind == "fake-jpeg"
        self._size = options.size or SIZE
        self._fps = options.fps or FPS
        self._clock = clock
        self._brightness = 100
        self._pace: Pace | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return "fake camera"

    @property
    def fps(self) -> float | None:
        """The rate asked for."""
        return self._fps

    def start(self) -> Self:
        """Open it."""
        with (self._folder / "opened").open("a") as file:
            file.write(f"{os.getpid()} {self._size[0]}x{self._size[1]} {self._fps:g}\n")
        fault = self._fault()
        if fault == "hang in start":
            _hang()
        if fault == "absent":
            raise SourceError("the fake camera is not connected")
        if fault == "ruined":
            raise SourceError("the fake camera is broken for good", permanent=True)
        if self._size[0] > 5000:
            raise SourceError("the fake camera has no such size")
        self._pace = Pace(self._fps, self._clock)
        return self

    def read(self) -> CapturedFrame | None:
        """Give a picture, or do what is wrong."""
        if self._pace is None:
            return None
        fault = self._fault()
        if fault == "end":
            return None
        if fault == "absent":
            raise SourceError("the fake camera was unplugged")
        if fault in _FAULTS:
            _FAULTS[fault]()
        while self._fault() == "stall":
            threading.Event().wait(0.02)
        return self._frame(self._pace.wait(), self._size)

    def stop(self) -> None:
        """Close it."""
        self._pace = None
        if (self._folder / "hang in stop").exists():
            _hang()

    def want(self, size: tuple[int, int], fps: float) -> None:
        """Note what is wanted."""
        with (self._folder / "wanted").open("a") as file:
            file.write(f"{size[0]}x{size[1]} {fps:g}\n")

    def controls(self) -> Mapping[str, Control]:
        """One control."""
        return {"brightness": Control("int", minimum=0, maximum=255, default=100)}

    def values(self) -> Mapping[str, Any]:
        """How it is set."""
        return {"brightness": self._brightness}

    def set_control(self, name: str, value: Any) -> Any:
        """Set the grey; an odd one is rounded, 13 is refused."""
        if name != "brightness" or value == 13:
            raise ControlError(f"the fake camera does not take {name} {value}")
        self._brightness = value // 2 * 2
        return self._brightness

    def still(self) -> CapturedFrame | None:
        """Give a larger picture."""
        return self._frame(self._clock.monotonic(), STILL_SIZE)

    def _fault(self) -> str:
        try:
            return (self._folder / "fault").read_text()
        except FileNotFoundError:
            return ""

    def _frame(self, captured_at: float, size: tuple[int, int]) -> CapturedFrame:
        pixels = np.full((size[1], size[0], 3), self._brightness, np.uint8)
        if not self._makes_jpegs:
            return CapturedFrame(captured_at, pixels)
        return CapturedFrame(captured_at, jpeg=simplejpeg.encode_jpeg(pixels, 90, "BGR"))


def _hang() -> None:
    threading.Event().wait()


def _hang_with_python() -> None:
    """Hang as a library does that never lets other Python threads run."""
    ctypes.PyDLL(None).sleep(3600)


def _crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _raise() -> None:
    raise RuntimeError("nobody expects this of a camera library")


def _print() -> None:
    print("a camera library prints", flush=True)
    os.write(1, b"what it likes\n" * 100)


_FAULTS: dict[str, Callable[[], object]] = {
    "hang": _hang,
    "hang with python": _hang_with_python,
    "crash": _crash,
    "exit": lambda: os._exit(3),
    "raise": _raise,
    "print": _print,
}


def _create(text: str, options: SourceOptions, clock: Clock) -> Source:
    if text.startswith("fake"):
        return FakeCamera(text, options, clock)
    return create_source(text, options, clock)


if __name__ == "__main__":
    vars(loop)["create_source"] = _create
    process.main()
