"""What imagezmq's users write: a hub, simplejpeg, and a montage."""

import threading

import imagezmq
import simplejpeg

from tests.benchmarks.walls.meter import Meter, WallOptions, options
from tests.benchmarks.walls.montage import Montage
from tests.support.sent_at import sent_at


def main() -> None:
    """Receive and show until everything was measured."""
    given = options()
    meter = Meter(given)
    meter.measure_thread(threading.Thread(target=_show_all, args=(given, meter), daemon=True))


def _show_all(given: WallOptions, meter: Meter) -> None:
    montage = Montage(given, meter)
    first, *others = (f"tcp://127.0.0.1:{port}" for port in given.ports)
    hub = imagezmq.ImageHub(first)
    for address in others:
        hub.zmq_socket.bind(address)
    while True:
        name, jpeg = hub.recv_jpg()
        hub.send_reply(b"OK")
        montage.show(int(name), simplejpeg.decode_jpeg(jpeg, "BGR"), sent_at(memoryview(jpeg)))


if __name__ == "__main__":
    main()
