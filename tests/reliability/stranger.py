"""Somebody who was never asked: `python -m tests.reliability.stranger PORT SEED`.

Connects again and again and sends what comes to mind: noise, half a greeting, a whole greeting and
noise, a good frame as a second sender, a frame that is none.
"""

import random
import socket
import sys

import zmq

from netgear_engine.clock import SystemClock
from tests.reliability.network import MONITOR_ADDRESS
from tests.support.wire import jpeg, stock_header

_GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(48)


def main() -> int:
    """Throw things until killed."""
    port, seed = int(sys.argv[1]), int(sys.argv[2])
    choose = random.Random(seed)
    clock = SystemClock()
    with zmq.Context() as context:
        while True:
            choose.choice([_raw, _as_sender])(port, choose, context)
            clock.sleep(choose.uniform(0, 0.2))


def _raw(port: int, choose: random.Random, _context: "zmq.Context[zmq.Socket[bytes]]") -> None:
    noise = choose.randbytes(choose.randrange(1, 4096))
    content = choose.choice([noise, _GREETING[: choose.randrange(64)], _GREETING + noise])
    try:
        with socket.create_connection((MONITOR_ADDRESS, port), 1) as connection:
            connection.sendall(content)
    except OSError:
        return


def _as_sender(port: int, choose: random.Random, context: "zmq.Context[zmq.Socket[bytes]]") -> None:
    with context.socket(zmq.DEALER) as sender:
        sender.linger = 100
        sender.connect(f"tcp://{MONITOR_ADDRESS}:{port}")
        for _ in range(choose.randrange(1, 20)):
            header = stock_header(message="unlock")
            parts = choose.choice(
                [
                    [b"", header, jpeg()],
                    [b"", header[: choose.randrange(len(header))], jpeg()],
                    [b"", header, choose.randbytes(500)],
                    [b"", b'{"terminate_flag": true}'],
                    [choose.randbytes(9)] * choose.randrange(1, 8),
                ]
            )
            sender.send_multipart(parts)


if __name__ == "__main__":
    sys.exit(main())
