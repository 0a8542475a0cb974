"""What VidGear's users write: its NetGear in multi-servers mode, and a montage."""

import logging
import threading
from collections import deque
from typing import Any

import simplejpeg
from vidgear.gears import NetGear

from tests.benchmarks.walls.meter import Meter, WallOptions, options
from tests.benchmarks.walls.montage import Montage
from tests.support.sent_at import sent_at


def main() -> None:
    """Receive and show until everything was measured."""
    logging.disable()
    given = options()
    meter = Meter(given)
    meter.measure_thread(threading.Thread(target=_show_all, args=(given, meter), daemon=True))


def _show_all(given: WallOptions, meter: Meter) -> None:
    montage = Montage(given, meter)
    sent = _sending_times()
    make: Any = NetGear
    receiver = make(
        address="127.0.0.1",
        port=[str(port) for port in given.ports],
        pattern=1,
        receive_mode=True,
        multiserver_mode=True,
        jpeg_compression=True,
        max_retries=0,
    )
    while (told := receiver.recv()) is not None:
        montage.show(int(told[0]), told[-1], sent.popleft())


def _sending_times() -> deque[float]:
    """Return where the times arrive at which frames were sent, in the order of recv().

    It hands on neither the payload nor what else stands in its header.
    """
    times: deque[float] = deque()
    decode = simplejpeg.decode_jpeg

    def decode_and_note(data: Any, *arguments: Any, **words: Any) -> Any:
        times.append(sent_at(memoryview(data)))
        return decode(data, *arguments, **words)

    simplejpeg.decode_jpeg = decode_and_note
    return times


if __name__ == "__main__":
    main()
