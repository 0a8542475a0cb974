"""Walls take turns at the same cameras, each in a process of its own.

The senders are processes of their own too, and send JPEGs of a real film that were made beforehand:
what is measured is the receiver. They go on while the contenders come and go.
"""

import contextlib
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path

from tests.benchmarks.pictures import save_jpegs
from tests.benchmarks.walls.meter import SHOWN, SILENT, WallFigures
from tests.benchmarks.walls.player import PROGRAMS
from tests.support.free_ports import free_ports
from tests.support.json_lines_process import JsonLinesProcess
from tests.support.waiting import wait_until

OURS, BARE, STOCK, HUB, FFMPEG, GSTREAMER = "ours", "bare", "stock", "hub", "ffmpeg", "gstreamer"
CONTENDERS = (OURS, BARE, STOCK, HUB, FFMPEG, GSTREAMER)
TITLES = {
    OURS: "NetGear Monitor's window",
    BARE: "limit: bare loop, simplejpeg at the same scale, one copy",
    STOCK: "stock VidGear, imutils montage",
    HUB: "imagezmq hub, imutils montage",
    FFMPEG: "FFmpeg xstack",
    GSTREAMER: "GStreamer compositor",
}
NOT_INSTALLED, FAILED = "not installed", "failed"

_MODULES = {name: "player" if name in PROGRAMS else name for name in CONTENDERS}
_MOST_PROCESSES = 4
_PATIENCE_S = 60.0
_LAST_WORDS_S = 2.0

Quantity = Callable[[WallFigures], float]


@dataclass(frozen=True)
class Load:
    """What is sent: so many cameras of one size, at so many frames a second each."""

    cameras: int
    size: tuple[int, int] = (1280, 720)
    fps: float = 30.0

    @property
    def title(self) -> str:
        """What it is called in tables."""
        return f"{self.cameras} x {self.size[1]}p{self.fps:g}"

    @property
    def offered(self) -> float:
        """How many frames a second all cameras send."""
        return self.cameras * self.fps


@dataclass(frozen=True)
class Turn:
    """How long each contender is measured each time, and how its wall is seen."""

    seconds: float
    warm_up: float
    state: str = SHOWN


@dataclass
class Outcome:
    """What every contender did in each round, or why it did nothing."""

    figures: dict[str, list[WallFigures]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def median(self, name: str, quantity: Quantity) -> float | str | None:
        """Return the middle of the rounds, or why there is none."""
        if name in self.missing:
            return self.missing[name]
        values = [value for one in self.figures.get(name, ()) if not isnan(value := quantity(one))]
        return statistics.median(values) if values else None

    def ratio(self, name: str, quantity: Quantity) -> float | str | None:
        """Return ours to that of another one: the middle of what each round gave."""
        if name in self.missing:
            return self.missing[name]
        rounds = zip(self.figures.get(OURS, ()), self.figures.get(name, ()), strict=False)
        ratios = [quantity(ours) / quantity(other) for ours, other in rounds if quantity(other)]
        ratios = [one for one in ratios if not isnan(one)]
        return statistics.median(ratios) if ratios else None


def shown_a_second(one: WallFigures) -> float:
    """Return the frames shown in a second, of all cameras."""
    return sum(one.shown) / one.seconds


def processor_ms(one: WallFigures) -> float:
    """Return the milliseconds of a core that a frame cost."""
    frames = sum(one.shown)
    return 1000 * one.processor_s / frames if frames else float("nan")


def cores(one: WallFigures) -> float:
    """Return how many cores were busy."""
    return one.processor_s / one.seconds


def slowest_share(one: WallFigures) -> float:
    """Return what the slowest camera showed, as a part of the mean."""
    frames = sum(one.shown)
    return min(one.shown) * len(one.shown) / frames if frames else float("nan")


def take_turns(load: Load, contenders: Sequence[str], *, rounds: int, turn: Turn) -> Outcome:
    """Let the contenders take turns. Ours is the first: the others show as large pictures."""
    outcome = Outcome(missing={name: NOT_INSTALLED for name in contenders if not _is_there(name)})
    picture: tuple[int, int] | None = None
    with _cameras(load, players=any(_plays(name) for name in contenders), turn=turn) as cameras:
        for _ in range(rounds):
            for name in contenders:
                if name in outcome.missing:
                    continue
                try:
                    figures = cameras.show(name, turn, picture or _usual_picture(load))
                except AssertionError as error:
                    outcome.missing[name] = FAILED
                    print(f"{TITLES[name]} failed: {error}")
                    continue
                picture = figures.picture if name == OURS else picture
                outcome.figures.setdefault(name, []).append(figures)
    return outcome


@dataclass(frozen=True)
class _Cameras:
    """Senders that run, on ports for NetGear and others for players."""

    load: Load
    ports: Sequence[int]
    player_ports: Sequence[int]
    taken: Path

    def show(self, name: str, turn: Turn, picture: tuple[int, int]) -> WallFigures:
        """Run one wall; raises AssertionError with what it said when it fails."""
        ports = self.player_ports if name in PROGRAMS else self.ports
        arguments = [
            *(f"--ports={ports[0]}-{ports[-1]}", f"--seconds={turn.seconds}"),
            *(f"--warm-up={turn.warm_up}", f"--state={turn.state}", f"--taken={self.taken}"),
            *(f"--size={_words(self.load.size)}", f"--picture={_words(picture)}"),
            f"--program={name}",
        ]
        with JsonLinesProcess(f"tests.benchmarks.walls.{_MODULES[name]}", arguments) as wall:
            patience = turn.seconds + turn.warm_up + _PATIENCE_S
            wait_until(lambda: wall.lines or wall.exit_code is not None, patience, wall.errors)
            # Its last words may come after its end.
            told = wait_until(lambda: wall.lines, _LAST_WORDS_S, wall.errors)[0]
        return WallFigures(**told | {"picture": tuple(told["picture"])})


@contextlib.contextmanager
def _cameras(load: Load, *, players: bool, turn: Turn) -> Iterator[_Cameras]:
    processes = min(load.cameras, _MOST_PROCESSES)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        jpegs = save_jpegs(load.size, folder)
        taken = folder / "taken"

        def begin(module: str, *arguments: str) -> list[int]:
            ports = free_ports(load.cameras)
            words = [f"--ports={ports[0]}-{ports[-1]}", f"--jpegs={jpegs}", *arguments]
            words.append(f"--processes={processes}")
            stack.enter_context(JsonLinesProcess(module, words)).wait_for(processes, _PATIENCE_S)
            return ports

        fps = 0 if turn.state == SILENT else load.fps
        ports = begin("tests.support.jpeg_sender", f"--fps={fps}", "--stamped")
        player_ports: list[int] = []
        if players:
            feeder = "tests.benchmarks.walls.feeder"
            player_ports = begin(feeder, f"--fps={load.fps}", f"--taken={taken}")
        yield _Cameras(load, ports, player_ports, taken)


def _is_there(name: str) -> bool:
    return name not in PROGRAMS or _plays(name)


def _plays(name: str) -> bool:
    return name in PROGRAMS and shutil.which(PROGRAMS[name]) is not None


def _usual_picture(load: Load) -> tuple[int, int]:
    columns = 1
    while columns**2 < load.cameras:
        columns += 1
    return 1920 // columns, 1080 // columns


def _words(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"
