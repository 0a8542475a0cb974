"""A receiver in a process of its own, to be frozen or killed; see RouterProcess.

`python -m tests.support.router_process PORT` answers every frame and prints a line for each.
"""

import json
import sys

import zmq

from tests.support.json_lines_process import JsonLinesProcess


class RouterProcess(JsonLinesProcess):
    """Listens on a port and answers all that comes; prints {"ready": true}, then numbers."""

    def __init__(self, port: int) -> None:
        super().__init__("tests.support.router_process", [str(port)])


def main() -> None:
    """Answer until killed."""
    router = zmq.Context().socket(zmq.ROUTER)
    router.bind(f"tcp://127.0.0.1:{sys.argv[1]}")
    print(json.dumps({"ready": True}), flush=True)
    number = 0
    while True:
        path = router.recv_multipart()[:2]
        router.send_multipart([*path, b"thanks"])
        number += 1
        print(number, flush=True)


if __name__ == "__main__":
    main()
