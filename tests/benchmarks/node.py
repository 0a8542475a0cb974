"""Measure what a camera node costs, and how much older it makes a picture.

    python -m tests.benchmarks.node [--seconds S] [--size WxH] [--fps N]

One camera gives JPEGs over HTTP, which are to pass untouched; the other is the test pattern, which
the node encodes. Processor time is that of the program netgear-server with all its processes, while
a receive engine on this computer takes the pictures.
"""

import argparse
import contextlib
import http.server
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import psutil
import simplejpeg

from netgear_engine.clock import SystemClock
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.messages import ProcessSettings
from netgear_engine.node.camera.picture_maker import PictureMaker
from netgear_engine.node.supervision.figures import CameraFigures
from netgear_engine.protocol.reply import Answer
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.sources.registry import create_source
from netgear_engine.sources.source import SourceOptions
from netgear_engine.transport.sockets import ListenSettings
from tests.benchmarks.pictures import load_pictures, save_pictures
from tests.support.camera_notes import CameraNotes
from tests.support.free_ports import free_port
from tests.support.recorders import ReceiveRecorder, SendRecorder
from tests.support.supervised_camera import SupervisedCamera

QUALITY = 85
_WARM_UP_S = 3.0
_ENCODINGS = 100


@dataclass(frozen=True)
class NodeCost:
    """What a whole netgear-server took: frames received a second, and parts of a core."""

    fps: float
    supervisor: float
    camera: float


@dataclass(frozen=True)
class NodeAges:
    """How old pictures were, in milliseconds: out of the camera's process, and at the socket."""

    handed_on: list[float]
    sent: list[float]
    figures: CameraFigures


