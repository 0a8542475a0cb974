"""What a wall did between a warm-up and the end, as one line of JSON."""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import inf, nan
from pathlib import Path

import numpy as np
import psutil

DISPLAY_HZ = 60.0
_PATIENCE_S = 20.0
_LOOK_EVERY_S = 0.02

SHOWN, HIDDEN, MINIMISED, SILENT = "shown", "hidden", "minimised", "silent"
STATES = (SHOWN, HIDDEN, MINIMISED, SILENT)
"""How the wall is seen; nothing is sent to a silent one."""


@dataclass(frozen=True)
class WallOptions:
    """What every wall is told: its ports, what to measure, and how large pictures are.

    They are sent as large as `size` and shown as large as `picture`.
    `taken` is the file in which `feeder.py` counts, for those that do not speak NetGear.
    """

    ports: tuple[int, ...]
    warm_up: float
    seconds: float
    size: tuple[int, int]
    picture: tuple[int, int]
    state: str = SHOWN
    program: str = ""
    taken: Path | None = None

    @property
    def columns(self) -> int:
        """How many pictures lie beside each other."""
        return int(np.ceil(np.sqrt(len(self.ports))))

    @property
    def rows(self) -> int:
        """How many rows of pictures there are."""
        return -(-len(self.ports) // self.columns)


@dataclass(frozen=True)
class WallFigures:
    """What one wall did in so many seconds.

    `shown` are frames of each camera, `processor_s` the processor's seconds of the process and its
    children, ages are from sending to showing, `picture` is how large they were shown.
    """

    seconds: float
    shown: list[int]
    processor_s: float
    age_p50_ms: float
    age_p99_ms: float
    memory_began_mb: float
    memory_mb: float
    picture: tuple[int, int]


@dataclass(frozen=True)
class _Family:
    """The processor's seconds and the memory of this process and its children."""

    processor_s: float
    memory_mb: float

    @classmethod
    def now(cls) -> "_Family":
        members = [psutil.Process(), *psutil.Process().children(recursive=True)]
        times = [one.cpu_times() for one in members]
        memory = sum(one.memory_info().rss for one in members)
        return cls(sum(one.user + one.system for one in times), memory / 1e6)


class Meter:
    """Counts between the warm-up, which begins with the first frame shown, and the end.

    A wall that shows nothing by its state is measured at once. `shown` is called by one thread at a
    time, `goes_on` by another one.
    """

    def __init__(self, options: WallOptions) -> None:
        self._options = options
        self._started_at = time.monotonic()
        waits = options.state == SHOWN
        self._begin_at = inf if waits else self._started_at + options.warm_up
        self._began_at = inf
        self._began = _Family(nan, nan)
        self._shown = dict.fromkeys(options.ports, 0)
        self._ages: list[float] = []

    def shown(self, port: int, sent_at: float) -> None:
        """Count a frame that is on the screen, or would be."""
        now = time.monotonic()
        if self._begin_at == inf:
            self._begin_at = now + self._options.warm_up
        if now >= self._began_at:
            self._shown[port] += 1
            self._ages.append(now - sent_at)

    def count(self, shown: Sequence[int]) -> None:
        """Set what was shown of each camera since `has_begun`, where nobody tells of each."""
        self._shown = dict(zip(self._options.ports, shown, strict=True))

    @property
    def has_begun(self) -> bool:
        """Whether the warm-up is over."""
        return self._began_at < inf

    def goes_on(self) -> bool:
        """Begin when it is time; tell whether there is still something to measure."""
        now = time.monotonic()
        if not self.has_begun and now >= self._begin_at:
            self._began, self._began_at = _Family.now(), now
        if self._begin_at == inf:
            return now < self._started_at + _PATIENCE_S
        return now < self._begin_at + self._options.seconds

    def report(self, picture: tuple[int, int] | None = None) -> None:
        """Print what was measured."""
        ended = _Family.now()
        p50, p99 = np.percentile(self._ages, [50, 99]) * 1000 if self._ages else (nan, nan)
        figures = WallFigures(
            time.monotonic() - self._began_at if self.has_begun else nan,
            list(self._shown.values()),
            ended.processor_s - self._began.processor_s,
            float(p50),
            float(p99),
            self._began.memory_mb,
            ended.memory_mb,
            picture or self._options.picture,
        )
        print(json.dumps(asdict(figures)), flush=True)

    def measure_thread(self, thread: threading.Thread) -> None:
        """Let a thread work until everything was measured, then report and end the program.

        None of the walls' own ways to end is waited for: some wait for every sender.
        """
        thread.start()
        while self.goes_on() and thread.is_alive():
            time.sleep(_LOOK_EVERY_S)
        if self.has_begun:
            self.report()
        else:
            print("nothing was shown", file=sys.stderr, flush=True)
        os._exit(0 if self.has_begun else 1)


def options(arguments: Sequence[str] | None = None) -> WallOptions:
    """Return what the command line says: --ports 7000-7015 --seconds 10 --picture 384x216."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ports", required=True)
    parser.add_argument("--warm-up", type=float, default=1.5)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--picture", default="384x216")
    parser.add_argument("--state", choices=STATES, default=SHOWN)
    parser.add_argument("--program", default="")
    parser.add_argument("--taken", type=Path)
    given = parser.parse_args(arguments)
    return WallOptions(
        ports_of(given.ports),
        given.warm_up,
        given.seconds,
        size_of(given.size),
        size_of(given.picture),
        given.state,
        given.program,
        given.taken,
    )


def ports_of(words: str) -> tuple[int, ...]:
    """Return the ports that 7000 or 7000-7015 names."""
    first, _, last = words.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def size_of(words: str) -> tuple[int, int]:
    """Return the width and height that 1280x720 names."""
    width, _, height = words.partition("x")
    return int(width), int(height)
