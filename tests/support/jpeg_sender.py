"""Many cheap senders: JPEGs made beforehand, sent in NetGear's wire format straight on pyzmq.

`python -m tests.support.jpeg_sender --ports 7000-7015 --fps 30 --processes 2` loads a receiver as
that many cameras would, and costs the computer little. Each port has a DEALER socket with at most
two unanswered frames; a frame that finds both places taken is not sent and counted as late. Once a
second each process prints a line of JSON: {"process", "sent": {port: n}, "late": {port: n}}.
"""

import argparse
import json
import multiprocessing
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import simplejpeg
import zmq

_PICTURES = 30
_WINDOW = 2
_ANSWER_SECONDS = 1.0


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


def header(jpeg_number: int) -> bytes:
    """Return the header that stock NetGear would write with a JPEG."""
    return json.dumps(
        {
            "terminate_flag": False,
            "compression": {"dct": True, "ups": False, "colorspace": "BGR"},
            "message": {"picture": jpeg_number} if jpeg_number == 0 else None,
            "pattern": "1",
            "dtype": "",
            "shape": "",
        }
    ).encode()


def _run(number: int, ports: list[int], options: argparse.Namespace) -> None:
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    width, _, height = options.size.partition("x")
    if options.jpegs is None:
        jpegs = make_jpegs((int(width), int(height)))
    else:
        jpegs = [file.read_bytes() for file in sorted(options.jpegs.glob("*.jpg"))]
    headers = [header(one) for one in range(len(jpegs))]
    end = time.monotonic() + options.seconds if options.seconds else None
    with zmq.Context() as context:
        poller = zmq.Poller()
        senders = {}
        for position, port in enumerate(ports):
            socket = context.socket(zmq.DEALER)
            socket.linger = 0
            socket.connect(f"tcp://{options.address}:{port}")
            poller.register(socket, zmq.POLLIN)
            # Cameras do not all send at the same moment.
            due = time.monotonic() + position / len(ports) / options.fps
            senders[socket] = _Sender(port, socket, due)
        try:
            _send_all(number, list(senders.values()), poller, jpegs, headers, options.fps, end)
        finally:
            context.destroy(linger=0)


def _send_all(
    number: int,
    senders: list[_Sender],
    poller: Any,
    jpegs: list[bytes],
    headers: list[bytes],
    /,
    fps: float,
    end: float | None,
) -> None:
    by_socket = {sender.socket: sender for sender in senders}
    report_due = time.monotonic() + 1
    while end is None or time.monotonic() < end:
        wait = max(0.0, min(sender.due for sender in senders) - time.monotonic())
        for socket, _ in poller.poll(wait * 1000):
            socket.recv_multipart()
            by_socket[socket].unanswered = max(0, by_socket[socket].unanswered - 1)
        now = time.monotonic()
        for sender in senders:
            if now >= sender.due:
                _send_one(sender, jpegs, headers, now)
                sender.due = max(sender.due + 1 / fps, now - 1 / fps)
        if now >= report_due:
            report_due = now + 1
            _report(number, senders)
    _report(number, senders)


def _send_one(sender: _Sender, jpegs: list[bytes], headers: list[bytes], now: float) -> None:
    if sender.unanswered >= _WINDOW and now - sender.sent_at < _ANSWER_SECONDS:
        sender.late += 1
        return
    index = sender.sent % len(jpegs)
    try:
        sender.socket.send_multipart([b"", headers[index], jpegs[index]], zmq.NOBLOCK)
    except zmq.Again:
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
    # In one piece: several processes write here, perhaps without a buffer.
    sys.stdout.write(f"{json.dumps(facts)}\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ports", required=True, help="7000 or 7000-7015")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--fps", type=float, default=30)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--jpegs", type=Path, metavar="FOLDER", help="send these pictures")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=0, help="0 = until stopped")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