def main() -> None:
    """Measure and print the tables."""
    options = _options()
    size, fps = options.size, options.fps
    with tempfile.TemporaryDirectory() as folder, film_camera(Path(folder), size, fps) as address:
        pattern = ["--size", f"{size[0]}x{size[1]}"]
        jpegs_cost = node_cost([address], options.seconds)
        pattern_cost = node_cost(["test-pattern", *pattern, "--fps", str(fps)], options.seconds)
        jpegs_ages = node_ages(ProcessSettings(address), options.seconds)
        pattern_ages = node_ages(
            ProcessSettings("test-pattern", size=size, fps=fps), options.seconds
        )
    print(f"Python {platform.python_version()}, {psutil.cpu_count()} cores, load "
          f"{psutil.getloadavg()[0]:.1f}, {size[0]}x{size[1]} at {fps:g}/s\n")  # fmt: skip
    print("| camera | received/s | supervisor, % of a core | camera process | both |")
    print("|---|--:|--:|--:|--:|")
    for name, cost in (("JPEGs over HTTP", jpegs_cost), ("test pattern", pattern_cost)):
        both = 100 * (cost.supervisor + cost.camera)
        print(f"| {name} | {cost.fps:.1f} | {100 * cost.supervisor:.1f} | "
              f"{100 * cost.camera:.1f} | {both:.1f} |")  # fmt: skip
    print("\n| age, ms | handed on p50 | p99 | at the socket p50 | p99 | untouched | encoded |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, ages in (("JPEGs over HTTP", jpegs_ages), ("test pattern", pattern_ages)):
        columns = [*_middle_and_99(ages.handed_on), *_middle_and_99(ages.sent)]
        words = " | ".join(f"{one:.2f}" for one in columns)
        print(f"| {name} | {words} | {ages.figures.untouched} | {ages.figures.encoded} |")
    ours, bare = encode_times(size)
    print(f"\nEncoding a picture of the test pattern: {ours:.2f} ms, bare simplejpeg "
          f"{bare:.2f} ms, {ours / bare:.2f} times")  # fmt: skip


def node_cost(source: Sequence[str], seconds: float, warm_up: float = _WARM_UP_S) -> NodeCost:
    """Run netgear-server with a receiver for so long, after a moment to warm up."""
    port = free_port()
    command = ["netgear_engine.node", "--connect", f"127.0.0.1:{port}"]
    command += ["--quality", str(QUALITY), "--source", *source]
    return program_cost(command, port, seconds, warm_up)


def program_cost(command: Sequence[str], port: int, seconds: float, warm_up: float) -> NodeCost:
    """Run a Python module that sends to a port of this computer, and measure it."""
    with _receiver(port) as engine, _program(command) as server:
        _wait_for_frames(engine, port)
        time.sleep(warm_up)
        family = [server, *server.children(recursive=True)]
        before, frames = [_cpu(one) for one in family], engine.statuses()[port].received
        begin = time.monotonic()
        time.sleep(seconds)
        lasted = time.monotonic() - begin
        used = [(_cpu(one) - start) / lasted for one, start in zip(family, before, strict=True)]
        received = engine.statuses()[port].received - frames
    return NodeCost(received / lasted, used[0], sum(used[1:]))


def node_ages(settings: ProcessSettings, seconds: float) -> NodeAges:
    """Run the parts of a node in this process, and follow every picture to the socket."""
    port = free_port()
    clock = SystemClock()
    follower = _Follower()
    with _receiver(port) as engine:
        sender = SendEngine(
            [Receiver("127.0.0.1", port)], listener=SendRecorder(), clock=clock, observer=follower
        )
        follower.sender = sender
        supervisor = SupervisedCamera(settings, listener=follower, clock=clock)
        sender.start()
        supervisor.start()
        _wait_for_frames(engine, port)
        time.sleep(_WARM_UP_S)
        follower.begin()
        time.sleep(seconds)
        ages = NodeAges(list(follower.handed_on), list(follower.sent), supervisor.figures())
        supervisor.stop()
        sender.stop()
    return ages


def encode_times(size: tuple[int, int]) -> tuple[float, float]:
    """Return the milliseconds that a picture takes here, and bare: the medians, taken in turn."""
    clock = SystemClock()
    maker = PictureMaker(clock, "", QUALITY)
    ours: list[float] = []
    bare: list[float] = []
    with create_source("test-pattern", SourceOptions(size, 1000.0), clock) as pattern:
        for _ in range(_ENCODINGS):
            frame = pattern.read()
            assert frame is not None
            begin = time.perf_counter()
            maker.make(frame)
            middle = time.perf_counter()
            simplejpeg.encode_jpeg(
                frame.pixels, QUALITY, "BGR", colorsubsampling="420", fastdct=True
            )
            bare.append(time.perf_counter() - middle)
            ours.append(middle - begin)
    return 1000 * statistics.median(ours), 1000 * statistics.median(bare)


class _Follower(CameraNotes):
    """Sends each picture and notes how old it is then, and once the connection has it."""

    def __init__(self) -> None:
        super().__init__()
        self.sender: SendEngine | None = None
        self.handed_on: list[float] = []
        self.sent: list[float] = []
        self._captured: dict[int, float] = {}
        self._next = 1

    def begin(self) -> None:
        """Forget what was measured so far."""
        self.handed_on.clear()
        self.sent.clear()

    def frame(self, frame: CapturedFrame) -> None:
        """Send a picture."""
        self.handed_on.append(1000 * (time.monotonic() - frame.captured_at))
        # Noted before it is sent: the engine's thread may be quicker than we.
        self._captured[self._next] = frame.captured_at
        self._next += 1
        assert self.sender is not None
        self.sender.send(frame)

    def frame_taken(self, receiver: Receiver, number: int) -> None:
        """Note the age of a picture."""
        self.sent.append(1000 * (time.monotonic() - self._captured[number]))

    def frame_answered(self, receiver: Receiver, number: int, answer: Answer) -> None:
        """Let the answer be."""

    def receivers_changed(self) -> None:
        """Let the receivers be."""


@contextlib.contextmanager
def film_camera(folder: Path, size: tuple[int, int], fps: float) -> Iterator[str]:
    """Serve pictures of a film as JPEGs, each once in 1/fps seconds; give the address."""
    save_pictures((size,), folder)
    parts = []
    for picture in load_pictures(folder, size):
        jpeg = simplejpeg.encode_jpeg(picture, QUALITY, "BGR", colorsubsampling="422")
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
        parts.append(head.encode() + jpeg + b"\r\n")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            due = time.monotonic()
            with contextlib.suppress(OSError):
                for part in cycle(parts):
                    due += 1 / fps
                    time.sleep(max(0.0, due - time.monotonic()))
                    self.wfile.write(part)

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/film"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def _receiver(port: int) -> Iterator[ReceiveEngine]:
    engine = ReceiveEngine(
        [port],
        listener=ReceiveRecorder(),
        clock=SystemClock(),
        settings=ListenSettings("127.0.0.1"),
    )
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()


@contextlib.contextmanager
def _program(command: Sequence[str]) -> Iterator[psutil.Process]:
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.DEVNULL)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def _wait_for_frames(engine: ReceiveEngine, port: int) -> None:
    deadline = time.monotonic() + 20
    while (status := engine.statuses().get(port)) is None or status.received < 10:
        if time.monotonic() > deadline:
            raise SystemExit("no pictures came within 20 s")
        time.sleep(0.05)


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _middle_and_99(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each run lasts")
    parser.add_argument("--size", type=_size, default=(1280, 720), metavar="WxH")
    parser.add_argument("--fps", type=float, default=30.0)
    return parser.parse_args()


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


if __name__ == "__main__":
    main()
