"""The limit: a loop of pyzmq calls, threads that decode at the scale of the picture, and one copy.

There is no window. Answers leave at once, and of each camera only the newest frame is decoded.
"""

import os
import threading

import numpy as np
import simplejpeg
import zmq

from netgear_engine.codecs.jpeg import scaled_size
from tests.benchmarks.walls.meter import Meter, WallOptions, options
from tests.support.sent_at import sent_at

_ANSWER = b'{"port": 1, "data": null}'


class _Newest:
    """The newest frame of each port, taken in the order in which the ports waited."""

    def __init__(self) -> None:
        self._slots: dict[int, memoryview] = {}
        self._changed = threading.Condition()

    def put(self, port: int, jpeg: memoryview) -> None:
        with self._changed:
            self._slots.pop(port, None)
            self._slots[port] = jpeg
            self._changed.notify()

    def take(self) -> tuple[int, memoryview]:
        with self._changed:
            self._changed.wait_for(lambda: self._slots)
            port = next(iter(self._slots))
            return port, self._slots.pop(port)


def main() -> None:
    """Show nothing, as fast as can be."""
    given = options()
    meter = Meter(given)
    newest = _Newest()
    lock = threading.Lock()
    for _ in range(min(4, os.cpu_count() or 1)):
        threading.Thread(target=_decode, args=(newest, given, meter, lock), daemon=True).start()
    meter.measure_thread(threading.Thread(target=_receive, args=(newest, given), daemon=True))


def _receive(newest: _Newest, given: WallOptions) -> None:
    context = zmq.Context()
    poller = zmq.Poller()
    ports = {}
    for port in given.ports:
        socket = context.socket(zmq.ROUTER)
        socket.linger = 0
        socket.bind(f"tcp://127.0.0.1:{port}")
        poller.register(socket, zmq.POLLIN)
        ports[socket] = port
    while True:
        for socket, _ in poller.poll():
            name, empty, _header, jpeg = socket.recv_multipart(copy=False)
            socket.send_multipart([name, empty, _ANSWER], zmq.NOBLOCK)
            newest.put(ports[socket], jpeg.buffer)


def _decode(newest: _Newest, given: WallOptions, meter: Meter, lock: threading.Lock) -> None:
    width, height = given.picture
    screen = np.zeros((len(given.ports), height, width, 4), np.uint8)
    while True:
        port, jpeg = newest.take()
        whole_height, whole_width, _, _ = simplejpeg.decode_jpeg_header(jpeg)
        least_width, least_height = scaled_size((whole_width, whole_height), given.picture)
        pixels = simplejpeg.decode_jpeg(
            jpeg, "BGRX", min_height=least_height, min_width=least_width
        )
        part = pixels[:height, :width]
        screen[port - given.ports[0], : part.shape[0], : part.shape[1]] = part
        with lock:
            meter.shown(port, sent_at(jpeg))


if __name__ == "__main__":
    main()
