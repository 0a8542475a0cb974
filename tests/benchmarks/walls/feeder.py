"""The same cameras for programs that do not speak NetGear: MJPEG over TCP, one port for each.

    python -m tests.benchmarks.walls.feeder --ports 7000-7015 --fps 30 --jpegs FOLDER --taken FILE

To everyone who connects a camera sends a multipart stream, each JPEG with its length, at its rate.
A frame for which the other side has no room when it is due is not sent. FILE has the number of
frames that were taken of each camera, as 8 bytes each, always up to date.
"""

import argparse
import contextlib
import json
import multiprocessing
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.benchmarks.walls.meter import ports_of

BOUNDARY = "frame"
_BUFFER_BYTES = 256 * 1024
Counts = npt.NDArray[np.int64]


def main() -> int:
    """Start the processes and wait until told to stop."""
    given = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    ports = ports_of(given.ports)
    given.taken.write_bytes(bytes(8 * len(ports)))
    method = multiprocessing.get_context("spawn")
    processes = [
        method.Process(target=_feed_some, args=(number, given), daemon=True)
        for number in range(given.processes)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return 0


def taken(file: Path) -> list[int]:
    """Return how many frames of each camera were taken so far."""
    return [int(one) for one in np.fromfile(file, np.int64)]


def _feed_some(number: int, given: argparse.Namespace) -> None:
    parts = [_part(file.read_bytes()) for file in sorted(given.jpegs.glob("*.jpg"))]
    ports = ports_of(given.ports)
    counts: Counts = np.memmap(given.taken, np.int64, "r+")
    threads = []
    for camera in range(number, len(ports), given.processes):
        listener = socket.create_server(("127.0.0.1", ports[camera]))
        # Else the kernel would keep many frames: they would be counted, and be old.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
        arguments = (listener, parts, given.fps, counts, camera)
        threads.append(threading.Thread(target=_feed, args=arguments, daemon=True))
    for thread in threads:
        thread.start()
    # In one go: the other processes print on the same stream.
    print(json.dumps({"process": number}) + "\n", end="", flush=True)
    for thread in threads:
        thread.join()


def _feed(
    listener: socket.socket, parts: Sequence[bytes], fps: float, counts: Counts, camera: int
) -> None:
    while True:
        connection, _ = listener.accept()
        # Cameras do not all send at the same moment.
        due = time.monotonic() + camera / len(counts) / fps
        with connection, contextlib.suppress(OSError):
            while True:
                time.sleep(max(0.0, due - time.monotonic()))
                connection.sendall(parts[int(counts[camera]) % len(parts)])
                counts[camera] += 1
                due = max(due + 1 / fps, time.monotonic() - 1 / fps)


def _part(jpeg: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
    return head.encode() + jpeg + b"\r\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ports", required=True, help="7000 or 7000-7015")
    parser.add_argument("--fps", type=float, default=30)
    parser.add_argument("--jpegs", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--taken", type=Path, required=True, metavar="FILE")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
