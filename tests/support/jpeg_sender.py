"""Many cheap senders: JPEGs made beforehand, sent in NetGear's wire format straight on pyzmq.

`python -m tests.support.jpeg_sender --ports 7000-7015 --fps 30 --processes 2` loads a receiver as
that many cameras would, and costs the computer little. Each port has a DEALER socket with at most
two unanswered frames; a frame that finds both places taken is not sent and counted as late. Once a
second each process prints a line of JSON: {"process", "sent": {port: n}, "late": {port: n}}.

With --stamped, stock's multi-servers mode and imagezmq take the frames as well, and each tells when
it was sent (tests/support/sent_at.py). --fps 0 connects and sends nothing.
"""

import argparse
import json
import multiprocessing
import signal
import sys
import time
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import simplejpeg
import zmq

from tests.support.sent_at import stamped

_PICTURES = 30
_WINDOW = 2
_ANSWER_SECONDS = 1.0


@dataclass(frozen=True)
class _Film:
    jpegs: list[bytes]
    is_stamped: bool

    def message(self, port: int, number: int, now: float) -> list[bytes]:
        """Return what a camera sends as its frame of that number."""
        index = number % len(self.jpegs)
        if self.is_stamped:
            return [b"", header(index, port), stamped(self.jpegs[index], now)]
        return [b"", header(index), self.jpegs[index]]


@dataclass
class _Sender:
    port: int
    socket: Any
    due: float
    unanswered: int = 0
    sent: int = 0
    late: int = 0
    sent_at: float = 0.0


def main() -> int:
    """Start the processes and wait until told to stop."""
    options = _options()
    first, _, last = options.ports.partition("-")
    ports = list(range(int(first), int(last or first) + 1))
    method = multiprocessing.get_context("spawn")
    processes = [
        method.Process(target=_run, args=(number, ports[number :: options.processes], options))
        for number in range(options.processes)
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        for process in processes:
            process.start()
        for process in processes:
            process.join()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in processes:
            process.terminate()
            process.join()
    return 0


def make_jpegs(size: tuple[int, int], count: int = _PICTURES) -> list[bytes]:
    """Return `count` different pictures, each about as large as a camera's of that size."""
    width, height = size
    random = np.random.default_rng(1)
    ground = np.linspace(0, 255, width)[None, :, None] * np.linspace(0.2, 1, height)[:, None, None]
    shades = np.broadcast_to(ground * [0.5, 0.8, 1.0], (height, width, 3))
    texture = random.normal(0, 6, (height, width, 1))
    scene: npt.NDArray[np.uint8] = np.clip(shades + texture, 0, 255).astype(np.uint8)
    jpegs = []
    for number in range(count):
        picture = np.ascontiguousarray(np.roll(scene, number * width // count, axis=1))
        jpegs.append(
            simplejpeg.encode_jpeg(picture, quality=80, colorspace="BGR", colorsubsampling="420")
        )
    return jpegs


@cache
def header(jpeg_number: int, port: int | None = None) -> bytes:
    """Return the header that stock NetGear would write with a JPEG.

    With a port it is that of the multi-servers mode; imagezmq reads its own word in it.
    """
    told: dict[str, Any] = {
        "terminate_flag": False,
        "compression": {"dct": True, "ups": False, "colorspace": "BGR"},
        "message": {"picture": 0} if jpeg_number == 0 and port is None else None,
        "pattern": "1",
        "dtype": "",
        "shape": "",
    }
    if port is not None:
        told |= {"port": port, "msg": str(port)}
    return json.dumps(told).encode()


def _run(number: int, ports: list[int], options: argparse.Namespace) -> None:
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    width, _, height = options.size.partition("x")
    if options.jpegs is None:
        jpegs = make_jpegs((int(width), int(height)))
    else:
        jpegs = [file.read_bytes() for file in sorted(options.jpegs.glob("*.jpg"))]
    film = _Film(jpegs, options.stamped)
    end = time.monotonic() + options.seconds if options.seconds else None
    with zmq.Context() as context:
        poller = zmq.Poller()
        senders = {}
        for position, port in enumerate(ports):
            socket = context.socket(zmq.DEALER)
            socket.linger = 0
            # Contenders come and go: none gets frames that were meant for the one before.
            socket.immediate = options.stamped
            socket.connect(f"tcp://{options.address}:{port}")
            poller.register(socket, zmq.POLLIN)
            # Cameras do not all send at the same moment.
            due = time.monotonic() + position / len(ports) / options.fps if options.fps else inf
            senders[socket] = _Sender(port, socket, due)
        try:
            _send_all(number, list(senders.values()), poller, film, options.fps, end)
        finally:
            context.destroy(linger=0)


def _send_all(
    number: int,
    senders: list[_Sender],
    poller: Any,
    film: _Film,
    fps: float,
    end: float | None,
) -> None:
    by_socket = {sender.socket: sender for sender in senders}
    report_due = time.monotonic() + 1
    while end is None or time.monotonic() < end:
        wait = max(0.0, min(report_due, *(one.due for one in senders)) - time.monotonic())
        for socket, _ in poller.poll(wait * 1000):
            socket.recv_multipart()
            by_socket[socket].unanswered = max(0, by_socket[socket].unanswered - 1)
        now = time.monotonic()
        for sender in senders:
            if now >= sender.due:
                _send_one(sender, film, now)
                sender.due = max(sender.due + 1 / fps, now - 1 / fps)
        if now >= report_due:
            report_due = now + 1
            _report(number, senders)
    _report(number, senders)


def _send_one(sender: _Sender, film: _Film, now: float) -> None:
    if sender.unanswered >= _WINDOW and now - sender.sent_at < _ANSWER_SECONDS:
        sender.late += 1
        return
    try:
        message = film.message(sender.port, sender.sent, now)
        sender.socket.send_multipart(message, zmq.NOBLOCK)
    except zmq.Again:
        # Nobody is there, and so nobody answers what was sent before.
        sender.unanswered = 0
        sender.late += 1
        return
    # Answers that a receiver took with it when it went away are not waited for.
    sender.unanswered = min(sender.unanswered + 1, _WINDOW)
    sender.sent_at = now
    sender.sent += 1


def _report(number: int, senders: list[_Sender]) -> None:
    facts = {
        "process": number,
        "sent": {sender.port: sender.sent for sender in senders},
        "late": {sender.port: sender.late for sender in senders},
    }
    # In one go: the other processes print on the same stream.
    print(json.dumps(facts) + "\n", end="", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ports", required=True, help="7000 or 7000-7015")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--fps", type=float, default=30)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--jpegs", type=Path, metavar="FOLDER", help="send these pictures")
    parser.add_argument("--stamped", action="store_true", help="for the contenders of benchmarks")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=0, help="0 = until stopped")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
